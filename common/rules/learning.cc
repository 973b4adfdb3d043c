#include "common/rules/learning.h"

#include <algorithm>
#include <tuple>

#include "absl/container/inlined_vector.h"

namespace obt::rules {
namespace {

// An event inside the counting window.
struct Counted {
  const Event* event;
  Day day;
};
using CountedSpan = absl::Span<const Counted>;

// What one source says about one module.
struct SourceSum {
  CountedSpan events;
  int64_t minutes = 0;
  int64_t earliest_us = 0;
  uint32_t source = 0;
};

absl::InlinedVector<Counted, 32> CountedOf(absl::Span<const Event> events, const CountingWindow& window) {
  absl::InlinedVector<Counted, 32> counted;
  for (const Event& event : events) {
    const Day day = DayOfMicros(event.occurred_at_us);
    if (window.Holds(day)) counted.push_back({&event, day});
  }
  std::sort(counted.begin(), counted.end(), [](const Counted& a, const Counted& b) {
    return std::tie(a.event->module, a.event->source, a.event->occurred_at_us) <
           std::tie(b.event->module, b.event->source, b.event->occurred_at_us);
  });
  return counted;
}

// Splits events, sorted by a field, into stretches of the same value.
template <typename Visit>
void ForEachStretch(CountedSpan events, uint32_t Event::*field, Visit visit) {
  for (size_t begin = 0, end = 0; begin < events.size(); begin = end) {
    while (end < events.size() && events[end].event->*field == events[begin].event->*field) ++end;
    visit(events.subspan(begin, end - begin));
  }
}

void AddCredits(CountedSpan events, std::vector<Credit>& credits) {
  for (const Counted& counted : events) {
    if (counted.event->minutes > 0) credits.push_back({counted.day, counted.event->minutes});
  }
}

// The sum that is credited; without minutes none is.
SourceSum LargestSum(CountedSpan events, absl::FunctionRef<bool(uint32_t, uint32_t)> comes_first) {
  SourceSum best;
  ForEachStretch(events, &Event::source, [&](CountedSpan of_source) {
    const Event& earliest = *of_source.front().event;
    SourceSum sum{of_source, 0, earliest.occurred_at_us, earliest.source};
    for (const Counted& counted : of_source) sum.minutes += counted.event->minutes;
    bool better = sum.minutes > best.minutes;
    if (sum.minutes == best.minutes && sum.minutes > 0) {
      better = sum.earliest_us != best.earliest_us ? sum.earliest_us < best.earliest_us
                                                   : comes_first(sum.source, best.source);
    }
    if (better) best = sum;
  });
  return best;
}

ModuleOutcome CreditModule(CountedSpan events, int32_t expected_minutes,
                           absl::FunctionRef<bool(uint32_t, uint32_t)> comes_first,
                           std::vector<Credit>& credits) {
  ModuleOutcome module;
  module.module = events.front().event->module;
  for (const Counted& counted : events) {
    module.started = std::min(module.started, counted.day);
    if (counted.event->completes) module.completed = std::min(module.completed, counted.day);
  }
  const SourceSum best = LargestSum(events, comes_first);
  module.minutes = best.minutes;
  module.credited_source = best.source;
  AddCredits(best.events, credits);
  if (best.minutes > 0 || module.completed == kNever) return module;
  module.estimated = true;
  module.minutes = expected_minutes;
  if (expected_minutes > 0) credits.push_back({module.completed, expected_minutes});
  return module;
}

// The running minutes, day by day, against the target.
void RunMinutes(const Curriculum& curriculum, Outcome& outcome) {
  std::sort(outcome.credits.begin(), outcome.credits.end(), [](const Credit& a, const Credit& b) {
    return std::tie(a.day, a.minutes) < std::tie(b.day, b.minutes);
  });
  for (const Credit& credit : outcome.credits) {
    outcome.minutes += credit.minutes;
    if (curriculum.target_minutes.has_value() && outcome.reached == kNever &&
        outcome.minutes >= *curriculum.target_minutes)
      outcome.reached = credit.day;
  }
}

}  // namespace

CountingWindow CountingWindowOf(const identity::v1::Programme& programme) {
  CountingWindow window;
  window.from =
      ParseDay(programme.counting_from()).value_or(ParseDay(programme.starts_on()).value_or(kAlways));
  const std::optional<Day> last_day = ParseDay(programme.ends_on());
  window.to = ParseDay(programme.counting_to()).value_or(last_day.has_value() ? *last_day + 1 : kNever);
  return window;
}

Curriculum::Curriculum(const identity::v1::Programme& programme) : window(CountingWindowOf(programme)) {
  if (programme.has_target_minutes()) target_minutes = programme.target_minutes();
}

void Curriculum::Add(const learning::v1::Course& course,
                     absl::FunctionRef<uint32_t(absl::string_view)> number_of) {
  const int before = required_modules;
  for (const learning::v1::Module& module : course.modules()) {
    const uint32_t number = number_of(module.module_id());
    if (modules.size() <= number) modules.resize(number + size_t{1});
    modules[number] = {module.expected_minutes(), course.required() && module.required()};
    required_modules += modules[number].required ? 1 : 0;
  }
  if (course.required() && required_modules == before) every_course_requires = false;
}

Outcome OutcomeOf(absl::Span<const Event> events, const Curriculum& curriculum,
                  absl::FunctionRef<bool(uint32_t, uint32_t)> comes_first,
                  absl::FunctionRef<void(const ModuleOutcome&)> of_module) {
  Outcome outcome;
  const absl::InlinedVector<Counted, 32> counted = CountedOf(events, curriculum.window);
  int required_done = 0;
  Day last_required = kAlways;
  for (const Counted& one : counted) outcome.started = std::min(outcome.started, one.day);
  ForEachStretch(counted, &Event::module, [&](CountedSpan of_one) {
    const uint32_t number = of_one.front().event->module;
    if (number == 0) {
      outcome.self_recorded = static_cast<int>(of_one.size());
      return AddCredits(of_one, outcome.credits);
    }
    const Curriculum::Module asked =
        number < curriculum.modules.size() ? curriculum.modules[number] : Curriculum::Module();
    const ModuleOutcome module = CreditModule(of_one, asked.expected_minutes, comes_first, outcome.credits);
    of_module(module);
    if (!asked.required || module.completed == kNever) return;
    ++required_done;
    last_required = std::max(last_required, module.completed);
  });
  if (curriculum.CanBeCompleted() && required_done == curriculum.required_modules)
    outcome.completed = last_required;
  RunMinutes(curriculum, outcome);
  return outcome;
}

}  // namespace obt::rules
