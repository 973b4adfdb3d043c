// What the rules say about teams: which requests are well formed, what a new team looks like, what an update
// or its end makes of it. Pure functions of values.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/identity/v1/team.pb.h"

namespace obt::identity::v1 {

// A team of a batch.
Violations Validate(const NewTeam& team);
Violations Validate(const ListTeamsRequest& request);
Violations Validate(const UpdateTeamRequest& request);

}  // namespace obt::identity::v1

namespace obt::identity {

// An open team: everything but id and etag. Somebody listed twice counts once.
v1::TeamFacts NewFacts(const v1::NewTeam& asked);

// True when the request changes that field of a team.
bool Changes(const v1::UpdateTeamRequest& request, absl::string_view field);
// From which day its organisation_code leads; INVALID_ARGUMENT when that lies in the future.
absl::StatusOr<Day> EffectiveOf(const v1::UpdateTeamRequest& request, Day today);
// The organisation leads from that day on, in place of whoever did on it and later; true for a change.
bool SetLead(v1::TeamFacts& facts, absl::string_view organisation_code, Day effective);
// Who leads on the day, then those who do later.
std::vector<std::string> LeadsFrom(const v1::TeamFacts& facts, Day day);
// Takes over what the request changes; true when something is different now.
bool Update(const v1::UpdateTeamRequest& request, Day effective, v1::TeamFacts& facts, std::string& name);

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
// FAILED_PRECONDITION (TOO_MANY_LEADS) if it changed hands too often to keep.
absl::Status CheckLeads(const v1::TeamFacts& facts);
// FAILED_PRECONDITION (PERSON_ERASED), naming where the id stood.
absl::Status PersonIsErased(const Named& named);
// ALREADY_EXISTS: another team has the key.
absl::Status TeamKeyInUse(absl::string_view team_id);

}  // namespace obt::identity
