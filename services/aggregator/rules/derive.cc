#include "services/aggregator/rules/derive.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt::aggregator {
namespace {

// A fact inside the counting window.
struct Counted {
  const Fact* fact;
  Day day;
};
using CountedFacts = absl::InlinedVector<Counted, 32>;
using CountedSpan = absl::Span<const Counted>;

// What one source says about one module.
struct SourceSum {
  CountedSpan events;
  int64_t minutes = 0;
  int64_t earliest_us = 0;
  Number source = kNone;
};

CountedFacts CountedOf(absl::Span<const Fact> facts, const Rules& rules) {
  CountedFacts counted;
  for (const Fact& fact : facts) {
    const Day day = DayOfMicros(fact.occurred_at_us);
    if (day >= rules.from && day < rules.to) counted.push_back({&fact, day});
  }
  std::sort(counted.begin(), counted.end(), [](const Counted& a, const Counted& b) {
    return std::tie(a.fact->module, a.fact->source, a.fact->occurred_at_us, a.fact->sequence) <
           std::tie(b.fact->module, b.fact->source, b.fact->occurred_at_us, b.fact->sequence);
  });
  return counted;
}

SourceSum SumOf(CountedSpan events) {
  SourceSum sum{events, 0, events.front().fact->occurred_at_us, events.front().fact->source};
  for (const Counted& event : events) sum.minutes += event.fact->minutes;
  return sum;
}

// The largest sum wins; on a tie the source whose earliest event is the earliest, then the source's name.
bool Beats(const SourceSum& a, const SourceSum& b, const Names& sources) {
  if (a.minutes != b.minutes) return a.minutes > b.minutes;
  if (a.earliest_us != b.earliest_us) return a.earliest_us < b.earliest_us;
  return sources.CodeOf(a.source) < sources.CodeOf(b.source);
}

// Splits events, sorted by what `key` names, into stretches of the same key.
template <typename Key, typename Visit>
void ForEachStretch(CountedSpan events, Key key, Visit visit) {
  for (size_t begin = 0, end = 0; begin < events.size(); begin = end) {
    while (end < events.size() && key(events[end]) == key(events[begin])) ++end;
    visit(events.subspan(begin, end - begin));
  }
}

void AddCredits(CountedSpan events, std::vector<Credit>& credits) {
  for (const Counted& event : events) {
    if (event.fact->minutes > 0) credits.push_back({event.day, event.fact->minutes, kNone});
  }
}

// The first day on which the module was completed.
Day CompletionOf(CountedSpan events) {
  Day completed = kNever;
  for (const Counted& event : events) {
    if (event.fact->verb == learning::v1::VERB_COMPLETED) completed = std::min(completed, event.day);
  }
  return completed;
}

// Credits a module and returns its completion: the larger source counts; a completed module for which nobody
// stated minutes counts its expected minutes, on the day it was completed.
Day CreditModule(CountedSpan events, int32_t expected_minutes, const Names& sources,
                 std::vector<Credit>& credits) {
  const Day completed = CompletionOf(events);
  SourceSum best;
  ForEachStretch(
      events, [](const Counted& event) { return event.fact->source; },
      [&](CountedSpan of_source) {
        const SourceSum sum = SumOf(of_source);
        if (best.events.empty() || Beats(sum, best, sources)) best = sum;
      });
  if (best.minutes > 0) {
    AddCredits(best.events, credits);
  } else if (completed != kNever && expected_minutes > 0) {
    credits.push_back({completed, static_cast<uint16_t>(expected_minutes), kNone});
  }
  return completed;
}

// One credit for a day, as long as it can hold the minutes.
void MergeDays(std::vector<Credit>& credits) {
  std::sort(credits.begin(), credits.end(), [](const Credit& a, const Credit& b) {
    return std::tie(a.day, a.minutes) < std::tie(b.day, b.minutes);
  });
  size_t kept = 0;
  for (size_t i = 1; i < credits.size(); ++i) {
    const uint32_t sum = uint32_t{credits[kept].minutes} + credits[i].minutes;
    if (credits[i].day == credits[kept].day && sum <= std::numeric_limits<uint16_t>::max()) {
      credits[kept].minutes = static_cast<uint16_t>(sum);
    } else {
      credits[++kept] = credits[i];
    }
  }
  if (!credits.empty()) credits.resize(kept + 1);
}

// The first day of each kind of survey on which a response counts: within the counting window, as learning
// does.
void FindResponses(absl::Span<const AnswerFact> answers, const Rules& rules, Record& record) {
  for (const AnswerFact& answer : answers) {
    const Day day = DayOfMicros(answer.answered_at_us);
    if (day < rules.from || day >= rules.to) continue;
    Day& first = answer.kind == learning::v1::SURVEY_KIND_PRE ? record.pre_survey : record.post_survey;
    first = std::min(first, day);
  }
}

// The running minutes, day by day, against the target.
void RunMinutes(const Rules& rules, Record& record) {
  for (const Credit& credit : record.credits) {
    record.minutes += credit.minutes;
    if (rules.target_minutes.has_value() && record.reached == kNever &&
        record.minutes >= static_cast<uint32_t>(*rules.target_minutes)) {
      record.reached = credit.day;
    }
  }
}

}  // namespace

