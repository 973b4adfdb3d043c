#include "common/base/json.h"

#include <unicode/utf8.h>

#include "absl/strings/str_format.h"

namespace obt {
namespace {

bool IsPlain(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

}  // namespace

void AppendJsonText(std::string& out, absl::string_view text) {
  out.push_back('"');
  for (;;) {
    size_t plain = 0;
    while (plain < text.size() && IsPlain(text[plain])) ++plain;
    out.append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    size_t length = 0;
    UChar32 letter = 0;
    U8_NEXT(text.data(), length, text.size(), letter);
    if (letter < 0) {
      out.append("\\ufffd");
    } else if (letter == '"' || letter == '\\') {
      out.append({'\\', static_cast<char>(letter)});
    } else if (letter == '\n') {
      out.append("\\n");
    } else if (letter < 0x20 || letter == 0x7f) {
      absl::StrAppendFormat(&out, "\\u%04x", letter);
    } else {
      out.append(text.data(), length);
    }
    text.remove_prefix(length);
  }
  out.push_back('"');
}

}  // namespace obt
