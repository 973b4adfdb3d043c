// Serves obt.identity.v1.AccessService.
#pragma once

#include "common/rpc/router.h"

namespace obt::identity {

void BindAccess(rpc::Router& router);

}  // namespace obt::identity
