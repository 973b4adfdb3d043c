// Texts with characters nobody sees (IsUnseen): they come with what is copied from web pages and
// spreadsheets. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace obt {

// Without those at both ends. Bytes that are not UTF-8 can be seen.
absl::string_view TrimUnseen(absl::string_view text);
// Takes the first word off a text, and the blanks around it; empty at the end.
absl::string_view TakeWord(absl::string_view& text);

// The first one that is no plain blank, as "character 3 is U+200B".
std::optional<std::string> FindUnseen(absl::string_view text);
// The first byte of a text that is not valid UTF-8, as "byte 3 is 0xEB".
std::optional<std::string> FindStrayByte(absl::string_view text);

// A text as a sentence can show it: in quotes, unseen characters as <U+200B>, stray bytes as <0xEB>, at most
// so many characters.
std::string Shown(absl::string_view text, size_t most = 40);

}  // namespace obt
