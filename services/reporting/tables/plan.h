// What a release consists of before anything is withheld: a cell of the model for each distinct quantity,
// what everybody knows to hold between them, and which cells and amounts each table prints. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "obt/reporting/v1/table.pb.h"
#include "services/reporting/disclosure/model.h"
#include "services/reporting/tables/counts.h"
#include "services/reporting/tables/surveys.h"

namespace obt::reporting::tables {

// Of so many at least a mean or a sum is told: printed, which is 13 in truth, and outside each organisation
// whose own is known exactly to those who may read it.
inline constexpr int32_t kMinMean = 15;

// How a figure comes about.
enum class Way : uint8_t {
  kNothing,  // there is nobody, or nothing, of whom it could be told
  kCell,     // the cell, rounded
  kSize,     // so many people are in the group, rounded
  kShare,    // the cell of the group's people, in per cent, both rounded
  kMean,     // the sum over the people of the cell
  kTotal,    // a sum of the nation, as it is, where the cell counts enough who report it
  kTold,     // the amount, where the row may be told
  kHidden,   // it is withheld where it comes from
};
struct PlannedFigure {
  Way way = Way::kNothing;
  disclosure::CellId cell = 0;
  int64_t amount = 0;  // kSize, kShare: people of the group; kMean, kTotal: the sum; kTold: the figure
};
struct PlannedRow {
  std::vector<std::string> codes, names;
  std::vector<PlannedFigure> figures;
  std::optional<SurveyGate> gate;  // where figures are kTold
};
struct PlannedTable {
  v1::TableOutline outline;
  std::vector<PlannedRow> rows;
};

struct Plan {
  std::vector<PlannedTable> tables;
  // Its cells are these of the model: [first, end).
  disclosure::CellId first = 0, end = 0;
  // By what they are of, without the release: the same quantity has the same name in every release.
  std::map<std::string, disclosure::CellId> cells;
  // The same, and by all other names of theirs: the last week of a series is the whole of it, too.
  std::map<std::string, disclosure::CellId> names;
};

// Adds a release's cells and relations to a model; `release` begins their names. FAILED_PRECONDITION where
// the counts contradict each other.
absl::StatusOr<Plan> AddRelease(const Tables& tables, const Counts& counts, const Surveys& surveys,
                                const std::string& release, disclosure::Model& model);

// A release's cells have the statuses that were decided, one for each, in order; `frozen`: they stand.
// DATA_LOSS where there are not as many.
absl::Status SetStatuses(const Plan& plan, const std::vector<disclosure::Status>& statuses, bool frozen,
                         disclosure::Model& model);
std::vector<disclosure::Status> StatusesOf(const Plan& plan, const disclosure::Model& model);

// Counts up to a later day are no smaller, as everybody knows, wherever that is so: each figure of the newest
// is tied to that of the last release which has it. `older`: the oldest first.
void Link(absl::Span<const Plan> older, const Plan& newest, disclosure::Model& model);

}  // namespace obt::reporting::tables
