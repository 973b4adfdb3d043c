#include "common/base/times.h"

namespace obt {

google::protobuf::Timestamp TimestampOf(int64_t micros) {
  constexpr int64_t kMicros = 1'000'000;
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(micros / kMicros - (micros % kMicros < 0 ? 1 : 0));
  timestamp.set_nanos(static_cast<int32_t>((micros - timestamp.seconds() * kMicros) * 1'000));
  return timestamp;
}

google::protobuf::Timestamp TimestampOf(absl::Time time) { return TimestampOf(absl::ToUnixMicros(time)); }

int64_t MicrosOf(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() * 1'000'000 + timestamp.nanos() / 1'000;
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

}  // namespace obt
