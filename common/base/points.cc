#include "common/base/points.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace obt {

int32_t NextPoint(absl::string_view text, size_t& at) {
  int32_t place = static_cast<int32_t>(at);
  UChar32 point = 0;
  U8_NEXT(text.data(), place, static_cast<int32_t>(text.size()), point);
  at = static_cast<size_t>(place);
  return point;
}

bool IsUtf8(absl::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (NextPoint(text, at) < 0) return false;
  }
  return true;
}

std::string NameOfPoint(int32_t point) { return absl::StrFormat("U+%04X", point); }

std::string PlaceOf(size_t count, int32_t point) {
  return absl::StrCat("character ", count, " is ", NameOfPoint(point));
}

bool TurnsDirection(int32_t point) { return u_hasBinaryProperty(point, UCHAR_BIDI_CONTROL) != 0; }

bool IsUnseen(int32_t point) {
  if (point < 0 || u_hasBinaryProperty(point, UCHAR_VARIATION_SELECTOR) != 0) return false;
  return u_isUWhiteSpace(point) != 0 || u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
         (U_GET_GC_MASK(point) & (U_GC_CC_MASK | U_GC_CF_MASK)) != 0;
}

size_t ColumnsOf(int32_t point) {
  if (point < 0x300) return 1;
  const bool is_vowel_of_a_syllable = point >= 0x1160 && point <= 0x11FF;  // of Hangul
  const int8_t type = u_charType(point);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR ||
      is_vowel_of_a_syllable) {
    return 0;
  }
  const int width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

}  // namespace obt
