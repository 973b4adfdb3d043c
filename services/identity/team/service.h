// Serves obt.identity.v1.TeamService.
#pragma once

#include "common/rpc/router.h"

namespace obt::identity {

void BindTeams(rpc::Router& router);

}  // namespace obt::identity
