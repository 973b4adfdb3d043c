// The RPCs of ideas, service by service; IdeaService and CaseStudyService in parts.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"
#include "services/ideas/finding/live_index.h"

namespace obt::ideas {

void BindConversations(rpc::Router& router, feed::Directory& directory);
void BindIdeas(rpc::Router& router, feed::Directory& directory);
void BindMerges(rpc::Router& router, feed::Directory& directory);
void BindEndorsements(rpc::Router& router, feed::Directory& directory);
void BindExperiments(rpc::Router& router, feed::Directory& directory);
void BindCaseStudies(rpc::Router& router, feed::Directory& directory);
void BindFinding(rpc::Router& router, feed::Directory& directory, LiveIndex& index);
void BindDiscussion(rpc::Router& router, feed::Directory& directory);
void BindThemes(rpc::Router& router, feed::Directory& directory);
void BindFollowUps(rpc::Router& router, feed::Directory& directory);
// All of them.
void BindAll(rpc::Router& router, feed::Directory& directory, LiveIndex& index);

}  // namespace obt::ideas
