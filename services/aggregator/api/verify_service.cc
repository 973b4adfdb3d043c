#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/aggregator/api/bind.h"

namespace obt::aggregator {
namespace {

absl::StatusOr<v1::StartVerifyResponse> StartVerify(const v1::StartVerifyRequest&, const rpc::Call& call,
                                                    obt::store::Txn& txn, VerifyJob& job) {
  v1::StartVerifyResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_verification(), job.Start(txn, call.now));
  return response;
}

absl::StatusOr<v1::StartRebuildResponse> StartRebuild(const v1::StartRebuildRequest&, const rpc::Call& call,
                                                      obt::store::Txn& txn, VerifyJob& job) {
  v1::StartRebuildResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_verification(), job.Start(txn, call.now, true));
  return response;
}

absl::StatusOr<v1::GetVerifyResponse> GetVerify(const v1::GetVerifyRequest& request, const rpc::Call&,
                                                const obt::store::View& view, VerifyJob& job) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Verification> found,
                       job.Find(view, *ParseId<JobId>(request.verify_id())));
  if (!found.has_value()) {
    return Error(absl::StatusCode::kNotFound, "VERIFICATION_NOT_FOUND",
                 absl::StrCat("verification ", request.verify_id(), " not found"));
  }
  v1::GetVerifyResponse response;
  *response.mutable_verification() = *std::move(found);
  return response;
}

}  // namespace

void BindVerify(rpc::Router& router, VerifyJob& job) {
  router.Command(StartVerify, job).Command(StartRebuild, job).Query(GetVerify, job);
}

}  // namespace obt::aggregator
