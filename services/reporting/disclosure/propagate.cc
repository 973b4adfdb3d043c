#include "services/reporting/disclosure/propagate.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::reporting::disclosure {
namespace {

// Relations that are to be looked at again, each once: sums, then orders, then covers.
class Propagation {
 public:
  Propagation(const Model& model, std::vector<Interval> known)
      : model_(model),
        known_(std::move(known)),
        waits_(model.sums().size() + model.orders().size() + model.covers().size()) {}

  // What is known of a cell; where nothing narrows without it, its relations alone have to be looked at.
  void Learn(CellId id, int32_t figure) { Narrow(id, figure, figure); }
  void WakeAll() {
    for (uint32_t i = 0; i < waits_.size(); ++i) Wake(i);
  }

  std::vector<Interval> Run() {
    const size_t orders_from = model_.sums().size(), covers_from = orders_from + model_.orders().size();
    while (!queue_.empty()) {
      const uint32_t relation = queue_.front();
      queue_.pop_front();
      waits_[relation] = false;
      if (relation < orders_from) {
        Look(model_.sums()[relation]);
      } else if (relation < covers_from) {
        Look(model_.orders()[relation - orders_from]);
      } else {
        Look(model_.covers()[relation - covers_from]);
      }
    }
    return std::move(known_);
  }

 private:
  struct Wide {
    int64_t low = 0, high = 0;
  };
  Wide SumOf(const std::vector<CellId>& cells) const {
    Wide sum;
    for (const CellId id : cells) {
      sum.low += known_[id].low;
      sum.high += known_[id].high;
    }
    return sum;
  }

  void Look(const Sum& sum) {
    const Wide parts = SumOf(sum.parts);
    Narrow(sum.total, parts.low, parts.high);
    const Interval total = known_[sum.total];
    for (const CellId id : sum.parts) {
      const Interval part = known_[id];
      Narrow(id, total.low - (parts.high - part.high), total.high - (parts.low - part.low));
    }
  }
  void Look(const Order& order) {
    Narrow(order.less, 0, known_[order.more].high);
    Narrow(order.more, known_[order.less].low, kNoCap);
  }
  void Look(const Cover& cover) {
    const Wide parts = SumOf(cover.parts);
    Narrow(cover.total, 0, parts.high);
    const Interval total = known_[cover.total];
    for (const CellId id : cover.parts) Narrow(id, total.low - (parts.high - known_[id].high), kNoCap);
  }

  void Narrow(CellId id, int64_t low, int64_t high) {
    Interval& known = known_[id];
    if (low <= known.low && high >= known.high) return;
    known.low = static_cast<int32_t>(std::max<int64_t>(known.low, low));
    known.high = static_cast<int32_t>(std::min<int64_t>(known.high, high));
    if (known.low > known.high)
      Die(absl::StrCat(model_.cell(id).name, ": no figure explains what is printed"));
    const auto sums = static_cast<uint32_t>(model_.sums().size());
    const auto orders = static_cast<uint32_t>(model_.orders().size());
    for (const uint32_t i : model_.SumsOf(id)) Wake(i);
    for (const uint32_t i : model_.OrdersOf(id)) Wake(sums + i);
    for (const uint32_t i : model_.CoversOf(id)) Wake(sums + orders + i);
  }
  void Wake(uint32_t relation) {
    if (waits_[relation]) return;
    waits_[relation] = true;
    queue_.push_back(relation);
  }

  const Model& model_;
  std::vector<Interval> known_;
  std::vector<bool> waits_;
  std::deque<uint32_t> queue_;
};

}  // namespace

std::vector<Interval> Propagate(const Model& model, std::vector<Interval> known) {
  Propagation propagation(model, std::move(known));
  propagation.WakeAll();
  return propagation.Run();
}

std::vector<Interval> Propagate(const Model& model, Eyes eyes) {
  return Propagate(model, AllPrinted(model, eyes));
}

namespace {

std::vector<Breach> BreachesAmong(const Model& model, const std::vector<Interval>& known,
                                  const std::vector<bool>& own) {
  std::vector<Breach> breaches;
  for (CellId id = 0; id < model.size(); ++id) {
    if (!model.cell(id).is_protected() || own[id]) continue;
    const Interval wanted = Wanted(model.cell(id));
    if (known[id].low > wanted.low || known[id].high < wanted.high) breaches.push_back({id, known[id]});
  }
  return breaches;
}

// All that a cell is part of.
void MarkWholes(const Model& model, CellId id, std::vector<bool>& marked) {
  for (const uint32_t i : model.SumsOf(id)) {
    const CellId total = model.sums()[i].total;
    if (total == id || marked[total]) continue;
    marked[total] = true;
    MarkWholes(model, total, marked);
  }
}

}  // namespace

std::vector<Breach> BreachesIn(const Model& model, Eyes eyes) {
  return BreachesAmong(model, Propagate(model, eyes), std::vector<bool>(model.size()));
}

std::vector<Breach> BreachesFor(const Model& model, const std::vector<Interval>& known,
                                const std::vector<CellId>& own) {
  Propagation propagation(model, known);
  std::vector<bool> is_own(model.size());
  for (const CellId id : own) {
    is_own[id] = true;
    propagation.Learn(id, model.cell(id).truth);
  }
  for (const CellId id : own) MarkWholes(model, id, is_own);
  return BreachesAmong(model, propagation.Run(), is_own);
}

}  // namespace obt::reporting::disclosure
