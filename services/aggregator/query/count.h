// The passes over the columns: they add up the measures, cell by cell. Levels and everything "up to the
// period's end" are counted as changes from one period to the next (+1 where somebody begins to count, -1
// where they cease to); the running sum over the periods gives the figure. Plain loops: a look-up per
// dimension and one addition for a person or a credit; learners go by in parts that fit the nearest cache,
// once for all measures. Several counters may share the parts of a pass, each on a thread of its own: what
// they have counted adds up.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/aggregator/query/cells.h"
#include "services/aggregator/query/plan.h"

namespace obt::aggregator {

// A measure with its column, or with one column for each band.
template <typename Cells>
struct Counted {
  v1::Measure measure = v1::MEASURE_UNSPECIFIED;
  std::vector<Cells> columns;
};

// The lower bounds of the bands above 0, ascending from 1.
std::vector<uint32_t> BandBounds(const identity::v1::Programme& programme);

template <typename Cells>
class Counter {
 public:
  Counter(const State& state, const ProgrammeState& programme, const Query& query, const Plan& plan);
  // How many parts the pass has: the first counts everybody, each of the others some learners.
  size_t parts() const;
  void Count(size_t part);
  // How many workers shorten the pass.
  size_t WorthwhileWorkers() const;
  // What another has counted.
  void Add(const Counter& other);
  // In the order of the query's measures.
  std::vector<Counted<Cells>> TakeCounted() { return std::move(counted_); }

 private:
  struct Part {  // learners
    size_t begin = 0, end = 0;
  };

  void CountInScope(Cells& cells) const;
  void CountRegistered(Cells& cells) const;
  void CountCrowds(const Level& level, Cells& cells) const;
  void CountEverybody();
  void CountLearners(const Part& part);
  // What profile and, for attribution NOW, the current organisation add: by learner of the part.
  void MakeBase(const Part& part);
  void CountMeasure(const Part& part, Counted<Cells>& counted) const;
  void CountMilestone(const Part& part, const std::vector<Milestone>& milestones, Cells& cells) const;
  void CountMinutes(const Part& part, Cells& cells) const;
  void CountCreditsInOnePlace(LearnerIndex learner, uint64_t cell, Cells& cells) const;
  void CountCredits(LearnerIndex learner, uint64_t base, Cells& cells) const;
  void CountBands(const Part& part, std::vector<Cells>& bands) const;
  void CountBandsOf(LearnerIndex learner, std::vector<Cells>& bands) const;

  uint64_t ProfileCells(PersonIndex person) const {
    return plan_.profile_cells()[people_.placements()[person].profile];
  }
  // What the organisation of a day adds; 0 for attribution NOW, where the base holds it.
  uint64_t ThenCells(const Level& level, Day day, Number organisation) const {
    if (level.organisation_always != nullptr) return level.organisation_always[organisation];
    return query_.then ? level.organisation_then[static_cast<size_t>(day - periods_.first_day)][organisation]
                       : 0;
  }
  // Somebody's stays, as registered people at the periods' ends from a period on.
  void AddRegistered(PersonIndex person, uint64_t profile, size_t from_period, int64_t value,
                     Cells& cells) const;
  static Stay LastStay(const Placement& placement) {
    return {placement.organisation, placement.from, placement.to};
  }
  void AddStay(const Stay& stay, const Level& level, uint64_t profile, size_t from_period, int64_t value,
               Cells& cells) const;
  // Counts somebody in the periods [first, end).
  void AddRange(uint64_t cell, size_t first, size_t end, int64_t value, Cells& cells) const {
    if (first >= end || cell >= kDrop) return;
    cells.Add(cell + first, value);
    if (end < periods_.size()) cells.Add(cell + end, -value);
  }
  // Counts somebody who came into a band with `entry`, in the periods [first, end).
  void AddBand(PersonIndex person, uint64_t profile, const Credit& entry, size_t first, size_t end,
               Cells& cells) const;
  size_t BandOf(uint32_t minutes) const;

  const People& people_;
  const ProgrammeState& programme_;
  const Learners& learners_;
  const Query& query_;
  const Plan& plan_;
  const Periods& periods_;
  const std::vector<uint32_t> bounds_;
  // One period to which every credit belongs: totals will do.
  const bool totals_suffice_;
  std::vector<Counted<Cells>> counted_;
  std::vector<uint64_t> base_;
};

}  // namespace obt::aggregator
