#include "services/reporting/disclosure/window.h"

#include <algorithm>
#include <cmath>

#include "services/reporting/disclosure/moves.h"

namespace obt::reporting::disclosure {
namespace {

constexpr int kMostMoves = 120;
constexpr Interval kFree = {0, kNoCap};

}  // namespace

WindowSearch::WindowSearch(const Model& model, const std::vector<Interval>& printed)
    : model_(model),
      printed_(printed),
      draft_(model),
      locks_(model.size(), kFree),
      column_of_(model.size(), -1),
      in_sum_(model.sums().size()),
      sum_is_open_(model.sums().size()) {}

std::optional<World> WindowSearch::Find(CellId id, End end, bool thorough) {
  // Nearly all are found by the first two. In the last ones all measures move at once.
  static constexpr Attempt kAttempts[] = {
      {{1, 4}, true, false}, {{1, 16}, true, false}, {{2, 6}, true, false}, {{1, 4}, false, false},
      {{1, 4}, true, true},  {{2, 4}, true, true},   {{2, 12}, true, true},
  };
  for (const Attempt& attempt : kAttempts) {
    if (attempt.linked && !thorough) break;
    draft_.Reset();
    for (const CellId locked : locked_) locks_[locked] = kFree;
    locked_.clear();
    if (Try(id, end, attempt) && Shows(draft_[id], GoalOf(model_.cell(id), end), end) &&
        Explains(model_, printed_, draft_))
      return draft_.Differences();
  }
  return std::nullopt;
}

bool WindowSearch::Try(CellId id, End end, const Attempt& attempt) {
  std::deque<Move> moves = {{id, end, GoalOf(model_.cell(id), end)}};
  for (int made = 0; !moves.empty(); ++made) {
    if (made == kMostMoves) return false;
    const Move move = moves.front();
    moves.pop_front();
    Interval& lock = locks_[move.cell];
    locked_.push_back(move.cell);
    if (move.end == End::kHigh) lock.low = std::max(lock.low, move.goal);
    if (move.end == End::kLow) lock.high = std::min(lock.high, move.goal);
    if (lock.low > lock.high) return false;  // it moved the other way before
    if (Shows(draft_[move.cell], move.goal, move.end)) continue;
    if (!Make(move, attempt)) return false;
    for (const CellId moved : moved_) FollowUp(moved, moves);
  }
  return true;
}

void WindowSearch::FollowUp(CellId moved, std::deque<Move>& moves) const {
  for (const uint32_t i : model_.OrdersOf(moved)) {
    const Order& order = model_.orders()[i];
    if (draft_[order.less] <= draft_[order.more]) continue;
    if (moved == order.less) moves.push_back({order.more, End::kHigh, draft_[order.less]});
    if (moved == order.more) moves.push_back({order.less, End::kLow, draft_[order.more]});
  }
  for (const uint32_t i : model_.CoversOf(moved)) {
    const Cover& cover = model_.covers()[i];
    const int64_t missing = draft_[cover.total] - draft_.SumOf(cover.parts);
    if (missing <= 0) continue;
    if (moved != cover.total) {
      moves.push_back({cover.total, End::kLow, static_cast<int32_t>(draft_[cover.total] - missing)});
      continue;
    }
    const auto room = [this](CellId id) { return printed_[id].high - draft_[id]; };
    const CellId roomiest = *std::max_element(cover.parts.begin(), cover.parts.end(),
                                              [&](CellId a, CellId b) { return room(a) < room(b); });
    moves.push_back({roomiest, End::kHigh, static_cast<int32_t>(draft_[roomiest] + missing)});
  }
}

Interval WindowSearch::RoomOf(CellId id, bool strict) const {
  Interval room = printed_[id];
  room.low = std::max(room.low, locks_[id].low);
  room.high = std::min(room.high, locks_[id].high);
  if (!strict) return room;
  for (const uint32_t i : model_.OrdersOf(id)) {
    const Order& order = model_.orders()[i];
    const CellId other = order.less == id ? order.more : order.less;
    if (IsIn(other)) continue;
    if (other == order.more) room.high = std::min(room.high, draft_[other]);
    if (other == order.less) room.low = std::max(room.low, draft_[other]);
  }
  for (const uint32_t i : model_.CoversOf(id)) {
    const Cover& cover = model_.covers()[i];
    if (IsWhole(cover)) continue;  // a row of the programme
    const int64_t spare = draft_.SumOf(cover.parts) - draft_[cover.total];
    if (cover.total == id) {
      room.high = static_cast<int32_t>(std::min<int64_t>(room.high, draft_[id] + spare));
    } else {
      room.low = static_cast<int32_t>(std::max<int64_t>(room.low, draft_[id] - spare));
    }
  }
  return room;
}

void WindowSearch::AddTerms(CellId id, double factor, std::vector<Lp::Term>& terms) const {
  if (IsIn(id)) AddMove(column_of_[id], factor, terms);
}

bool WindowSearch::IsWhole(const Cover& cover) const {
  return IsIn(cover.total) &&
         std::all_of(cover.parts.begin(), cover.parts.end(), [this](CellId part) { return IsIn(part); });
}

void WindowSearch::AddRelations(Lp& lp) const {
  std::vector<Lp::Term> terms;
  for (const uint32_t i : sums_) {
    const Sum& sum = model_.sums()[i];
    terms.clear();
    AddTerms(sum.total, 1, terms);
    for (const CellId part : sum.parts) AddTerms(part, -1, terms);
    if (!terms.empty()) lp.AddRow(0, 0, terms);
  }
  for (const CellId id : window_) {
    for (const uint32_t i : model_.OrdersOf(id)) {
      const Order& order = model_.orders()[i];
      if (order.less != id || !IsIn(order.more)) continue;
      terms.clear();
      AddTerms(order.less, 1, terms);
      AddTerms(order.more, -1, terms);
      lp.AddRow(-Lp::kInfinity, draft_[order.more] - draft_[order.less], terms);
    }
    for (const uint32_t i : model_.CoversOf(id)) {
      const Cover& cover = model_.covers()[i];
      if (cover.total != id || !IsWhole(cover)) continue;
      terms.clear();
      AddTerms(id, 1, terms);
      for (const CellId part : cover.parts) AddTerms(part, -1, terms);
      lp.AddRow(-Lp::kInfinity, static_cast<double>(draft_.SumOf(cover.parts) - draft_[id]), terms);
    }
  }
}

bool WindowSearch::Make(const Move& move, const Attempt& attempt) {
  OpenWindow(move.cell, attempt.reach, attempt.linked);
  Lp lp;
  bool possible = IsIn(move.cell);
  for (const CellId id : window_) {
    const bool mover = id == move.cell;
    const int32_t now = draft_[id];
    Interval room = RoomOf(id, attempt.strict && !mover);
    if (mover) room = move.end == End::kHigh ? Interval{now, move.goal} : Interval{move.goal, now};
    possible = possible && room.low <= now && now <= room.high && printed_[move.cell].Holds(move.goal);
    AddMoves(lp, room, now, GainOf(mover, move.end), CostOf(id, 0));
  }
  moved_.clear();
  if (possible) {
    AddRelations(lp);
    possible = lp.Solve();
  }
  for (size_t i = 0; possible && i < window_.size(); ++i) {
    const auto by = static_cast<int32_t>(std::llround(MoveOf(lp, static_cast<int>(i))));
    if (by == 0) continue;
    draft_.Set(window_[i], draft_[window_[i]] + by);
    moved_.push_back(window_[i]);
  }
  for (const CellId id : window_) column_of_[id] = -1;
  return possible && Shows(draft_[move.cell], move.goal, move.end);
}

// Of each of its sums the partners with the most room.
void WindowSearch::AddPartners(CellId id, size_t partners, std::vector<CellId>& next) {
  for (const uint32_t i : model_.SumsOf(id)) {
    if (sum_is_open_[i]) continue;
    sum_is_open_[i] = true;
    sums_.push_back(i);
    const Sum& sum = model_.sums()[i];
    std::vector<CellId> members = sum.parts;
    members.push_back(sum.total);
    const auto room = [this](CellId member) { return printed_[member].high - printed_[member].low; };
    const size_t kept = std::min(partners, members.size());
    std::partial_sort(members.begin(), members.begin() + static_cast<ptrdiff_t>(kept), members.end(),
                      [&](CellId a, CellId b) { return std::pair(-room(a), a) < std::pair(-room(b), b); });
    next.insert(next.end(), members.begin(), members.begin() + static_cast<ptrdiff_t>(kept));
  }
}

// Cells within reach, and those that lie in two of the sums that were opened: they close the circles in which
// figures move. The rest would break a sum by moving.
void WindowSearch::OpenWindow(CellId id, const Reach& reach, bool linked) {
  window_.clear();
  sums_.clear();
  std::vector<CellId> frontier = {id}, next;
  std::vector<CellId> seen = {id};
  column_of_[id] = 0;
  for (int depth = 0; depth <= reach.depth && !frontier.empty(); ++depth) {
    next.clear();
    const bool last = depth == reach.depth;  // whose sums are opened, and nobody joins
    for (const CellId one : frontier) AddPartners(one, last ? 0 : reach.partners, next);
    frontier.clear();
    for (const CellId one : next) {
      if (IsIn(one)) continue;
      column_of_[one] = 0;
      seen.push_back(one);
      frontier.push_back(one);
    }
  }
  for (const uint32_t i : sums_) {
    const Sum& sum = model_.sums()[i];
    const auto look = [&](CellId member) {
      if (IsIn(member)) return;
      const auto of = model_.SumsOf(member);
      if (std::count_if(of.begin(), of.end(), [&](uint32_t s) { return sum_is_open_[s]; }) < 2) return;
      column_of_[member] = 0;
      seen.push_back(member);
    };
    look(sum.total);
    for (const CellId part : sum.parts) look(part);
  }
  for (const uint32_t i : sums_) sum_is_open_[i] = false;
  window_ = std::move(seen);
  if (linked) AddLinked();
  Prune(id);
}

// What the cells of the window are tied to in other measures, weeks and releases, and what those are tied to.
void WindowSearch::AddLinked() {
  const auto join = [this](CellId id) {
    if (IsIn(id)) return;
    column_of_[id] = 0;
    window_.push_back(id);
  };
  size_t begin = 0;
  for (int step = 0; step < 2; ++step) {
    for (const size_t end = window_.size(); begin < end; ++begin) {
      const CellId id = window_[begin];
      for (const uint32_t i : model_.OrdersOf(id)) {
        join(model_.orders()[i].less);
        join(model_.orders()[i].more);
      }
      for (const uint32_t i : model_.CoversOf(id)) {
        join(model_.covers()[i].total);
        for (const CellId part : model_.covers()[i].parts) join(part);
      }
    }
  }
}

// A cell that is alone in a sum cannot move. Sums that were not opened count too.
void WindowSearch::Prune(CellId id) {
  sums_.clear();
  for (const CellId one : window_) {
    for (const uint32_t i : model_.SumsOf(one)) {
      if (in_sum_[i]++ == 0) sums_.push_back(i);
    }
  }
  std::vector<CellId> looked_at = window_;
  while (!looked_at.empty()) {
    const CellId one = looked_at.back();
    looked_at.pop_back();
    const auto of = model_.SumsOf(one);
    if (!IsIn(one) || one == id) continue;
    if (std::none_of(of.begin(), of.end(), [&](uint32_t i) { return in_sum_[i] == 1; })) continue;
    column_of_[one] = -1;
    for (const uint32_t i : of) {
      if (--in_sum_[i] != 1) continue;
      const Sum& sum = model_.sums()[i];
      looked_at.push_back(sum.total);
      looked_at.insert(looked_at.end(), sum.parts.begin(), sum.parts.end());
    }
  }
  for (const uint32_t i : sums_) in_sum_[i] = 0;
  std::erase_if(window_, [this](CellId one) { return !IsIn(one); });
  for (size_t i = 0; i < window_.size(); ++i) column_of_[window_[i]] = static_cast<int>(i);
}

}  // namespace obt::reporting::disclosure
