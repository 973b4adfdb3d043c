#include "common/app/flags.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "common/app/process.h"

namespace obt::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// A program like a service's; what it says on standard error.
class FlagsTest : public ::testing::Test {
 protected:
  std::optional<int> Parse(std::vector<std::string> words) {
    CLI::App app("A service", "obt-learning");
    app.require_subcommand(1);
    app.set_version_flag("--version", "obt-learning 1.2.3");
    CLI::App* const serve = app.add_subcommand("serve", "Serve until SIGTERM");
    AddFlags(*serve, options_);
    words.insert(words.begin(), "obt-learning");
    std::vector<const char*> argv;
    for (const std::string& word : words) argv.push_back(word.c_str());
    ::testing::internal::CaptureStderr();
    ::testing::internal::CaptureStdout();
    const std::optional<int> ended = ParseFlags(app, static_cast<int>(argv.size()), argv.data());
    said_ = ::testing::internal::GetCapturedStderr();
    printed_ = ::testing::internal::GetCapturedStdout();
    return ended;
  }
  std::optional<int> Serve(std::vector<std::string> more) {
    std::vector<std::string> words = {"serve", "--endpoints", "e.json", "--keys", "k"};
    words.insert(words.end(), more.begin(), more.end());
    return Parse(words);
  }
  ProcessOptions options_;
  std::string said_, printed_;
};

TEST_F(FlagsTest, WhatIsRightGoesOn) {
  EXPECT_EQ(Serve({"--listen", "127.0.0.1:7000"}), std::nullopt) << said_;
  EXPECT_EQ(options_.listen, "127.0.0.1:7000");
  EXPECT_EQ(Serve({"--metrics", ""}), std::nullopt) << "none; " << said_;
  EXPECT_EQ(options_.metrics, "");
  EXPECT_EQ(Serve({"--token-file", "Zo\xEB.token"}), std::nullopt) << "a path is bytes; " << said_;
}

TEST_F(FlagsTest, WhatIsWrongIsNamed) {
  struct Case {
    std::vector<std::string> more;
    std::string says;
  };
  const std::vector<Case> cases = {
      {{"--keys", "other"}, "--keys was given twice, k and other; it means one thing"},
      {{"--listen", "a:1", "--listen", "b:2"}, "--listen was given twice, a:1 and b:2"},
      {{"--log-calls", "--log-calls"}, "--log-calls was given twice"},
      {{"--listen", ""}, "--listen is empty"},
      {{"--issuer="}, "--issuer"},
      {{"--token-file", ""}, "--token-file is empty"},
      {{"--audience", "Zo\xEB"}, "--audience is not valid UTF-8"},
      {{"--listn", "a:1"}, "obt-learning serve has no option --listn; did you mean --listen?"},
      {{"--end", "x"}, "obt-learning serve has no option --end; did you mean --endpoints?"},
      {{"stray"}, "stray"},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(Serve(each.more), 2) << each.says;
    EXPECT_THAT(said_, AllOf(HasSubstr("obt-learning: "), HasSubstr(each.says),
                             HasSubstr("\ntry: obt-learning serve --help\n")));
  }
  EXPECT_EQ(Parse({"srve"}), 2);
  EXPECT_THAT(said_, HasSubstr("obt-learning has no command srve; did you mean serve?"));
  EXPECT_EQ(Parse({}), 2);
  EXPECT_EQ(Parse({"serve"}), 2);
  EXPECT_THAT(said_, HasSubstr("is required"));
}

TEST_F(FlagsTest, VersionAndHelpAreNoFailures) {
  EXPECT_EQ(Parse({"--version"}), 0);
  EXPECT_EQ(printed_, "obt-learning 1.2.3\n");
  EXPECT_EQ(Parse({"serve", "--help"}), 0);
  EXPECT_THAT(printed_, HasSubstr("--listen"));
}

}  // namespace
}  // namespace obt::app
