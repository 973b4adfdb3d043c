// The RPCs of identity, service by service. `directory` reads identity's own tables.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"

namespace obt::identity {

void BindAccess(rpc::Router& router);
void BindImports(rpc::Router& router, feed::Directory& directory);
void BindOrganisations(rpc::Router& router, feed::Directory& directory);
void BindPeople(rpc::Router& router, feed::Directory& directory);
void BindProgrammes(rpc::Router& router);
void BindReferences(rpc::Router& router);
void BindTeams(rpc::Router& router);

}  // namespace obt::identity
