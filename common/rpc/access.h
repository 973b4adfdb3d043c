// How the router learns who may do what and where somebody works. Implemented by feed::Directory (a replica
// of identity's tables) and, for identity itself, over its own tables. Thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

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
  // Asks whether identity knows the people, and waits until they are known here too. OK when they can be
  // looked up again (those still missing do not exist); UNAVAILABLE when identity cannot be asked. May block;
  // not on gRPC's threads.
  virtual absl::Status Learn(const std::vector<PersonId>& people, absl::Time deadline) = 0;
};

}  // namespace obt::rpc
