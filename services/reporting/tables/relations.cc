#include "services/reporting/tables/relations.h"

#include "absl/strings/str_cat.h"

namespace obt::reporting::tables {

using disclosure::CellId;

void Relations::AddSum(OptionalCell total, const std::vector<OptionalCell>& all) {
  std::vector<CellId> parts;
  int64_t sum = 0;
  for (const OptionalCell& part : all) {
    if (!part.has_value()) continue;
    parts.push_back(*part);
    sum += cells_.TruthOf(*part);
  }
  if (!total.has_value() || parts.empty() || (parts.size() == 1 && parts[0] == *total)) return;
  if (sum != cells_.TruthOf(*total)) {
    cells_.Fault(absl::StrCat(model_.cell(*total).name, " is not the sum of its parts"));
  } else if (sums_.emplace(*total, parts).second) {
    model_.AddSum(*total, std::move(parts));
  }
}

void Relations::AddOrder(OptionalCell less, OptionalCell more) {
  if (!less.has_value() || !more.has_value() || *less == *more) return;
  if (cells_.TruthOf(*less) <= cells_.TruthOf(*more) && orders_.emplace(*less, *more).second)
    model_.AddOrder(*less, *more);
}

void Relations::AddCover(OptionalCell total, const std::vector<OptionalCell>& all) {
  std::vector<CellId> parts;
  int64_t sum = 0;
  for (const OptionalCell& part : all) {
    if (!part.has_value()) return;
    parts.push_back(*part);
    sum += cells_.TruthOf(*part);
  }
  if (total.has_value() && cells_.TruthOf(*total) <= sum && covers_.insert(*total).second)
    model_.AddCover(*total, std::move(parts));
}

}  // namespace obt::reporting::tables
