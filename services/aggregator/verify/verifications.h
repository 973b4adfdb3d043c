// The rows of recounts, finished and running.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/ids.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/aggregator/v1/verify.pb.h"

namespace obt::aggregator {

// Puts a new one and drops all but the newest hundred.
absl::Status AddVerification(obt::store::Txn& txn, const JobId& id, const v1::Verification& verification);
void PutVerification(obt::store::Txn& txn, const JobId& id, const v1::Verification& verification);
absl::StatusOr<std::optional<v1::Verification>> FindVerification(const obt::store::Reader& reader,
                                                                 const JobId& id);
// Marks the recounts that say they run as failed, and says why.
absl::Status FailRunning(obt::store::Txn& txn, const std::string& why,
                         const google::protobuf::Timestamp& now);

}  // namespace obt::aggregator