Day CountingFrom(const identity::v1::Programme& programme) {
  return ParseDay(programme.counting_from()).value_or(ParseDay(programme.starts_on()).value_or(kNever));
}

Day CountingTo(const identity::v1::Programme& programme) {
  if (const std::optional<Day> to = ParseDay(programme.counting_to())) return *to;
  const std::optional<Day> ends_on = ParseDay(programme.ends_on());
  return ends_on.has_value() ? *ends_on + 1 : kAlways;
}

Day LastDay(const identity::v1::Programme& programme) {
  const std::optional<Day> ends_on = ParseDay(programme.ends_on());
  const std::optional<Day> to = ParseDay(programme.counting_to());
  if (!to.has_value()) return ends_on.value_or(kNever);
  return std::max(ends_on.value_or(*to - 1), *to - 1);
}

std::string ModuleName(absl::string_view course_id, absl::string_view module_id) {
  return absl::StrCat(course_id, "/", module_id);
}

Rules MakeRules(const identity::v1::Programme* programme, const Courses& courses, const Names& modules) {
  Rules rules;
  if (programme == nullptr) return rules;
  rules.from = CountingFrom(*programme);
  rules.to = CountingTo(*programme);
  if (programme->has_target_minutes()) rules.target_minutes = programme->target_minutes();
  bool every_course_requires = true;
  for (const auto& [course_id, course] : courses) {
    const int required_before = rules.required_modules;
    for (const learning::v1::Module& module : course.modules()) {
      const Number number = modules.Find(ModuleName(course_id, module.module_id()));
      if (rules.modules.size() <= number) rules.modules.resize(number + size_t{1});
      rules.modules[number] = {module.expected_minutes(), course.required() && module.required()};
      rules.required_modules += rules.modules[number].required ? 1 : 0;
    }
    if (course.required() && rules.required_modules == required_before) every_course_requires = false;
  }
  rules.can_be_completed = rules.required_modules > 0 && every_course_requires;
  return rules;
}

Record Derive(absl::Span<const Fact> facts, absl::Span<const AnswerFact> answers, const Rules& rules,
              const Names& sources) {
  Record record;
  FindResponses(answers, rules, record);
  const CountedFacts counted = CountedOf(facts, rules);
  int required_done = 0;
  Day last_required = kAlways;
  ForEachStretch(
      counted, [](const Counted& event) { return event.fact->module; },
      [&](CountedSpan events) {
        for (const Counted& event : events) record.started = std::min(record.started, event.day);
        const Number number = events.front().fact->module;
        if (number == kNone) return AddCredits(events, record.credits);  // self-recorded: each one counts
        const Rules::Module module = number < rules.modules.size() ? rules.modules[number] : Rules::Module();
        const Day completed = CreditModule(events, module.expected_minutes, sources, record.credits);
        if (!module.required || completed == kNever) return;
        ++required_done;
        last_required = std::max(last_required, completed);
      });
  if (rules.can_be_completed && required_done == rules.required_modules) record.completed = last_required;
  MergeDays(record.credits);
  RunMinutes(rules, record);
  return record;
}

}  // namespace obt::aggregator
