// Answers of different makers in one form, and what differs between them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "obt/aggregator/v1/metrics.pb.h"
#include "tests/bench/query/questions.h"

namespace obt::bench::query {

// By the codes of its group, in the order of the columns. A group of zeros is as one that is not there.
using Cells = std::map<std::vector<std::string>, std::vector<int64_t>>;

std::vector<AnswerColumn> ColumnsOf(const aggregator::v1::QueryMetricsResponse& response);
Cells CellsOf(const aggregator::v1::QueryMetricsResponse& response);
Cells CellsOf(const Question& question, const std::vector<std::vector<int64_t>>& rows, const World& world);

// A sentence naming the first group that differs and both values; empty if none does.
std::string DifferenceOf(const Cells& ours, const Cells& theirs, const std::vector<AnswerColumn>& columns);

}  // namespace obt::bench::query
