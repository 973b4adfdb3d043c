#include "common/cli/command_line.h"

#include <gmock/gmock.h>

namespace obt::cli {
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
  program.topics = {{"client", "Programs that call", "clients"}};
  program.commands = {
      {"client create",
       "Add a client",
       "Example:\n  obtctl client create x",
       {Positional("CLIENT", "Its id"), Text("title", "TEXT", "")}},
      {"answer", "Answer", "", {Positional("PERSON", ""), Positional("SURVEY", "")}},
      {"funnel", "The funnel", "", {List("by", "NAME", ""), Day("as-of", "Last day"), Flag("all", "")}},
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

TEST(CommandLineTest, ATopicIsTakenInItsOtherSpellingToo) {
  const Program program = Example();
  const ParsedLine parsed = ParseCommandLine(program, {"clients", "create", "dwp"});
  ASSERT_NE(parsed.command, nullptr) << parsed.message;
  EXPECT_EQ(parsed.command->path, "client create");
  EXPECT_THAT(ParseCommandLine(program, {"clients", "delete"}).message,
              HasSubstr("obtctl client has no command \"delete\""));
  EXPECT_EQ(ParseCommandLine(program, {""}).exit_code, kExitUsage);
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

TEST(CommandLineTest, TextsHaveCommasOfTheirOwn) {
  Program program = Example();
  program.commands[2].options = {Texts("words", "Q=TEXT", "")};
  const ParsedLine parsed = ParseCommandLine(program, {"funnel", "--words", "a=x, y", "--words=b=y"});
  ASSERT_NE(parsed.command, nullptr) << parsed.message;
  EXPECT_THAT(parsed.arguments.List("words"), ElementsAre("a=x, y", "b=y"));
}

TEST(CommandLineTest, ValuesStandBesideTheirOptionHoweverItIsWritten) {
  const Program program = Example();
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"-o", "json", "funnel"},
                                             {"-ojson", "funnel"},
                                             {"funnel", "-o=json"},
                                             {"funnel", "--output=json"}}) {
    const ParsedLine parsed = ParseCommandLine(program, words);
    ASSERT_NE(parsed.command, nullptr) << parsed.message;
    EXPECT_EQ(parsed.arguments.Text("output"), "json");
    EXPECT_TRUE(parsed.arguments.Typed("output"));
    EXPECT_FALSE(parsed.arguments.Typed("timeout")) << "a fallback";
  }
  const ParsedLine odd = ParseCommandLine(program, {"client", "create", "--title=--x", "--", "-y"});
  ASSERT_NE(odd.command, nullptr) << odd.message;
  EXPECT_EQ(odd.arguments.Text("title"), "--x");
  EXPECT_EQ(odd.arguments.Text("CLIENT"), "-y");
  const ParsedLine bracket = ParseCommandLine(program, {"client", "create", "x", "--title", "[a,b]"});
  EXPECT_EQ(bracket.arguments.Text("title"), "[a,b]");
  EXPECT_EQ(ParseCommandLine(program, {"client", "create", "-"}).arguments.Text("CLIENT"), "-");
}

