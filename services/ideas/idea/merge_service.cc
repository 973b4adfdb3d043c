#include <utility>

#include "obt/ideas/v1/idea.pb.h"
#include "services/ideas/bind.h"
#include "services/ideas/discussion/endorsements.h"
#include "services/ideas/idea/domain.h"
#include "services/ideas/idea/rows.h"

namespace obt::ideas {
namespace {

using rpc::Call;

// Puts one duplicate aside, logs it, and tells who follows it where it went.
absl::Status MergeOne(Txn& txn, const Call& call, const Viewer& viewer, const std::string& reason,
                      const v1::IdeaFacts& survivor, v1::IdeaFacts& duplicate) {
  OBT_RETURN_IF_ERROR(MergeInto(survivor, duplicate));
  LogMerge(txn, call.now, viewer, call.client_id, duplicate, reason);
  OBT_RETURN_IF_ERROR(PublishRetired(txn, duplicate.idea_id(), survivor.idea_id()));
  return Put(txn, call.now, duplicate);
}

absl::StatusOr<v1::MergeIdeasResponse> MergeIdeas(const v1::MergeIdeasRequest& request, const Call& call,
                                                  Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(auto survivor,
                       SeeToChange<v1::IdeaFacts>(txn, viewer, request.survivor_id(), Right::kApprove, ""));
  v1::MergeIdeasResponse response;
  std::vector<const std::string*> merged;
  for (const std::string& id : request.duplicate_ids()) {
    OBT_ASSIGN_OR_RETURN(auto duplicate, SeeToChange<v1::IdeaFacts>(txn, viewer, id, Right::kApprove, ""));
    OBT_RETURN_IF_ERROR(CheckOther(survivor.facts, duplicate.facts));
    OBT_RETURN_IF_ERROR(MergeOne(txn, call, viewer, request.reason(), survivor.facts, duplicate.facts));
    *response.add_duplicates() = ReceiptOf(duplicate.facts);
    merged.push_back(&id);
  }
  OBT_RETURN_IF_ERROR(UniteEndorsements(txn, merged, request.survivor_id()));
  *response.mutable_survivor() = ReceiptOf(survivor.facts);
  return response;
}

absl::StatusOr<v1::UnmergeIdeaResponse> UnmergeIdea(const v1::UnmergeIdeaRequest& request, const Call& call,
                                                    Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(auto duplicate,
                       SeeToChange<v1::IdeaFacts>(txn, viewer, request.idea_id(), Right::kApprove, ""));
  const std::string survivor_id = duplicate.facts.merged_into();
  OBT_RETURN_IF_ERROR(CheckState(duplicate.facts, IdeaVerb::kUnmerge));
  OBT_RETURN_IF_ERROR(LogUnmerge(txn, call.now, duplicate.facts));
  OBT_RETURN_IF_ERROR(Unmerge(duplicate.facts));
  OBT_RETURN_IF_ERROR(PartEndorsements(txn, request.idea_id(), survivor_id));
  OBT_RETURN_IF_ERROR(Put(txn, call.now, duplicate.facts));
  v1::UnmergeIdeaResponse response;
  *response.mutable_idea() = ReceiptOf(duplicate.facts);
  return response;
}

}  // namespace

void BindMerges(rpc::Router& router, feed::Directory& directory) {
  router.Command(MergeIdeas, directory).Command(UnmergeIdea, directory);
}

}  // namespace obt::ideas
