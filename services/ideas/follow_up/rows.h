// What stands still in the teams of many organisations, team by team.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/ideas/follow_up/domain.h"
#include "services/ideas/item/rows.h"

namespace obt::ideas {

// What a list of follow-ups is about.
struct FollowUpsAsked {
  identity::v1::Programme programme;
  std::vector<std::string> codes;  // of lead organisations, in order
  std::vector<int> kinds;          // empty: all
  Day today = 0;
};

// Something that stands still, and in which team.
struct TeamStandstill {
  identity::v1::TeamFacts team;
  Standstill standstill;
};

// So many teams are looked at for one page.
inline constexpr size_t kMostTeams = 2000;

// As `take` keeps and changes them. Positions are those of what was answered, or of the team looked at last:
// what is done meanwhile moves nothing else, and none names what was not kept.
absl::StatusOr<Page<TeamStandstill>> PageOfFollowUps(
    const Reader& reader, const FollowUpsAsked& asked, absl::string_view position, size_t limit,
    absl::FunctionRef<absl::StatusOr<bool>(TeamStandstill&)> take, size_t most_teams = kMostTeams);

struct FollowUpCounts {
  std::map<int, int> by_kind;
  bool partial = false;  // there are more teams than were counted
};
// Until that time of the system's clock.
absl::StatusOr<FollowUpCounts> CountFollowUps(const Reader& reader, const FollowUpsAsked& asked,
                                              absl::Time until, size_t most_teams = kMaxTeamsCounted);

}  // namespace obt::ideas
