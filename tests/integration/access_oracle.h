// What an RPC answers whom, decided once more: from what its proto states and the sentences of docs/domain.md
// §4 and §7, by code that shares nothing with common/rpc and common/auth. For tests.
#pragma once

#include <string>

#include "obt/options/v1/options.pb.h"

namespace obt::testing {

// What the organisation of the thing is to the one that the client's grant names.
enum class Relation { kOwn, kChild, kSibling, kParent, kForeign };

// Whom the call is made for. All but the last exist; a bystander, member and facilitator are of the grant's
// organisation, an outsider is of a foreign one. Member, facilitator and outsider (who facilitates) belong to
// the team in question, wherever it is led.
enum class Acting { kNobody, kBystander, kMember, kFacilitator, kOutsider, kUnknown };

// What the request names.
enum class Named {
  kNothing,
  kOrganisation,
  kPerson,
  kTeam,
  kOwned,     // by an organisation; the service knows by which
  kPrivate,   // something of ideas that its team alone has, or what the team has, as a list's filter
  kReport,    // of such a thing, to moderators
  kCommon,    // what is whoever's may call: a release that is out, a verification, a snapshot of a store
  kSnapshot,  // of figures: that client's who opened it, here the centre's reporter
};

// One cell of the matrix.
struct Cell {
  options::v1::RpcPolicy policy;
  bool of_ideas = false;     // an RPC of the service ideas itself
  bool knows_people = true;  // the directory of its process does
  Named named = Named::kNothing;
  int role = 0;             // 0: the client has none
  bool everywhere = false;  // the grant names no organisation, though the role is an organisation's
  Relation relation = Relation::kOwn;
  bool present = true;  // what is named exists
  Acting acting = Acting::kNobody;
};

enum class Outcome {
  kReached,         // the RPC does what it is for, or refuses it for a reason of its own
  kRoleMissing,     // PERMISSION_DENIED
  kNoPeople,        // INVALID_ARGUMENT: the service knows nobody a call could be made for
  kPersonMissing,   // INVALID_ARGUMENT
  kPersonNotFound,  // NOT_FOUND: the person that the call is made for
  kOutOfScope,      // PERMISSION_DENIED
  kNotOnBehalf,     // PERMISSION_DENIED
  kNotFound,        // NOT_FOUND or an empty answer, as for what does not exist
  kFiltered,        // reached, whatever the filter names
};
const char* NameOf(Outcome outcome);

Outcome Expected(const Cell& cell);

}  // namespace obt::testing
