#include "services/aggregator/verify/verifications.h"

#include <string>
#include <tuple>
#include <vector>

#include "common/base/status.h"
#include "services/aggregator/schema.h"

namespace obt::aggregator {
namespace {

constexpr size_t kMaxKept = 100;

}  // namespace

absl::Status AddVerification(obt::store::Txn& txn, const JobId& id, const v1::Verification& verification) {
  kVerifications.Put(txn, {id}, verification);
  OBT_ASSIGN_OR_RETURN(const auto all, kVerifications.Scan(txn, std::tuple<>(), std::nullopt, kMaxKept + 1));
  if (all.size() > kMaxKept) kVerifications.Delete(txn, all.front().key);  // ids sort by the time of making
  return absl::OkStatus();
}

void PutVerification(obt::store::Txn& txn, const JobId& id, const v1::Verification& verification) {
  kVerifications.Put(txn, {id}, verification);
}

absl::StatusOr<std::optional<v1::Verification>> FindVerification(const obt::store::Reader& reader,
                                                                 const JobId& id) {
  return kVerifications.Find(reader, {id});
}

absl::Status FailRunning(obt::store::Txn& txn, const std::string& why,
                         const google::protobuf::Timestamp& now) {
  OBT_ASSIGN_OR_RETURN(auto all, kVerifications.Scan(txn, std::tuple<>(), std::nullopt, kMaxKept + 1));
  for (auto& [key, verification] : all) {
    if (verification.state() != v1::VERIFY_STATE_RUNNING) continue;
    verification.set_state(v1::VERIFY_STATE_FAILED);
    verification.set_failure(why);
    *verification.mutable_end_time() = now;
    kVerifications.Put(txn, key, verification);
  }
  return absl::OkStatus();
}

}  // namespace obt::aggregator
