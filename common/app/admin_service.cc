#include "common/app/admin_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/app/build_info.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/rpc/answer_page.h"
#include "common/store/page.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::app {
namespace {

using rpc::Call;
using store::View;

absl::StatusOr<admin::v1::GetBuildInfoResponse> GetBuildInfo(const admin::v1::GetBuildInfoRequest&,
                                                             const Call&, const View& view,
                                                             const Build& build) {
  admin::v1::GetBuildInfoResponse response;
  response.set_service(build.service);
  response.set_version(Version());
  response.mutable_start_time()->set_seconds(absl::ToUnixSeconds(build.start));
  response.set_store_format(build.store.format_version());
  response.set_sequence(view.sequence());
  return response;
}

absl::StatusOr<admin::v1::BackupResponse> Backup(const admin::v1::BackupRequest&, const Call& call,
                                                 const View&, StoreJobs& jobs) {
  admin::v1::BackupResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_backup(), jobs.StartBackup(call.now));
  return response;
}

absl::StatusOr<admin::v1::ListBackupsResponse> ListBackups(const admin::v1::ListBackupsRequest& request,
                                                           const Call& call, const View&, StoreJobs& jobs) {
  const auto read = [&jobs](const std::string& after,
                            size_t limit) -> absl::StatusOr<store::Page<admin::v1::Backup>> {
    store::Page<admin::v1::Backup> page;
    OBT_ASSIGN_OR_RETURN(page.rows, jobs.ListBackups(after, limit + 1));
    for (const admin::v1::Backup& backup : page.rows) page.ends.push_back(backup.backup_id());
    if (page.rows.size() <= limit) return page;
    page.rows.resize(limit);
    page.next = page.ends[limit - 1];
    return page;
  };
  return rpc::AnswerPage(request, call, &admin::v1::ListBackupsResponse::mutable_backups, read);
}

absl::StatusOr<admin::v1::VerifyStoreResponse> VerifyStore(const admin::v1::VerifyStoreRequest&,
                                                           const Call& call, const View&, StoreJobs& jobs) {
  admin::v1::VerifyStoreResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_verification(), jobs.StartVerification(call.now));
  return response;
}

absl::StatusOr<admin::v1::GetStoreVerificationResponse> GetStoreVerification(
    const admin::v1::GetStoreVerificationRequest& request, const Call&, const View&, StoreJobs& jobs) {
  std::optional<admin::v1::StoreVerification> found = jobs.FindVerification(request.verification_id());
  if (!found.has_value()) {
    return Error(absl::StatusCode::kNotFound, "VERIFICATION_NOT_FOUND",
                 absl::StrCat("verification ", request.verification_id(), " not found; start another"));
  }
  admin::v1::GetStoreVerificationResponse response;
  *response.mutable_verification() = *std::move(found);
  return response;
}

}  // namespace

void BindAdmin(rpc::Router& router, const Build& build, StoreJobs& jobs) {
  router.Query(GetBuildInfo, build)
      .Query(Backup, jobs)
      .Query(ListBackups, jobs)
      .Query(VerifyStore, jobs)
      .Query(GetStoreVerification, jobs);
}

}  // namespace obt::app
