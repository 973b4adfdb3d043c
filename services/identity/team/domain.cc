#include "services/identity/team/domain.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/unicode.h"
#include "common/base/validate.h"
#include "google/protobuf/repeated_field.h"
#include "services/identity/etag_domain.h"

namespace obt::identity::v1 {

using validate::Presence;

namespace {

using Ids = google::protobuf::RepeatedPtrField<std::string>;

constexpr std::array<absl::string_view, 4> kUpdatable = {"name", "organisation_code", "facilitator_ids",
                                                         "member_ids"};

void CheckPeople(Violations& out, absl::string_view field, const Ids& ids, int low, int high) {
  validate::Count(out, field, ids.size(), low, high);
  for (int i = 0; i < ids.size(); ++i) {
    validate::ServerId(out, validate::Path(field, i, ""), ids[i], Presence::kRequired);
  }
}

void CheckNewTeam(Violations& out, absl::string_view prefix, const NewTeam& team, Presence key) {
  const auto path = [prefix](absl::string_view field) { return absl::StrCat(prefix, field); };
  validate::Code(out, path("programme_id"), team.programme_id(), Presence::kRequired);
  validate::Code(out, path("organisation_code"), team.organisation_code(), Presence::kRequired);
  validate::Text(out, path("name"), team.name(), validate::kMaxName, Presence::kRequired);
  CheckPeople(out, path("facilitator_ids"), team.facilitator_ids(), 1, kMaxFacilitators);
  CheckPeople(out, path("member_ids"), team.member_ids(), 0, kMaxMembers);
  validate::ForeignId(out, path("team_key"), team.team_key(), kMaxTeamKey, key);
}

}  // namespace

Violations Validate(const CreateTeamRequest& request) {
  Violations out;
  CheckNewTeam(out, "team.", request.team(), Presence::kOptional);
  validate::RequestId(out, request.request_id());
  return out;
}

Violations Validate(const BatchCreateTeamsRequest& request) {
  Violations out;
  validate::Count(out, "teams", request.teams_size(), 1, kMaxTeams);
  return out;
}

Violations Validate(const NewTeam& team) {
  Violations out;
  CheckNewTeam(out, "", team, Presence::kRequired);
  return out;
}

Violations Validate(const GetTeamRequest& request) {
  Violations out;
  validate::ServerId(out, "team_id", request.team_id(), Presence::kRequired);
  return out;
}

Violations Validate(const ListTeamsRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), Presence::kRequired);
  validate::Code(out, "organisation_code", request.organisation_code(), Presence::kOptional);
  validate::ServerId(out, "person_id", request.person_id(), Presence::kOptional);
  validate::ServerId(out, "facilitator_id", request.facilitator_id(), Presence::kOptional);
  const int given =
      !request.organisation_code().empty() + !request.person_id().empty() + !request.facilitator_id().empty();
  if (given > 1)
    out.Add("organisation_code", "give at most one of organisation_code, person_id, facilitator_id");
  validate::PageSize(out, request.page_size());
  return out;
}

Violations Validate(const UpdateTeamRequest& request) {
  Violations out;
  const auto presence = [&request](absl::string_view field) {
    return Changes(request, field) ? Presence::kRequired : Presence::kOptional;
  };
  validate::ServerId(out, "team_id", request.team_id(), Presence::kRequired);
  validate::Text(out, "name", request.name(), validate::kMaxName, presence("name"));
  validate::Code(out, "organisation_code", request.organisation_code(), presence("organisation_code"));
  CheckPeople(out, "facilitator_ids", request.facilitator_ids(), Changes(request, "facilitator_ids") ? 1 : 0,
              kMaxFacilitators);
  CheckPeople(out, "member_ids", request.member_ids(), 0, kMaxMembers);
  validate::Mask(out, "update_mask", request.update_mask(), kUpdatable);
  validate::ForeignId(out, "etag", request.etag(), kMaxEtag, Presence::kOptional);
  validate::RequestId(out, request.request_id());
  return out;
}

Violations Validate(const CloseTeamRequest& request) {
  Violations out;
  validate::ServerId(out, "team_id", request.team_id(), Presence::kRequired);
  validate::ForeignId(out, "etag", request.etag(), kMaxEtag, Presence::kOptional);
  validate::RequestId(out, request.request_id());
  return out;
}

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

