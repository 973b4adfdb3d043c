// Instants as the protos have them: google.protobuf.Timestamp to and from ours. Pure.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace obt {

google::protobuf::Timestamp TimestampOf(int64_t micros);   // since the Unix epoch
google::protobuf::Timestamp TimestampOf(absl::Time time);  // to the microsecond, rounded down
// Rounded down.
int64_t MicrosOf(const google::protobuf::Timestamp& timestamp);
absl::Time TimeOf(const google::protobuf::Timestamp& timestamp);

}  // namespace obt
