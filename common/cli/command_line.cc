#include "common/cli/command_line.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/days.h"
#include "common/base/points.h"
#include "common/base/status.h"
#include "common/cli/help.h"
#include "common/cli/shown.h"
#include "common/cli/typed.h"

namespace obt::cli {
namespace {

absl::Status Wrong(const std::string& sentence) { return absl::InvalidArgumentError(sentence); }

// "; did you mean list?" where something is near.
std::string Meant(const std::string& nearest) {
  return nearest.empty() ? "" : absl::StrCat("; did you mean ", nearest, "?");
}

// Options begin with a dash; numbers with a minus, and the dash alone, are none.
bool IsOption(absl::string_view word) {
  return word.size() > 1 && word[0] == '-' && !absl::ascii_isdigit(static_cast<unsigned char>(word[1]));
}

absl::Status CheckValue(const Option& option, const std::string& value) {
  if (option.kind == OptionKind::kDay && !ParseDayText(value).has_value())
    return Wrong(absl::StrCat(SpellingOf(option), " must be a day such as 2024-10-14, not ", value));
  if (option.choices.empty() ||
      std::find(option.choices.begin(), option.choices.end(), value) != option.choices.end())
    return absl::OkStatus();
  return Wrong(absl::StrCat(SpellingOf(option), " must be one of ", absl::StrJoin(option.choices, ", "),
                            ", not ", value, Meant(Nearest(value, option.choices))));
}

// What an option says by one text.
absl::StatusOr<std::vector<std::string>> ValuesOf(const Option& option, const std::string& text) {
  if (!IsPath(option) && !IsUtf8(text))
    return Wrong(absl::StrCat(SpellingOf(option), " is not valid UTF-8: ", text));
  if (text.empty() && option.may_be_empty) return std::vector<std::string>{""};
  if (text.empty())
    return Wrong(absl::StrCat(SpellingOf(option), " is empty; leave it out, or say what it is"));
  if (option.kind == OptionKind::kNumber) {
    const absl::StatusOr<int64_t> number = ParseNumber(text, option.range);
    if (!number.ok()) return Wrong(absl::StrCat(SpellingOf(option), " ", number.status().message()));
    return std::vector<std::string>{absl::StrCat(*number)};
  }
  std::vector<std::string> values = {text};
  if (option.kind == OptionKind::kList) values = absl::StrSplit(text, ',');
  for (const std::string& value : values) {
    if (value.empty()) return Wrong(absl::StrCat(SpellingOf(option), " has an empty entry in ", text));
    OBT_RETURN_IF_ERROR(CheckValue(option, value));
  }
  return values;
}

class Parser {
 public:
  Parser(const Program& program, const std::vector<std::string>& words) : program_(program), words_(words) {}

  ParsedLine Parse() {
    while (next_ < words_.size()) {
      const std::string& word = words_[next_++];
      if (!ended_ && word == "--") {
        ended_ = true;
        continue;
      }
      const bool is_option = !ended_ && IsOption(word);
      if (is_option && (word == "-h" || word == "--help")) return Told(Help());
      if (is_option && word == "--help-all") return Told(HelpOfAll(program_));
      if (is_option && word == "--version")
        return Told(absl::StrCat(program_.name, " ", program_.version, "\n"));
      const absl::Status taken = is_option ? TakeOption(word) : TakeWord(word);
      if (!taken.ok()) return Complaint(taken);
    }
    if (const absl::Status complete = CheckComplete(); !complete.ok()) return Complaint(complete);
    ParsedLine parsed;
    parsed.command = command_;
    for (const auto* options : {&program_.globals, &command_->options}) {
      for (const Option& option : *options) SetArgument(option, parsed.arguments);
    }
    return parsed;
  }

 private:
  struct Given {
    std::vector<std::string> texts;  // as typed
    std::vector<std::string> values;
  };