// A sentence for everything that cannot be meant.
TEST(CommandLineTest, WhatIsWrongIsNamed) {
  const Program program = Example();
  struct Case {
    std::vector<std::string> words;
    std::string says;
  };
  const std::vector<Case> cases = {
      // given twice
      {{"client", "create", "x", "--title", "A", "--title", "B"},
       "--title was given twice, A and B; it means"},
      {{"-o", "json", "funnel", "--output", "table"}, "--output was given twice, json and table"},
      {{"funnel", "--as-of", "2024-10-14", "--as-of", "2024-10-14"}, "--as-of was given twice"},
      {{"funnel", "--all", "--all"}, "--all was given twice"},
      {{"funnel", "--timeout", "5", "--timeout=6"}, "--timeout was given twice, 5 and 6"},
      // empty
      {{"client", "create", "x", "--title", ""}, "--title is empty; leave it out"},
      {{"client", "create", "x", "--title="}, "--title is empty"},
      {{"client", "create", ""}, "CLIENT is empty"},
      {{"funnel", "--as-of", ""}, "--as-of is empty"},
      {{"funnel", "--by", ""}, "--by is empty"},
      {{"funnel", "--by", "grade,,week"}, "--by has an empty entry in grade,,week"},
      {{"funnel", "--by", "grade,"}, "--by has an empty entry"},
      {{"funnel", "--timeout", ""}, "--timeout is empty"},
      {{"funnel", "-o", ""}, "--output is empty"},
      // no text
      {{"client", "create", "x", "--title", "Zo\xEB"}, "--title is not valid UTF-8: Zo\\xEB"},
      {{"client", "create", "Zo\xEB"}, "CLIENT is not valid UTF-8: Zo\\xEB"},
      {{"funnel", "--by", "a,\xED\xA0\xBD"}, "--by is not valid UTF-8"},
      // not there
      {{"client", "lst"}, "obtctl client has no command \"lst\"\ntry"},
      {{"client", "creat"}, "obtctl client has no command \"creat\"; did you mean \"create\"?"},
      {{"clint", "create"}, "obtctl has no command \"clint\"; did you mean \"client\"?"},
      {{"create"}, "did you mean \"client create\"?"},
      {{"funnel", "--as-off", "2024-10-14"}, "obtctl funnel has no option --as-off; did you mean --as-of?"},
      {{"funnel", "--as"}, "has no option --as; did you mean --as-of?"},  // nothing is guessed
      {{"funnel", "--outptu", "json"}, "did you mean --output?"},
      {{"funnel", "-x"}, "obtctl funnel has no option -x"},
      {{"--title", "A", "client", "create", "x"}, "the options of a command stand behind it"},
      {{"funnel", "-o", "jsno"}, "--output must be one of table, json, not jsno; did you mean json?"},
      {{"funnel", "\x1B[31m"}, "but there is \\x1B[31m"},
      // not complete
      {{"client", "create"}, "CLIENT is missing: Its id"},
      {{"funnel", "--as-of"}, "--as-of needs a value"},
      {{"funnel", "--as-of", "--all"}, "given as --as-of=--all"},
      {{"funnel", "--as-of", "-o", "json"}, "--as-of needs a value"},
      {{"funnel", "--all=true"}, "--all is given without a value"},
      {{"client"}, "obtctl client needs a command: create"},
      {{"funnel", "week"}, "obtctl funnel takes no words, but there is week"},
      {{"answer", "a", "b", "c"}, "obtctl answer takes no more words, but there is c"},
      {{"funnel", "--as-of", "14/10/2024"}, "--as-of must be a day such as 2024-10-14, not 14/10/2024"},
  };
  for (const Case& each : cases) {
    const ParsedLine parsed = ParseCommandLine(program, each.words);
    EXPECT_EQ(parsed.command, nullptr) << each.says;
    EXPECT_EQ(parsed.exit_code, kExitUsage) << each.says;
    EXPECT_THAT(parsed.message, HasSubstr(each.says));
  }
}

TEST(CommandLineTest, PathsAreBytes) {
  Program program = Example();
  program.commands[2].options = {Positional("FILE", ""), Text("results", "FILE", ""),
                                 Text("data", "DIR", "")};
  const ParsedLine parsed =
      ParseCommandLine(program, {"funnel", "Zo\xEB.csv", "--results", "\xFF", "--data=\xFE"});
  ASSERT_NE(parsed.command, nullptr) << parsed.message;
  EXPECT_EQ(parsed.arguments.Text("FILE"), "Zo\xEB.csv");
}

TEST(CommandLineTest, AnEmptyTextTakesAwayWhereAnOptionSaysSo) {
  Program program = Example();
  program.commands[2].options = {List("domain", "DOMAIN", "").OrNone()};
  const ParsedLine parsed = ParseCommandLine(program, {"funnel", "--domain", ""});
  ASSERT_NE(parsed.command, nullptr) << parsed.message;
  EXPECT_THAT(parsed.arguments.List("domain"), ElementsAre(""));
}

TEST(CommandLineTest, TheVersionIsTold) {
  Program program = Example();
  program.version = "1.2.3";
  const ParsedLine parsed = ParseCommandLine(program, {"--version"});
  EXPECT_EQ(parsed.message, "obtctl 1.2.3\n");
  EXPECT_EQ(parsed.exit_code, kExitOk);
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
}  // namespace obt::cli
