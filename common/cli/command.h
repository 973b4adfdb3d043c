// What a command line may say, as plain values: commands with their options, and help that teaches.
// command_line.h turns argv into one of them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/cli/numbers.h"

namespace obt::cli {

// Lists may be given several times; only those of kList have commas between their entries.
enum class OptionKind { kText, kNumber, kDay, kFlag, kList, kTexts };

// What a verb (verb.h) does with an option; other commands read theirs themselves.
enum class Use {
  kField,     // sets `field` of the request; a flag beside an option of the same field sets nothing
  kOwn,       // read by the verb's own code
  kEach,      // one call for each of its values, set as `field`
  kPerson,    // whom the call is made for
  kService,   // which service is called
  kLimit,     // lines at most; 0: all
  kQuiet,     // nothing is asked and printed
  kAlone,     // prints `field` of the answer alone
  kIfAbsent,  // says the form `field` instead of failing with ALREADY_EXISTS
};

struct Option {
  std::string name;         // "client" for --client; "o,output" for -o and --output
  std::string placeholder;  // what stands for the value in the help, e.g. "ID"
  std::string help;
  OptionKind kind = OptionKind::kText;
  bool required = false;
  bool positional = false;
  std::string fallback;              // value when it is not given
  std::vector<std::string> choices;  // empty: anything
  Use use = Use::kField;
  std::string field;      // path in the request; default: what the name means, "team_id" of TEAM
  std::string form;       // how a text says a message: "{course_id}/{module_id}"
  std::string otherwise;  // what is sent when it is not given: "now", "new" for a new id, or another option
  Range range;            // of a number; what the protos say about its field narrows it (verb.h)
  bool may_be_empty = false;  // an empty text takes away what is there

  Option To(std::string path) const { return With(&Option::field, std::move(path)); }
  Option As(std::string how) const { return With(&Option::form, std::move(how)); }
  Option Or(std::string source) const { return With(&Option::otherwise, std::move(source)); }
  Option For(Use what, std::string path = "") const { return To(std::move(path)).With(&Option::use, what); }
  Option Must() const { return With(&Option::required, true); }  // be given
  Option Between(int64_t least, int64_t most) const { return With(&Option::range, Range{least, most}); }
  Option OrNone() const { return With(&Option::may_be_empty, true); }

  template <typename Value>
  Option With(Value Option::*member, Value value) const {
    Option option = *this;
    option.*member = std::move(value);
    return option;
  }
};

// The usual options. What stands for FILE or DIR is a path: bytes, where all else is UTF-8.
inline Option Text(std::string name, std::string placeholder, std::string help, std::string fallback = "") {
  return {std::move(name), std::move(placeholder), std::move(help), OptionKind::kText, false,
          false,           std::move(fallback)};
}
inline Option Required(std::string name, std::string placeholder, std::string help) {
  return Text(std::move(name), std::move(placeholder), std::move(help)).Must();
}
inline Option Positional(std::string name, std::string help) {
  return Required(std::move(name), "", std::move(help)).With(&Option::positional, true);
}
inline Option Number(std::string name, std::string placeholder, std::string help) {
  return Text(std::move(name), std::move(placeholder), std::move(help))
      .With(&Option::kind, OptionKind::kNumber);
}
inline Option Number(std::string name, std::string placeholder, std::string help, int64_t fallback) {
  return Number(std::move(name), std::move(placeholder), std::move(help))
      .With(&Option::fallback, std::to_string(fallback));
}
inline Option Day(std::string name, std::string help) {
  return {std::move(name), "YYYY-MM-DD", std::move(help), OptionKind::kDay};
}
inline Option Flag(std::string name, std::string help) {
  return {std::move(name), "", std::move(help), OptionKind::kFlag};
}
inline Option List(std::string name, std::string placeholder, std::string help) {
  return {std::move(name), std::move(placeholder), std::move(help), OptionKind::kList};
}
// Entries with commas in them.
inline Option Texts(std::string name, std::string placeholder, std::string help) {
  return {std::move(name), std::move(placeholder), std::move(help), OptionKind::kTexts};
}
inline Option OneOf(std::string name, std::vector<std::string> choices, std::string help,
                    std::string fallback = "") {
  return Text(std::move(name), "", std::move(help), std::move(fallback))
      .With(&Option::choices, std::move(choices));
}

// What was given for a command's options. Asking for an option the command does not have is a bug and aborts.
class Arguments {
 public:
  std::string Text(absl::string_view name) const;  // empty when not given and without fallback
  int64_t Number(absl::string_view name) const;    // given or with a fallback; checked while parsing
  bool Flag(absl::string_view name) const;
  std::vector<std::string> List(absl::string_view name) const;
  bool Given(absl::string_view name) const { return !List(name).empty(); }  // or with a fallback
  bool Typed(absl::string_view name) const { return typed_.count(std::string(name)) > 0; }

  void Set(absl::string_view name, std::vector<std::string> values);
  void SetTyped(absl::string_view name, std::vector<std::string> values);

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::set<std::string> typed_;
};

// The name an option is asked for by: "output" of "o,output".
std::string NameOf(const Option& option);
// "-o" and "--output" of "o,output"; of a positional one its name.
std::vector<std::string> SpellingsOf(const Option& option);
// "--output", "PERSON"
std::string SpellingOf(const Option& option);
bool IsList(const Option& option);
bool IsPath(const Option& option);

struct Command {
  std::string path;      // "client create"; "funnel"
  std::string summary;   // one line
  std::string teaching;  // what to know, and examples
  std::vector<Option> options;
};

// A word several commands begin with.
struct Topic {
  std::string name;
  std::string summary;
  std::string also = "";  // is taken for the name: its plural
};

struct Program {
  std::string name;
  std::string version;
  std::string about;
  std::string footer;
  std::vector<Option> globals;
  std::vector<Topic> topics;
  std::vector<Command> commands;
};

}  // namespace obt::cli
