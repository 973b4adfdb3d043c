#include "services/reporting/disclosure/model.h"

#include <algorithm>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace obt::reporting::disclosure {

CellId Model::Add(Cell cell) {
  if (cell.truth < 0 || cell.cap < 1 || cell.truth > cell.cap)
    Die(absl::StrCat(cell.name, ": ", cell.truth, " of ", cell.cap, " cannot be"));
  cells_.push_back(std::move(cell));
  return static_cast<CellId>(cells_.size() - 1);
}

void Model::AddSum(CellId total, std::vector<CellId> parts) {
  if (!parts.empty()) sums_.push_back({total, std::move(parts)});
}

void Model::AddOrder(CellId less, CellId more) {
  if (less != more) orders_.push_back({less, more});
}

void Model::AddCover(CellId total, std::vector<CellId> parts) {
  if (!parts.empty()) covers_.push_back({total, std::move(parts)});
}

void Model::Lists::Make(size_t lists, std::vector<std::pair<CellId, uint32_t>> entries) {
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  begins_.assign(lists + 1, entries.size());
  items_.clear();
  for (const auto& [list, item] : entries) {
    begins_[list] = std::min(begins_[list], items_.size());
    items_.push_back(item);
  }
  for (size_t list = lists; list-- > 0;) begins_[list] = std::min(begins_[list], begins_[list + 1]);
}

void Model::CheckNames() const {
  absl::flat_hash_set<absl::string_view> names;
  for (const Cell& cell : cells_) {
    if (!names.insert(cell.name).second) Die(absl::StrCat(cell.name, ": one quantity is one cell"));
  }
}

void Model::CheckOnce(CellId total, const std::vector<CellId>& parts) const {
  std::vector<CellId> all = parts;
  all.push_back(total);
  std::sort(all.begin(), all.end());
  if (std::adjacent_find(all.begin(), all.end()) != all.end())
    Die(absl::StrCat(cells_[total].name, ": a relation names a cell twice"));
}

void Model::Finish() {
  std::vector<std::pair<CellId, uint32_t>> of_sums, of_orders, of_covers;
  const auto sum_of = [this](const std::vector<CellId>& parts) {
    int64_t sum = 0;
    for (const CellId part : parts) sum += cells_[part].truth;
    return sum;
  };
  const auto check = [this](bool holds, CellId id) {
    if (!holds) Die(absl::StrCat(cells_[id].name, ": the figures contradict each other"));
  };
  CheckNames();
  for (const Sum& sum : sums_) CheckOnce(sum.total, sum.parts);
  for (const Cover& cover : covers_) CheckOnce(cover.total, cover.parts);
  for (uint32_t i = 0; i < sums_.size(); ++i) {
    check(cells_[sums_[i].total].truth == sum_of(sums_[i].parts), sums_[i].total);
    of_sums.emplace_back(sums_[i].total, i);
    for (const CellId part : sums_[i].parts) of_sums.emplace_back(part, i);
  }
  for (uint32_t i = 0; i < orders_.size(); ++i) {
    check(cells_[orders_[i].less].truth <= cells_[orders_[i].more].truth, orders_[i].less);
    of_orders.emplace_back(orders_[i].less, i);
    of_orders.emplace_back(orders_[i].more, i);
  }
  for (uint32_t i = 0; i < covers_.size(); ++i) {
    check(cells_[covers_[i].total].truth <= sum_of(covers_[i].parts), covers_[i].total);
    of_covers.emplace_back(covers_[i].total, i);
    for (const CellId part : covers_[i].parts) of_covers.emplace_back(part, i);
  }
  sums_of_.Make(cells_.size(), std::move(of_sums));
  orders_of_.Make(cells_.size(), std::move(of_orders));
  covers_of_.Make(cells_.size(), std::move(of_covers));
  MakeComponents();
}

