// What the aggregator answered for a release, by group and column: the unprotected figures. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/reporting/tables/standard.h"

namespace obt::reporting::tables {

inline constexpr char kAll[] = "all", kUnknown[] = "unknown", kNobodys[] = "none";

// Of whom or what something is told: all of a department, or a part of it.
struct Group {
  std::string department = kAll;
  Dimension across = aggregator::v1::DIMENSION_UNSPECIFIED;  // with `code` "all": unspecified
  std::string code = kAll;
  bool is_national() const { return department == kAll; }
  bool is_whole() const { return across == aggregator::v1::DIMENSION_UNSPECIFIED; }
  friend bool operator<(const Group& a, const Group& b) {
    return std::tie(a.department, a.across, a.code) < std::tie(b.department, b.across, b.code);
  }
};

// A measure, or a part of one that is broken down.
struct Column {
  std::string name;  // "experiments_concluded_worked"
  Measure measure = aggregator::v1::MEASURE_UNSPECIFIED;
  std::string band;  // as the aggregator spells it; empty: there are none
};
// "experiments_concluded" with "WORKED" is "experiments_concluded_worked".
std::string NameOf(Measure measure, absl::string_view band);

// A code and what it is called.
using Named = std::pair<std::string, std::string>;

class Counts {
 public:
  // FAILED_PRECONDITION where two answers contradict each other.
  static absl::StatusOr<Counts> Read(absl::Span<const aggregator::v1::QueryMetricsResponse> pages);

  // 0 of what nobody counted.
  int64_t Of(const Group& group, absl::string_view column) const;
  // Of a measure in the order of the aggregator; nothing of one that is not defined in this programme.
  std::vector<Column> ColumnsOf(Measure measure) const;
  // In the order of the codes, "none" and "unknown" last.
  std::vector<Named> Departments() const;
  std::vector<Named> Codes(Dimension across) const;                                 // of all departments
  std::vector<Named> Codes(Dimension across, const std::string& department) const;  // of one

 private:
  absl::Status Add(const aggregator::v1::QueryMetricsResponse& page);

  std::map<Group, std::map<std::string, int64_t, std::less<>>> values_;
  std::map<Measure, std::vector<Column>> columns_;
  std::map<Dimension, std::map<std::string, std::string>> names_;
};

}  // namespace obt::reporting::tables
