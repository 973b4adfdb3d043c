// What `--help` says. Pure.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "common/cli/command.h"

namespace obt::cli {

std::string HelpOf(const Program& program);
std::string HelpOf(const Program& program, const Topic& topic);
std::string HelpOf(const Program& program, const Command& command);
// Of every command.
std::string HelpOfAll(const Program& program);

}  // namespace obt::cli