  std::string Help() const {
    if (command_ != nullptr) return HelpOf(program_, *command_);
    return topic_ != nullptr ? HelpOf(program_, *topic_) : HelpOf(program_);
  }
  static ParsedLine Told(std::string message) { return {nullptr, {}, std::move(message), kExitOk}; }

  // "obtctl people list", as far as it is known.
  std::string Path() const {
    const std::string path = command_ != nullptr ? command_->path : topic_ != nullptr ? topic_->name : "";
    return absl::StrCat(program_.name, path.empty() ? "" : " ", path);
  }
  ParsedLine Complaint(const absl::Status& wrong) const {
    return {nullptr,
            {},
            absl::StrCat(program_.name, ": ", Printable(wrong.message()), "\ntry: ", Path(), " --help\n"),
            kExitUsage};
  }

  // ---- words ----

  absl::Status TakeWord(const std::string& word) {
    if (command_ == nullptr) return TakeCommand(word);
    size_t place = 0;
    for (const Option& option : command_->options) {
      if (!option.positional || place++ != positions_) continue;
      if (!IsList(option)) ++positions_;  // a list takes all that follow
      return Take(option, word);
    }
    return Wrong(absl::StrCat(Path(), " takes ", place == 0 ? "no words" : "no more words", ", but there is ",
                              word.empty() ? "an empty one" : word));
  }

  absl::Status TakeCommand(const std::string& word) {
    const std::string path = topic_ == nullptr ? word : absl::StrCat(topic_->name, " ", word);
    for (const Command& command : program_.commands) {
      if (command.path == path) command_ = &command;
    }
    if (command_ != nullptr) return absl::OkStatus();
    for (const Topic& topic : program_.topics) {
      if (topic_ != nullptr || (topic.name != word && (topic.also.empty() || topic.also != word))) continue;
      topic_ = &topic;
      return absl::OkStatus();
    }
    return Wrong(absl::StrCat(Path(), " has no command \"", word, "\"", Meant(NearestCommand(word))));
  }

  // The next words there are; also commands whose last word was typed alone.
  std::vector<std::string> NextWords() const {
    std::vector<std::string> next;
    for (const Command& command : program_.commands) {
      const std::vector<std::string> words = absl::StrSplit(command.path, ' ');
      if ((topic_ == nullptr && words.size() == 1) || (topic_ != nullptr && words.front() == topic_->name))
        next.push_back(words.back());
    }
    for (const Topic& topic : program_.topics) {
      if (topic_ == nullptr) next.push_back(topic.name);
    }
    return next;
  }
  std::string NearestCommand(const std::string& word) const {
    const std::string nearest = Nearest(word, NextWords());
    if (!nearest.empty()) return absl::StrCat("\"", nearest, "\"");
    std::vector<std::string> paths;
    for (const Command& command : program_.commands) {
      if (absl::EndsWith(command.path, " " + word)) paths.push_back(absl::StrCat("\"", command.path, "\""));
    }
    return absl::StrJoin(paths, " or ");
  }

  // ---- options ----

  const Option* Find(absl::string_view spelling) const {
    static const std::vector<Option>& none = *new std::vector<Option>;
    for (const auto* options : {command_ == nullptr ? &none : &command_->options, &program_.globals}) {
      for (const Option& option : *options) {
        const std::vector<std::string> spellings = SpellingsOf(option);
        if (!option.positional && std::find(spellings.begin(), spellings.end(), spelling) != spellings.end())
          return &option;
      }
    }
    return nullptr;
  }

  absl::Status Unknown(absl::string_view spelling) const {
    std::vector<std::string> known = {"--help", "--help-all", "--version"};
    for (const Option& option : program_.globals) known.push_back(SpellingOf(option));
    for (const Option& option : command_ == nullptr ? std::vector<Option>() : command_->options) {
      if (!option.positional) known.push_back(SpellingOf(option));
    }
    const std::string nearest = Nearest(spelling, known);
    const bool early = command_ == nullptr && nearest.empty();
    return Wrong(absl::StrCat(Path(), " has no option ", spelling, Meant(nearest),
                              early ? "; the options of a command stand behind it" : ""));
  }

