#include "common/rules/learning.h"

#include <algorithm>
#include <limits>
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
  int64_t earliest_us = std::numeric_limits<int64_t>::max();  // with minutes
  uint32_t source = 0;
};

// Minutes for which an event stands: its own, or, where nobody sent any, those expected of what it completes.
struct Claim {
  const Event* event;
  Credit credit;
  int module = -1;  // index among the outcomes; none: self-recorded
};
using Claims = absl::InlinedVector<Claim, 32>;
using ModuleOutcomes = absl::InlinedVector<ModuleOutcome, 16>;
using ComesFirst = absl::FunctionRef<bool(uint32_t source, uint32_t other)>;

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

// By time, source and id.
bool IsEarlier(const Event& a, const Event& b, ComesFirst comes_first) {
  if (a.occurred_at_us != b.occurred_at_us) return a.occurred_at_us < b.occurred_at_us;
  return a.source != b.source ? comes_first(a.source, b.source) : a.id < b.id;
}

void AddClaims(CountedSpan events, int module, Claims& claims) {
  for (const Counted& counted : events) {
    if (counted.event->minutes > 0)
      claims.push_back({counted.event, {counted.day, counted.event->minutes}, module});
  }
}

// The sum that is credited; without minutes none is.
SourceSum LargestSum(CountedSpan events, ComesFirst comes_first) {
  SourceSum best;
  ForEachStretch(events, &Event::source, [&](CountedSpan of_source) {
    SourceSum sum;
    sum.events = of_source;
    sum.source = of_source.front().event->source;
    for (const Counted& counted : of_source) {
      if (counted.event->minutes == 0) continue;
      sum.minutes += counted.event->minutes;
      sum.earliest_us = std::min(sum.earliest_us, counted.event->occurred_at_us);
    }
    bool better = sum.minutes > best.minutes;
    if (sum.minutes == best.minutes && sum.minutes > 0) {
      better = sum.earliest_us != best.earliest_us ? sum.earliest_us < best.earliest_us
                                                   : comes_first(sum.source, best.source);
    }
    if (better) best = sum;
  });
  return best;
}

// `index` is the module's place among the outcomes.
ModuleOutcome CreditModule(CountedSpan events, int32_t expected_minutes, ComesFirst comes_first, int index,
                           Claims& claims) {
  ModuleOutcome module;
  module.module = events.front().event->module;
  const Event* completion = nullptr;  // the earliest
  for (const Counted& counted : events) {
    module.started = std::min(module.started, counted.day);
    if (!counted.event->completes) continue;
    module.completed = std::min(module.completed, counted.day);
    if (completion == nullptr || IsEarlier(*counted.event, *completion, comes_first))
      completion = counted.event;
  }
  const SourceSum best = LargestSum(events, comes_first);
  module.minutes = best.minutes;
  module.credited_source = best.source;
  AddClaims(best.events, index, claims);
  if (best.minutes > 0 || completion == nullptr) return module;
  module.estimated = true;
  module.minutes = expected_minutes;
  if (expected_minutes > 0) claims.push_back({completion, {module.completed, expected_minutes}, index});
  return module;
}

// Turns claims into credits, up to the most.
void Fill(int64_t most, ComesFirst comes_first, Claims& claims, ModuleOutcomes& modules, Outcome& outcome) {
  int64_t claimed = 0;
  for (const Claim& claim : claims) claimed += claim.credit.minutes;
  outcome.not_counted = std::max<int64_t>(claimed - most, 0);
  if (outcome.not_counted > 0) {
    std::sort(claims.begin(), claims.end(),
              [&](const Claim& a, const Claim& b) { return IsEarlier(*a.event, *b.event, comes_first); });
  }
  int64_t room = most;
  for (const Claim& claim : claims) {
    const int32_t counts = static_cast<int32_t>(std::min<int64_t>(claim.credit.minutes, room));
    room -= counts;
    if (counts > 0) outcome.credits.push_back({claim.credit.day, counts});
    if (claim.module < 0) continue;
    modules[static_cast<size_t>(claim.module)].minutes -= claim.credit.minutes - counts;
    modules[static_cast<size_t>(claim.module)].not_counted += claim.credit.minutes - counts;
  }
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
      ParseDay(programme.counting_from_day()).value_or(ParseDay(programme.first_day()).value_or(kAlways));
  const std::optional<Day> last_day = ParseDay(programme.last_day());
  window.to = ParseDay(programme.counting_to_day()).value_or(last_day.has_value() ? *last_day + 1 : kNever);
  return window;
}

int32_t MaxMinutesOf(const identity::v1::Programme& programme) {
  return programme.has_max_minutes() ? programme.max_minutes() : kDefaultMaxMinutes;
}

Curriculum::Curriculum(const identity::v1::Programme& programme)
    : window(CountingWindowOf(programme)), max_minutes(MaxMinutesOf(programme)) {
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

Outcome OutcomeOf(absl::Span<const Event> events, const Curriculum& curriculum, ComesFirst comes_first,
                  absl::FunctionRef<void(const ModuleOutcome&)> of_module) {
  Outcome outcome;
  const absl::InlinedVector<Counted, 32> counted = CountedOf(events, curriculum.window);
  Claims claims;
  ModuleOutcomes modules;
  int required_done = 0;
  Day last_required = kAlways;
  for (const Counted& one : counted) outcome.started = std::min(outcome.started, one.day);
  ForEachStretch(counted, &Event::module, [&](CountedSpan of_one) {
    const uint32_t number = of_one.front().event->module;
    if (number == 0) {
      outcome.self_recorded = static_cast<int>(of_one.size());
      return AddClaims(of_one, -1, claims);
    }
    const Curriculum::Module asked =
        number < curriculum.modules.size() ? curriculum.modules[number] : Curriculum::Module();
    modules.push_back(
        CreditModule(of_one, asked.expected_minutes, comes_first, static_cast<int>(modules.size()), claims));
    if (!asked.required || modules.back().completed == kNever) return;
    ++required_done;
    last_required = std::max(last_required, modules.back().completed);
  });
  if (curriculum.CanBeCompleted() && required_done == curriculum.required_modules)
    outcome.completed = last_required;
  Fill(curriculum.max_minutes, comes_first, claims, modules, outcome);
  for (const ModuleOutcome& module : modules) of_module(module);
  RunMinutes(curriculum, outcome);
  return outcome;
}

}  // namespace obt::rules
