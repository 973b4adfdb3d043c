// What lies where a store is looked for: another service's, no store at all, nothing this user may touch.
// Each has a sentence of its own, and none of them is damage.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/rocks.h"
#include "obt/store/v1/store.pb.h"

namespace obt::store {

// FAILED_PRECONDITION when the path leads through something that is no directory, or this user may not read
// and write in it. What is not there is fine.
absl::Status CheckReach(const std::string& path);
// The same for who only reads.
absl::Status CheckReadable(const std::string& path);
// There is a store in the directory, whole or not. FAILED_PRECONDITION / STORE_MISSING, NO_STORE.
absl::Status CheckHoldsStore(rocksdb::FileSystem& files, const std::string& path);
// The store belongs to the service that opens it; `service` empty: to any.
absl::Status CheckService(const std::string& path, const std::string& service, const v1::Witness& witness);

}  // namespace obt::store
