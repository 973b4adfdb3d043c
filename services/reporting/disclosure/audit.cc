#include "services/reporting/disclosure/audit.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace obt::reporting::disclosure {
namespace {

constexpr End kEnds[] = {End::kLow, End::kHigh};
constexpr size_t kFewCells = 1500;  // which one programme over all of them looks at in a millisecond or two
constexpr size_t kThreads = 2;
constexpr CellId kShareCells = 16;  // next to each other, which one thread looks at

}  // namespace

Audit::Audit(const Model& model, Eyes eyes)
    : model_(model),
      eyes_(eyes),
      printed_(AllPrinted(model, eyes)),
      search_(model, printed_),
      proof_of_(model.size(), {kNone, kNone}) {
  for (CellId id = 0; id < model.size(); ++id) NoteTruth(id);
}

void Audit::NoteTruth(CellId id) {
  const Cell& cell = model_.cell(id);
  for (const End end : kEnds) {
    if (!cell.is_protected() || Shows(cell.truth, GoalOf(cell, end), end))
      proof_of_[id][IndexOf(end)] = kTruth;
  }
}

void Audit::Note(const World& world, int32_t number, Proofs& proofs) const {
  for (const auto& [id, difference] : world.differences) {
    const Cell& cell = model_.cell(id);
    for (const End end : kEnds) {
      int32_t& proof = proofs[id][IndexOf(end)];
      if (proof == kNone && Shows(cell.truth + difference, GoalOf(cell, end), end)) proof = number;
    }
  }
}

void Audit::Keep(World world) {
  Note(world, static_cast<int32_t>(worlds_.size()), proof_of_);
  worlds_.push_back(std::move(world));
}

Verdict Audit::Look(CellId cell, End end, WindowSearch& search) const {
  Verdict verdict;
  verdict.world = search.Find(cell, end, model_.ComponentOf(cell).cells.size() > kFewCells);
  if (!verdict.world.has_value()) verdict = LookAtWhole(model_, printed_, cell, end);
  return verdict;
}

Verdict Audit::Prove(CellId cell, End end) {
  Verdict verdict = Look(cell, end, search_);
  if (verdict.world.has_value()) Keep(*verdict.world);
  return verdict;
}

void Audit::Adopt(const std::vector<World>& worlds) {
  for (const World& world : worlds) Keep(world);
}

void Audit::Try(const std::vector<World>& worlds) {
  Draft draft(model_);
  for (const World& world : worlds) {
    draft.Reset();
    for (const auto& [id, difference] : world.differences) draft.Set(id, draft[id] + difference);
    if (Explains(model_, printed_, draft)) Keep(world);
  }
}

std::vector<World> Audit::RunShare(size_t share, const std::function<bool(CellId)>& go_on) const {
  WindowSearch search(model_, printed_);
  Proofs proofs = proof_of_;
  std::vector<World> found;
  for (CellId id = 0; id < model_.size(); ++id) {
    if (id / kShareCells % kThreads != share) continue;
    for (const End end : kEnds) {
      if (proofs[id][IndexOf(end)] != kNone) continue;
      if (!go_on(id)) return found;
      Verdict verdict = Look(id, end, search);
      if (!verdict.world.has_value()) continue;
      Note(*verdict.world, kTruth, proofs);
      found.push_back(*std::move(verdict.world));
    }
  }
  return found;
}

void Audit::Run(const std::function<bool(CellId)>& go_on) {
  std::array<std::vector<World>, kThreads> found;
  std::vector<std::thread> threads;
  for (size_t share = 1; share < kThreads; ++share)
    threads.emplace_back([&, share] { found[share] = RunShare(share, go_on); });
  found[0] = RunShare(0, go_on);
  for (std::thread& thread : threads) thread.join();
  for (std::vector<World>& worlds : found) {
    for (World& world : worlds) Keep(std::move(world));
  }
}

std::vector<Failure> Audit::Failures() const {
  std::vector<Failure> failures;
  for (CellId id = 0; id < model_.size(); ++id) {
    for (const End end : kEnds) {
      if (!Proves(id, end)) failures.push_back({id, end});
    }
  }
  return failures;
}

bool Audit::Narrow(CellId cell) {
  const Proofs before = proof_of_;
  const size_t worlds = worlds_.size();
  Widen(cell);
  const Interval now = printed_[cell];
  std::vector<bool> killed(worlds);
  for (size_t i = 0; i < worlds; ++i) {
    const auto& differences = worlds_[i].differences;
    const auto at = std::lower_bound(differences.begin(), differences.end(), std::pair(cell, INT32_MIN));
    killed[i] =
        at != differences.end() && at->first == cell && !now.Holds(model_.cell(cell).truth + at->second);
  }
  std::vector<Failure> lost;
  for (CellId id = 0; id < model_.size(); ++id) {
    for (const End end : kEnds) {
      int32_t& proof = proof_of_[id][IndexOf(end)];
      if (proof < 0 || !killed[static_cast<size_t>(proof)]) continue;
      proof = kNone;
      lost.push_back({id, end});
    }
  }
  const bool all = std::all_of(lost.begin(), lost.end(), [this](const Failure& one) {
    return Proves(one.cell, one.end) || Prove(one.cell, one.end).world.has_value();
  });
  if (all) return true;
  proof_of_ = before;
  worlds_.resize(worlds);
  return false;
}

std::vector<World> Audit::Worlds() const {
  std::vector<bool> used(worlds_.size());
  for (const auto& ends : proof_of_) {
    for (const int32_t proof : ends) {
      if (proof >= 0) used[static_cast<size_t>(proof)] = true;
    }
  }
  std::vector<World> worlds;
  for (size_t i = 0; i < worlds_.size(); ++i) {
    if (used[i]) worlds.push_back(worlds_[i]);
  }
  return worlds;
}

}  // namespace obt::reporting::disclosure
