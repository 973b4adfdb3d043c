#include "tools/obtctl/command_line.h"

#include <gmock/gmock.h>

#include "tools/obtctl/failure.h"

namespace obt::ctl {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Program Example() {
  Program program;
  program.name = "obtctl";
  program.about = "An example";
  program.globals = {OneOf("o,output", {"table", "json"}, "How to print", "table"),
                     Number("timeout", "SECONDS", "", 10)};
  program.topics = {{"client", "Programs that call"}};
  program.commands = {
      {"client create",
       "Add a client",
       "Example:\n  obtctl client create x",
       {Positional("CLIENT", "Its id"), Text("title", "TEXT", "")},
       nullptr},
      {"answer", "Answer", "", {Positional("PERSON", ""), Positional("SURVEY", "")}, nullptr},
      {"funnel",
       "The funnel",
       "",
       {List("by", "NAME", ""), Day("as-of", "Last day"), Flag("all", "")},
       nullptr},
  };
  return program;
}

TEST(CommandLineTest, FindsTheCommandItsArgumentsAndTheGlobalOnes) {
  const Program program = Example();
  const ParsedLine parsed =
      ParseCommandLine(program, {"client", "create", "dwp", "--title", "A B", "-o", "json"});
  ASSERT_NE(parsed.command, nullptr) << parsed.message;
  EXPECT_EQ(parsed.command->path, "client create");
  EXPECT_EQ(parsed.arguments.Text("CLIENT"), "dwp");
  EXPECT_EQ(parsed.arguments.Text("title"), "A B");
  EXPECT_EQ(parsed.arguments.Text("output"), "json");
  EXPECT_EQ(parsed.arguments.Number("timeout"), 10);
}

TEST(CommandLineTest, WordsFollowTheirOrderAndOneTooManyIsRefused) {
  const Program program = Example();
  const ParsedLine parsed = ParseCommandLine(program, {"answer", "anna", "before"});
  ASSERT_NE(parsed.command, nullptr) << parsed.message;
  EXPECT_EQ(parsed.arguments.Text("PERSON"), "anna");
  EXPECT_EQ(parsed.arguments.Text("SURVEY"), "before");
  EXPECT_EQ(ParseCommandLine(program, {"answer", "anna", "before", "after"}).exit_code, kExitUsage);
  EXPECT_EQ(ParseCommandLine(program, {"answer", "anna"}).exit_code, kExitUsage);
}

TEST(CommandLineTest, ListsTakeCommasAndRepeats) {
  const Program program = Example();
  const ParsedLine parsed =
      ParseCommandLine(program, {"funnel", "--by", "grade,week", "--by", "region", "--all"});
  ASSERT_NE(parsed.command, nullptr) << parsed.message;
  EXPECT_THAT(parsed.arguments.List("by"), ElementsAre("grade", "week", "region"));
  EXPECT_TRUE(parsed.arguments.Flag("all"));
  EXPECT_FALSE(parsed.arguments.Given("as-of"));
}

TEST(CommandLineTest, NumbersMayHaveThousandsSeparators) {
  const Program program = Example();
  EXPECT_EQ(ParseCommandLine(program, {"--timeout", "1,000", "funnel"}).arguments.Number("timeout"), 1000);
}

TEST(CommandLineTest, WhatIsWrongIsSaidWithWhereToReadOn) {
  const Program program = Example();
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"client"},
      {"client", "create"},
      {"nonsense"},
      {"funnel", "--as-of", "2024-02-30"},
      {"funnel", "--frobnicate"},
      {"--timeout", "soon", "funnel"},
      {"funnel", "-o", "yaml"},
  };
  for (const std::vector<std::string>& words : wrong) {
    const ParsedLine parsed = ParseCommandLine(program, words);
    EXPECT_EQ(parsed.command, nullptr);
    EXPECT_EQ(parsed.exit_code, kExitUsage);
    EXPECT_THAT(parsed.message, AllOf(HasSubstr("obtctl: "), HasSubstr("try: obtctl")));
  }
}

TEST(CommandLineTest, HelpTeachesAndIsNoFailure) {
  const Program program = Example();
  const ParsedLine parsed = ParseCommandLine(program, {"client", "create", "--help"});
  EXPECT_EQ(parsed.command, nullptr);
  EXPECT_EQ(parsed.exit_code, kExitOk);
  EXPECT_THAT(parsed.message, AllOf(HasSubstr("Add a client"), HasSubstr("obtctl client create x")));
}

}  // namespace
}  // namespace obt::ctl
