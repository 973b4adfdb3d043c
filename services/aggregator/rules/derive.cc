#include "services/aggregator/rules/derive.h"

#include <algorithm>
#include <limits>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt::aggregator {
namespace {

// By day, one credit for a day as long as it can hold the minutes.
std::vector<Credit> MergedDays(absl::Span<const rules::Credit> credits) {
  constexpr int32_t kMost = std::numeric_limits<uint16_t>::max();
  std::vector<Credit> merged;
  for (const rules::Credit& credit : credits) {
    if (!merged.empty() && merged.back().day == credit.day &&
        merged.back().minutes + credit.minutes <= kMost) {
      merged.back().minutes = static_cast<uint16_t>(merged.back().minutes + credit.minutes);
    } else {
      merged.push_back({credit.day, static_cast<uint16_t>(credit.minutes), kNone});
    }
  }
  return merged;
}

// The first day of each kind of survey on which a response counts: within the counting window, as learning
// does.
void FindResponses(absl::Span<const SurveyAnswer> answers, const Rules& rules, Record& record) {
  for (const SurveyAnswer& answer : answers) {
    const Day day = DayOfMicros(answer.answered_at_us);
    if (!rules.window.Holds(day)) continue;
    const bool before = answer.kind == learning::v1::SURVEY_KIND_PRE;
    Day& first = record[before ? options::v1::MILESTONE_PRE_SURVEY : options::v1::MILESTONE_POST_SURVEY];
    first = std::min(first, day);
  }
}

// The first day of a team conversation within the counting window.
void FindConversations(absl::Span<const Attendance> conversations, const Rules& rules, Record& record) {
  Day& first = record[options::v1::MILESTONE_CONVERSED];
  for (const Attendance& attendance : conversations) {
    if (rules.window.Holds(attendance.held_on)) first = std::min(first, attendance.held_on);
  }
}

// Those Derive finds the days of.
constexpr Milestone kDerived[] = {
    options::v1::MILESTONE_LEARNING_STARTED, options::v1::MILESTONE_LEARNING_COMPLETED,
    options::v1::MILESTONE_REACHED_TARGET,   options::v1::MILESTONE_PRE_SURVEY,
    options::v1::MILESTONE_POST_SURVEY,      options::v1::MILESTONE_TOOK_PART,
    options::v1::MILESTONE_CONVERSED,
};

}  // namespace

bool IsDerived(Milestone milestone) {
  return std::find(std::begin(kDerived), std::end(kDerived), milestone) != std::end(kDerived);
}

Day LastDay(const identity::v1::Programme& programme) {
  const std::optional<Day> last_day = ParseDay(programme.last_day());
  const std::optional<Day> to = ParseDay(programme.counting_to_day());
  if (!to.has_value()) return last_day.value_or(kNever);
  return std::max(last_day.value_or(*to - 1), *to - 1);
}

std::string ModuleName(absl::string_view course_id, absl::string_view module_id) {
  return absl::StrCat(course_id, "/", module_id);
}

Rules MakeRules(const identity::v1::Programme* programme, const Courses& courses, const NameBook& names) {
  if (programme == nullptr) return {};
  Rules rules(*programme);
  for (const auto& course : courses) {
    rules.Add(course.second, [&](absl::string_view module) {
      return names.modules().Find(ModuleName(course.first, module));
    });
  }
  return rules;
}

Record Derive(const PersonRowView& row, const Rules& rules, const NameBook& names) {
  Record record;
  FindResponses(row.answers, rules, record);
  FindConversations(row.conversations, rules, record);
  absl::InlinedVector<rules::Event, 32> events;
  for (const Event& event : row.events) {
    events.push_back({event.occurred_at_us, event.module, event.source, event.minutes,
                      event.verb == learning::v1::VERB_COMPLETED});
  }
  const auto comes_first = [&sources = names.sources()](uint32_t source, uint32_t other) {
    return sources.CodeOf(static_cast<Number>(source)) < sources.CodeOf(static_cast<Number>(other));
  };
  const rules::Outcome outcome =
      rules::OutcomeOf(events, rules, comes_first, [](const rules::ModuleOutcome&) {});
  record[options::v1::MILESTONE_LEARNING_STARTED] = outcome.started;
  record[options::v1::MILESTONE_LEARNING_COMPLETED] = outcome.completed;
  record[options::v1::MILESTONE_REACHED_TARGET] = outcome.reached;
  record[options::v1::MILESTONE_TOOK_PART] = *std::min_element(record.days.begin(), record.days.end());
  record.minutes = static_cast<uint32_t>(outcome.minutes);
  record.credits = MergedDays(outcome.credits);
  return record;
}

}  // namespace obt::aggregator
