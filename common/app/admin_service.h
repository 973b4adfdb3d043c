// What operators ask of any service. Also the suite's no-op call, for measuring.
#pragma once

#include <string>

#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::app {

class AdminService {
 public:
  AdminService(std::string service, const store::Store& store, absl::Time start)
      : service_(std::move(service)), store_(store), start_(start) {}
  void BindTo(rpc::Router& router);
  absl::StatusOr<admin::v1::GetBuildInfoResponse> GetBuildInfo(const admin::v1::GetBuildInfoRequest& request,
                                                               const rpc::Call& call,
                                                               const store::View& view);

 private:
  const std::string service_;
  const store::Store& store_;
  const absl::Time start_;
};

}  // namespace obt::app