void Model::MakeComponents() {
  std::vector<CellId> leader(cells_.size());
  std::iota(leader.begin(), leader.end(), 0);
  const auto find = [&leader](CellId id) {
    while (leader[id] != id) id = leader[id] = leader[leader[id]];
    return id;
  };
  const auto join = [&](CellId a, CellId b) { leader[find(a)] = find(b); };
  for (const Order& order : orders_) join(order.less, order.more);
  for (const Sum& sum : sums_) {
    for (const CellId part : sum.parts) join(part, sum.total);
  }
  for (const Cover& cover : covers_) {
    for (const CellId part : cover.parts) join(part, cover.total);
  }
  absl::flat_hash_map<CellId, uint32_t> number_of;
  place_of_.resize(cells_.size());
  for (CellId id = 0; id < cells_.size(); ++id) {
    const auto [at, is_new] = number_of.emplace(find(id), components_.size());
    if (is_new) components_.emplace_back();
    std::vector<CellId>& cells = components_[at->second].cells;
    place_of_[id] = {at->second, static_cast<uint32_t>(cells.size())};
    cells.push_back(id);
  }
  for (uint32_t i = 0; i < sums_.size(); ++i)
    components_[place_of_[sums_[i].total].component].sums.push_back(i);
  for (uint32_t i = 0; i < orders_.size(); ++i)
    components_[place_of_[orders_[i].less].component].orders.push_back(i);
  for (uint32_t i = 0; i < covers_.size(); ++i)
    components_[place_of_[covers_[i].total].component].covers.push_back(i);
}

namespace {

// The most that is not withheld by the rules alone.
int32_t MostShown(const Cell& cell) { return cell.counts_people() ? cell.cap - kThreshold : cell.cap; }

}  // namespace

Status PrimaryOf(const Cell& cell) {
  if (cell.exact) return Status::kShown;
  if (cell.truth < kThreshold) return Status::kPrimary;
  return cell.counts_people() && cell.cap - cell.truth < kThreshold ? Status::kComplement : Status::kShown;
}

void SetPrimaries(Model& model) {
  for (CellId id = 0; id < model.size(); ++id) {
    Cell& cell = model.cell(id);
    if (!cell.frozen && cell.status != Status::kUnprinted) cell.status = PrimaryOf(cell);
  }
}

void Freeze(const Model& older, Model& model) {
  absl::flat_hash_map<absl::string_view, const Cell*> published;
  for (const Cell& cell : older.cells()) published[cell.name] = &cell;
  size_t frozen = 0;
  for (CellId id = 0; id < model.size(); ++id) {
    Cell& cell = model.cell(id);
    const auto found = published.find(cell.name);
    if (found == published.end()) continue;
    if (found->second->truth != cell.truth)
      Die(absl::StrCat(cell.name, ": was another figure when it was published"));
    cell.cap = found->second->cap;
    cell.status = found->second->status;
    cell.frozen = true;
    ++frozen;
  }
  if (frozen != older.size()) Die("an older release has figures that this model lacks");
}

Interval Printed(const Cell& cell, Eyes eyes) {
  if (cell.exact) return {cell.truth, cell.truth};
  if (cell.status == Status::kShown) {
    const int32_t printed = Rounded(cell.truth);
    return {std::max(kThreshold, printed - kRadius), std::min(MostShown(cell), printed + kRadius)};
  }
  if (cell.status == Status::kUnprinted || (eyes == Eyes::kBlind && !cell.never)) return {0, cell.cap};
  switch (cell.status) {
    case Status::kPrimary:
      return {0, std::min(kThreshold - 1, cell.cap)};
    case Status::kComplement:
      return {std::max(kThreshold, cell.cap - (kThreshold - 1)), cell.cap};
    default:
      return {kThreshold, MostShown(cell)};
  }
}

std::vector<Interval> AllPrinted(const Model& model, Eyes eyes) {
  std::vector<Interval> printed;
  for (const Cell& cell : model.cells()) printed.push_back(Printed(cell, eyes));
  return printed;
}

Interval Wanted(const Cell& cell) {
  if (cell.status == Status::kComplement) return {cell.cap - kProtectHigh, cell.cap - kProtectLow};
  return {std::min(kProtectLow, cell.cap - 1), std::min(kProtectHigh, cell.cap)};
}

}  // namespace obt::reporting::disclosure