  // "--name VALUE", "--name=VALUE", "-n VALUE", "-nVALUE", "-n=VALUE"
  absl::Status TakeOption(const std::string& word) {
    absl::string_view spelling = word, value;
    const bool is_long = absl::StartsWith(word, "--");
    const size_t end = is_long ? std::min(word.find('='), word.size()) : 2;
    bool has_value = end < word.size();
    if (has_value) {
      value = spelling.substr(end);
      absl::ConsumePrefix(&value, "=");
      spelling = spelling.substr(0, end);
    }
    const Option* option = Find(spelling);
    if (option == nullptr) return Unknown(is_long ? spelling : absl::string_view(word));
    if (option->kind == OptionKind::kFlag) {
      if (has_value) return Wrong(absl::StrCat(spelling, " is given without a value"));
      return Take(*option, "true");
    }
    if (has_value) return Take(*option, std::string(value));
    if (next_ < words_.size() && !absl::StartsWith(words_[next_], "--") && Find(words_[next_]) == nullptr)
      return Take(*option, words_[next_++]);
    return Wrong(absl::StrCat(spelling, " needs a value",
                              next_ < words_.size()
                                  ? absl::StrCat("; one that begins with a dash is given as ",
                                                 SpellingOf(*option), "=", words_[next_])
                                  : ""));
  }

  // What an option is given, after what it was given before.
  absl::Status Take(const Option& option, const std::string& text) {
    OBT_ASSIGN_OR_RETURN(const std::vector<std::string> values, ValuesOf(option, text));
    Given& given = given_[&option];
    given.texts.push_back(text);
    given.values.insert(given.values.end(), values.begin(), values.end());
    if (IsList(option) || given.texts.size() == 1) return absl::OkStatus();
    if (option.kind == OptionKind::kFlag) return Wrong(absl::StrCat(SpellingOf(option), " was given twice"));
    return Wrong(absl::StrCat(SpellingOf(option), " was given twice, ", given.texts[0], " and ",
                              given.texts[1], "; it means one thing"));
  }

  absl::Status CheckComplete() const {
    if (command_ == nullptr) {
      return Wrong(absl::StrCat(Path(), " needs a command: ", absl::StrJoin(NextWords(), ", ")));
    }
    for (const Option& option : command_->options) {
      if (!option.required || given_.count(&option) > 0) continue;
      return Wrong(absl::StrCat(SpellingOf(option), option.placeholder.empty() ? "" : " ", option.placeholder,
                                " is missing: ", option.help));
    }
    return absl::OkStatus();
  }

  void SetArgument(const Option& option, Arguments& arguments) const {
    const auto given = given_.find(&option);
    if (given != given_.end()) return arguments.SetTyped(NameOf(option), given->second.values);
    if (option.kind == OptionKind::kFlag) return arguments.Set(NameOf(option), {"false"});
    arguments.Set(NameOf(option), option.fallback.empty() ? std::vector<std::string>()
                                                          : std::vector<std::string>{option.fallback});
  }

  const Program& program_;
  const std::vector<std::string>& words_;
  size_t next_ = 0;
  bool ended_ = false;  // behind "--" there are no options
  const Topic* topic_ = nullptr;
  const Command* command_ = nullptr;
  size_t positions_ = 0;
  std::map<const Option*, Given> given_;
};

}  // namespace

ParsedLine ParseCommandLine(const Program& program, const std::vector<std::string>& words) {
  return Parser(program, words).Parse();
}

int Tell(const Program& program, const ParsedLine& line) {
  std::FILE* const out = line.exit_code == kExitOk ? stdout : stderr;
  if (std::fputs(line.message.c_str(), out) >= 0 && std::fflush(out) == 0) return line.exit_code;
  if (out == stdout)
    absl::FPrintF(stderr, "%s: standard output cannot be written: %s\n", program.name, std::strerror(errno));
  return line.exit_code == kExitOk ? kExitUnwritten : line.exit_code;
}

}  // namespace obt::cli
