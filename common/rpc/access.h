// How the router learns who may do what and where somebody works. Implemented by feed::Directory (a replica
// of identity's tables) and, for identity itself, over its own tables. Thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/auth/rights.h"
#include "common/base/days.h"
#include "common/base/ids.h"
#include "common/store/store.h"

namespace obt::rpc {

// How somebody stands to a team.
struct TeamTie {
  std::string organisation_code;  // the team's lead organisation
  bool facilitates = false, member = false;
};

class Access {
 public:
  virtual ~Access() = default;
  // What every client may do today, over the tree of today.
  virtual absl::StatusOr<std::shared_ptr<const auth::Rights>> RightsAt(const store::Reader& reader,
                                                                       Day today) = 0;
  // The organisation a person belongs to today (for leavers the last, for joiners the first); nothing if not
  // known here.
  virtual absl::StatusOr<std::optional<std::string>> OrganisationOf(const store::Reader& reader,
                                                                    const PersonId& person, Day today) = 0;
  // Nothing if the team is not known here; without a person both answers are no.
  virtual absl::StatusOr<std::optional<TeamTie>> TieTo(const store::Reader& reader, const TeamId& team,
                                                       const std::optional<PersonId>& person) = 0;
  // Whether people and teams are known here at all.
  virtual bool HoldsPeople() const = 0;
  // Whether all this is a replica, which may be behind identity.
  virtual bool Follows() const = 0;
  // Waits until everything identity has committed by now is known here too: what is still missing then does
  // not exist. UNAVAILABLE when identity cannot be asked or its changes do not arrive in time. May block; not
  // on gRPC's threads.
  virtual absl::Status CatchUp(absl::Duration timeout) = 0;
};

}  // namespace obt::rpc
