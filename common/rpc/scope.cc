// What a call may reach: whom it is made for and what it is about.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/days.h"
#include "common/base/error.h"
#include "common/rpc/router_core.h"

namespace obt::rpc {

absl::StatusOr<std::vector<std::string>> Call::CodesWithin(const std::string& top) const {
  const auth::OrganisationTree& tree = rights->tree();
  std::vector<std::string> codes;
  if (!top.empty()) {
    codes = tree.Subtree(top);
    if (codes.empty()) return OrganisationNotFound("organisation_code");
  } else if (scope.everything) {
    for (const identity::v1::Organisation& organisation : tree.organisations())
      codes.push_back(organisation.code());
  } else {
    for (const std::string& root : scope.roots) {
      for (std::string& code : tree.Subtree(root)) codes.push_back(std::move(code));
    }
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

absl::Status RouterCore::PersonInScope(const Call& call, const store::Reader& reader,
                                       absl::string_view person_id) const {
  const std::optional<PersonId> id = ParseId<PersonId>(person_id);
  if (!id.has_value()) return PersonNotFound(person_id);
  OBT_ASSIGN_OR_RETURN(const std::optional<std::string> organisation,
                       options.access->OrganisationOf(reader, *id, DayOf(call.now)));
  if (!organisation.has_value() || !call.Covers(*organisation)) return PersonNotFound(person_id);
  return absl::OkStatus();
}

absl::StatusOr<bool> RouterCore::ReachesTeam(const ServerCall& call, const store::Reader& reader,
                                             const std::optional<TeamId>& team) const {
  if (!team.has_value() || !options.access->HoldsPeople()) return false;
  OBT_ASSIGN_OR_RETURN(const std::optional<TeamTie> tie,
                       options.access->TieTo(reader, *team, call.call.acting_for));
  if (!tie.has_value()) return false;
  return call.call.Covers(tie->organisation_code) || tie->facilitates ||
         (tie->member && !call.bound.policy.facilitators_only);
}

absl::StatusOr<bool> RouterCore::ReachesOwned(const ServerCall& call, const store::Reader& reader,
                                              absl::string_view id) const {
  OBT_ASSIGN_OR_RETURN(const std::optional<Owner> owner, call.bound.owned->owner_of(reader, id));
  if (!owner.has_value()) return false;
  if (call.call.Covers(owner->organisation_code)) return true;
  return ReachesTeam(call, reader, owner->team);
}

absl::Status RouterCore::ScopeOf(const ServerCall& call, const store::Reader& reader,
                                 const std::string& value) const {
  const Policy& policy = call.bound.policy;
  switch (policy.kind) {
    case options::v1::SCOPE_KIND_PERSON:
      return PersonInScope(call.call, reader, value);
    case options::v1::SCOPE_KIND_TEAM: {
      OBT_ASSIGN_OR_RETURN(const bool reached, ReachesTeam(call, reader, ParseId<TeamId>(value)));
      return reached ? absl::OkStatus() : TeamNotFound();
    }
    case options::v1::SCOPE_KIND_OWNED: {
      OBT_ASSIGN_OR_RETURN(const bool reached, ReachesOwned(call, reader, value));
      return reached ? absl::OkStatus() : call.bound.owned->not_found;
    }
    case options::v1::SCOPE_KIND_ORGANISATION:
      if (value.empty() || call.call.Covers(value)) return absl::OkStatus();
      return OutOfScope(policy.path_text, value);
    default:
      return absl::OkStatus();
  }
}

// Items have scopes of their own, later; a batch that is about one thing is refused item by item too.
absl::Status RouterCore::ScopeOfCall(const ServerCall& call, const store::Reader& reader) const {
  absl::Status status;
  if (call.call.acting_for.has_value())
    status = PersonInScope(call.call, reader, ToText(*call.call.acting_for));
  if (call.bound.items == nullptr)
    status.Update(ScopeOf(call, reader, ScopeValue(call.bound.policy, *call.request)));
  return status;
}

// One rule for clients, people, teams and programmes: what is not there may have been made a moment ago. What
// the directory says of those it has (roles, scopes) may be a moment old; so may the codes of its lists, and
// what the items of a batch name beside their scope.
bool RouterCore::MayBeBehind(const ServerCall& call, const absl::Status& status) const {
  if (status.ok() || call.caught_up || !options.access->Follows()) return false;
  const std::string reason = ReasonOf(status);
  return reason == "CLIENT_UNKNOWN" || reason == "PERSON_NOT_FOUND" || reason == "TEAM_NOT_FOUND" ||
         reason == "PROGRAMME_NOT_FOUND";
}

absl::Status RouterCore::CatchUp(ServerCall& call) const {
  call.caught_up = true;
  return options.access->CatchUp(std::min(call.bound.policy.timeout, call.asked_until - absl::Now()));
}

void RouterCore::Conclude(CallPtr call, const absl::Status& status, uint64_t sequence) {
  if (!MayBeBehind(*call, status)) return Finish(std::move(call), status, sequence);
  RunOn(waiting, std::move(call), [this](CallPtr waited) {
    const absl::Status caught_up = CatchUp(*waited);
    if (!caught_up.ok()) return Finish(std::move(waited), caught_up);
    Start(std::move(waited));
  });
}

}  // namespace obt::rpc
