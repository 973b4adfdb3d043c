#include "common/base/times.h"

#include "gtest/gtest.h"

namespace obt {
namespace {

TEST(Times, MicrosecondsAreRoundedDownOnBothSidesOfTheEpoch) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(-1);
  timestamp.set_nanos(999'999'999);
  EXPECT_EQ(MicrosOf(timestamp), -1);
  for (const int64_t micros :
       {int64_t{-1'500'000}, int64_t{-1}, int64_t{0}, int64_t{1'728'907'200'000'001}}) {
    EXPECT_EQ(MicrosOf(TimestampOf(micros)), micros);
    EXPECT_GE(TimestampOf(micros).nanos(), 0);
    EXPECT_EQ(TimeOf(TimestampOf(micros)), absl::FromUnixMicros(micros));
    EXPECT_EQ(MicrosOf(TimestampOf(absl::FromUnixMicros(micros))), micros);
  }
}

}  // namespace
}  // namespace obt
