#include "common/base/etag.h"

#include "common/base/error.h"
#include "gtest/gtest.h"

namespace obt {
namespace {

TEST(EtagTest, GrowsWithEveryChange) {
  EXPECT_EQ(NextEtag(""), "1");
  EXPECT_EQ(NextEtag("1"), "2");
  EXPECT_EQ(NextEtag("99"), "100");
}

TEST(EtagTest, AStaleOneIsAborted) {
  EXPECT_TRUE(CheckEtag("", "7").ok());
  EXPECT_TRUE(CheckEtag("7", "7").ok());
  const absl::Status stale = CheckEtag("6", "7");
  EXPECT_EQ(stale.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(stale), "STALE_ETAG");
}

}  // namespace
}  // namespace obt
