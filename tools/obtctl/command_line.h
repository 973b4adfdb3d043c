// Finds the command that argv means, or what to print instead: help, or what is wrong with the command line.
// What is given twice but means one thing, is empty, or is no text is refused, and nothing is guessed. Pure.
#pragma once

#include <string>
#include <vector>

#include "tools/obtctl/command.h"

namespace obt::ctl {

struct ParsedLine {
  const Command* command = nullptr;  // null: print `message` and exit with `exit_code`
  Arguments arguments;               // of the command, and the program's global ones
  std::string message;
  int exit_code = 0;  // 0 after help, 2 for a wrong command line
};

// `words` are argv without the program's name.
ParsedLine ParseCommandLine(const Program& program, const std::vector<std::string>& words);

}  // namespace obt::ctl
