// The RPCs by which people report what should not be there, and moderators decide about it.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"

namespace obt::ideas {

void BindModeration(rpc::Router& router, feed::Directory& directory);

}  // namespace obt::ideas
