// What is asked: named questions, a row each, in variants that differ, so that no answer can be one that was
// kept. The next question is a row in questions.cc; what the rows cannot say yet is added to statements.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "obt/aggregator/v1/metrics.pb.h"
#include "tests/bench/query/tables.h"

namespace obt::bench::query {

enum class Keep : uint8_t { kAll, kSubtree, kGrade, kRegion };
struct Question {
  const char* name;
  std::vector<aggregator::v1::Dimension> group_by;
  std::vector<aggregator::v1::Measure> measures;
  bool then = false;      // else NOW
  bool only_new = false;  // else cumulative
  Keep keep = Keep::kAll;

  bool Groups(aggregator::v1::Dimension dimension) const;
};
// All of them, but where `only` was set: those whose name holds it.
const std::vector<Question>& AllQuestions();
void AskOnly(const std::string& only);

// A column of the answer: of a measure, a part of its breakdown ("" where it has none).
struct AnswerColumn {
  aggregator::v1::Measure measure;
  std::string part;
};

// One variant of a question.
struct Asked {
  std::shared_ptr<google::protobuf::Message> request;
  const google::protobuf::Message* response = nullptr;  // prototype
  std::vector<int> parameters;  // of the databases' statement: the day, and what the filter keeps
};
inline constexpr int kVariants = 62;
Asked Ask(const Question& question, const World& world, int variant);
// What surveys show, the largest page of it.
Asked AskSurveys(const std::vector<aggregator::v1::Dimension>& group_by);

}  // namespace obt::bench::query
