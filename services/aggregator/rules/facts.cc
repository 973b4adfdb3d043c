#include "services/aggregator/rules/facts.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace obt::aggregator {
namespace {

auto PlaceOf(std::vector<Fact>& facts, uint64_t sequence) {
  return std::lower_bound(facts.begin(), facts.end(), sequence,
                          [](const Fact& fact, uint64_t value) { return fact.sequence < value; });
}

auto OrderOf(const AnswerFact& answer) {
  return std::tie(answer.survey, answer.answered_at_us, answer.construct);
}

}  // namespace

bool ReadFacts(const store::v1::LearnerRow& row, std::vector<Fact>& facts) {
  facts.clear();
  const int count = row.recorded_sequence_size();
  if (row.occurred_at_us_size() != count || row.source_size() != count || row.module_size() != count ||
      row.verb_size() != count || row.minutes_size() != count) {
    return false;
  }
  facts.reserve(static_cast<size_t>(count) + 1);
  for (int i = 0; i < count; ++i) {
    if (row.source(i) > Names::kMaxNames || row.module(i) > Names::kMaxNames ||
        row.verb(i) > std::numeric_limits<uint8_t>::max() ||
        row.minutes(i) > std::numeric_limits<uint16_t>::max() ||
        (i > 0 && row.recorded_sequence(i) <= row.recorded_sequence(i - 1))) {
      return false;
    }
    Fact& fact = facts.emplace_back();
    fact.sequence = row.recorded_sequence(i);
    fact.occurred_at_us = row.occurred_at_us(i);
    fact.source = static_cast<Number>(row.source(i));
    fact.module = static_cast<Number>(row.module(i));
    fact.verb = static_cast<uint8_t>(row.verb(i));
    fact.minutes = static_cast<uint16_t>(row.minutes(i));
  }
  return true;
}

void WriteFacts(const std::vector<Fact>& facts, store::v1::LearnerRow& row) {
  for (const Fact& fact : facts) {
    row.add_recorded_sequence(fact.sequence);
    row.add_occurred_at_us(fact.occurred_at_us);
    row.add_source(fact.source);
    row.add_module(fact.module);
    row.add_verb(fact.verb);
    row.add_minutes(fact.minutes);
  }
}

void PutFact(std::vector<Fact>& facts, const Fact& fact) {
  const auto place = PlaceOf(facts, fact.sequence);
  if (place != facts.end() && place->sequence == fact.sequence) {
    *place = fact;
  } else {
    facts.insert(place, fact);
  }
}

void DropFact(std::vector<Fact>& facts, uint64_t sequence) {
  const auto place = PlaceOf(facts, sequence);
  if (place != facts.end() && place->sequence == sequence) facts.erase(place);
}

bool ReadAnswers(const store::v1::LearnerRow& row, std::vector<AnswerFact>& answers) {
  answers.clear();
  const int count = row.survey_size();
  if (row.survey_kind_size() != count || row.answered_at_us_size() != count ||
      row.construct_size() != count || row.value_size() != count) {
    return false;
  }
  answers.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    constexpr uint32_t kMaxByte = std::numeric_limits<uint8_t>::max();
    if (row.survey(i) > Names::kMaxNames || row.construct(i) > Names::kMaxNames ||
        row.survey_kind(i) > kMaxByte || row.value(i) > kMaxByte) {
      return false;
    }
    AnswerFact& answer = answers.emplace_back();
    answer.answered_at_us = row.answered_at_us(i);
    answer.survey = static_cast<Number>(row.survey(i));
    answer.construct = static_cast<Number>(row.construct(i));
    answer.kind = static_cast<uint8_t>(row.survey_kind(i));
    answer.value = static_cast<uint8_t>(row.value(i));
    if (i > 0 && OrderOf(answers[i]) <= OrderOf(answers[i - 1])) return false;
  }
  return true;
}

void WriteAnswers(const std::vector<AnswerFact>& answers, store::v1::LearnerRow& row) {
  for (const AnswerFact& answer : answers) {
    row.add_survey(answer.survey);
    row.add_survey_kind(answer.kind);
    row.add_answered_at_us(answer.answered_at_us);
    row.add_construct(answer.construct);
    row.add_value(answer.value);
  }
}

void PutAnswers(std::vector<AnswerFact>& answers, Number survey, std::vector<AnswerFact> of_survey) {
  answers.erase(std::remove_if(answers.begin(), answers.end(),
                               [survey](const AnswerFact& answer) { return answer.survey == survey; }),
                answers.end());
  answers.insert(answers.end(), of_survey.begin(), of_survey.end());
  std::sort(answers.begin(), answers.end(),
            [](const AnswerFact& a, const AnswerFact& b) { return OrderOf(a) < OrderOf(b); });
}

}  // namespace obt::aggregator
