#include "services/identity/team/domain.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "google/protobuf/repeated_field.h"
#include "services/identity/person/domain.h"

namespace obt::identity::v1 {

Violations Validate(const NewTeam& team) {
  Violations out = validate::ByRules(team);
  if (team.team_key().empty()) out.Add("team_key", "is required");
  return out;
}

Violations Validate(const ListTeamsRequest& request) {
  Violations out = validate::ByRules(request);
  const int given =
      !request.organisation_code().empty() + !request.person_id().empty() + !request.facilitator_id().empty();
  if (given > 1)
    out.Add("organisation_code", "give at most one of organisation_code, person_id, facilitator_id");
  return out;
}

Violations Validate(const UpdateTeamRequest& request) {
  Violations out = validate::ByRules(request);
  if (!IsUnset(request.effective()) && !validate::MaskNames(request.update_mask(), "organisation_code"))
    out.Add("effective", "goes with a change of organisation_code alone");
  return out;
}

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

using Ids = google::protobuf::RepeatedPtrField<std::string>;

constexpr int kMostLeads = 100;

// The first has no day.
Day FromOf(const v1::TeamLead& lead) { return ParseDay(lead.from_day()).value_or(kAlways); }

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
  facts.add_leads()->set_organisation_code(asked.organisation_code());
  facts.set_state(v1::TEAM_STATE_OPEN);
  *facts.mutable_facilitator_ids() = Sorted(asked.facilitator_ids());
  *facts.mutable_member_ids() = Sorted(asked.member_ids());
  return facts;
}

bool Changes(const v1::UpdateTeamRequest& request, absl::string_view field) {
  return validate::MaskNames(request.update_mask(), field);
}

absl::StatusOr<Day> EffectiveOf(const v1::UpdateTeamRequest& request, Day today) {
  const Day effective = ParseDay(request.effective()).value_or(today);
  Violations out;
  if (effective > today) out.Add("effective", "must not lie in the future");
  OBT_RETURN_IF_ERROR(out.ToStatus());
  return effective;
}

std::vector<std::string> LeadsFrom(const v1::TeamFacts& facts, Day day) {
  std::vector<std::string> codes;
  for (const v1::TeamLead& lead : facts.leads()) {
    if (FromOf(lead) <= day) codes.clear();
    codes.push_back(lead.organisation_code());
  }
  if (codes.empty()) codes.push_back(facts.organisation_code());  // of before leads were dated
  return codes;
}

bool SetLead(v1::TeamFacts& facts, absl::string_view organisation_code, Day effective) {
  if (LeadsFrom(facts, effective) == std::vector{std::string(organisation_code)}) return false;
  auto& leads = *facts.mutable_leads();
  if (leads.empty()) leads.Add()->set_organisation_code(facts.organisation_code());
  while (leads.size() > 1 && FromOf(leads[leads.size() - 1]) >= effective) leads.RemoveLast();
  if (leads[leads.size() - 1].organisation_code() != organisation_code) {
    v1::TeamLead& lead = *leads.Add();
    lead.set_organisation_code(organisation_code.data(), organisation_code.size());
    *lead.mutable_from_day() = ToDate(effective);
  }
  facts.set_organisation_code(organisation_code.data(), organisation_code.size());
  return true;
}

bool Update(const v1::UpdateTeamRequest& request, Day effective, v1::TeamFacts& facts, std::string& name) {
  bool changed = false;
  if (Changes(request, "name")) changed |= TakeOver(request.name(), name);
  if (Changes(request, "organisation_code"))
    changed |= SetLead(facts, request.organisation_code(), effective);
  if (Changes(request, "facilitator_ids"))
    changed |= TakeIds(request.facilitator_ids(), *facts.mutable_facilitator_ids());
  if (Changes(request, "member_ids")) changed |= TakeIds(request.member_ids(), *facts.mutable_member_ids());
  return changed;
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

absl::Status CheckLeads(const v1::TeamFacts& facts) {
  if (facts.leads_size() <= kMostLeads) return absl::OkStatus();
  return Error(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_LEADS",
      absl::StrCat("a team keeps at most ", kMostLeads,
                   " lead organisations; give an earlier effective day, which replaces those after it"));
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
