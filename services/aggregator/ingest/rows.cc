#include "services/aggregator/ingest/rows.h"

#include <future>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/consumer.h"
#include "common/feed/directory_schema.h"
#include "services/aggregator/schema.h"

namespace obt::aggregator {
namespace {

using obt::store::Reader;
using obt::store::Txn;

// Every table here is bounded by who is in the Civil Service; a start reads all of it.
constexpr size_t kAll = std::numeric_limits<size_t>::max();

absl::Status Unreadable(absl::string_view table) {
  return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE",
               absl::StrCat("table ", table, " holds a row that does not fit together"));
}

template <typename T, typename Visit>
absl::Status ForEachRow(const T& table, const Reader& reader, Visit visit) {
  return table.ScanEach(reader, std::tuple<>(), std::nullopt, kAll,
                        [&visit](const typename T::Key& key, const typename T::Row& row) {
                          visit(key, row);
                          return true;
                        });
}

// What people and learning are counted by.
absl::Status LoadLists(const Reader& reader, State& state) {
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kOrganisations, reader,
                                 [&](const auto&, const auto& row) { state.PutOrganisation(row); }));
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kReferenceLists, reader,
                                 [&](const auto&, const auto& row) { state.PutReferenceList(row); }));
  OBT_RETURN_IF_ERROR(
      ForEachRow(feed::kProgrammes, reader, [&](const auto&, const auto& row) { state.PutProgramme(row); }));
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kHeadcounts, reader, [&](const auto& key, const auto& row) {
    state.PutHeadcount(std::get<0>(key), row);
  }));
  OBT_RETURN_IF_ERROR(
      ForEachRow(kCourses, reader, [&](const auto&, const auto& row) { state.PutCourse(row); }));
  OBT_RETURN_IF_ERROR(
      ForEachRow(feed::kTeams, reader, [&](const auto&, const auto& row) { state.PutTeam(row); }));
  return ForEachRow(kSurveys, reader, [&](const auto&, const auto& row) { state.PutSurvey(row); });
}

absl::Status LoadItems(const Reader& reader, Items& items) {
  const auto put = [&items](const auto&, const auto& row) { items.Put(row); };
  OBT_RETURN_IF_ERROR(ForEachRow(kConversations, reader, put));
  OBT_RETURN_IF_ERROR(ForEachRow(kIdeas, reader, put));
  OBT_RETURN_IF_ERROR(ForEachRow(kExperiments, reader, put));
  OBT_RETURN_IF_ERROR(ForEachRow(kCaseStudies, reader, put));
  OBT_RETURN_IF_ERROR(ForEachRow(kAdoptions, reader, put));
  return ForEachRow(kThemes, reader, put);
}

absl::Status LoadPeople(const Reader& reader, State& state) {
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kPeople, reader, [&](const auto& key, const auto& row) {
    state.SetPerson(state.people.Append(std::get<0>(key)), row);
  }));
  state.people.Index();
  return absl::OkStatus();
}

// Some participants of one programme as their rows say, before it is known who they are among the people.
struct ParticipantRows {
  struct Participant {
    PersonId person;
    Record record;
    size_t events = 0, answers = 0, conversations = 0;  // how many
  };
  static constexpr size_t kMost = 4096;  // in one array it would be copied over and over as it grows
  std::string programme_id;
  std::vector<Participant> participants;
  std::vector<Event> events;
  std::vector<SurveyAnswer> answers;
  std::vector<Attendance> conversations;
};

absl::StatusOr<std::vector<ParticipantRows>> ReadParticipants(const Reader& reader, const State& state) {
  std::vector<ParticipantRows> all;
  const Rules no_rules;
  const Rules* rules = &no_rules;
  OBT_RETURN_IF_ERROR(ForEachPersonRow(
      reader, state.names,
      [&](const std::string& programme_id, const PersonId& person, const PersonRow& row) {
        if (all.empty() || all.back().programme_id != programme_id ||
            all.back().participants.size() == ParticipantRows::kMost) {
          all.emplace_back().programme_id = programme_id;
          const auto programme = state.programmes.find(programme_id);
          rules = programme == state.programmes.end() ? &no_rules : &programme->second.rules;
        }
        ParticipantRows& rows = all.back();
        rows.events.insert(rows.events.end(), row.events.begin(), row.events.end());
        rows.answers.insert(rows.answers.end(), row.answers.begin(), row.answers.end());
        rows.conversations.insert(rows.conversations.end(), row.conversations.begin(),
                                  row.conversations.end());
        rows.participants.push_back({person, Derive(row, *rules, state.names), row.events.size(),
                                     row.answers.size(), row.conversations.size()});
      }));
  return all;
}

