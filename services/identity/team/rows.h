// The rows of teams: facts, name and key, and the indexes that find them by key and facilitator, kept in
// step; those by lead organisation and person are the directory's. Changed facts are published, no name is.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/ids.h"
#include "common/store/page.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/identity/store/v1/identity_store.pb.h"
#include "obt/identity/v1/team.pb.h"

namespace obt::identity {

using obt::store::Page;

// A team as the store holds it.
struct TeamRecord {
  TeamId id;
  v1::TeamFacts facts;
  store::v1::TeamDetails details;
};

absl::StatusOr<std::optional<TeamRecord>> FindTeam(const obt::store::Reader& reader, const TeamId& id);
// The team with the maker's key, among those the organisation leads in the programme.
absl::StatusOr<std::optional<TeamRecord>> FindTeamByKey(const obt::store::Reader& reader,
                                                        const v1::TeamFacts& facts,
                                                        const std::string& team_key);

// Adds a new team, whose key the caller has found to be free; fills in id, etag and times.
absl::Status InsertTeam(obt::store::Txn& txn, TeamRecord& team, absl::Time now);
// Writes what is different; a key under another organisation must be free. Fills in etag and time of change.
absl::Status PutTeam(obt::store::Txn& txn, const TeamRecord& before, TeamRecord& after, absl::Time now);

// Teams of a programme behind `position` (empty: from the start): led by one of the organisations (sorted by
// code), by organisation and id; or of one person, by id.
absl::StatusOr<obt::store::Page<TeamRecord>> PageOfTeams(const obt::store::Reader& reader,
                                                         absl::Span<const std::string> codes,
                                                         const std::string& programme_id,
                                                         absl::string_view position, size_t limit);
absl::StatusOr<obt::store::Page<TeamRecord>> PageOfTeamsOf(const obt::store::Reader& reader,
                                                           const PersonId& person, bool facilitates,
                                                           const std::string& programme_id,
                                                           absl::string_view position, size_t limit);

// As the API shows a team.
v1::Team ToTeam(TeamRecord record);

}  // namespace obt::identity
