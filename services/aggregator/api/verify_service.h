// Serves obt.aggregator.v1.VerifyService: starts recounts and tells what they found.
#pragma once

#include "common/rpc/router.h"
#include "services/aggregator/verify/verify_job.h"

namespace obt::aggregator {

void BindVerify(rpc::Router& router, VerifyJob& job);

}  // namespace obt::aggregator
