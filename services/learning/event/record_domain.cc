#include "services/learning/event/record_domain.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/times.h"

namespace obt::learning {
namespace {

// What one source says about one module.
struct SourceSum {
  int64_t earliest_us = std::numeric_limits<int64_t>::max();
  int minutes = 0;
};

struct ModuleProgress {
  Day started = kNever;
  Day completed = kNever;
  std::map<absl::string_view, SourceSum> sources;  // by name
  // Decided once all events are seen.
  absl::string_view credited_source;
  bool estimated = false;
  int minutes = 0;
};

struct Credit {
  Day day = kNever;
  int minutes = 0;
};

// Course id and module id.
using ModuleKey = std::pair<absl::string_view, absl::string_view>;

class Fold {
 public:
  Fold(absl::Span<const store::v1::EventRow> events, absl::Span<const v1::Course> courses,
       const identity::v1::Programme& programme)
      : courses_(courses), programme_(programme) {
    const CountingWindow window = CountingWindowOf(programme);
    for (const store::v1::EventRow& row : events) {
      if (row.retracted() || row.event().verb() == v1::VERB_RETRACTED) continue;
      const Day day = DayOfMicros(MicrosOf(row.event().occurred_at()));
      if (window.Holds(day)) counted_.push_back({&row.event(), day});
    }
  }

  v1::LearnerRecord Run() {
    for (const Counted& counted : counted_) AddProgress(counted);
    for (auto& [key, module] : modules_) ChooseCredit(key, module);
    for (const Counted& counted : counted_) AddCredit(counted);
    return Record();
  }

 private:
  struct Counted {
    const v1::LearningEvent* event;
    Day day;
  };

  void AddProgress(const Counted& counted) {
    const v1::LearningEvent& event = *counted.event;
    started_ = std::min(started_, counted.day);
    if (!event.has_module()) {
      ++self_recorded_;
      return;
    }
    ModuleProgress& module = modules_[KeyOf(event)];
    module.started = std::min(module.started, counted.day);
    if (event.verb() == v1::VERB_COMPLETED) module.completed = std::min(module.completed, counted.day);
    SourceSum& source = module.sources[event.source()];
    source.earliest_us = std::min(source.earliest_us, MicrosOf(event.occurred_at()));
    source.minutes += event.minutes();
  }

  void ChooseCredit(const ModuleKey& key, ModuleProgress& module) {
    SourceSum best;
    for (const auto& [name, source] : module.sources) {  // by name: a later one must be better, not as good
      const bool better = source.minutes > best.minutes ||
                          (source.minutes == best.minutes && source.earliest_us < best.earliest_us);
      if (source.minutes == 0 || !better) continue;
      best = source;
      module.credited_source = name;
    }
    module.minutes = best.minutes;
    if (best.minutes > 0 || module.completed == kNever) return;
    module.estimated = true;
    module.minutes = ExpectedMinutes(key);
    credits_.push_back({module.completed, module.minutes});
  }

  void AddCredit(const Counted& counted) {
    const v1::LearningEvent& event = *counted.event;
    if (!event.has_minutes()) return;
    if (event.has_module() && modules_[KeyOf(event)].credited_source != event.source()) return;
    credits_.push_back({counted.day, event.minutes()});
  }

  int ExpectedMinutes(const ModuleKey& key) const {
    for (const v1::Course& course : courses_) {
      if (course.course_id() != key.first) continue;
      for (const v1::Module& module : course.modules()) {
        if (module.module_id() == key.second) return module.expected_minutes();
      }
    }
    return 0;
  }

  // The day the last required module was completed; never when one is missing or none is required.
  Day CompletionOf(const v1::Course& course) const {
    Day last = kAlways;
    for (const v1::Module& module : course.modules()) {
      if (!module.required()) continue;
      const auto found = modules_.find(ModuleKey(course.course_id(), module.module_id()));
      if (found == modules_.end()) return kNever;
      last = std::max(last, found->second.completed);
    }
    return last == kAlways ? kNever : last;
  }

  Day Completion() const {
    Day last = kAlways;
    for (const v1::Course& course : courses_) {
      if (course.required()) last = std::max(last, CompletionOf(course));
    }
    return last == kAlways ? kNever : last;
  }

  // Sorts the credits by day.
  Day TargetDay() {
    if (!programme_.has_target_minutes()) return kNever;
    std::sort(credits_.begin(), credits_.end(),
              [](const Credit& a, const Credit& b) { return a.day < b.day; });
    int64_t running = 0;
    for (const Credit& credit : credits_) {
      running += credit.minutes;
      if (running >= programme_.target_minutes()) return credit.day;
    }
    return kNever;
  }

  v1::LearnerRecord Record() {
    v1::LearnerRecord record;
    for (const auto& [key, module_progress] : modules_) {
      v1::ModuleRecord& module = *record.add_modules();
      module.set_course_id(std::string(key.first));
      module.set_module_id(std::string(key.second));
      module.set_completed(module_progress.completed != kNever);
      SetDay(module_progress.started, [&module] { return module.mutable_started_on(); });
      SetDay(module_progress.completed, [&module] { return module.mutable_completed_on(); });
      module.set_minutes(module_progress.minutes);
      module.set_estimated(module_progress.estimated);
      module.set_credited_source(std::string(module_progress.credited_source));
    }
    record.set_self_recorded_activities(self_recorded_);
    int minutes = 0;
    for (const Credit& credit : credits_) minutes += credit.minutes;
    record.set_minutes(minutes);
    SetDay(started_, [&record] { return record.mutable_started_on(); });
    SetDay(Completion(), [&record] { return record.mutable_completed_on(); });
    SetDay(TargetDay(), [&record] { return record.mutable_reached_target_on(); });
    return record;
  }

  static ModuleKey KeyOf(const v1::LearningEvent& event) {
    return {event.module().course_id(), event.module().module_id()};
  }

  // A day that never comes leaves the field unset.
  template <typename Field>
  static void SetDay(Day day, Field field) {
    if (day != kNever) *field() = ToDate(day);
  }

  const absl::Span<const v1::Course> courses_;
  const identity::v1::Programme& programme_;
  std::vector<Counted> counted_;
  std::map<ModuleKey, ModuleProgress> modules_;
  std::vector<Credit> credits_;
  Day started_ = kNever;
  int self_recorded_ = 0;
};

}  // namespace

CountingWindow CountingWindowOf(const identity::v1::Programme& programme) {
  CountingWindow window;
  window.from =
      ParseDay(programme.counting_from()).value_or(ParseDay(programme.starts_on()).value_or(kAlways));
  const std::optional<Day> last_day = ParseDay(programme.ends_on());
  window.to = ParseDay(programme.counting_to()).value_or(last_day.has_value() ? *last_day + 1 : kNever);
  return window;
}

v1::LearnerRecord FoldRecord(absl::Span<const store::v1::EventRow> events,
                             absl::Span<const v1::Course> courses, const identity::v1::Programme& programme) {
  return Fold(events, courses, programme).Run();
}

}  // namespace obt::learning
