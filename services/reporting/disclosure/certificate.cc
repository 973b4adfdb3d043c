#include "services/reporting/disclosure/certificate.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace obt::reporting::disclosure {
namespace {

// So few, or so few of the group are not counted.
bool IsWithheldByRule(const PrintedCell& cell, int64_t value) {
  return !cell.exact && (value < kThreshold || (cell.cap != kNoCap && cell.cap - value < kThreshold));
}

// One data set at a time: the truth, or a world.
class Checker {
 public:
  Checker(const PrintedRelease& release, const Certificate& certificate)
      : release_(release),
        certificate_(certificate),
        values_(certificate.truth.begin(), certificate.truth.end()),
        low_(values_),
        high_(values_),
        sums_of_(values_.size()),
        orders_of_(values_.size()),
        covers_of_(values_.size()) {
    for (const Sum& sum : release.sums) {
      sums_of_[sum.total].push_back(&sum);
      for (const CellId part : sum.parts) sums_of_[part].push_back(&sum);
    }
    for (const Order& order : release.orders) {
      orders_of_[order.less].push_back(&order);
      orders_of_[order.more].push_back(&order);
    }
    for (const Cover& cover : release.covers) {
      covers_of_[cover.total].push_back(&cover);
      for (const CellId part : cover.parts) covers_of_[part].push_back(&cover);
    }
  }

  std::vector<std::string> Run() {
    for (CellId id = 0; id < values_.size(); ++id) {
      if (const char* fault = FaultAt(id); fault != nullptr)
        faults_.push_back(absl::StrCat("the truth: cell ", id, ": ", fault));
    }
    for (size_t i = 0; i < certificate_.worlds.size(); ++i) LookAt(i);
    for (CellId id = 0; id < values_.size(); ++id) CheckProved(id);
    return std::move(faults_);
  }

 private:
  void LookAt(size_t number) {
    const World& world = certificate_.worlds[number];
    for (const auto& [id, difference] : world.differences) values_[id] += difference;
    const char* fault = nullptr;
    for (const auto& [id, difference] : world.differences) {
      fault = FaultAt(id);
      if (fault == nullptr) continue;
      faults_.push_back(absl::StrCat("world ", number, ": cell ", id, ": ", fault));
      break;
    }
    for (const auto& [id, difference] : world.differences) {
      if (fault == nullptr) {
        low_[id] = std::min(low_[id], values_[id]);
        high_[id] = std::max(high_[id], values_[id]);
      }
    }
    for (const auto& [id, difference] : world.differences) values_[id] -= difference;
  }

  // What is printed of a cell, or a relation it is in, that its value contradicts.
  const char* FaultAt(CellId id) const {
    const PrintedCell& cell = release_.cells[id];
    const int64_t value = values_[id];
    if (value < 0 || value > cell.cap) return "is no number of the group's people";
    const int64_t printed = cell.exact ? value : Rounded(static_cast<int32_t>(value));
    if (!cell.withheld && (IsWithheldByRule(cell, value) || printed != cell.value))
      return "is not what is printed";
    if (cell.withheld && cell.never && !IsWithheldByRule(cell, value)) return "would not be withheld";
    const auto sum_of = [this](const std::vector<CellId>& cells) {
      int64_t sum = 0;
      for (const CellId one : cells) sum += values_[one];
      return sum;
    };
    for (const Sum* sum : sums_of_[id]) {
      if (values_[sum->total] != sum_of(sum->parts)) return "a sum is another one";
    }
    for (const Order* order : orders_of_[id]) {
      if (values_[order->less] > values_[order->more]) return "is more than it can be";
    }
    for (const Cover* cover : covers_of_[id]) {
      if (values_[cover->total] > sum_of(cover->parts)) return "is more than its parts";
    }
    return nullptr;
  }

  void CheckProved(CellId id) {
    const PrintedCell& cell = release_.cells[id];
    const int32_t truth = certificate_.truth[id];
    if (!cell.printed || !IsWithheldByRule(cell, truth)) return;
    int32_t low = std::min(kProtectLow, cell.cap - 1), high = std::min(kProtectHigh, cell.cap);
    if (truth >= kThreshold) {
      low = cell.cap - kProtectHigh;
      high = cell.cap - kProtectLow;
    }
    if (!cell.withheld) faults_.push_back(absl::StrCat("cell ", id, " is printed"));
    if (low_[id] > low) faults_.push_back(absl::StrCat("cell ", id, ": no world has ", low, " or less"));
    if (high_[id] < high) faults_.push_back(absl::StrCat("cell ", id, ": no world has ", high, " or more"));
  }

  const PrintedRelease& release_;
  const Certificate& certificate_;
  std::vector<int64_t> values_;
  std::vector<int64_t> low_, high_;  // of all data sets that hold
  std::vector<std::vector<const Sum*>> sums_of_;
  std::vector<std::vector<const Order*>> orders_of_;
  std::vector<std::vector<const Cover*>> covers_of_;
  std::vector<std::string> faults_;
};

}  // namespace

PrintedRelease Print(const Model& model) {
  PrintedRelease release;
  for (const Cell& cell : model.cells()) {
    const int32_t value = cell.exact ? cell.truth : Rounded(cell.truth);
    release.cells.push_back({cell.withheld(), cell.exact, cell.withheld() ? 0 : value, cell.cap,
                             cell.status != Status::kUnprinted, cell.never});
  }
  release.sums = model.sums();
  release.orders = model.orders();
  release.covers = model.covers();
  return release;
}

Certificate Certify(const Model& model, std::vector<World> worlds) {
  Certificate certificate;
  for (const Cell& cell : model.cells()) certificate.truth.push_back(cell.truth);
  certificate.worlds = std::move(worlds);
  return certificate;
}

std::vector<std::string> FaultsOf(const PrintedRelease& release, const Certificate& certificate) {
  const size_t cells = release.cells.size();
  if (cells != certificate.truth.size()) return {"the certificate is of other cells"};
  const auto is_outside = [cells](CellId id) { return id >= cells; };
  const auto are_outside = [&](const auto& relation) {
    return is_outside(relation.total) ||
           std::any_of(relation.parts.begin(), relation.parts.end(), is_outside);
  };
  const auto is_beyond = [&](const World& world) {
    return std::any_of(world.differences.begin(), world.differences.end(),
                       [&](const auto& difference) { return is_outside(difference.first); });
  };
  if (std::any_of(release.sums.begin(), release.sums.end(), are_outside) ||
      std::any_of(release.covers.begin(), release.covers.end(), are_outside) ||
      std::any_of(release.orders.begin(), release.orders.end(),
                  [&](const Order& order) { return is_outside(order.less) || is_outside(order.more); }) ||
      std::any_of(certificate.worlds.begin(), certificate.worlds.end(), is_beyond))
    return {"a relation or a world has cells that the release has not"};
  return Checker(release, certificate).Run();
}

}  // namespace obt::reporting::disclosure
