// Unicode text in one form: NFC, so that a name typed as "e" and an accent and the same name typed with "é"
// are equal bytes. Pure.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace obt {

// The text in Normalisation Form C. Text that is not valid UTF-8 comes back as it is: validation refuses it.
std::string ToNfc(absl::string_view text);

}  // namespace obt
