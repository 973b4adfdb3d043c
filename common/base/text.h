// What texts are taken: the one place that decides it. A fault is a sentence for the text's field; what is
// wrong with a character is said by its code point and its place, for it may be invisible, and the text
// itself, which may be personal, is never repeated. Pure.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace obt {

enum class TextKind {
  kLine,  // one line
  kLong,  // line ends and tabs are text
};

inline constexpr absl::string_view kMustBeUtf8 = "must be valid UTF-8";

// Three noncharacters: what stands for a text that was no UTF-8, where the rest of its message is kept. Every
// form refuses it as what it stands for.
inline constexpr absl::string_view kIllFormedText = "\xEF\xBF\xBE\xEF\xB7\x90\xEF\xBF\xBE";

// UTF-8, and not what stands for a text that was none.
bool IsWellFormed(absl::string_view text);

// What is wrong with a text of at most so many characters (code points); empty where nothing is. It must be
// UTF-8 without control characters, bidirectional controls and noncharacters, and hold something that can be
// seen. Joiners within it are text: scripts and emoji need them.
std::string TextFault(absl::string_view text, TextKind kind, size_t max);

// Of UTF-8 that should be printable ASCII: the first character that is not, as "character 3 is U+200B"; empty
// where there is none.
std::string StrangeCharacter(absl::string_view text);

}  // namespace obt
