#include "services/reporting/making/hints.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace obt::reporting::making {
namespace {

using disclosure::CellId;
using disclosure::World;

constexpr CellId kNowhere = ~CellId{0};

// For each cell of the releases a release was audited with and of its own, in order, where it is in the joint
// model, if it is there.
std::vector<CellId> PlacesOf(const Kept& release, absl::Span<const Kept> releases, const Joint& joint) {
  std::vector<CellId> places;
  const auto add = [&](const std::string& id, size_t cells) {
    const auto found = std::find_if(releases.begin(), releases.end(),
                                    [&](const Kept& one) { return one.row.release().release_id() == id; });
    const bool is_there = found != releases.end();
    const CellId first = is_there ? joint.plans[static_cast<size_t>(found - releases.begin())].first : 0;
    for (CellId cell = 0; cell < cells; ++cell) places.push_back(is_there ? first + cell : kNowhere);
  };
  for (int i = 0; i < release.row.audited_with_size(); ++i)
    add(release.row.audited_with(i), static_cast<size_t>(release.row.audited_cells(i)));
  add(release.row.release().release_id(), release.statuses.size());
  return places;
}

// For each older cell those of the newest release that have one of its names: the day of a release is a week
// of the next.
std::vector<std::vector<CellId>> MirrorsOf(const Joint& joint) {
  std::vector<std::vector<CellId>> mirrors(joint.model.size());
  for (const tables::Plan& plan : joint.plans) {
    if (&plan == &joint.newest()) break;
    for (const auto& [name, cell] : plan.names) {
      const auto same = joint.newest().names.find(name);
      if (same != joint.newest().names.end()) mirrors[cell].push_back(same->second);
    }
  }
  return mirrors;
}

}  // namespace

std::vector<World> HintsOf(absl::Span<const Kept> releases, const Joint& joint) {
  const std::vector<std::vector<CellId>> mirrors = MirrorsOf(joint);
  std::vector<World> hints;
  for (const Kept& release : releases.first(releases.size() - 1)) {
    const std::vector<CellId> places = PlacesOf(release, releases, joint);
    for (const World& world : release.worlds) {
      std::map<CellId, int32_t> moved, mirrored;
      for (const auto& [cell, difference] : world.differences) {
        if (cell >= places.size() || places[cell] == kNowhere) continue;
        moved[places[cell]] = difference;
        for (const CellId mirror : mirrors[places[cell]]) mirrored[mirror] = difference;
      }
      hints.push_back({{moved.begin(), moved.end()}});
      mirrored.insert(moved.begin(), moved.end());
      hints.push_back({{mirrored.begin(), mirrored.end()}});
    }
  }
  return hints;
}

}  // namespace obt::reporting::making
