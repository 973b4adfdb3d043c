// The RPCs of learning, service by service.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"

namespace obt::learning {

// CurriculumService: the courses and surveys of each programme.
void BindCurriculum(rpc::Router& router, feed::Directory& directory);
// LearningService: intake of learning events, and the records derived from them.
void BindEvents(rpc::Router& router, feed::Directory& directory);
// SurveyService: what people answer to surveys, read by nobody but themselves.
void BindResponses(rpc::Router& router, feed::Directory& directory);

}  // namespace obt::learning
