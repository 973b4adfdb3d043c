// Finds the command that argv means, or what to print instead: help, or what is wrong with the command line.
// What is given twice but means one thing, is empty, or is no text is refused, and nothing is guessed. Pure
// but for Tell.
#pragma once

#include <string>
#include <vector>

#include "common/cli/command.h"

namespace obt::cli {

// What a program's exit code says to a script.
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 2;      // the command line or a file it names is wrong
inline constexpr int kExitUnwritten = 4;  // standard output could not be written

struct ParsedLine {
  const Command* command = nullptr;  // null: print `message` and exit with `exit_code`
  Arguments arguments;               // of the command, and the program's global ones
  std::string message;
  int exit_code = 0;  // 0 after help, 2 for a wrong command line
};

// `words` are argv without the program's name.
ParsedLine ParseCommandLine(const Program& program, const std::vector<std::string>& words);

// Prints the message of a line that runs no command; the exit code.
int Tell(const Program& program, const ParsedLine& line);

}  // namespace obt::cli
