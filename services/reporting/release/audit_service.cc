#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/store/sha256.h"
#include "services/reporting/making/digests.h"
#include "services/reporting/making/make.h"
#include "services/reporting/making/siblings.h"
#include "services/reporting/release/bind.h"
#include "services/reporting/release/rows.h"

namespace obt::reporting {
namespace {

using obt::store::View;

constexpr size_t kMostFaults = 100;

absl::StatusOr<std::vector<std::vector<v1::Table>>> ReadPrinted(const View& view,
                                                                const std::vector<making::Kept>& releases) {
  std::vector<std::vector<v1::Table>> printed;
  for (const making::Kept& one : releases) {
    OBT_ASSIGN_OR_RETURN(printed.emplace_back(), ReadTables(view, IdOf(one.row)));
  }
  return printed;
}

// What is kept is what was copied, decided and written.
absl::Status CheckKept(const View& view, const making::Kept& kept, const std::vector<v1::Table>& tables,
                       std::vector<std::string>& faults) {
  const v1::Release& release = kept.row.release();
  if (making::DigestOf(kept.statuses, kept.worlds) != kept.row.decided_sha256())
    faults.push_back("what is withheld, or its proof, is not as it was");
  OBT_ASSIGN_OR_RETURN(const making::Written again, making::Write(kept));
  bool are_same = tables.size() == again.tables.size();
  for (size_t i = 0; are_same && i < tables.size(); ++i)
    are_same = tables[i].SerializeAsString() == again.tables[i].SerializeAsString();
  if (!are_same) faults.push_back("the tables are others when they are made again");
  OBT_ASSIGN_OR_RETURN(const std::string bundle,
                       ReadBundle(view, IdOf(kept.row), 0, static_cast<int32_t>(release.bundle_bytes())));
  if (bundle != again.bundle) faults.push_back("the bundle is another when it is made again");
  if (absl::BytesToHexString(obt::store::Sha256(bundle)) != release.bundle_sha256())
    faults.push_back("the bundle is not as it was");
  return absl::OkStatus();
}

// And what those find who know more than everybody.
void SayWhatIsWithheld(const making::Joint& joint, v1::AuditReleaseResponse& response) {
  for (v1::TableVerdict& verdict : making::VerdictsOf(joint)) *response.add_tables() = std::move(verdict);
  const making::SiblingsTold siblings = making::CountToldToSiblings(joint);
  response.set_told_to_siblings(siblings.narrowed);
  response.set_told_exactly_to_siblings(siblings.exact);
}

// Where nothing can be made of what is kept any more, that is what is wrong with it.
absl::Status AddFault(const absl::Status& status, std::vector<std::string>& faults) {
  if (absl::IsUnavailable(status)) return status;
  if (!status.ok()) faults.emplace_back(status.message());
  return absl::OkStatus();
}

v1::AuditReleaseResponse Conclude(const making::Kept& kept, std::vector<std::string> faults,
                                  v1::AuditReleaseResponse response) {
  response.set_passed(faults.empty());
  for (size_t i = 0; i < faults.size() && i < kMostFaults; ++i) response.add_faults(std::move(faults[i]));
  response.set_told_to_insiders(kept.row.told_to_insiders());
  response.set_worlds(static_cast<int32_t>(kept.worlds.size()));
  return response;
}

absl::StatusOr<v1::AuditReleaseResponse> AuditRelease(const v1::AuditReleaseRequest& request,
                                                      const rpc::Call&, const View& view) {
  OBT_ASSIGN_OR_RETURN(const ReleaseRow row, ReadRelease(view, *ParseId<ReleaseId>(request.release_id())));
  if (row.release().bundle_sha256().empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "RELEASE_STATE",
                 "the release is not made yet, it failed or was withdrawn; there is nothing to audit");
  }
  OBT_ASSIGN_OR_RETURN(const std::vector<making::Kept> kept, ReadWithOlder(view, row));
  OBT_ASSIGN_OR_RETURN(const auto printed, ReadPrinted(view, kept));
  v1::AuditReleaseResponse response;
  std::vector<std::string> faults;
  for (const making::Kept& one : kept) OBT_RETURN_IF_ERROR(AddFault(making::CheckCopied(one), faults));
  const absl::StatusOr<making::Joint> joint = making::Join(kept);
  OBT_RETURN_IF_ERROR(AddFault(joint.status(), faults));
  if (joint.ok()) {
    for (std::string& fault : making::FaultsOf(*joint, kept.back().worlds, printed))
      faults.push_back(std::move(fault));
    SayWhatIsWithheld(*joint, response);
  }
  OBT_RETURN_IF_ERROR(AddFault(CheckKept(view, kept.back(), printed.back(), faults), faults));
  return Conclude(kept.back(), std::move(faults), std::move(response));
}

}  // namespace

void BindAudit(rpc::Router& router) { router.Query(AuditRelease); }

}  // namespace obt::reporting
