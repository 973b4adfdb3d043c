// Serves obt.learning.v1.CurriculumService: the courses and surveys of each programme.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"

namespace obt::learning {

void BindCurriculum(rpc::Router& router, feed::Directory& directory);

}  // namespace obt::learning
