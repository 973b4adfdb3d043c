#include "common/base/names.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/stringpiece.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/unicode.h"
#include "common/base/unseen.h"

namespace obt {
namespace {

// Words with one blank between them.
std::string Squeezed(absl::string_view text) {
  std::string squeezed;
  for (absl::string_view word = TakeWord(text); !word.empty(); word = TakeWord(text))
    absl::StrAppend(&squeezed, squeezed.empty() ? "" : " ", word);
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
