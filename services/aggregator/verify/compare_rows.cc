#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/aggregator/ingest/rows.h"
#include "services/aggregator/verify/compare.h"

namespace obt::aggregator {
namespace {

// One line for each event, in the words of the source.
std::string EventText(uint64_t sequence, int64_t occurred_at_us, absl::string_view source,
                      absl::string_view module, int verb, int minutes) {
  return absl::StrCat(sequence, " ", occurred_at_us, " ", source, " ", module, " ", verb, " ", minutes, "\n");
}

std::string TextOf(absl::Span<const Event> events, const NameBook& names) {
  std::string text;
  for (const Event& event : events) {
    text += EventText(event.sequence, event.occurred_at_us, names.sources().CodeOf(event.source),
                      names.modules().CodeOf(event.module), event.verb, event.minutes);
  }
  return text;
}

std::string TextOf(const std::vector<recount::Event>& events) {
  std::string text;
  for (const recount::Event& event : events) {
    const std::string module = event.module->empty() ? "" : absl::StrCat(*event.course, "/", *event.module);
    text += EventText(event.sequence, event.occurred_at_us, *event.source, module, event.verb, event.minutes);
  }
  return text;
}

// Every revision with its answers by construct; the same whatever the numbers of names.
using Revisions = std::map<std::string, std::map<std::string, int>>;

std::string RevisionText(absl::string_view survey, bool before, int64_t answered_at_us) {
  return absl::StrCat(survey, before ? " before" : " after", " at ", answered_at_us);
}

Revisions RevisionsOf(absl::Span<const SurveyAnswer> answers, const NameBook& names) {
  Revisions revisions;
  for (const SurveyAnswer& answer : answers) {
    const bool before = answer.kind == learning::v1::SURVEY_KIND_PRE;
    auto& revision =
        revisions[RevisionText(names.surveys().CodeOf(answer.survey), before, answer.answered_at_us)];
    if (answer.construct != kNone) revision[names.constructs().CodeOf(answer.construct)] = answer.value;
  }
  return revisions;
}

Revisions RevisionsOf(const std::vector<recount::Revision>& all) {
  Revisions revisions;
  for (const recount::Revision& revision : all) {
    revisions[RevisionText(*revision.survey, revision.before, revision.answered_at_us)] = revision.answers;
  }
  return revisions;
}

std::string TextOf(absl::Span<const Attendance> conversations) {
  std::string text;
  for (const Attendance& attendance : conversations) {
    absl::StrAppend(&text, ToText(attendance.conversation), " on ", FormatDay(attendance.held_on), "\n");
  }
  return text;
}

std::string TextOf(const std::vector<recount::Attended>& attended) {
  std::string text;
  for (const recount::Attended& conversation : attended) {
    absl::StrAppend(&text, conversation.conversation_id, " on ", FormatDay(conversation.held_on), "\n");
  }
  return text;
}

// What a source holds of somebody; nothing where it has never heard of them.
template <typename T>
const std::vector<T>& Find(const std::map<std::string, std::map<PersonId, std::vector<T>>>& all,
                           const std::string& programme_id, const PersonId& person) {
  static const std::vector<T> none;
  const auto programme = all.find(programme_id);
  if (programme == all.end()) return none;
  const auto found = programme->second.find(person);
  return found == programme->second.end() ? none : found->second;
}

// Compares people's rows; in the end those whom it has not seen.
class RowComparison {
 public:
  RowComparison(const char* where, const NameBook& names, const recount::Sources& sources,
                Differences& differences)
      : where_(where), names_(names), sources_(sources), differences_(differences) {}

  void Compare(const std::string& programme_id, const PersonId& person, const PersonRowView& row) {
    seen_.emplace(programme_id, person);
    compared_ += static_cast<int64_t>(row.size());
    const auto subject = [&](const char* what) {
      return absl::StrCat(what, " ", where_, " of person ", ToText(person), " in ", programme_id);
    };
    const std::string mine = TextOf(row.events, names_);
    const std::string theirs = TextOf(Find(sources_.events, programme_id, person));
    if (mine != theirs) differences_.Add(subject("events"), mine, theirs);
    if (RevisionsOf(row.answers, names_) != RevisionsOf(Find(sources_.revisions, programme_id, person))) {
      differences_.Add(subject("answers"), "some", "others");
    }
    differences_.AddUnlessSame(subject("conversations"), TextOf(row.conversations),
                               TextOf(Find(sources_.attended, programme_id, person)));
  }
  // How many events, answers and conversations were compared.
  int64_t End() {
    CompareUnseen(sources_.events);
    CompareUnseen(sources_.revisions);
    CompareUnseen(sources_.attended);
    return compared_;
  }

 private:
  template <typename T>
  void CompareUnseen(const std::map<std::string, std::map<PersonId, std::vector<T>>>& all) {
    for (const auto& [programme_id, people] : all) {
      for (const auto& [person, items] : people) {
        if (seen_.count({programme_id, person}) == 0) Compare(programme_id, person, PersonRow());
      }
    }
  }

  const char* const where_;
  const NameBook& names_;
  const recount::Sources& sources_;
  Differences& differences_;
  std::set<std::pair<std::string, PersonId>> seen_;
  int64_t compared_ = 0;
};

}  // namespace

int64_t CompareRows(const obt::store::Reader& own, const recount::Sources& sources,
                    Differences& differences) {
  const absl::StatusOr<NameBook> names = LoadNames(own);
  if (!names.ok()) {
    differences.Add("table names", names.status().message(), "readable rows");
    return 0;
  }
  RowComparison comparison("in the rows", *names, sources, differences);
  const absl::Status read = ForEachPersonRow(
      own, *names, [&](const std::string& programme_id, const PersonId& person, const PersonRow& row) {
        comparison.Compare(programme_id, person, row);
      });
  if (!read.ok()) differences.Add("table learners", read.message(), "readable rows");
  return comparison.End();
}

int64_t CompareRowsInMemory(const State& state, const recount::Sources& sources, Differences& differences) {
  RowComparison comparison("in memory", state.names, sources, differences);
  for (const auto& [programme_id, programme] : state.programmes) {
    const Participants& participants = programme.participants;
    for (ParticipantIndex i = 0; i < participants.size(); ++i) {
      const PersonRowView row = participants.RowOf(i);
      if (row.empty()) continue;  // all of it taken back
      comparison.Compare(programme_id, state.people.IdOf(participants.person()[i]), row);
    }
  }
  return comparison.End();
}

}  // namespace obt::aggregator
