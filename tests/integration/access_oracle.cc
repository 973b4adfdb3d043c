#include "tests/integration/access_oracle.h"

#include <algorithm>

namespace obt::testing {
namespace {

namespace opt = options::v1;

bool IsOfAnOrganisation(int role) {
  return role == opt::ROLE_INTEGRATION || role == opt::ROLE_ORGANISATION_REPORTER ||
         role == opt::ROLE_ORGANISATION_ADMIN;
}

// A grant that names no organisation holds everywhere.
bool ReachesAll(const Cell& cell) {
  return cell.role != 0 && (cell.everywhere || !IsOfAnOrganisation(cell.role));
}

bool Reaches(const Cell& cell) {
  if (ReachesAll(cell)) return true;
  return cell.role != 0 && (cell.relation == Relation::kOwn || cell.relation == Relation::kChild);
}

bool ReachesPerson(const Cell& cell) {
  if (cell.acting == Acting::kUnknown || cell.role == 0) return false;
  return ReachesAll(cell) || cell.acting != Acting::kOutsider;
}

bool IsForAFacilitator(const Cell& cell) {
  return cell.acting == Acting::kFacilitator || cell.acting == Acting::kOutsider;
}

// A team is reached by calls for who belongs to it, too.
bool ReachesTeam(const Cell& cell) {
  return Reaches(cell) || IsForAFacilitator(cell) ||
         (cell.acting == Acting::kMember && !cell.policy.facilitators_only());
}

bool Moderates(const Cell& cell) {
  if (cell.acting != Acting::kNobody) return false;
  return cell.role == opt::ROLE_CENTRAL_ADMIN || (cell.role == opt::ROLE_ORGANISATION_ADMIN && Reaches(cell));
}

// Of what is a team's alone.
bool Sees(const Cell& cell) {
  return Moderates(cell) || cell.acting == Acting::kMember || IsForAFacilitator(cell);
}

// In ideas an intranet alone speaks for somebody, where it matters who that is.
bool IsOnBehalfInVain(const Cell& cell) {
  const bool matters = cell.policy.scope_kind() != opt::SCOPE_KIND_UNSPECIFIED ||
                       cell.policy.person() == opt::PERSON_RULE_REQUIRED;
  return cell.of_ideas && matters && cell.acting != Acting::kNobody && cell.role != opt::ROLE_INTEGRATION;
}

Outcome OfOrganisation(const Cell& cell) {
  const bool narrows = cell.policy.scope_kind() == opt::SCOPE_KIND_NARROWED;
  if (narrows && cell.of_ideas) return Outcome::kFiltered;  // what others share is theirs
  if (!cell.present) return ReachesAll(cell) ? Outcome::kNotFound : Outcome::kOutOfScope;
  // The tree is public.
  return cell.policy.any_client() || Reaches(cell) ? Outcome::kReached : Outcome::kOutOfScope;
}

// Of the thing, once the call as such is in order.
Outcome OfThing(const Cell& cell) {
  const auto if_found = [&](bool found) {
    return found && cell.present ? Outcome::kReached : Outcome::kNotFound;
  };
  switch (cell.named) {
    case Named::kNothing:
      return Outcome::kReached;
    case Named::kOrganisation:
      return OfOrganisation(cell);
    case Named::kPerson:
    case Named::kOwned:
      return if_found(Reaches(cell));
    case Named::kTeam:
      return if_found(ReachesTeam(cell));
    case Named::kPrivate:
      return if_found(Sees(cell));
    case Named::kReport:
      return if_found(Moderates(cell));
    case Named::kSnapshot:
      return if_found(cell.role == opt::ROLE_CENTRAL_REPORTER);
    case Named::kCommon:
      break;
  }
  return if_found(true);
}

}  // namespace

Outcome Expected(const Cell& cell) {
  const auto& roles = cell.policy.roles();
  if (!cell.policy.any_client() && std::find(roles.begin(), roles.end(), cell.role) == roles.end())
    return Outcome::kRoleMissing;
  const bool acts = cell.acting != Acting::kNobody;
  if (acts && !cell.knows_people) return Outcome::kNoPeople;
  if (!acts && cell.policy.person() == opt::PERSON_RULE_REQUIRED) return Outcome::kPersonMissing;
  if (acts && !ReachesPerson(cell)) return Outcome::kPersonNotFound;
  const Outcome of_thing = OfThing(cell);
  // Of an organisation that does not exist only the service itself knows so.
  const bool by_scope = !cell.policy.scope().empty() && of_thing != Outcome::kReached &&
                        (cell.named != Named::kOrganisation || of_thing == Outcome::kOutOfScope);
  return IsOnBehalfInVain(cell) && !by_scope ? Outcome::kNotOnBehalf : of_thing;
}

const char* NameOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kReached:
      return "reached";
    case Outcome::kRoleMissing:
      return "ROLE_MISSING";
    case Outcome::kNoPeople:
      return "INVALID_FIELDS";
    case Outcome::kPersonMissing:
      return "PERSON_MISSING";
    case Outcome::kPersonNotFound:
      return "PERSON_NOT_FOUND";
    case Outcome::kOutOfScope:
      return "OUT_OF_SCOPE";
    case Outcome::kNotOnBehalf:
      return "NOT_ON_BEHALF";
    case Outcome::kNotFound:
      return "as unknown";
    case Outcome::kFiltered:
      break;
  }
  return "filtered";
}

}  // namespace obt::testing
