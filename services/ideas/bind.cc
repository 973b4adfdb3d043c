#include "services/ideas/bind.h"

namespace obt::ideas {

void BindAll(rpc::Router& router, feed::Directory& directory, LiveIndex& index) {
  BindConversations(router, directory);
  BindIdeas(router, directory);
  BindMerges(router, directory);
  BindEndorsements(router, directory);
  BindExperiments(router, directory);
  BindCaseStudies(router, directory);
  BindFinding(router, directory, index);
  BindDiscussion(router, directory);
  BindThemes(router, directory);
  BindFollowUps(router, directory);
}

}  // namespace obt::ideas
