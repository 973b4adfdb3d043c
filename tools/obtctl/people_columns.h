// What the columns of a staff list are called. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace obt::ctl {

// The columns of a staff list by their own names, which are the fields of a PersonRow.
const std::vector<std::string>& StaffColumns();

// The column that a name means, in any case, with or without blanks, hyphens and underscores, or by a usual
// synonym ("Staff number", "Email Address"); empty where it means none.
std::string StaffColumnOf(absl::string_view name);

// Letters and digits alone, in lower case: what names of columns and of codes are compared by.
std::string LettersOf(absl::string_view text);

}  // namespace obt::ctl
