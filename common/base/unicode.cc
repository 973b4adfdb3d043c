#include "common/base/unicode.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/ustring.h>

#include <algorithm>

#include "common/base/error.h"

namespace obt {
namespace {

const icu::Normalizer2& Nfc() {
  static const icu::Normalizer2* const nfc = [] {
    UErrorCode code = U_ZERO_ERROR;
    const icu::Normalizer2* made = icu::Normalizer2::getNFCInstance(code);
    if (U_FAILURE(code)) Die("ICU has no data for NFC; is libicu whole?");
    return made;
  }();
  return *nfc;
}

bool IsValidUtf8(absl::string_view text) {
  UErrorCode code = U_ZERO_ERROR;
  int32_t length = 0;
  u_strFromUTF8(nullptr, 0, &length, text.data(), static_cast<int32_t>(text.size()), &code);
  return code == U_BUFFER_OVERFLOW_ERROR || U_SUCCESS(code);
}

}  // namespace

std::string ToNfc(absl::string_view text) {
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  std::string normal(text);
  if (ascii || !IsValidUtf8(text)) return normal;
  const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
  UErrorCode code = U_ZERO_ERROR;
  if (Nfc().isNormalizedUTF8(piece, code) && U_SUCCESS(code)) return normal;
  code = U_ZERO_ERROR;
  normal.clear();
  icu::StringByteSink<std::string> sink(&normal);
  Nfc().normalizeUTF8(0, piece, sink, nullptr, code);
  if (U_FAILURE(code)) Die("ICU cannot normalise valid UTF-8");
  return normal;
}

}  // namespace obt
