#include "services/reporting/disclosure/protect.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "absl/strings/str_cat.h"

namespace obt::reporting::disclosure {
namespace {

constexpr int kMostForOne = 8;  // secondaries for one failure
constexpr size_t kMostCandidates = 24;

double PriceOf(const Cell& cell) {
  const double place = cell.place == Place::kNational ? 40 : cell.place == Place::kMargin ? 4 : 1;
  return place * (cell.counts_people() ? 1 : 0.7) + 0.35 * std::log1p(cell.truth);
}

class Protector {
 public:
  Protector(Model& model, const ProtectOptions& options)
      : model_(model), options_(options), oracle_(model, Eyes::kOracle), blind_(model, Eyes::kBlind) {}

  absl::StatusOr<Protection> Run() {
    oracle_.Try(options_.hints);
    // Who knows more comes first: it needs the most, and what it needs is there for all.
    RepairAll(oracle_, 0, 0.4);
    blind_.Adopt(oracle_.Worlds());
    blind_.Try(options_.hints);
    RepairAll(blind_, 0.4, 0.8);
    CleanUp();
    if (stopped_) {
      SetPrimaries(model_);
      return absl::DeadlineExceededError("the time for protecting the release is over");
    }
    Protection protection;
    for (CellId id = 0; id < model_.size(); ++id) {
      if (model_.cell(id).status == Status::kSecondary && !model_.cell(id).frozen)
        protection.secondaries.push_back(id);
    }
    protection.certificate = Certify(model_, blind_.Worlds());
    protection.faults = FaultsOf(Print(model_), protection.certificate);
    protection.told = blind_.Failures();
    protection.oracle_told = oracle_.Failures();
    return protection;
  }

 private:
  bool GoOn(double done) {
    done_ = done;
    if (!stopped_ && !options_.go_on(done)) stopped_ = true;
    return !stopped_;
  }

  void RepairAll(Audit& audit, double from, double to) {
    const auto done = [&](CellId id) {
      return from + (to - from) * static_cast<double>(id) / static_cast<double>(model_.size());
    };
    const auto prove = [&] { audit.Run([&](CellId id) { return GoOn(done(id)); }); };
    prove();
    for (const Failure& failure : audit.Failures()) {
      if (!GoOn(to)) return;
      Repair(audit, failure);
    }
    prove();  // what others needed may have helped
  }

  void SetStatus(CellId id, Status status) {
    model_.cell(id).status = status;
    oracle_.Widen(id);
    blind_.Widen(id);
  }

  // Withholds the cheapest printed figure that is enough alone; else the one that helps most for its cost,
  // and looks again. Where nothing is enough all of them are printed again.
  void Repair(Audit& audit, const Failure& failure) {
    std::vector<CellId> withheld;
    for (int round = 0; round < kMostForOne; ++round) {
      const Verdict verdict = audit.Prove(failure.cell, failure.end);
      if (verdict.world.has_value()) return;
      const std::optional<CellId> best = BestOf(audit, failure, verdict);
      if (!best.has_value()) break;
      SetStatus(*best, Status::kSecondary);
      withheld.push_back(*best);
      if (audit.Proves(failure.cell, failure.end)) return;
    }
    for (const CellId id : withheld) SetStatus(id, Status::kShown);
  }

  std::optional<CellId> BestOf(Audit& audit, const Failure& failure, const Verdict& verdict) {
    std::vector<CellId> candidates;
    for (const CellId id : verdict.tight) {
      const Cell& cell = model_.cell(id);
      if (!cell.frozen && !cell.never && !cell.exact && !cell.withheld()) candidates.push_back(id);
      if (candidates.size() == kMostCandidates) break;
    }
    std::sort(candidates.begin(), candidates.end(), [this](CellId a, CellId b) {
      return std::pair(PriceOf(model_.cell(a)), a) < std::pair(PriceOf(model_.cell(b)), b);
    });
    std::optional<CellId> best;
    double most = 0;
    for (const CellId id : candidates) {
      if (!GoOn(done_)) return std::nullopt;
      SetStatus(id, Status::kSecondary);
      const Verdict with = audit.Prove(failure.cell, failure.end);
      SetStatus(id, Status::kShown);
      if (with.world.has_value()) return id;
      if (!with.reached.has_value() || !verdict.reached.has_value()) continue;
      const double step = *with.reached - *verdict.reached;
      const double gain = (failure.end == End::kHigh ? step : -step) / PriceOf(model_.cell(id));
      if (gain <= most) continue;
      most = gain;
      best = id;
    }
    return best;
  }

  // Prints secondaries again that are not needed, the dearest first.
  void CleanUp() {
    std::vector<CellId> secondaries;
    for (CellId id = 0; id < model_.size(); ++id) {
      if (model_.cell(id).status == Status::kSecondary && !model_.cell(id).frozen) secondaries.push_back(id);
    }
    std::sort(secondaries.begin(), secondaries.end(), [this](CellId a, CellId b) {
      return std::pair(-PriceOf(model_.cell(a)), a) < std::pair(-PriceOf(model_.cell(b)), b);
    });
    for (const CellId id : secondaries) {
      if (!GoOn(0.9)) return;
      model_.cell(id).status = Status::kShown;
      if (blind_.Narrow(id) && oracle_.Narrow(id)) continue;
      SetStatus(id, Status::kSecondary);
    }
  }

  Model& model_;
  const ProtectOptions& options_;
  Audit oracle_, blind_;
  std::atomic<double> done_ = 0;
  std::atomic<bool> stopped_ = false;
};

}  // namespace

absl::StatusOr<Protection> Protect(Model& model, const ProtectOptions& options) {
  SetPrimaries(model);
  for (const Cell& cell : model.cells()) {
    if (PrimaryOf(cell) != Status::kShown && !cell.withheld())
      return absl::FailedPreconditionError(absl::StrCat(cell.name, ": was printed against the rules"));
  }
  return Protector(model, options).Run();
}

}  // namespace obt::reporting::disclosure
