// Starts recounts and tells what they found. Thread-safe.
#pragma once

#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "services/aggregator/verify/verify_job.h"

namespace obt::aggregator::v1 {

Violations Validate(const StartVerifyRequest& request);
Violations Validate(const GetVerifyRequest& request);

}  // namespace obt::aggregator::v1

namespace obt::aggregator {

class VerifyService {
 public:
  explicit VerifyService(VerifyJob& job) : job_(job) {}
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::StartVerifyResponse> StartVerify(const v1::StartVerifyRequest& request,
                                                      const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::GetVerifyResponse> GetVerify(const v1::GetVerifyRequest& request, const rpc::Call& call,
                                                  const obt::store::View& view);

 private:
  VerifyJob& job_;
};

}  // namespace obt::aggregator
