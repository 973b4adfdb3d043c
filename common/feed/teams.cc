#include "common/feed/teams.h"

#include <limits>
#include <utility>

#include "common/base/error.h"

namespace obt::feed {

absl::Status IndexNamesNoTeam() {
  return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE", "an index row names no team");
}

absl::StatusOr<std::vector<identity::v1::TeamFacts>> TeamsOf(const store::Reader& reader,
                                                             const PersonId& person,
                                                             const std::string& programme_id) {
  const auto under = [&](const auto& prefix) {
    return PageOfTeams<identity::v1::TeamFacts>(
        kTeamsByPerson, reader, std::vector{prefix}, "", std::numeric_limits<size_t>::max(),
        [&reader](const TeamId& id) { return kTeams.Find(reader, {id}); });
  };
  OBT_ASSIGN_OR_RETURN(
      store::Page<identity::v1::TeamFacts> page,
      programme_id.empty() ? under(std::tuple(person)) : under(std::tuple(person, programme_id)));
  return std::move(page.rows);
}

}  // namespace obt::feed
