#include "common/base/names.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/points.h"
#include "common/base/unicode.h"
#include "common/base/unseen.h"

namespace obt {
namespace {

// A word without the characters nobody sees, among them those that choose how a letter is drawn. Bytes that
// are not UTF-8 stay.
std::string Visible(absl::string_view word) {
  std::string visible;
  for (size_t place = 0; place < word.size();) {
    const size_t begin = place;
    const int32_t point = NextPoint(word, place);
    if (IsUnseen(point) || (point >= 0 && u_hasBinaryProperty(point, UCHAR_VARIATION_SELECTOR) != 0))
      continue;
    absl::StrAppend(&visible, word.substr(begin, place - begin));
  }
  return visible;
}

// Words with one blank between them.
std::string Squeezed(absl::string_view text) {
  std::string squeezed;
  for (absl::string_view word = TakeWord(text); !word.empty(); word = TakeWord(text)) {
    const std::string visible = Visible(word);
    if (!visible.empty()) absl::StrAppend(&squeezed, squeezed.empty() ? "" : " ", visible);
  }
  return squeezed;
}

std::string Folded(absl::string_view name) {
  const std::string normal = ToNfc(Squeezed(name));
  std::string folded;
  icu::StringByteSink<std::string> sink(&folded);
  UErrorCode code = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(0, icu::StringPiece(normal.data(), static_cast<int32_t>(normal.size())), sink,
                         nullptr, code);
  if (U_FAILURE(code)) Die("ICU cannot fold the case of a text");
  return ToNfc(folded);
}

}  // namespace

bool IsSameName(absl::string_view a, absl::string_view b) {
  const std::string first = Folded(a);
  return !first.empty() && first == Folded(b);
}

}  // namespace obt
