// Serves obt.learning.v1.SurveyService: what people answer to surveys, read by nobody but themselves.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"

namespace obt::learning {

void BindResponses(rpc::Router& router, feed::Directory& directory);

}  // namespace obt::learning
