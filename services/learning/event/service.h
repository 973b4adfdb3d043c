// Serves obt.learning.v1.LearningService: intake of learning events, and the records derived from them.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"

namespace obt::learning {

void BindEvents(rpc::Router& router, feed::Directory& directory);

}  // namespace obt::learning
