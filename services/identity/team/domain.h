// What the rules say about teams: which requests are well formed, what a new team looks like, what an update
// or its end makes of it. Pure functions of values.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "obt/identity/v1/team.pb.h"

namespace obt::identity::v1 {

// A team of a batch.
Violations Validate(const NewTeam& team);
Violations Validate(const ListTeamsRequest& request);

}  // namespace obt::identity::v1

namespace obt::identity {

// An open team: everything but id and etag. Somebody listed twice counts once.
v1::TeamFacts NewFacts(const v1::NewTeam& asked);

// True when the request changes that field of a team.
bool Changes(const v1::UpdateTeamRequest& request, absl::string_view field);
// Takes over what the request changes; true when something is different now.
bool Update(const v1::UpdateTeamRequest& request, v1::TeamFacts& facts, std::string& name);

// Somebody a team names: where, and their id.
struct Named {
  std::string field, person_id;
};
// Those the team did not name in that field before.
std::vector<Named> NamedAnew(const v1::TeamFacts& before, const v1::TeamFacts& after);

// True for the same team but for id, state and etag.
bool SameTeam(const v1::TeamFacts& a, const v1::TeamFacts& b);
bool IsFacilitator(const v1::TeamFacts& facts, absl::string_view person_id);
bool IsMember(const v1::TeamFacts& facts, absl::string_view person_id);

// FAILED_PRECONDITION (TEAM_CLOSED) unless it is open.
absl::Status CheckOpen(const v1::TeamFacts& facts);
// FAILED_PRECONDITION (PERSON_ERASED), naming where the id stood.
absl::Status PersonIsErased(const Named& named);
// ALREADY_EXISTS: another team has the key.
absl::Status TeamKeyInUse(absl::string_view team_id);

}  // namespace obt::identity
