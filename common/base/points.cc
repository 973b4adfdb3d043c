#include "common/base/points.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace obt {

int32_t NextPoint(absl::string_view text, size_t& at) {
  int32_t place = static_cast<int32_t>(at);
  UChar32 point = 0;
  U8_NEXT(text.data(), place, static_cast<int32_t>(text.size()), point);
  at = static_cast<size_t>(place);
  return point;
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
