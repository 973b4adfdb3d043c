// Shipped lines go on where they ended, whatever happened to file and state in between; nothing that was not
// shipped is cut off.
#include "tools/obtctl/shipping.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/files.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"

namespace obt::ctl {
namespace {

using testing::StatusIs;

class Shipping : public ::testing::Test {
 protected:
  // As obtctl does, up to where it would ask for more.
  absl::Status GoOn() {
    LineFile file;
    if (absl::Status opened = file.Open(lines); !opened.ok()) return opened;
    absl::StatusOr<Shipped> known = ReadShipped(state, "identity");
    if (!known.ok()) return known.status();
    shipped = *std::move(known);
    return file.GoOn(shipped);
  }
  // The next entry's line and the state behind it.
  void ShipOne() {
    LineFile file;
    ASSERT_OK(file.Open(lines));
    const uint64_t next = shipped.chain.sequence() + 1;
    const std::string chain = store::NextAuditChain(shipped.chain.chain(), next, "entry");
    ASSERT_EQ(shipped.chain.Follow({next, chain, "entry"}), "");
    const std::string line = absl::StrCat("{\"service\":\"identity\",\"sequence\":\"", next,
                                          "\",\"chain\":\"", absl::Base64Escape(chain), "\"}\n");
    ASSERT_OK(file.Append(line));
    shipped.bytes += static_cast<int64_t>(line.size());
    ASSERT_OK(WriteShipped(state, shipped));
  }
  void SetUp() override {
    ASSERT_OK(GoOn());
    for (int i = 0; i < 3; ++i) ShipOne();
    whole = *ReadFile(lines);
  }
  void Put(const std::string& text) { std::ofstream(lines, std::ios::trunc) << text; }

  testing::TempDir place;
  const std::string lines = place.path() + "/lines", state = lines + ".state";
  Shipped shipped;
  std::string whole;  // three lines
};

TEST_F(Shipping, LinesBehindTheStateAreCutOffAndComeAgain) {
  Put(whole + "{\"service\":\"identity\",\"sequ");
  ASSERT_OK(GoOn());
  EXPECT_EQ(shipped.chain.sequence(), 3u);
  EXPECT_EQ(*ReadFile(lines), whole);
}

TEST_F(Shipping, AFileThatIsNotWhatTheStateTellsOfIsLeftAlone) {
  const std::string longer(whole.size() * 2, 'x');
  for (const std::string& other :
       {whole.substr(0, whole.size() - 5), longer, longer + "\n", whole.substr(40) + whole}) {
    Put(other);
    EXPECT_THAT(GoOn(), StatusIs(absl::StatusCode::kDataLoss, "AUDIT_LINES_LOST"));
    EXPECT_EQ(*ReadFile(lines), other);
  }
}

TEST_F(Shipping, AFileThatWasTakenAwayBeginsAnewBehindTheSameEntry) {
  std::filesystem::remove(lines);
  ASSERT_OK(GoOn());
  EXPECT_EQ(shipped.chain.sequence(), 3u);
  EXPECT_EQ(shipped.bytes, 0);
  ShipOne();
  ASSERT_OK(GoOn());
  EXPECT_EQ(shipped.chain.sequence(), 4u);
}

TEST_F(Shipping, LinesWithoutAStateAreLeftAlone) {
  std::filesystem::remove(state);
  EXPECT_THAT(GoOn(), StatusIs(absl::StatusCode::kFailedPrecondition, "AUDIT_LINES_UNKNOWN"));
  EXPECT_EQ(*ReadFile(lines), whole);
}

TEST_F(Shipping, TwoDoNotShipToOneFile) {
  LineFile first;
  ASSERT_OK(first.Open(lines));
  EXPECT_THAT(GoOn(), StatusIs(absl::StatusCode::kUnavailable, "AUDIT_SHIPPING"));
}

TEST_F(Shipping, TheStateOfAnotherServiceIsRefused) {
  EXPECT_FALSE(ReadShipped(state, "learning").ok());
  std::ofstream(state, std::ios::trunc) << "nonsense";
  EXPECT_FALSE(ReadShipped(state, "identity").ok());
}

}  // namespace
}  // namespace obt::ctl
