// The command line of a service: what it takes, and what it says to what it does not take.
#include <string>
#include <vector>

#include "common/app/server.h"
#include "common/cli/command_line.h"
#include "gmock/gmock.h"

namespace obt::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

cli::ParsedLine Parse(const std::vector<std::string>& words) {
  static const cli::Program& program = *new cli::Program([] {
    ServiceSpec spec;
    spec.name = "learning";
    spec.seed_admin = [](store::Txn&, const std::string&) { return absl::OkStatus(); };
    return ProgramOf(spec);
  }());
  return cli::ParseCommandLine(program, words);
}

cli::ParsedLine Serve(const std::vector<std::string>& more) {
  std::vector<std::string> words = {"serve", "--data", "d", "--endpoints", "e.json", "--trust", "t"};
  words.insert(words.end(), more.begin(), more.end());
  return Parse(words);
}

ProcessOptions OptionsOf(const std::vector<std::string>& more) {
  const cli::ParsedLine line = Serve(more);
  ProcessOptions options;
  EXPECT_NE(line.command, nullptr) << line.message;
  if (line.command != nullptr) TakeFlags(line.arguments, options);
  return options;
}

TEST(CommandLine, WhatIsGivenIsTaken) {
  EXPECT_EQ(OptionsOf({"--listen", "127.0.0.1:7000"}).listen, "127.0.0.1:7000");
  EXPECT_EQ(OptionsOf({}).listen, "127.0.0.1:0");
  EXPECT_EQ(OptionsOf({}).metrics, "127.0.0.1:0");
  EXPECT_EQ(OptionsOf({"--metrics", ""}).metrics, "") << "none";
  EXPECT_EQ(OptionsOf({"--token-file", "Zo\xEB.token"}).token_file, "Zo\xEB.token") << "a path is bytes";
  EXPECT_EQ(OptionsOf({}).endpoints, "e.json");
}

TEST(CommandLine, WhatIsWrongIsNamed) {
  struct Case {
    std::vector<std::string> more;
    std::string says;
  };
  const std::vector<Case> cases = {
      {{"--trust", "other"}, "--trust was given twice, t and other; it means one thing"},
      {{"--listen", "a:1", "--listen", "b:2"}, "--listen was given twice, a:1 and b:2"},
      {{"--log-calls", "--log-calls"}, "--log-calls was given twice"},
      {{"--listen", ""}, "--listen is empty"},
      {{"--backups="}, "--backups is empty"},
      {{"--token-file", ""}, "--token-file is empty"},
      {{"--listen", "Zo\xEB"}, "--listen is not valid UTF-8"},
      {{"--listn", "a:1"}, "obt-learning serve has no option --listn; did you mean --listen?"},
      {{"--end", "x"}, "obt-learning serve has no option --end; did you mean --endpoints?"},
      {{"stray"}, "takes no words, but there is stray"},
  };
  for (const Case& each : cases) {
    const cli::ParsedLine line = Serve(each.more);
    EXPECT_EQ(line.exit_code, cli::kExitUsage) << each.says;
    EXPECT_THAT(line.message, AllOf(HasSubstr("obt-learning: "), HasSubstr(each.says),
                                    HasSubstr("\ntry: obt-learning serve --help\n")));
  }
  EXPECT_THAT(Parse({"srve"}).message, HasSubstr("did you mean \"serve\"?"));
  EXPECT_THAT(Parse({}).message, HasSubstr("needs a command: init, serve"));
  EXPECT_THAT(Parse({"serve"}).message, HasSubstr("--data DIR is missing"));
  EXPECT_THAT(Parse({"init", "--data", "d"}).message, HasSubstr("--admin-client ID is missing"));
}

TEST(CommandLine, VersionAndHelpAreNoFailures) {
  EXPECT_EQ(Parse({"--version"}).exit_code, cli::kExitOk);
  EXPECT_THAT(Parse({"--version"}).message, HasSubstr("obt-learning "));
  EXPECT_EQ(Parse({"serve", "--help"}).exit_code, cli::kExitOk);
  EXPECT_THAT(Parse({"serve", "--help"}).message,
              AllOf(HasSubstr("--listen ADDRESS"), HasSubstr("Example:\n  obt-learning serve --data ")));
  EXPECT_THAT(Parse({"init", "--help"}).message, HasSubstr("--admin-client admin\n"));
}

}  // namespace
}  // namespace obt::app
