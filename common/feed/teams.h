// Teams of the directory, found by who leads them or by who is in them.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/feed/directory_schema.h"
#include "common/store/page.h"

namespace obt::feed {

// Those somebody is a member or facilitator of, in one programme or (empty) in all, by programme and id;
// closed ones too.
absl::StatusOr<std::vector<identity::v1::TeamFacts>> TeamsOf(const store::Reader& reader,
                                                             const PersonId& person,
                                                             const std::string& programme_id);

// DATA_LOSS.
absl::Status IndexNamesNoTeam();

// A page of the teams that an index names under the prefixes, each as `find(TeamId)` has it. The team is the
// last field of the index's keys.
template <typename Row, typename T, typename Prefix, typename Find>
absl::StatusOr<store::Page<Row>> PageOfTeams(const T& index, const store::Reader& reader,
                                             const std::vector<Prefix>& prefixes, absl::string_view position,
                                             size_t limit, Find find) {
  return store::TakePage<Row>(
      index, reader, prefixes, position, limit,
      [&](const typename T::Key& key, const typename T::Row&) -> absl::StatusOr<std::optional<Row>> {
        OBT_ASSIGN_OR_RETURN(std::optional<Row> team, find(std::get<2>(key)));
        if (!team.has_value()) return IndexNamesNoTeam();
        return team;
      });
}

}  // namespace obt::feed
