// Serves obt.identity.v1.PersonService. `directory` reads identity's own tables.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"

namespace obt::identity {

void BindPeople(rpc::Router& router, feed::Directory& directory);

}  // namespace obt::identity
