#include "services/aggregator/api/verify_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/validate.h"

namespace obt::aggregator::v1 {

Violations Validate(const StartVerifyRequest& request) {
  Violations out;
  validate::RequestId(out, request.request_id());
  return out;
}

Violations Validate(const GetVerifyRequest& request) {
  Violations out;
  validate::ServerId(out, "verify_id", request.verify_id(), validate::Presence::kRequired);
  return out;
}

}  // namespace obt::aggregator::v1

namespace obt::aggregator {

void VerifyService::BindTo(rpc::Router& router) {
  router
      .Command(
          +[](const v1::StartVerifyRequest& request, const rpc::Call& call, obt::store::Txn& txn,
              VerifyService& self) { return self.StartVerify(request, call, txn); },
          *this)
      .Query(
          +[](const v1::GetVerifyRequest& request, const rpc::Call& call, const obt::store::View& view,
              VerifyService& self) { return self.GetVerify(request, call, view); },
          *this);
}

absl::StatusOr<v1::StartVerifyResponse> VerifyService::StartVerify(const v1::StartVerifyRequest&,
                                                                   const rpc::Call& call,
                                                                   obt::store::Txn& txn) {
  v1::StartVerifyResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_verification(), job_.Start(txn, call.now));
  return response;
}

absl::StatusOr<v1::GetVerifyResponse> VerifyService::GetVerify(const v1::GetVerifyRequest& request,
                                                               const rpc::Call&,
                                                               const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Verification> found,
                       job_.Find(view, *ParseId<JobId>(request.verify_id())));
  if (!found.has_value()) {
    return Error(absl::StatusCode::kNotFound, "VERIFICATION_NOT_FOUND",
                 absl::StrCat("verification ", request.verify_id(), " not found"));
  }
  v1::GetVerifyResponse response;
  *response.mutable_verification() = *std::move(found);
  return response;
}

}  // namespace obt::aggregator