void MakeRoom(const std::vector<ParticipantRows>& all, State& state) {
  std::map<std::string, Participants::Room> rooms;
  for (const ParticipantRows& rows : all) {
    Participants::Room& room = rooms[rows.programme_id];
    room.participants += rows.participants.size();
    room.events += rows.events.size();
    room.answers += rows.answers.size();
    room.conversations += rows.conversations.size();
    for (const auto& participant : rows.participants) room.credits += participant.record.credits.size();
  }
  for (const auto& [programme_id, room] : rooms) state.programmes[programme_id].participants.Reserve(room);
}

void PutParticipants(const ParticipantRows& rows, State& state) {
  ProgrammeState& programme = state.programmes[rows.programme_id];
  const Event* events = rows.events.data();
  const SurveyAnswer* answers = rows.answers.data();
  const Attendance* conversations = rows.conversations.data();
  for (const ParticipantRows::Participant& participant : rows.participants) {
    state.PutParticipant(programme, participant.person,
                         {{events, participant.events},
                          {answers, participant.answers},
                          {conversations, participant.conversations}},
                         participant.record);
    events += participant.events;
    answers += participant.answers;
    conversations += participant.conversations;
  }
}

}  // namespace

absl::StatusOr<State> LoadState(const Reader& reader) {
  State state;
  OBT_RETURN_IF_ERROR(ForEachRow(feed::kCursors, reader, [&](const auto& key, const auto& row) {
    state.applied[std::get<0>(key)] = row.sequence();
  }));
  OBT_ASSIGN_OR_RETURN(state.names, LoadNames(reader));
  OBT_RETURN_IF_ERROR(LoadLists(reader, state));
  // Participants are read and derived while people are: neither needs the other until they come together.
  std::future<absl::StatusOr<std::vector<ParticipantRows>>> reading =
      std::async(std::launch::async, [&reader, &state] { return ReadParticipants(reader, state); });
  OBT_RETURN_IF_ERROR(LoadPeople(reader, state));
  OBT_RETURN_IF_ERROR(LoadItems(reader, state.items));
  OBT_ASSIGN_OR_RETURN(std::vector<ParticipantRows> participants, reading.get());
  MakeRoom(participants, state);
  for (ParticipantRows& rows : participants) {
    PutParticipants(rows, state);
    rows = {};  // not everything twice
  }
  state.organisations.Compile();
  return state;
}

absl::StatusOr<NameBook> LoadNames(const Reader& reader) {
  NameBook book;
  absl::Status status;
  OBT_RETURN_IF_ERROR(ForEachRow(kNames, reader, [&](const auto& key, const auto& row) {
    const auto [kind, number] = key;
    Names* const names =
        kind > 0 && store::v1::NameKind_IsValid(kind) ? &book[NameBook::Kind(kind)] : nullptr;
    if (names == nullptr || number != names->size() || names->Add(row.code()) != number) {
      status = Unreadable(kNames.name);
    }
  }));
  OBT_RETURN_IF_ERROR(status);
  return book;
}

absl::Status ForEachPersonRow(
    const Reader& reader, const NameBook& names,
    absl::FunctionRef<void(const std::string&, const PersonId&, const PersonRow&)> visit) {
  absl::Status status;
  PersonRow row;
  OBT_RETURN_IF_ERROR(ForEachRow(kLearners, reader, [&](const auto& key, const auto& from) {
    if (!ReadRow(from, names, row)) {
      status = Unreadable(kLearners.name);
    } else {
      visit(std::get<0>(key), std::get<1>(key), row);
    }
  }));
  return status;
}

void PutPersonRow(Txn& txn, const std::string& programme_id, const PersonId& person,
                  const PersonRowView& row) {
  if (row.empty()) return kLearners.Delete(txn, {programme_id, person});
  kLearners.Put(txn, {programme_id, person}, WriteRow(row));
}

void PutCourseRow(Txn& txn, const learning::v1::Course& course) {
  kCourses.Put(txn, {course.programme_id(), course.course_id()}, course);
}

void PutSurveyRow(Txn& txn, const learning::v1::Survey& survey) {
  kSurveys.Put(txn, {survey.programme_id(), survey.survey_id()}, survey);
}

absl::Status PutNewNames(Txn& txn, const NameBook& book) {
  for (int kind = 1; kind < store::v1::NameKind_ARRAYSIZE; ++kind) {
    const Names& names = book[NameBook::Kind(kind)];
    for (size_t number = names.size() - 1; number > kNone; --number) {
      const std::tuple<int32_t, uint32_t> key(kind, static_cast<uint32_t>(number));
      OBT_ASSIGN_OR_RETURN(const bool kept, kNames.Has(txn, key));
      if (kept) break;
      store::v1::NameRow row;
      row.set_code(names.CodeOf(static_cast<Number>(number)));
      kNames.Put(txn, key, row);
    }
  }
  return absl::OkStatus();
}

}  // namespace obt::aggregator
