// What a command-line program of the suite consists of, as plain values: commands with their options, help
// that teaches, and the function that runs each. command_line.h turns argv into one of them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace obt::ctl {

class Session;

enum class OptionKind { kText, kNumber, kDay, kFlag, kList };

struct Option {
  std::string name;         // "client" for --client; "o,output" for -o and --output
  std::string placeholder;  // what stands for the value in the help, e.g. "ID"
  std::string help;
  OptionKind kind = OptionKind::kText;
  bool required = false;
  bool positional = false;
  std::string fallback;              // value when it is not given
  std::vector<std::string> choices;  // empty: anything
};

// The usual options. A list may be given several times or with commas.
Option Text(std::string name, std::string placeholder, std::string help, std::string fallback = "");
Option Required(std::string name, std::string placeholder, std::string help);
Option Positional(std::string name, std::string help);
Option Number(std::string name, std::string placeholder, std::string help, int64_t fallback);
Option Day(std::string name, std::string help);
Option Flag(std::string name, std::string help);
Option List(std::string name, std::string placeholder, std::string help);
Option Etag();
Option OneOf(std::string name, std::vector<std::string> choices, std::string help, std::string fallback = "");

// What was given for a command's options. Asking for an option the command does not have is a bug and aborts.
class Arguments {
 public:
  std::string Text(absl::string_view name) const;  // empty when not given and without fallback
  int64_t Number(absl::string_view name) const;    // numbers were checked while parsing
  bool Flag(absl::string_view name) const;
  std::vector<std::string> List(absl::string_view name) const;
  bool Given(absl::string_view name) const { return !List(name).empty(); }

  void Set(absl::string_view name, std::vector<std::string> values);

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

struct Command {
  std::string path;      // "client create"; "funnel"
  std::string summary;   // one line
  std::string teaching;  // what to know, and examples
  std::vector<Option> options;
  std::function<absl::Status(Session&, const Arguments&)> run;
};

// A word several commands begin with.
struct Topic {
  std::string name;
  std::string summary;
};

struct Program {
  std::string name;
  std::string about;
  std::string footer;
  std::vector<Option> globals;
  std::vector<Topic> topics;
  std::vector<Command> commands;
};

}  // namespace obt::ctl
