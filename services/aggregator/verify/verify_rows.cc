#include "services/aggregator/verify/verify_rows.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "services/aggregator/ingest/rows.h"

namespace obt::aggregator {
namespace {

constexpr size_t kMaxRowText = 300;

// One line for each fact, in the words of the source.
std::string FactText(uint64_t sequence, int64_t occurred_at_us, absl::string_view source,
                     absl::string_view module, int verb, int minutes) {
  return absl::StrCat(sequence, " ", occurred_at_us, " ", source, " ", module, " ", verb, " ", minutes, "\n");
}

std::string CodeOf(const Names& names, Number number) {
  return number < names.size() ? names.CodeOf(number) : "without a name";
}

std::string AnswerText(absl::string_view survey, bool before, int64_t answered_at_us) {
  return absl::StrCat(survey, before ? " before" : " after", " at ", answered_at_us, ":");
}

// Every revision with its answers; the same whatever the numbers of names.
std::string AnswersText(const State& names, absl::Span<const AnswerFact> answers) {
  std::map<std::string, std::map<std::string, int>> revisions;
  for (const AnswerFact& answer : answers) {
    auto& revision =
        revisions[AnswerText(CodeOf(names.surveys, answer.survey),
                             answer.kind == learning::v1::SURVEY_KIND_PRE, answer.answered_at_us)];
    if (answer.construct != kNone) revision[CodeOf(names.constructs, answer.construct)] = answer.value;
  }
  std::string text;
  for (const auto& [revision, values] : revisions) {
    absl::StrAppend(&text, revision, " ", absl::StrJoin(values, ", ", absl::PairFormatter("=")), "; ");
  }
  return text;
}

std::string AnswersText(const std::vector<recount::Revision>& revisions) {
  std::map<std::string, std::string> texts;
  for (const recount::Revision& revision : revisions) {
    texts[AnswerText(*revision.survey, revision.before, revision.answered_at_us)] =
        absl::StrJoin(revision.answers, ", ", absl::PairFormatter("="));
  }
  std::string text;
  for (const auto& [revision, values] : texts) absl::StrAppend(&text, revision, " ", values, "; ");
  return text;
}

// Compares people's facts and answers; in the end it tells whom it has not seen.
class FactComparison {
 public:
  // Of `names` only the names are read.
  FactComparison(const char* where, const State& names, const recount::Sources& sources,
                 Differences& differences)
      : where_(where), names_(names), sources_(sources), differences_(differences) {}

  void Compare(const std::string& programme_id, const PersonId& person, absl::Span<const Fact> facts,
               absl::Span<const AnswerFact> answers) {
    seen_.emplace(programme_id, person);
    compared_ += static_cast<int64_t>(facts.size() + answers.size());
    const std::string mine = TextOf(facts);
    const std::string theirs = TextOf(Find(sources_.events, programme_id, person));
    if (mine != theirs) differences_.Add(Subject("facts", programme_id, person), mine, theirs);
    if (AnswersText(names_, answers) != AnswersText(Find(sources_.revisions, programme_id, person))) {
      differences_.Add(Subject("answers", programme_id, person), "some", "others");
    }
  }
  // How many facts were compared.
  int64_t End() {
    for (const auto& [programme_id, people] : sources_.events) {
      for (const auto& [person, events] : people) {
        if (seen_.count({programme_id, person}) > 0) continue;
        differences_.Add(Subject("facts", programme_id, person), "not there", TextOf(events));
      }
    }
    for (const auto& [programme_id, people] : sources_.revisions) {
      for (const auto& [person, revisions] : people) {
        if (seen_.count({programme_id, person}) > 0) continue;
        differences_.Add(Subject("answers", programme_id, person), "not there", "some");
      }
    }
    return compared_;
  }

 private:
  std::string Subject(const char* what, const std::string& programme_id, const PersonId& person) const {
    return absl::StrCat(what, " ", where_, " of person ", ToText(person), " in ", programme_id);
  }
  // What a source holds of somebody; nothing where it has never heard of them.
  template <typename T>
  static const std::vector<T>& Find(const std::map<std::string, std::map<PersonId, std::vector<T>>>& all,
                                    const std::string& programme_id, const PersonId& person) {
    static const std::vector<T> none;
    const auto programme = all.find(programme_id);
    if (programme == all.end()) return none;
    const auto found = programme->second.find(person);
    return found == programme->second.end() ? none : found->second;
  }
  std::string TextOf(absl::Span<const Fact> facts) const {
    std::string text;
    for (const Fact& fact : facts) {
      absl::StrAppend(&text, FactText(fact.sequence, fact.occurred_at_us, CodeOf(names_.sources, fact.source),
                                      CodeOf(names_.modules, fact.module), fact.verb, fact.minutes));
    }
    return text;
  }
  static std::string TextOf(const std::vector<recount::Event>& events) {
    std::string text;
    for (const recount::Event& event : events) {
      const std::string module = event.module->empty() ? "" : absl::StrCat(*event.course, "/", *event.module);
      absl::StrAppend(&text, FactText(event.sequence, event.occurred_at_us, *event.source, module, event.verb,
                                      event.minutes));
    }
    return text;
  }

  const char* const where_;
  const State& names_;
  const recount::Sources& sources_;
  Differences& differences_;
  std::set<std::pair<std::string, PersonId>> seen_;
  int64_t compared_ = 0;
};

}  // namespace

std::string RowText(const google::protobuf::Message& row) {
  return row.ShortDebugString().substr(0, kMaxRowText);
}

int64_t CompareFactRows(const obt::store::Reader& own, const recount::Sources& sources,
                        Differences& differences) {
  State names;
  absl::Status status = LoadNames(own, names);
  if (!status.ok()) differences.Add("table names", status.message(), "readable rows");
  FactComparison comparison("in the rows", names, sources, differences);
  status =
      ForEachLearnerRow(own, [&](const std::string& programme_id, const PersonId& person,
                                 const std::vector<Fact>& facts, const std::vector<AnswerFact>& answers) {
        comparison.Compare(programme_id, person, facts, answers);
      });
  if (!status.ok()) differences.Add("table learners", status.message(), "readable rows");
  return comparison.End();
}

int64_t CompareFactsInMemory(const State& state, const recount::Sources& sources, Differences& differences) {
  FactComparison comparison("in memory", state, sources, differences);
  for (const auto& [programme_id, programme] : state.programmes) {
    const Learners& learners = programme.learners;
    for (LearnerIndex learner = 0; learner < learners.size(); ++learner) {
      const absl::Span<const Fact> facts = learners.FactsOf(learner);
      const absl::Span<const AnswerFact> answers = learners.AnswersOf(learner);
      if (facts.empty() && answers.empty()) continue;  // all of them taken back
      comparison.Compare(programme_id, state.people.IdOf(learners.person()[learner]), facts, answers);
    }
  }
  return comparison.End();
}

}  // namespace obt::aggregator
