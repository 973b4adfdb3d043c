// Answers of different makers in one form, and what differs between them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "tests/bench/query/questions.h"

namespace obt::bench::query {

// By the codes of its group, in the order of the columns. A group of zeros is as one that is not there.
using Cells = std::map<std::vector<std::string>, std::vector<int64_t>>;

struct Answer {
  std::vector<AnswerColumn> columns;
  Cells cells;
};
// Of ours. Dies where it is not of the world's changes exactly.
Answer AnswerOf(const google::protobuf::Message& response, const World& world);
// Of a database.
Cells CellsOf(const Question& question, const std::vector<std::vector<int64_t>>& rows, const World& world);

// A sentence naming the first group that differs and both values; empty if none does.
std::string DifferenceOf(const Cells& ours, const Cells& theirs, const std::vector<AnswerColumn>& columns);

}  // namespace obt::bench::query
