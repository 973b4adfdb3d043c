// The groups QuerySurveys knows, all of them: everybody, departments and organisations, each whole and by
// grade, by profession and by region; and how they add up. A node is one of these groups. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aggregator/columns/state.h"
#include "services/aggregator/query/axes.h"
#include "services/aggregator/query/plan.h"
#include "services/aggregator/surveys/withhold.h"

namespace obt::aggregator {

// Levels: a level's groups are parts of those of the level before.
inline constexpr size_t kEverybody = 0, kDepartments = 1, kOrganisations = 2, kLevels = 3;
inline constexpr std::array kLevelDimensions = {v1::DIMENSION_UNSPECIFIED, v1::DIMENSION_DEPARTMENT,
                                                v1::DIMENSION_ORGANISATION};
// 0: by nothing more, else by kAttributes[by - 1].
inline constexpr size_t kWhole = 0, kCuts = kAttributes.size() + 1;

class SurveyShape {
 public:
  // In the tree and scope of as_of, which is clamped as a question's is. Fails as MakePlan does.
  static absl::StatusOr<SurveyShape> Make(const State& state, const ProgrammeState& programme, Day as_of);

  Day as_of() const { return as_of_; }
  // A single code, "", where there is nothing to tell apart.
  const Axis& groups(size_t level) const { return groups_[level]; }
  const Axis& attributes(size_t by) const { return attributes_[by]; }
  // Nodes are below this.
  size_t size() const { return size_; }
  size_t NodeOf(size_t level, size_t by, size_t group, size_t attribute) const {
    return first_[level][by] + group * attributes_[by].codes.size() + attribute;
  }
  // First between whole groups, then of what is grouped by an attribute.
  absl::Span<const Lines> lines() const { return lines_; }

  // Where somebody is counted: at their organisation of as_of, by each attribute.
  using Nodes = OfAttributes<size_t>;
  // False: outside the programme.
  bool Find(const People& people, const Participants& participants, ParticipantIndex participant,
            Nodes& nodes) const;
  // Adds what is counted there up into all other nodes.
  void AddUp(absl::Span<Tally> tallies) const;

 private:
  void AddLinesOfParts(size_t level, const std::vector<std::vector<size_t>>& parts);
  void AddLinesOfAttributes(size_t level, size_t by);

  Day as_of_ = 0;
  std::array<Axis, kLevels> groups_;
  std::array<Axis, kCuts> attributes_;
  std::array<std::array<size_t, kCuts>, kLevels> first_ = {};
  size_t size_ = 0;
  std::array<Lines, 2> lines_;
  size_t adding_ = 0;        // so many of the second add up all but whole groups above organisations
  std::vector<Plan> plans_;  // by attribute: organisations by it
};

}  // namespace obt::aggregator
