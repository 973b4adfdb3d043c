// Serves obt.identity.v1.ReferenceService.
#pragma once

#include "common/rpc/router.h"

namespace obt::identity {

void BindReferences(rpc::Router& router);

}  // namespace obt::identity
