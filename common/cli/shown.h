// Texts as they are shown: as wide as a terminal draws them, with what it would obey instead of draw in
// sight, and in cells that no spreadsheet runs. Pure.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace obt::cli {

// Columns a text takes up on a terminal: wide letters two, combining marks none.
size_t WidthOf(absl::string_view text);

// At most so many columns, with a mark where letters are left out; 0: as it is.
std::string Cut(std::string text, size_t widest);

// Control characters, marks that turn the direction of a text, and what is not UTF-8 as "\n", "\x1B",
// "\u202E"; those of `kept` stay.
std::string Printable(absl::string_view text, absl::string_view kept = "");

// A text that a spreadsheet would take for a formula, with an apostrophe before it; plain numbers stay.
std::string ForSpreadsheet(std::string text);

}  // namespace obt::cli
