#include "common/app/admin_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"

namespace obt::app {

void AdminService::BindTo(rpc::Router& router) {
  router.Bind("obt.admin.v1.AdminService")
      .Query("GetBuildInfo", this, &AdminService::GetBuildInfo)
      .Query("Backup", this, &AdminService::Backup)
      .Query("ListBackups", this, &AdminService::ListBackups)
      .Query("VerifyStore", this, &AdminService::VerifyStore)
      .Query("GetStoreVerification", this, &AdminService::GetStoreVerification)
      .Done();
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

absl::StatusOr<admin::v1::BackupResponse> AdminService::Backup(const admin::v1::BackupRequest&,
                                                               const rpc::Call& call, const store::View&) {
  admin::v1::BackupResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_backup(), jobs_.StartBackup(call.now));
  return response;
}

absl::StatusOr<admin::v1::ListBackupsResponse> AdminService::ListBackups(
    const admin::v1::ListBackupsRequest& request, const rpc::Call& call, const store::View&) {
  OBT_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(call, request));
  const size_t limit = static_cast<size_t>(validate::EffectivePageSize(request.page_size()));
  OBT_ASSIGN_OR_RETURN(std::vector<admin::v1::Backup> backups, jobs_.ListBackups(after, limit + 1));
  admin::v1::ListBackupsResponse response;
  if (backups.size() > limit) {
    backups.resize(limit);
    response.set_next_page_token(rpc::SealPageToken(call, request, backups.back().backup_id()));
  }
  for (admin::v1::Backup& backup : backups) *response.add_backups() = std::move(backup);
  return response;
}

absl::StatusOr<admin::v1::VerifyStoreResponse> AdminService::VerifyStore(const admin::v1::VerifyStoreRequest&,
                                                                         const rpc::Call& call,
                                                                         const store::View&) {
  admin::v1::VerifyStoreResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_verification(), jobs_.StartVerification(call.now));
  return response;
}

absl::StatusOr<admin::v1::GetStoreVerificationResponse> AdminService::GetStoreVerification(
    const admin::v1::GetStoreVerificationRequest& request, const rpc::Call&, const store::View&) {
  std::optional<admin::v1::StoreVerification> found = jobs_.FindVerification(request.verification_id());
  if (!found.has_value()) {
    return Error(absl::StatusCode::kNotFound, "VERIFICATION_NOT_FOUND",
                 absl::StrCat("verification ", request.verification_id(), " not found; start another"));
  }
  admin::v1::GetStoreVerificationResponse response;
  *response.mutable_verification() = *std::move(found);
  return response;
}

}  // namespace obt::app
