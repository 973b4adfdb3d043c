#include "services/aggregator/verify/repair.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "common/base/status.h"
#include "services/aggregator/ingest/rows.h"
#include "services/aggregator/schema.h"

namespace obt::aggregator {
namespace {

constexpr size_t kRowsACommand = 1'000;

using RowKey = std::pair<std::string, PersonId>;  // programme, person
using Rows = std::map<RowKey, PersonRow>;

void AddEvents(const recount::Sources& sources, NameBook& names, Rows& rows) {
  for (const auto& [programme_id, people] : sources.events) {
    for (const auto& [person, events] : people) {
      PersonRow& row = rows[{programme_id, person}];
      for (const recount::Event& event : events) {
        Event kept;
        kept.sequence = event.sequence;
        kept.occurred_at_us = event.occurred_at_us;
        kept.source = names[store::v1::NAME_KIND_SOURCE].Add(*event.source);
        if (!event.module->empty())
          kept.module = names[store::v1::NAME_KIND_MODULE].Add(ModuleName(*event.course, *event.module));
        kept.verb = static_cast<uint8_t>(event.verb);
        kept.minutes = static_cast<uint16_t>(event.minutes);
        row.Put(kept);
      }
    }
  }
}

void AddAnswers(const recount::Revision& revision, NameBook& names, std::vector<SurveyAnswer>& answers) {
  SurveyAnswer kept;
  kept.answered_at_us = revision.answered_at_us;
  kept.survey = names[store::v1::NAME_KIND_SURVEY].Add(*revision.survey);
  kept.kind =
      static_cast<uint8_t>(revision.before ? learning::v1::SURVEY_KIND_PRE : learning::v1::SURVEY_KIND_POST);
  if (revision.answers.empty()) answers.push_back(kept);
  for (const auto& [construct, value] : revision.answers) {
    kept.construct = names[store::v1::NAME_KIND_CONSTRUCT].Add(construct);
    kept.value = static_cast<uint8_t>(value);
    answers.push_back(kept);
  }
}

void AddResponses(const recount::Sources& sources, NameBook& names, Rows& rows) {
  for (const auto& [programme_id, people] : sources.revisions) {
    for (const auto& [person, revisions] : people) {
      std::map<Number, std::vector<SurveyAnswer>> by_survey;
      for (const recount::Revision& revision : revisions)
        AddAnswers(revision, names, by_survey[names[store::v1::NAME_KIND_SURVEY].Add(*revision.survey)]);
      PersonRow& row = rows[{programme_id, person}];
      for (const auto& [survey, answers] : by_survey) row.PutAnswers(survey, answers);
    }
  }
}

Rows RowsOf(const recount::Sources& sources, NameBook& names) {
  Rows rows;
  AddEvents(sources, names, rows);
  AddResponses(sources, names, rows);
  for (const auto& [programme_id, people] : sources.attended) {
    for (const auto& [person, attended] : people) {
      for (const recount::Attended& conversation : attended)
        rows[{programme_id, person}].Put(
            Attendance{*ParseId<ItemId>(conversation.conversation_id), conversation.held_on});
    }
  }
  return rows;
}

Repair RepairOf(const RowKey& key, const PersonRow* row) {
  Repair repair{&kLearners, obt::store::EncodeKey(std::tuple(key.first, key.second)), std::nullopt};
  if (row != nullptr) repair.row = WriteRow(*row).SerializeAsString();
  return repair;
}

}  // namespace

absl::StatusOr<std::vector<Repair>> RepairsOfPeople(const obt::store::Reader& own,
                                                    const recount::Sources& sources, NameBook& names) {
  Rows rows = RowsOf(sources, names);
  std::vector<Repair> repairs;
  OBT_RETURN_IF_ERROR(ForEachPersonRow(
      own, names, [&](const std::string& programme_id, const PersonId& person, const PersonRow& row) {
        const RowKey key(programme_id, person);
        const auto expected = rows.find(key);
        if (expected == rows.end()) {
          repairs.push_back(RepairOf(key, nullptr));
          return;
        }
        if (WriteRow(row).SerializeAsString() != WriteRow(expected->second).SerializeAsString())
          repairs.push_back(RepairOf(key, &expected->second));
        rows.erase(expected);
      }));
  for (const auto& [key, row] : rows) repairs.push_back(RepairOf(key, &row));
  return repairs;
}

absl::Status WriteRepairs(obt::store::Store& store, const NameBook& names, const std::vector<Repair>& repairs,
                          const std::function<absl::Status(size_t)>& written) {
  const auto write_names = [&names](obt::store::Txn& txn) { return PutNewNames(txn, names); };
  OBT_RETURN_IF_ERROR(store.Execute(write_names).status());
  for (size_t first = 0; first < repairs.size(); first += kRowsACommand) {
    const size_t end = std::min(first + kRowsACommand, repairs.size());
    const auto write = [&](obt::store::Txn& txn) {
      for (size_t i = first; i < end; ++i) {
        const Repair& repair = repairs[i];
        if (repair.row.has_value()) txn.PutRaw(*repair.table, repair.key, *repair.row);
        if (!repair.row.has_value()) txn.DeleteRaw(*repair.table, repair.key);
      }
      return absl::OkStatus();
    };
    OBT_RETURN_IF_ERROR(store.Execute(write).status());
    OBT_RETURN_IF_ERROR(written(end));
  }
  return absl::OkStatus();
}

}  // namespace obt::aggregator
