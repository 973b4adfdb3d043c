// Texts as JSON has them: in quotes, with what must be escaped escaped. Pure.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace obt {

// What is not UTF-8 becomes U+FFFD, so that the result is always JSON.
void AppendJsonText(std::string& out, absl::string_view text);

}  // namespace obt
