// The command line of a program. What the library lets pass but nobody means is refused as well: an option
// given twice or empty, and what is no text.
#pragma once

#include <optional>

namespace CLI {
class App;
}

namespace obt::app {

// Nothing when the program may go on; else its exit code: help was printed, or on standard error a sentence
// about what is wrong. Options of the type FILE or DIR are paths, which are bytes; the type [ADDRESS] may be
// empty.
std::optional<int> ParseFlags(CLI::App& app, int argc, const char* const* argv);

}  // namespace obt::app
