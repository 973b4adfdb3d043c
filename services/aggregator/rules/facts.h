// A learning event and an answer to a survey as the aggregator keeps them, and their places in a LearnerRow.
// Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "obt/aggregator/store/v1/aggregator_store.pb.h"
#include "services/aggregator/rules/names.h"

namespace obt::aggregator {

struct Fact {
  uint64_t sequence = 0;  // names the event for ever
  int64_t occurred_at_us = 0;
  Number source = kNone;
  Number module = kNone;  // kNone: self-recorded
  uint16_t minutes = 0;   // 0: not stated
  uint8_t verb = 0;       // of obt.learning.v1.Verb
  friend bool operator==(const Fact& a, const Fact& b) = default;
};

// An answer on a scale, in one revision of a survey response; or a revision without any, as one with
// construct kNone.
struct AnswerFact {
  int64_t answered_at_us = 0;
  Number survey = kNone;
  Number construct = kNone;
  uint8_t kind = 0;   // of obt.learning.v1.SurveyKind
  uint8_t value = 0;  // 0: none
  friend bool operator==(const AnswerFact& a, const AnswerFact& b) = default;
};

// The facts of a row, in order of their sequence. False if the arrays do not fit together or hold what cannot
// be.
bool ReadFacts(const store::v1::LearnerRow& row, std::vector<Fact>& facts);
void WriteFacts(const std::vector<Fact>& facts, store::v1::LearnerRow& row);

// Adds a fact, or replaces the one with its sequence; keeps the order.
void PutFact(std::vector<Fact>& facts, const Fact& fact);
// Takes a fact away, if it is there.
void DropFact(std::vector<Fact>& facts, uint64_t sequence);

// The same for answers, in order of survey, time and construct.
bool ReadAnswers(const store::v1::LearnerRow& row, std::vector<AnswerFact>& answers);
void WriteAnswers(const std::vector<AnswerFact>& answers, store::v1::LearnerRow& row);
// Puts a survey's answers, all of them, in the place of those there were; keeps the order.
void PutAnswers(std::vector<AnswerFact>& answers, Number survey, std::vector<AnswerFact> of_survey);

}  // namespace obt::aggregator
