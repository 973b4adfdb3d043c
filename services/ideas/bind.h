// The RPCs of ideas, service by service.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"

namespace obt::ideas {

void BindConversations(rpc::Router& router, feed::Directory& directory);
void BindIdeas(rpc::Router& router, feed::Directory& directory);
void BindExperiments(rpc::Router& router, feed::Directory& directory);
void BindCaseStudies(rpc::Router& router, feed::Directory& directory);
void BindDiscussion(rpc::Router& router, feed::Directory& directory);
void BindThemes(rpc::Router& router, feed::Directory& directory);
void BindFollowUps(rpc::Router& router, feed::Directory& directory);

}  // namespace obt::ideas
