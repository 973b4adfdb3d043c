#include "services/reporting/disclosure/world.h"

#include <algorithm>

namespace obt::reporting::disclosure {
namespace {

bool Holds(const Draft& draft, const Sum& sum) { return draft[sum.total] == draft.SumOf(sum.parts); }
bool Holds(const Draft& draft, const Order& order) { return draft[order.less] <= draft[order.more]; }
bool Holds(const Draft& draft, const Cover& cover) { return draft[cover.total] <= draft.SumOf(cover.parts); }

template <typename Relation>
bool AllHold(const Draft& draft, const std::vector<Relation>& relations, absl::Span<const uint32_t> which) {
  return std::all_of(which.begin(), which.end(), [&](uint32_t i) { return Holds(draft, relations[i]); });
}

}  // namespace

Draft::Draft(const Model& model) : model_(model), is_changed_(model.size()) {
  values_.reserve(model.size());
  for (const Cell& cell : model.cells()) values_.push_back(cell.truth);
}

void Draft::Set(CellId id, int32_t value) {
  values_[id] = value;
  if (is_changed_[id]) return;
  is_changed_[id] = true;
  changed_.push_back(id);
}

void Draft::Reset() {
  for (const CellId id : changed_) {
    values_[id] = model_.cell(id).truth;
    is_changed_[id] = false;
  }
  changed_.clear();
}

int64_t Draft::SumOf(const std::vector<CellId>& cells) const {
  int64_t sum = 0;
  for (const CellId id : cells) sum += values_[id];
  return sum;
}

World Draft::Differences() const {
  World world;
  for (const CellId id : changed_) {
    const int32_t difference = values_[id] - model_.cell(id).truth;
    if (difference != 0) world.differences.emplace_back(id, difference);
  }
  std::sort(world.differences.begin(), world.differences.end());
  return world;
}

bool Explains(const Model& model, const std::vector<Interval>& printed, const Draft& draft) {
  return std::all_of(draft.changed().begin(), draft.changed().end(), [&](CellId id) {
    return printed[id].Holds(draft[id]) && AllHold(draft, model.sums(), model.SumsOf(id)) &&
           AllHold(draft, model.orders(), model.OrdersOf(id)) &&
           AllHold(draft, model.covers(), model.CoversOf(id));
  });
}

}  // namespace obt::reporting::disclosure
