// How names of people compare: as one person's, however a list has written them. Pure.
#pragma once

#include "absl/strings/string_view.h"

namespace obt {

// True for names that differ at most in the form of their letters (Unicode's NFC), in case and in blanks. A
// name of nothing but blanks is nobody's.
bool IsSameName(absl::string_view a, absl::string_view b);

}  // namespace obt
