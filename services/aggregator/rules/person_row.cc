#include "services/aggregator/rules/person_row.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace obt::aggregator {
namespace {

constexpr uint32_t kMaxByte = std::numeric_limits<uint8_t>::max();
constexpr uint32_t kMaxMinutes = std::numeric_limits<uint16_t>::max();

auto PositionOf(std::vector<Event>& events, uint64_t sequence) {
  return std::lower_bound(events.begin(), events.end(), sequence,
                          [](const Event& event, uint64_t value) { return event.sequence < value; });
}

auto OrderOf(const SurveyAnswer& answer) {
  return std::tie(answer.survey, answer.answered_at_us, answer.construct);
}

bool ReadEvents(const store::v1::LearnerRow& from, const NameBook& names, std::vector<Event>& events) {
  const int count = from.recorded_sequence_size();
  for (const int size : {from.occurred_at_us_size(), from.source_size(), from.module_size(), from.verb_size(),
                         from.minutes_size()}) {
    if (size != count) return false;
  }
  events.clear();
  events.reserve(static_cast<size_t>(count) + 1);
  for (int i = 0; i < count; ++i) {
    if (from.source(i) >= names.sources().size() || from.module(i) >= names.modules().size() ||
        from.verb(i) > kMaxByte || from.minutes(i) > kMaxMinutes ||
        (i > 0 && from.recorded_sequence(i) <= from.recorded_sequence(i - 1))) {
      return false;
    }
    events.push_back({from.recorded_sequence(i), from.occurred_at_us(i), static_cast<Number>(from.source(i)),
                      static_cast<Number>(from.module(i)), static_cast<uint16_t>(from.minutes(i)),
                      static_cast<uint8_t>(from.verb(i))});
  }
  return true;
}

bool ReadAnswers(const store::v1::LearnerRow& from, const NameBook& names,
                 std::vector<SurveyAnswer>& answers) {
  const int count = from.survey_size();
  for (const int size :
       {from.survey_kind_size(), from.answered_at_us_size(), from.construct_size(), from.value_size()}) {
    if (size != count) return false;
  }
  answers.clear();
  answers.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    if (from.survey(i) >= names.surveys().size() || from.construct(i) >= names.constructs().size() ||
        from.survey_kind(i) > kMaxByte || from.value(i) > kMaxByte) {
      return false;
    }
    answers.push_back({from.answered_at_us(i), static_cast<Number>(from.survey(i)),
                       static_cast<Number>(from.construct(i)), static_cast<uint8_t>(from.survey_kind(i)),
                       static_cast<uint8_t>(from.value(i))});
    if (i > 0 && OrderOf(answers[i]) <= OrderOf(answers[i - 1])) return false;
  }
  return true;
}

bool ReadConversations(const store::v1::LearnerRow& from, std::vector<Attendance>& conversations) {
  conversations.clear();
  if (from.conversation_id_size() != from.held_on_size()) return false;
  for (int i = 0; i < from.held_on_size(); ++i) {
    const std::optional<ItemId> id = IdFromBytes<ItemId>(from.conversation_id(i));
    if (!id.has_value() || (i > 0 && !(conversations.back().conversation < *id))) return false;
    conversations.push_back({*id, from.held_on(i)});
  }
  return true;
}

}  // namespace

void PersonRow::Put(const Event& event) {
  const auto position = PositionOf(events, event.sequence);
  if (position != events.end() && position->sequence == event.sequence) {
    *position = event;
  } else {
    events.insert(position, event);
  }
}

void PersonRow::Drop(uint64_t sequence) {
  const auto position = PositionOf(events, sequence);
  if (position != events.end() && position->sequence == sequence) events.erase(position);
}

void PersonRow::PutAnswers(Number survey, const std::vector<SurveyAnswer>& of_survey) {
  std::erase_if(answers, [survey](const SurveyAnswer& answer) { return answer.survey == survey; });
  answers.insert(answers.end(), of_survey.begin(), of_survey.end());
  std::sort(answers.begin(), answers.end(),
            [](const SurveyAnswer& a, const SurveyAnswer& b) { return OrderOf(a) < OrderOf(b); });
}

void PersonRow::Put(const Attendance& attendance) {
  Drop(attendance.conversation);
  conversations.push_back(attendance);
  std::sort(conversations.begin(), conversations.end(),
            [](const Attendance& a, const Attendance& b) { return a.conversation < b.conversation; });
}

void PersonRow::Drop(const ItemId& conversation) {
  std::erase_if(conversations,
                [&](const Attendance& attendance) { return attendance.conversation == conversation; });
}

bool ReadRow(const store::v1::LearnerRow& from, const NameBook& names, PersonRow& row) {
  return ReadEvents(from, names, row.events) && ReadAnswers(from, names, row.answers) &&
         ReadConversations(from, row.conversations);
}

store::v1::LearnerRow WriteRow(const PersonRowView& row) {
  store::v1::LearnerRow to;
  for (const Event& event : row.events) {
    to.add_recorded_sequence(event.sequence);
    to.add_occurred_at_us(event.occurred_at_us);
    to.add_source(event.source);
    to.add_module(event.module);
    to.add_verb(event.verb);
    to.add_minutes(event.minutes);
  }
  for (const SurveyAnswer& answer : row.answers) {
    to.add_survey(answer.survey);
    to.add_survey_kind(answer.kind);
    to.add_answered_at_us(answer.answered_at_us);
    to.add_construct(answer.construct);
    to.add_value(answer.value);
  }
  for (const Attendance& attendance : row.conversations) {
    to.add_conversation_id(std::string(attendance.conversation.view()));
    to.add_held_on(attendance.held_on);
  }
  return to;
}

}  // namespace obt::aggregator
