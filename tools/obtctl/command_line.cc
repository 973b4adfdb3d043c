#include "tools/obtctl/command_line.h"

#include <CLI/CLI.hpp>
#include <deque>
#include <map>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/days.h"
#include "tools/obtctl/failure.h"

namespace obt::ctl {
namespace {

// The name an option is asked for by: "output" of "o,output".
std::string NameOf(const Option& option) {
  return std::vector<std::string>(absl::StrSplit(option.name, ',')).back();
}

// "-o,--output" of "o,output"; positional names have no dashes.
std::string Spelling(const Option& option) {
  if (option.positional) return option.name;
  std::string spelling;
  for (absl::string_view name : absl::StrSplit(option.name, ',')) {
    absl::StrAppend(&spelling, spelling.empty() ? "" : ",", name.size() == 1 ? "-" : "--", name);
  }
  return spelling;
}

// Where the library writes what it parsed.
struct Target {
  const Option* option;
  std::vector<std::string> values;
  bool flag = false;
};

std::string CheckNumber(const std::string& text) {
  int64_t number = 0;
  const std::string digits = absl::StrReplaceAll(text, {{",", ""}});
  return absl::SimpleAtoi(digits, &number) ? "" : absl::StrCat("must be a whole number, not ", text);
}

std::string CheckDay(const std::string& text) {
  return ParseDayText(text).has_value() ? "" : absl::StrCat("must be a day such as 2024-10-14, not ", text);
}

void AddOption(CLI::App& app, Target& target) {
  const Option& option = *target.option;
  if (option.kind == OptionKind::kFlag) {
    app.add_flag(Spelling(option), target.flag, option.help);
    return;
  }
  std::string help = option.help;
  if (!option.choices.empty()) absl::StrAppend(&help, " (", absl::StrJoin(option.choices, ", "), ")");
  if (!option.fallback.empty()) absl::StrAppend(&help, " [", option.fallback, "]");
  CLI::Option* added = app.add_option(Spelling(option), target.values, help);
  added->type_name(option.placeholder.empty() ? "" : option.placeholder);
  added->required(option.required);
  if (option.kind == OptionKind::kList) {
    added->delimiter(',')->expected(1)->take_all();
  } else {
    added->expected(1)->take_last();
  }
  if (option.positional)
    added->allow_extra_args(option.kind == OptionKind::kList);  // else the next word is the next one's
  if (option.kind == OptionKind::kNumber) added->check(CheckNumber);
  if (option.kind == OptionKind::kDay) added->check(CheckDay);
  if (!option.choices.empty()) added->check(CLI::Validator(CLI::IsMember(option.choices)).description(""));
}

std::vector<std::string> ValuesOf(const Target& target) {
  if (target.option->kind == OptionKind::kFlag) return {target.flag ? "true" : "false"};
  std::vector<std::string> values = target.values;
  if (values.empty() && !target.option->fallback.empty()) values = {target.option->fallback};
  if (target.option->kind == OptionKind::kNumber) {
    for (std::string& value : values) value = absl::StrReplaceAll(value, {{",", ""}});
  }
  return values;
}

// The command line library's picture of a program.
class Parser {
 public:
  explicit Parser(const Program& program) : program_(program), app_(program.about, program.name) {
    app_.require_subcommand(1);
    app_.footer(program.footer);
    app_.get_formatter()->column_width(34);
    for (const Option& option : program.globals) AddOption(app_, AddTarget(globals_, option));
    for (const Topic& topic : program.topics) {
      topics_[topic.name] = app_.add_subcommand(topic.name, topic.summary);
      topics_[topic.name]->require_subcommand(1);
      topics_[topic.name]->fallthrough();
    }
    for (const Command& command : program.commands) AddCommand(command);
    app_.set_help_all_flag("--help-all", "Help for every command");
  }

  ParsedLine Parse(const std::vector<std::string>& words) {
    ParsedLine parsed;
    try {
      app_.parse(std::vector<std::string>(words.rbegin(), words.rend()));  // it takes them from the back
    } catch (const CLI::ParseError& error) {
      std::ostringstream out, err;
      const int code = app_.exit(error, out, err);
      parsed.message = code == 0 ? out.str() : Complaint(err.str());
      parsed.exit_code = code == 0 ? kExitOk : kExitUsage;
      return parsed;
    }
    for (const auto& [app, command] : commands_) {
      if (app->parsed()) parsed.command = command;
    }
    for (const Target& target : globals_) parsed.arguments.Set(NameOf(*target.option), ValuesOf(target));
    for (const Target& target : targets_[parsed.command]) {
      parsed.arguments.Set(NameOf(*target.option), ValuesOf(target));
    }
    return parsed;
  }

 private:
  static Target& AddTarget(std::deque<Target>& targets, const Option& option) {
    targets.push_back({&option, {}, false});
    return targets.back();
  }

  void AddCommand(const Command& command) {
    const std::vector<std::string> words = absl::StrSplit(command.path, ' ');
    CLI::App* parent = words.size() == 1 ? &app_ : topics_.at(words.front());
    CLI::App* app = parent->add_subcommand(words.back(), command.summary);
    app->footer(command.teaching);
    app->fallthrough();
    for (const Option& option : command.options) AddOption(*app, AddTarget(targets_[&command], option));
    commands_[app] = &command;
  }

  // The library's sentence and where to read on.
  std::string Complaint(const std::string& text) const {
    const std::string first = text.substr(0, text.find('\n'));
    std::string path = program_.name;
    for (const CLI::App* app = &app_; app != nullptr;) {
      const std::vector<const CLI::App*> chosen =
          app->get_subcommands([](const CLI::App* each) { return each->parsed(); });
      app = chosen.empty() ? nullptr : chosen.front();
      if (app != nullptr) absl::StrAppend(&path, " ", app->get_name());
    }
    return absl::StrCat(program_.name, ": ", first, "\ntry: ", path, " --help\n");
  }

  const Program& program_;
  CLI::App app_;
  std::map<std::string, CLI::App*> topics_;
  std::map<const CLI::App*, const Command*> commands_;
  std::deque<Target> globals_;
  std::map<const Command*, std::deque<Target>> targets_;
};

}  // namespace

ParsedLine ParseCommandLine(const Program& program, const std::vector<std::string>& words) {
  return Parser(program).Parse(words);
}

}  // namespace obt::ctl
