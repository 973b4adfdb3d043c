#include "services/reporting/tables/counts.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/rules/measures.h"

namespace obt::reporting::tables {
namespace {

namespace agg = aggregator::v1;

Group GroupOf(const agg::QueryMetricsResponse& page, int row) {
  Group group;
  for (const agg::Dictionary& dimension : page.dimensions()) {
    const std::string& code = dimension.codes(static_cast<int>(dimension.index(row)));
    if (dimension.dimension() == agg::DIMENSION_DEPARTMENT) {
      group.department = code;
    } else {
      group.across = dimension.dimension();
      group.code = code;
    }
  }
  return group;
}

// What is no group of its own comes last.
bool ComesBefore(const Named& a, const Named& b) {
  const auto rank = [](const std::string& code) { return code == kUnknown ? 2 : code == kNobodys ? 1 : 0; };
  return std::pair(rank(a.first), a.first) < std::pair(rank(b.first), b.first);
}

}  // namespace

std::string NameOf(Measure measure, absl::string_view band) {
  std::string name = absl::AsciiStrToLower(rules::WordOf(measure));
  if (measure == agg::MEASURE_MINUTES_BANDS) name = "minutes";
  if (band.empty()) return name;
  absl::StrAppend(&name, "_");
  for (const char c : band) name += absl::ascii_isalnum(c) ? absl::ascii_tolower(c) : '_';
  if (band.back() == '+') name.replace(name.size() - 1, 1, "_or_more");
  return name;
}

absl::StatusOr<Counts> Counts::Read(absl::Span<const agg::QueryMetricsResponse> pages) {
  Counts counts;
  for (const agg::QueryMetricsResponse& page : pages) OBT_RETURN_IF_ERROR(counts.Add(page));
  return counts;
}

absl::Status Counts::Add(const agg::QueryMetricsResponse& page) {
  for (const agg::Dictionary& dimension : page.dimensions()) {
    for (int i = 0; i < dimension.codes_size(); ++i)
      names_[dimension.dimension()][dimension.codes(i)] = dimension.names(i);
  }
  for (const agg::MeasureColumn& column : page.measures()) {
    if (!column.not_defined().empty()) continue;
    const std::string name = NameOf(column.measure(), column.band());
    std::vector<Column>& known = columns_[column.measure()];
    if (std::none_of(known.begin(), known.end(), [&](const Column& one) { return one.name == name; }))
      known.push_back({name, column.measure(), column.band()});
    for (int row = 0; row < column.values_size(); ++row) {
      const auto [at, is_new] = values_[GroupOf(page, row)].emplace(name, column.values(row));
      if (!is_new && at->second != column.values(row))
        return absl::FailedPreconditionError(absl::StrCat(name, ": two answers contradict each other"));
    }
  }
  return absl::OkStatus();
}

int64_t Counts::Of(const Group& group, absl::string_view column) const {
  const auto of_group = values_.find(group);
  if (of_group == values_.end()) return 0;
  const auto value = of_group->second.find(column);
  return value == of_group->second.end() ? 0 : value->second;
}

std::vector<Column> Counts::ColumnsOf(Measure measure) const {
  const auto found = columns_.find(measure);
  return found == columns_.end() ? std::vector<Column>() : found->second;
}

std::vector<Named> Counts::Departments() const { return Codes(agg::DIMENSION_DEPARTMENT); }

std::vector<Named> Counts::Codes(Dimension across) const {
  const auto found = names_.find(across);
  std::vector<Named> codes;
  if (found != names_.end()) codes.assign(found->second.begin(), found->second.end());
  std::sort(codes.begin(), codes.end(), ComesBefore);
  return codes;
}

std::vector<Named> Counts::Codes(Dimension across, const std::string& department) const {
  const auto names = names_.find(across);
  std::vector<Named> codes;
  for (auto at = values_.lower_bound({department, across, ""});
       at != values_.end() && at->first.department == department && at->first.across == across; ++at) {
    codes.emplace_back(at->first.code, names->second.at(at->first.code));
  }
  std::sort(codes.begin(), codes.end(), ComesBefore);
  return codes;
}

}  // namespace obt::reporting::tables
