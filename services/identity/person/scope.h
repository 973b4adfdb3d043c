// Which people a caller reaches, and which codes hold right now: what handlers ask before they show or change
// somebody.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/status.h"
#include "common/feed/directory.h"
#include "common/rpc/call.h"
#include "common/rpc/policy.h"
#include "common/store/reader.h"
#include "obt/identity/v1/person.pb.h"
#include "services/identity/person/domain.h"
#include "services/identity/person/stays_domain.h"

namespace obt::identity {

// Where somebody belongs today; for leavers the last organisation, for joiners the first.
std::string OrganisationToday(const rpc::Call& call, const v1::PersonFacts& facts);

// True when that organisation lies in the caller's scope.
bool CoversPerson(const rpc::Call& call, const v1::PersonFacts& facts);

// PERMISSION_DENIED (OUT_OF_SCOPE) unless the caller covers every organisation whose stays differ.
absl::Status CheckCoversChange(const rpc::Call& call, const Stays& before, const Stays& after);

// Whose grants let a client make the call that takes this request.
template <typename Request>
auth::RoleSet RolesFor() {
  static const rpc::Policy& policy =
      *new rpc::Policy(rpc::ReadPolicy(*rpc::FindRpc(*Request::descriptor())).value());
  return policy.roles;
}

// INVALID_ARGUMENT naming each of grade, profession and region that no reference list holds.
template <typename Described>
absl::Status CheckCodesAt(feed::Directory& directory, const obt::store::Reader& reader,
                          const Described& described) {
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const feed::Lists> lists, directory.ListsAt(reader));
  return CheckCodes(CodesOf(described), [&lists](v1::ReferenceKind kind, absl::string_view code) {
    return lists->HasCode(kind, code);
  });
}

}  // namespace obt::identity
