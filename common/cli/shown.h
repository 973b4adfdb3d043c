// Texts as they are shown: as wide as a terminal draws them, with what it would obey instead of draw in
// sight, and in cells that no spreadsheet runs. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace obt::cli {

// Columns a text takes up on a terminal: wide letters two, combining marks none.
size_t WidthOf(absl::string_view text);

// As wide as that, with blanks behind or before it.
std::string Pad(absl::string_view text, size_t width, bool to_the_right = false);
std::string Repeat(absl::string_view piece, size_t times);

// At most so many columns, with a mark where letters are left out; 0: as it is.
std::string Cut(std::string text, size_t widest);

// Control characters, marks that turn the direction of a text, and what is not UTF-8 as "\n", "\x1B",
// "\u202E"; those of `kept` stay.
std::string Printable(absl::string_view text, absl::string_view kept = "");

// The text in lines no wider than `width` where its words allow, which end at blanks and behind '_' where
// `end` is a line's end.
std::vector<std::string> Wrap(absl::string_view text, size_t width, absl::string_view end = "");

// Begins as OWASP lists the formulas of spreadsheets, also those of full width.
bool BeginsAsFormula(absl::string_view text);
// A text that a spreadsheet would take for a formula, with an apostrophe before it; plain numbers stay.
std::string ForSpreadsheet(std::string text);

}  // namespace obt::cli
