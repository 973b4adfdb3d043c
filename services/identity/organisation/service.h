// Serves obt.identity.v1.OrganisationService.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"

namespace obt::identity {

void BindOrganisations(rpc::Router& router, feed::Directory& directory);

}  // namespace obt::identity
