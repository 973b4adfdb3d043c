// A question is answered: the same state and question give the same answer, whoever helps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/days.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "services/aggregator/columns/state.h"
#include "services/aggregator/query/question.h"

namespace obt::aggregator {

class WorkerPool;

inline constexpr size_t kMaxGroups = 100'000;

struct Answer {
  struct Dimension {
    v1::Dimension dimension = v1::DIMENSION_UNSPECIFIED;
    std::vector<std::string> codes, names;
    std::vector<uint32_t> index;  // by group
  };
  struct Column {
    v1::Measure measure = v1::MEASURE_UNSPECIFIED;
    std::string band;
    std::vector<int64_t> values;                      // by group
    std::optional<int32_t> from_minutes, to_minutes;  // of minute bands, half open
  };
  struct Undefined {
    v1::Measure measure = v1::MEASURE_UNSPECIFIED;
    std::string why;
  };
  // An organisation asked for, or for which the caller has a role, that has become part of another by as_of.
  struct Merged {
    std::string organisation_code, successor_code;
  };
  Day as_of = kNever;
  size_t groups = 0;
  std::vector<Dimension> dimensions;
  std::vector<Column> columns;
  std::vector<Undefined> undefined;
  std::vector<Merged> merged;
};

// NOT_FOUND: no such programme, or a filter's organisation that does not exist. INVALID_ARGUMENT: a filter's
// code that is in no list. FAILED_PRECONDITION / NOT_DEFINED: none of the measures is defined in this cut and
// programme. RESOURCE_EXHAUSTED: more groups than kMaxGroups. DEADLINE_EXCEEDED: nobody waits any longer.
// `pool` helps, if there is one.
absl::StatusOr<Answer> Run(const State& state, const Question& question, WorkerPool* pool,
                           const Counting& counting = {});

}  // namespace obt::aggregator
