#include <utility>

#include "obt/ideas/v1/idea.pb.h"
#include "services/ideas/bind.h"
#include "services/ideas/discussion/endorsements.h"
#include "services/ideas/discussion/rows.h"
#include "services/ideas/discussion/thing.h"
#include "services/ideas/idea/domain.h"

namespace obt::ideas {
namespace {

using rpc::Call;

absl::Status CheckEndorsable(const Target& target) {
  OBT_RETURN_IF_ERROR(CheckShown(SightOf(target)));
  const auto* idea = std::get_if<Seen<v1::IdeaFacts>>(&target);
  return idea == nullptr ? absl::OkStatus() : CheckState(idea->facts, IdeaVerb::kEndorse);
}

// Whoever endorsed the target may take that back, however they see it now; others as they see it.
absl::StatusOr<Sight> SeeToWithdraw(const Reader& reader, const Viewer& viewer,
                                    const std::string& target_id) {
  const absl::StatusOr<Target> target = SeeTarget(reader, viewer, target_id);
  OBT_ASSIGN_OR_RETURN(const bool own, HasEndorsedItself(reader, target_id, *viewer.person));
  if (own && absl::IsNotFound(target.status())) return Sight::kNothing;
  OBT_RETURN_IF_ERROR(target.status());
  if (!own) OBT_RETURN_IF_ERROR(CheckShown(SightOf(*target)));
  return SightOf(*target);
}

absl::StatusOr<v1::EndorseResponse> Endorse(const v1::EndorseRequest& request, const Call& call, Txn& txn,
                                            feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(const Target target, SeeTarget(txn, viewer, request.target_id()));
  OBT_RETURN_IF_ERROR(CheckEndorsable(target));
  OBT_RETURN_IF_ERROR(ideas::Endorse(txn, request.target_id(), *call.acting_for));
  OBT_ASSIGN_OR_RETURN(const store::v1::ReactionsRow reactions, ReadReactions(txn, request.target_id()));
  v1::EndorseResponse response;
  response.set_endorsements(reactions.endorsements());
  return response;
}

absl::StatusOr<v1::WithdrawEndorsementResponse> WithdrawEndorsement(
    const v1::WithdrawEndorsementRequest& request, const Call& call, Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(const Sight sight, SeeToWithdraw(txn, viewer, request.target_id()));
  OBT_RETURN_IF_ERROR(Withdraw(txn, request.target_id(), *call.acting_for));
  v1::WithdrawEndorsementResponse response;
  if (sight != Sight::kAll) return response;
  OBT_ASSIGN_OR_RETURN(const store::v1::ReactionsRow reactions, ReadReactions(txn, request.target_id()));
  response.set_endorsements(reactions.endorsements());
  return response;
}

}  // namespace

void BindEndorsements(rpc::Router& router, feed::Directory& directory) {
  router.Command(Endorse, directory).Command(WithdrawEndorsement, directory);
}

}  // namespace obt::ideas
