// What a query asks and what it is answered: plain values. Run is pure: the same state and question give the
// same answer.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "services/aggregator/columns/state.h"

namespace obt::aggregator {

class WorkerPool;

inline constexpr size_t kMaxGroups = 100'000;
// Group codes that are no organisation's.
inline constexpr char kNoDepartment[] = "none";
inline constexpr char kOutOfScope[] = "out_of_scope";
inline constexpr char kUnknownOrganisation[] = "unknown";

struct Filter {
  std::vector<std::string> organisation_codes;  // empty: all
  std::vector<std::string> grades, professions, regions;
  // Whether the caller may see an organisation; empty: all, and people without one too.
  std::function<bool(absl::string_view)> covers;
};

// A valid question (see Validate in metrics_service.h).
struct Query {
  std::string programme_id;
  Filter filter;
  std::vector<v1::Dimension> group_by;
  std::vector<v1::Measure> measures;  // without repeats
  bool then = false;                  // attribution THEN, else NOW
  bool only_new = false;              // per period, else all up to its end
  Day as_of = kNever;                 // later than the programme's last day is that day
  bool include_out_of_scope = false;
  // How it is counted changes no answer; tests set these. So many learners, 1 or more, are a part of the
  // pass.
  size_t part_learners = 2048;
  // The pool helps even where it costs more than it gains.
  bool always_together = false;
  // More cells than these are counted in hash maps.
  size_t max_dense_cells = size_t{1} << 21;
};

struct Answer {
  struct Dimension {
    v1::Dimension dimension = v1::DIMENSION_UNSPECIFIED;
    std::vector<std::string> codes, names;
    std::vector<uint32_t> index;  // by group
  };
  struct Column {
    v1::Measure measure = v1::MEASURE_UNSPECIFIED;
    std::string band;
    std::vector<int64_t> values;  // by group
  };
  Day as_of = kNever;
  size_t groups = 0;
  std::vector<Dimension> dimensions;
  std::vector<Column> columns;
};

// NOT_FOUND: no such programme, or a filter's organisation that does not exist. INVALID_ARGUMENT: a filter's
// code that is in no list. FAILED_PRECONDITION / NOT_DEFINED: the target of a programme that has none.
// RESOURCE_EXHAUSTED: more groups than kMaxGroups.
// `pool` helps, if there is one.
absl::StatusOr<Answer> Run(const State& state, const Query& query, WorkerPool* pool);

// The names of the minute bands: "0", "1-59", "60-419", "420+".
std::vector<std::string> BandNames(const identity::v1::Programme& programme);

bool IsTime(v1::Dimension dimension);
bool IsOrganisational(v1::Dimension dimension);
// A level at a day, not a flow; bands are levels too.
bool IsLevel(v1::Measure measure);

}  // namespace obt::aggregator
