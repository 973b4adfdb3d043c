#include "services/aggregator/verify_rows.h"

#include <map>
#include <set>
#include <utility>

#include "services/aggregator/rows.h"

namespace obt::aggregator {
namespace {

constexpr size_t kMaxRowText = 300;

// One line for each fact, in the words of the source.
std::string FactText(uint64_t sequence, int64_t occurred_at_us, absl::string_view source,
                     absl::string_view module, int verb, int minutes) {
  return absl::StrCat(sequence, " ", occurred_at_us, " ", source, " ", module, " ", verb, " ", minutes, "\n");
}

// Compares people's facts; in the end it tells whom it has not seen.
class FactComparison {
 public:
  FactComparison(const char* where, const Names& source_names, const Names& module_names,
                 const recount::Sources& sources, Differences& differences)
      : where_(where),
        source_names_(source_names),
        module_names_(module_names),
        sources_(sources),
        differences_(differences) {}

  void Compare(const std::string& programme_id, const PersonId& person, absl::Span<const Fact> facts) {
    seen_.emplace(programme_id, person);
    compared_ += static_cast<int64_t>(facts.size());
    const std::vector<recount::Event>* const events = EventsOf(programme_id, person);
    const std::string mine = TextOf(facts);
    const std::string theirs = events == nullptr ? "" : TextOf(*events);
    if (mine != theirs) differences_.Add(Subject(programme_id, person), mine, theirs);
  }
  // How many facts were compared.
  int64_t End() {
    for (const auto& [programme_id, people] : sources_.events) {
      for (const auto& [person, events] : people) {
        if (seen_.count({programme_id, person}) > 0) continue;
        differences_.Add(Subject(programme_id, person), "not there", TextOf(events));
      }
    }
    return compared_;
  }

 private:
  std::string Subject(const std::string& programme_id, const PersonId& person) const {
    return absl::StrCat("facts ", where_, " of person ", ToText(person), " in ", programme_id);
  }
  const std::vector<recount::Event>* EventsOf(const std::string& programme_id, const PersonId& person) const {
    const auto programme = sources_.events.find(programme_id);
    if (programme == sources_.events.end()) return nullptr;
    const auto events = programme->second.find(person);
    return events == programme->second.end() ? nullptr : &events->second;
  }
  static absl::string_view NameOf(const Names& names, Number number) {
    return number < names.size() ? absl::string_view(names.CodeOf(number)) : "without a name";
  }
  std::string TextOf(absl::Span<const Fact> facts) const {
    std::string text;
    for (const Fact& fact : facts) {
      absl::StrAppend(&text, FactText(fact.sequence, fact.occurred_at_us, NameOf(source_names_, fact.source),
                                      NameOf(module_names_, fact.module), fact.verb, fact.minutes));
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
  const Names& source_names_;
  const Names& module_names_;
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
  Names source_names, module_names;
  absl::Status status = LoadNames(own, source_names, module_names);
  if (!status.ok()) differences.Add("table names", status.message(), "readable rows");
  FactComparison comparison("in the rows", source_names, module_names, sources, differences);
  status = ForEachLearnerRow(
      own, [&](const std::string& programme_id, const PersonId& person, const std::vector<Fact>& facts) {
        comparison.Compare(programme_id, person, facts);
      });
  if (!status.ok()) differences.Add("table learners", status.message(), "readable rows");
  return comparison.End();
}

int64_t CompareFactsInMemory(const State& state, const recount::Sources& sources, Differences& differences) {
  FactComparison comparison("in memory", state.sources, state.modules, sources, differences);
  for (const auto& [programme_id, programme] : state.programmes) {
    const Learners& learners = programme.learners;
    for (LearnerIndex learner = 0; learner < learners.size(); ++learner) {
      if (learners.FactsOf(learner).empty()) continue;  // all of them retracted
      comparison.Compare(programme_id, state.people.IdOf(learners.person()[learner]),
                         learners.FactsOf(learner));
    }
  }
  return comparison.End();
}

}  // namespace obt::aggregator
