#include "tests/bench/query/answers.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/rules/measures.h"
#include "obt/aggregator/v1/metrics.pb.h"

namespace obt::bench::query {
namespace {

using aggregator::v1::Dimension;

// Which codes a dimension's numbers are of.
std::string CodesOf(Dimension dimension) {
  if (rules::IsOrganisational(dimension)) return "organisation";
  return absl::AsciiStrToLower(absl::StripPrefix(aggregator::v1::Dimension_Name(dimension), "DIMENSION_"));
}

void Add(std::vector<std::string> group, std::vector<int64_t> values, Cells& cells) {
  const auto is_zero = [](int64_t value) { return value == 0; };
  if (std::all_of(values.begin(), values.end(), is_zero)) return;
  if (!cells.emplace(group, std::move(values)).second)
    Die(absl::StrCat("an answer has the group (", absl::StrJoin(group, ", "), ") twice"));
}

}  // namespace

Answer AnswerOf(const google::protobuf::Message& message, const World& world) {
  const auto& response = dynamic_cast<const aggregator::v1::QueryMetricsResponse&>(message);
  if (!response.next_page_token().empty()) Die("a question is to have an answer of one page");
  for (const auto& point : response.applied()) {
    if (point.sequence() != world.points.at(point.source()))
      Die(absl::StrCat("the rows are not of what the aggregator has applied: ", point.source()));
  }
  Answer answer;
  for (const auto& column : response.measures()) answer.columns.push_back({column.measure(), column.band()});
  for (int row = 0; row < response.total_groups(); ++row) {
    std::vector<std::string> group;
    std::vector<int64_t> values;
    for (const auto& dimension : response.dimensions())
      group.push_back(dimension.codes(static_cast<int>(dimension.index(row))));
    for (const auto& column : response.measures()) values.push_back(column.values(row));
    Add(std::move(group), std::move(values), answer.cells);
  }
  return answer;
}

Cells CellsOf(const Question& question, const std::vector<std::vector<int64_t>>& rows, const World& world) {
  Cells cells;
  for (const std::vector<int64_t>& row : rows) {
    std::vector<std::string> group;
    for (const Dimension dimension : question.group_by)
      group.push_back(world.codes.at(CodesOf(dimension)).CodeOf(static_cast<int>(row.at(group.size()))));
    const auto first_value = row.begin() + static_cast<ptrdiff_t>(group.size());
    Add(std::move(group), {first_value, row.end()}, cells);
  }
  return cells;
}

std::string DifferenceOf(const Cells& ours, const Cells& theirs, const std::vector<AnswerColumn>& columns) {
  const std::vector<int64_t> zeros(columns.size(), 0);
  const auto values_in = [&](const Cells& cells, const std::vector<std::string>& group) {
    const auto found = cells.find(group);
    return found == cells.end() ? zeros : found->second;
  };
  Cells either = ours;
  either.insert(theirs.begin(), theirs.end());
  for (const auto& [group, values] : either) {
    const std::vector<int64_t> our_values = values_in(ours, group), their_values = values_in(theirs, group);
    for (size_t i = 0; i < columns.size(); ++i) {
      if (our_values[i] == their_values[i]) continue;
      return absl::StrCat("group (", absl::StrJoin(group, ", "), "), ", rules::WordOf(columns[i].measure),
                          " ", columns[i].part, ": ours ", our_values[i], ", theirs ", their_values[i]);
    }
  }
  return "";
}

}  // namespace obt::bench::query