using Ids = google::protobuf::RepeatedPtrField<std::string>;

// In order, each once.
Ids Sorted(Ids ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

bool SameIds(const Ids& a, const Ids& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

bool Holds(const Ids& sorted, absl::string_view id) {
  return std::binary_search(sorted.begin(), sorted.end(), id);
}

bool TakeIds(const Ids& stated, Ids& kept) {
  Ids sorted = Sorted(stated);
  if (SameIds(sorted, kept)) return false;
  kept.Swap(&sorted);
  return true;
}

}  // namespace

v1::TeamFacts NewFacts(const v1::NewTeam& asked) {
  v1::TeamFacts facts;
  facts.set_programme_id(asked.programme_id());
  facts.set_organisation_code(asked.organisation_code());
  facts.set_state(v1::TEAM_STATE_OPEN);
  *facts.mutable_facilitator_ids() = Sorted(asked.facilitator_ids());
  *facts.mutable_member_ids() = Sorted(asked.member_ids());
  return facts;
}

std::string NewName(const v1::NewTeam& asked) { return ToNfc(asked.name()); }

bool Changes(const v1::UpdateTeamRequest& request, absl::string_view field) {
  return validate::MaskNames(request.update_mask(), field);
}

bool Update(const v1::UpdateTeamRequest& request, v1::TeamFacts& facts, std::string& name) {
  const auto take = [&request](absl::string_view field, const std::string& stated, std::string& kept) {
    if (!Changes(request, field) || stated == kept) return false;
    kept = stated;
    return true;
  };
  const bool named = take("name", ToNfc(request.name()), name);
  const bool led = take("organisation_code", request.organisation_code(), *facts.mutable_organisation_code());
  const bool facilitated = Changes(request, "facilitator_ids") &&
                           TakeIds(request.facilitator_ids(), *facts.mutable_facilitator_ids());
  const bool peopled =
      Changes(request, "member_ids") && TakeIds(request.member_ids(), *facts.mutable_member_ids());
  return named || led || facilitated || peopled;
}

std::vector<Named> NamedAnew(const v1::TeamFacts& before, const v1::TeamFacts& after) {
  std::vector<Named> anew;
  for (const std::string& id : after.facilitator_ids()) {
    if (!IsFacilitator(before, id)) anew.push_back({"facilitator_ids", id});
  }
  for (const std::string& id : after.member_ids()) {
    if (!IsMember(before, id)) anew.push_back({"member_ids", id});
  }
  return anew;
}

bool SameTeam(const v1::TeamFacts& a, const v1::TeamFacts& b) {
  return a.programme_id() == b.programme_id() && a.organisation_code() == b.organisation_code() &&
         SameIds(a.facilitator_ids(), b.facilitator_ids()) && SameIds(a.member_ids(), b.member_ids());
}

bool IsFacilitator(const v1::TeamFacts& facts, absl::string_view person_id) {
  return Holds(facts.facilitator_ids(), person_id);
}

bool IsMember(const v1::TeamFacts& facts, absl::string_view person_id) {
  return Holds(facts.member_ids(), person_id);
}

absl::Status CheckOpen(const v1::TeamFacts& facts) {
  if (facts.state() == v1::TEAM_STATE_OPEN) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "TEAM_CLOSED",
               "the team is CLOSED; only an OPEN one can be changed: make another");
}

absl::Status TeamNotFound() {
  return Error(absl::StatusCode::kNotFound, "TEAM_NOT_FOUND", "team_id: no such team");
}

absl::Status NoSuchPerson(const Named& named) {
  return Error(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND",
               absl::StrCat(named.field, ": person ", named.person_id, " not found"));
}

absl::Status PersonIsErased(const Named& named) {
  return Error(absl::StatusCode::kFailedPrecondition, "PERSON_ERASED",
               absl::StrCat(named.field, ": person ", named.person_id, " is ERASED; leave them out"));
}

absl::Status TeamKeyInUse(absl::string_view team_id) {
  return Error(absl::StatusCode::kAlreadyExists, "TEAM_KEY_IN_USE",
               absl::StrCat("team_key: team ", team_id, " has it; update that team or give another key"));
}

}  // namespace obt::identity
