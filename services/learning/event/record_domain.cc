#include "services/learning/event/record_domain.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/base/times.h"
#include "common/rules/learning.h"

namespace obt::learning {
namespace {

// Course id and module id.
using ModuleKey = std::pair<absl::string_view, absl::string_view>;

// Keys as numbers from 1, in their order once all are there.
template <typename Key>
class Numbers {
 public:
  void Add(const Key& key) { numbers_.emplace(key, 0); }
  void Count() {
    for (auto& [key, number] : numbers_) {
      keys_.push_back(key);
      number = static_cast<uint32_t>(keys_.size());
    }
  }
  uint32_t Of(const Key& key) const { return numbers_.at(key); }
  const Key& KeyOf(uint32_t number) const { return keys_[number - 1]; }

 private:
  std::map<Key, uint32_t> numbers_;
  std::vector<Key> keys_;
};

ModuleKey KeyOf(const v1::LearningEvent& event) {
  return {event.module().course_id(), event.module().module_id()};
}

// A day that never comes leaves the field unset.
template <typename Field>
void SetDay(Day day, Field field) {
  if (day != kNever) *field() = ToDate(day);
}

v1::ModuleRecord RecordOf(const rules::ModuleOutcome& outcome, const ModuleKey& key) {
  v1::ModuleRecord module;
  module.set_course_id(std::string(key.first));
  module.set_module_id(std::string(key.second));
  module.set_completed(outcome.completed != kNever);
  SetDay(outcome.started, [&module] { return module.mutable_started_on(); });
  SetDay(outcome.completed, [&module] { return module.mutable_completed_on(); });
  module.set_minutes(static_cast<int>(outcome.minutes));
  module.set_minutes_not_counted(static_cast<int>(outcome.not_counted));
  module.set_estimated(outcome.estimated);
  return module;
}

// Whether what is stated may come to more than counts: only then the order of credits matters, to the last.
bool MayExceed(absl::Span<const v1::LearningEvent* const> events, absl::Span<const v1::Course> courses,
               int64_t most) {
  int64_t minutes = 0;
  for (const v1::LearningEvent* event : events) minutes += event->minutes();
  for (const v1::Course& course : courses) {
    for (const v1::Module& module : course.modules()) minutes += module.expected_minutes();
  }
  return minutes > most;
}

}  // namespace

v1::LearnerRecord FoldRecord(absl::Span<const store::v1::EventRow> events,
                             absl::Span<const v1::Course> courses, const identity::v1::Programme& programme) {
  std::vector<const v1::LearningEvent*> standing;
  Numbers<ModuleKey> modules;
  Numbers<absl::string_view> sources, ids;
  for (const store::v1::EventRow& row : events) {
    if (row.retracted() || row.event().verb() == v1::VERB_RETRACTED) continue;
    standing.push_back(&row.event());
    sources.Add(row.event().source());
    if (row.event().has_module()) modules.Add(KeyOf(row.event()));
  }
  for (const v1::Course& course : courses) {
    for (const v1::Module& module : course.modules()) modules.Add({course.course_id(), module.module_id()});
  }
  modules.Count();
  sources.Count();

  rules::Curriculum curriculum(programme);
  const bool ordered = MayExceed(standing, courses, curriculum.max_minutes);
  for (const v1::LearningEvent* event : standing) {
    if (ordered) ids.Add(event->source_event_id());
  }
  ids.Count();
  for (const v1::Course& course : courses) {
    curriculum.Add(course, [&](absl::string_view id) { return modules.Of({course.course_id(), id}); });
  }
  std::vector<rules::Event> counted;
  for (const v1::LearningEvent* event : standing) {
    counted.push_back({MicrosOf(event->occurred_at()), event->has_module() ? modules.Of(KeyOf(*event)) : 0,
                       sources.Of(event->source()), event->minutes(), event->verb() == v1::VERB_COMPLETED,
                       ordered ? ids.Of(event->source_event_id()) : 0});
  }
  v1::LearnerRecord record;
  const rules::Outcome outcome = rules::OutcomeOf(
      counted, curriculum, [](uint32_t source, uint32_t other) { return source < other; },  // by name
      [&](const rules::ModuleOutcome& of_module) {
        v1::ModuleRecord& module = *record.add_modules() =
            RecordOf(of_module, modules.KeyOf(of_module.module));
        if (of_module.credited_source == 0) return;
        module.set_credited_source(std::string(sources.KeyOf(of_module.credited_source)));
      });
  record.set_self_recorded_activities(outcome.self_recorded);
  record.set_minutes(static_cast<int>(outcome.minutes));
  record.set_minutes_not_counted(static_cast<int>(outcome.not_counted));
  SetDay(outcome.started, [&record] { return record.mutable_started_on(); });
  SetDay(outcome.completed, [&record] { return record.mutable_completed_on(); });
  SetDay(outcome.reached, [&record] { return record.mutable_reached_target_on(); });
  return record;
}

}  // namespace obt::learning
