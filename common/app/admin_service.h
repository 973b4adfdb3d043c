// What operators ask of any service. GetBuildInfo is also the suite's no-op call, for measuring.
#pragma once

#include <string>

#include "common/app/store_jobs.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::app {

class AdminService {
 public:
  AdminService(std::string service, const store::Store& store, StoreJobs& jobs, absl::Time start)
      : service_(std::move(service)), store_(store), jobs_(jobs), start_(start) {}
  void BindTo(rpc::Router& router);
  absl::StatusOr<admin::v1::GetBuildInfoResponse> GetBuildInfo(const admin::v1::GetBuildInfoRequest& request,
                                                               const rpc::Call& call,
                                                               const store::View& view);
  absl::StatusOr<admin::v1::BackupResponse> Backup(const admin::v1::BackupRequest& request,
                                                   const rpc::Call& call, const store::View& view);
  absl::StatusOr<admin::v1::ListBackupsResponse> ListBackups(const admin::v1::ListBackupsRequest& request,
                                                             const rpc::Call& call, const store::View& view);
  absl::StatusOr<admin::v1::VerifyStoreResponse> VerifyStore(const admin::v1::VerifyStoreRequest& request,
                                                             const rpc::Call& call, const store::View& view);
  absl::StatusOr<admin::v1::GetStoreVerificationResponse> GetStoreVerification(
      const admin::v1::GetStoreVerificationRequest& request, const rpc::Call& call, const store::View& view);

 private:
  const std::string service_;
  const store::Store& store_;
  StoreJobs& jobs_;
  const absl::Time start_;
};

}  // namespace obt::app
