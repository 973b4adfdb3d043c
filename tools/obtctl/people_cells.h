// Single cells of a staff list: what spreadsheets put around them taken off, what they put in their place
// refused. Pure.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace obt::ctl {

struct CleanCell {
  std::string text;
  std::string fault;  // a sentence for the column; empty where nothing is wrong
};

// A cell below a column of a staff list (StaffColumns). Invisible characters around it are gone, and so are
// the marks by which spreadsheets keep a number as text ('0011, ="0010"). Refused: what is not UTF-8; numbers
// and addresses with an invisible character within, or that are an error (#REF!), a word for nothing (NULL),
// or shortened (1.2E+11).
CleanCell CleanCellOf(absl::string_view column, absl::string_view raw);

}  // namespace obt::ctl
