// What obtctl and obt-simulate consist of: commands as the whole suite has them, and what runs each.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/cli/command.h"
#include "common/cli/command_line.h"
#include "common/cli/numbers.h"
#include "common/cli/shown.h"

namespace obt::ctl {

// The words of command lines are this folder's words.
using cli::Arguments;
using cli::Cut;
using cli::Day;
using cli::Describe;
using cli::Flag;
using cli::ForSpreadsheet;
using cli::IsList;
using cli::IsPath;
using cli::kExitOk;
using cli::kExitUnwritten;
using cli::kExitUsage;
using cli::List;
using cli::NameOf;
using cli::Number;
using cli::OneOf;
using cli::Option;
using cli::OptionKind;
using cli::Pad;
using cli::ParseCommandLine;
using cli::ParsedLine;
using cli::ParseNumber;
using cli::Positional;
using cli::Printable;
using cli::Range;
using cli::RangeOf;
using cli::Repeat;
using cli::Required;
using cli::SpellingOf;
using cli::Text;
using cli::Texts;
using cli::Topic;
using cli::Use;
using cli::WidthOf;
using cli::WithThousands;
using cli::Wrap;

class Session;

using Action = std::function<absl::Status(Session&, const Arguments&)>;

struct Command : cli::Command {
  Action run;
};

struct Program : cli::Program {
  std::vector<Action> runs;  // of each command

  void Add(Command command) {
    runs.push_back(std::move(command.run));
    commands.push_back(std::move(command));
  }
};

}  // namespace obt::ctl
