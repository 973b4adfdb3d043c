// A query, compiled for one state into small tables: what each organisation, grade, profession, region and
// day adds to a cell's number. A cell is a group in a period; counting somebody is a few look-ups and one
// addition.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aggregator/query/axes.h"
#include "services/aggregator/query/query.h"

namespace obt::aggregator {

// Added to a cell's number it means "does not count"; the sum of a few of them still does.
inline constexpr uint64_t kDrop = uint64_t{1} << 56;

// Periods [first, end) at whose ends the tree and the programme's scope are the same, and what organisations
// add there.
struct Level {
  size_t first = 0;
  size_t end = 0;
  // By organisation number, in the tree of these periods' ends. kNone is "no stay".
  const uint64_t* organisation = nullptr;
  // The same in the tree of a day: by day since Periods::first_day. For attribution THEN only.
  std::vector<const uint64_t*> organisation_then;
  // The one table of all those days, if the tree did not change.
  const uint64_t* organisation_always = nullptr;
};

class Plan {
 public:
  // Fails as Run does.
  static absl::StatusOr<Plan> Make(const State& state, const ProgrammeState& programme, const Query& query);
  Plan(Plan&&) = default;

  Day as_of() const { return periods_.as_of; }
  const Periods& periods() const { return periods_; }
  // Without the time, in the order of the request.
  const std::vector<Axis>& axes() const { return axes_; }
  uint64_t cells() const { return cells_; }
  const std::vector<Level>& levels() const { return levels_; }
  // The tree and scope of as_of.
  const Level& last_level() const { return levels_.back(); }

  // Whether grade, profession or region matter at all.
  bool has_attributes() const { return has_attributes_; }
  // What grade, profession and region add, by profile.
  const std::vector<uint64_t>& profile_cells() const { return profile_cells_; }

 private:
  using ScopeKey = std::pair<size_t, size_t>;  // epoch of the tree, how many dates of headcounts have come

  explicit Plan(const Query& query) : query_(&query) {}
  absl::Status ReadFilter(const State& state);
  void MakeAxes(const State& state);
  void MakeProfiles(const State& state);
  std::vector<uint64_t> MakeAttribute(const ListedCodes& codes, v1::Dimension dimension,
                                      const std::vector<std::string>& wanted);
  void MakeLevels(const State& state, const ProgrammeState& programme);
  void AddThen(const Organisations& organisations, const ScopeKey& key, Level& level);
  const uint64_t* CellsOf(const Organisations& organisations, size_t epoch, const ScopeKey& key);
  uint64_t CellsOfOrganisation(const Tree& tree, Number organisation, bool in_scope) const;
  uint64_t CellsWithoutOrganisation() const;
  const Axis* AxisOf(v1::Dimension dimension) const;

  const Query* query_;  // while making
  Periods periods_;
  std::vector<Axis> axes_;
  uint64_t cells_ = 0;
  std::vector<Level> levels_;
  bool has_attributes_ = false;
  std::vector<uint64_t> profile_cells_;
  std::vector<Number> wanted_;  // organisations asked for, with what is below them
  std::vector<char> covered_;   // by organisation: the caller may see it
  std::map<ScopeKey, std::vector<char>> scopes_;
  std::map<std::tuple<size_t, ScopeKey>, std::vector<uint64_t>> cells_of_;  // epoch of the tree, scope
};

}  // namespace obt::aggregator
