#include "common/base/text.h"

#include <unicode/uchar.h>

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/base/points.h"

namespace obt {
namespace {

std::string TooLong(size_t max) { return absl::StrCat("must be at most ", max, " characters"); }

// Nearly every text: printable ASCII, not only blanks.
bool IsPlain(absl::string_view text) {
  bool printable = true, ink = false;
  for (const char c : text) {
    printable &= c >= ' ' && c <= '~';
    ink |= c != ' ';
  }
  return printable && ink;
}

bool IsBlankOrLineEnd(UChar32 c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Also Unicode's own two, which break one line into two.
bool IsLineEndOrTab(UChar32 c) { return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

// What has no place in a text of this kind; empty of a character that has.
absl::string_view FaultOf(UChar32 c, TextKind kind) {
  if (kind == TextKind::kLong && IsLineEndOrTab(c)) return "";
  if (u_charType(c) == U_CONTROL_CHAR || IsLineEndOrTab(c)) {
    return kind == TextKind::kLine ? "must not contain line ends or other control characters"
                                   : "must not contain control characters other than line ends and tabs";
  }
  if (TurnsDirection(c)) return "must not contain characters that change the direction of writing";
  return U_IS_UNICODE_NONCHAR(c) ? "must not contain noncharacters" : "";
}

// A mark alone, with nothing to stand on, is no text either. The blank of braille is a symbol to Unicode.
bool CanBeSeen(UChar32 c) {
  constexpr UChar32 kBrailleBlank = 0x2800;
  constexpr uint32_t kUnseen = U_GC_Z_MASK | U_GC_M_MASK | U_GC_CC_MASK | U_GC_CF_MASK;
  return (U_GET_GC_MASK(c) & kUnseen) == 0 && c != kBrailleBlank &&
         !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

}  // namespace

bool IsWellFormed(absl::string_view text) { return text != kIllFormedText && IsUtf8(text); }

std::string TextFault(absl::string_view text, TextKind kind, size_t max) {
  if (IsPlain(text)) return text.size() <= max ? "" : TooLong(max);
  if (text == kIllFormedText) return std::string(kMustBeUtf8);
  size_t place = 0;
  bool seen = false;
  std::string unseen;
  for (size_t at = 0; at < text.size();) {
    const UChar32 c = NextPoint(text, at);
    if (c < 0) return std::string(kMustBeUtf8);
    if (++place > max) return TooLong(max);
    if (c >= ' ' && c <= '~') {
      seen = seen || c != ' ';
      continue;
    }
    const absl::string_view fault = FaultOf(c, kind);
    if (!fault.empty()) return absl::StrCat(fault, "; ", PlaceOf(place, c));
    seen = seen || CanBeSeen(c);
    if (!seen && unseen.empty() && !IsBlankOrLineEnd(c)) unseen = PlaceOf(place, c);
  }
  if (seen || text.empty()) return "";
  if (unseen.empty()) return "must not be only blanks";
  return absl::StrCat("must not be only blanks and invisible characters; ", unseen);
}

std::string StrangeCharacter(absl::string_view text) {
  size_t place = 0;
  for (size_t at = 0; at < text.size();) {
    const UChar32 c = NextPoint(text, at);
    ++place;
    if (c < ' ' || c > '~') return PlaceOf(place, c);
  }
  return "";
}

}  // namespace obt
