#include "common/cli/typed.h"

#include "gtest/gtest.h"

namespace obt::cli {
namespace {

TEST(Typed, TheWordThatWasMeantIsFound) {
  const std::vector<std::string> verbs = {"list", "get", "find", "update", "import", "cancel-import", "left"};
  EXPECT_EQ(Nearest("lst", verbs), "list");
  EXPECT_EQ(Nearest("lsit", verbs), "list");
  EXPECT_EQ(Nearest("LIST", verbs), "list");
  EXPECT_EQ(Nearest("updat", verbs), "update");
  EXPECT_EQ(Nearest("imprt", verbs), "import");
  EXPECT_EQ(Nearest("canc", verbs), "cancel-import") << "begun";
  EXPECT_EQ(Nearest("delete", verbs), "");
  EXPECT_EQ(Nearest("x", verbs), "");
  EXPECT_EQ(Nearest("organisaton", {"organisation", "programme"}), "organisation");
  EXPECT_EQ(Nearest("organization", {"organisation", "programme"}), "organisation");
}

}  // namespace
}  // namespace obt::cli
