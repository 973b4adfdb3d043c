// What holds for every option of every command, as long as there are any: generated from the rows.
#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/cli/command_line.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"

namespace obt::ctl {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const Program& TheProgram() {
  static const Program& program = *new Program(Obtctl());
  return program;
}

std::string Sample(const Option& option) {
  if (!option.choices.empty()) return option.choices.front();
  if (option.kind == OptionKind::kDay) return "2024-10-14";
  if (option.kind == OptionKind::kNumber) return absl::StrCat(std::max<int64_t>(option.range.least, 1));
  return "x";
}

// A right command line but for one option, which is given as often as there are texts.
std::vector<std::string> WordsWith(const cli::Command& command, const Option& odd,
                                   const std::vector<std::string>& texts) {
  std::vector<std::string> words = absl::StrSplit(command.path, ' '), behind;
  for (const Option& option : command.options) {
    if (option.name == odd.name || !option.required) continue;
    if (option.positional) {
      words.push_back(Sample(option));
    } else {
      behind.push_back(absl::StrCat(SpellingOf(option), "=", Sample(option)));
    }
  }
  // A word in a wrong place is named by the place it stands in, so what is odd is the first.
  const auto place = words.begin() + static_cast<long>(absl::StrContains(command.path, ' ') ? 2 : 1);
  for (const std::string& text : texts) {
    if (odd.positional) {
      words.insert(place, text);
    } else {
      behind.push_back(absl::StrCat(SpellingOf(odd), "=", text));
    }
  }
  words.insert(words.end(), behind.begin(), behind.end());
  return words;
}

std::vector<std::pair<const cli::Command*, const Option*>> EveryOption() {
  std::vector<std::pair<const cli::Command*, const Option*>> all;
  for (const cli::Command& command : TheProgram().commands) {
    for (const Option& option : command.options) {
      // Of several words only the first can stand where another is missing.
      const bool is_later_word = option.positional && option.name != command.options.front().name;
      if (!is_later_word) all.emplace_back(&command, &option);
    }
    for (const Option& option : TheProgram().globals) all.emplace_back(&command, &option);
  }
  return all;
}

void ExpectRefused(const cli::Command& command, const Option& option, const std::vector<std::string>& texts) {
  const std::vector<std::string> words = WordsWith(command, option, texts);
  const ParsedLine parsed = ParseCommandLine(TheProgram(), words);
  EXPECT_EQ(parsed.command, nullptr) << absl::StrJoin(words, " ");
  EXPECT_EQ(parsed.exit_code, kExitUsage);
  EXPECT_THAT(parsed.message, StartsWith(absl::StrCat("obtctl: ", SpellingOf(option), " ")))
      << absl::StrJoin(words, " ");
}

TEST(EveryCommandTest, RefusesNumbersThatAreNoneOrOutOfRange) {
  const Range any;
  size_t numbers = 0;
  for (const auto& [command, option] : EveryOption()) {
    if (option->kind != OptionKind::kNumber) continue;
    ++numbers;
    std::vector<std::string> texts = {"",
                                      " 5",
                                      "5 ",
                                      "5x",
                                      "1e3",
                                      "0x10",
                                      "1,0,0",
                                      ",5",
                                      "1,00",
                                      "\u0663",
                                      "+5",
                                      "5.0",
                                      "9223372036854775808",
                                      "18446744073709551617",
                                      "-9223372036854775809"};
    if (option->range.least > any.least) texts.push_back(absl::StrCat(option->range.least - 1));
    if (option->range.most < any.most) texts.push_back(absl::StrCat(option->range.most + 1));
    if (option->range.least >= 0) texts.push_back("-1");
    for (const int64_t wraps : {int64_t{1} << 31, (int64_t{1} << 32) + 1, (int64_t{1} << 32) + 30}) {
      if (option->range.most < wraps) texts.push_back(absl::StrCat(wraps));
    }
    for (const std::string& text : texts) ExpectRefused(*command, *option, {text});
  }
  EXPECT_GT(numbers, TheProgram().commands.size()) << "one of every command, and their own";
}

TEST(EveryCommandTest, TakesBothEndsOfTheRangesOfItsNumbers) {
  for (const auto& [command, option] : EveryOption()) {
    if (option->kind != OptionKind::kNumber) continue;
    EXPECT_GE(option->range.least, 0) << command->path << " " << option->name << " has no range";
    for (const int64_t end : {option->range.least, option->range.most}) {
      const ParsedLine parsed =
          ParseCommandLine(TheProgram(), WordsWith(*command, *option, {absl::StrCat(end)}));
      ASSERT_NE(parsed.command, nullptr) << parsed.message;
      EXPECT_EQ(parsed.arguments.Number(NameOf(*option)), end);
    }
  }
}

TEST(EveryCommandTest, RefusesWhatIsEmptyOrNoText) {
  for (const auto& [command, option] : EveryOption()) {
    if (option->kind == OptionKind::kFlag) continue;
    if (!option->may_be_empty) ExpectRefused(*command, *option, {""});
    if (IsPath(*option)) continue;
    for (const char* text : {"Zo\xEB", "\xED\xA0\xBD", "\xC0\xAF", "a\xFF"})
      ExpectRefused(*command, *option, {text});
  }
}

TEST(EveryCommandTest, RefusesWhatIsGivenTwiceButMeansOneThing) {
  for (const auto& [command, option] : EveryOption()) {
    if (option->positional || option->kind == OptionKind::kFlag) continue;
    const std::string sample = Sample(*option);
    if (!IsList(*option)) {
      ExpectRefused(*command, *option, {sample, sample});
      continue;
    }
    const ParsedLine parsed = ParseCommandLine(TheProgram(), WordsWith(*command, *option, {sample, sample}));
    ASSERT_NE(parsed.command, nullptr) << parsed.message;
    EXPECT_EQ(parsed.arguments.List(NameOf(*option)).size(), 2u) << command->path << " " << option->name;
  }
}

TEST(EveryCommandTest, HasAnExampleInItsHelp) {
  for (const cli::Command& command : TheProgram().commands) {
    const ParsedLine help = ParseCommandLine(TheProgram(), [&command] {
      std::vector<std::string> words = absl::StrSplit(command.path, ' ');
      words.push_back("--help");
      return words;
    }());
    EXPECT_EQ(help.exit_code, kExitOk);
    EXPECT_THAT(help.message, AnyOf(HasSubstr("\nExample:\n  obtctl "), HasSubstr("\nExamples:\n  obtctl ")))
        << command.path;
    EXPECT_THAT(help.message, HasSubstr(absl::StrCat("  obtctl ", command.path))) << command.path;
  }
}

}  // namespace
}  // namespace obt::ctl
