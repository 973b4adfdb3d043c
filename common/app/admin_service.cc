#include "common/app/admin_service.h"

namespace obt::admin::v1 {

Violations Validate(const GetBuildInfoRequest&) { return {}; }

}  // namespace obt::admin::v1

namespace obt::app {

void AdminService::BindTo(rpc::Router& router) {
  router.Bind("obt.admin.v1.AdminService").Query("GetBuildInfo", this, &AdminService::GetBuildInfo).Done();
}

absl::StatusOr<admin::v1::GetBuildInfoResponse> AdminService::GetBuildInfo(
    const admin::v1::GetBuildInfoRequest&, const rpc::Call&, const store::View& view) {
  admin::v1::GetBuildInfoResponse response;
  response.set_service(service_);
  response.set_version(OBT_VERSION);
  response.mutable_start_time()->set_seconds(absl::ToUnixSeconds(start_));
  response.set_store_format(store_.format_version());
  response.set_sequence(view.sequence());
  return response;
}

}  // namespace obt::app
