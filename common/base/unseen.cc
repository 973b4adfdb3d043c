#include "common/base/unseen.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/points.h"

namespace obt {
namespace {

// One character of a text; `point` is negative where the bytes are not UTF-8.
struct Character {
  UChar32 point = 0;
  size_t begin = 0, end = 0;

  bool unseen() const { return IsUnseen(point); }
};

Character CharacterAt(absl::string_view text, size_t begin) {
  Character next;
  next.begin = next.end = begin;
  next.point = NextPoint(text, next.end);
  return next;
}

Character CharacterBefore(absl::string_view text, size_t end) {
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  Character last;
  last.end = end;
  auto place = static_cast<int32_t>(end);
  U8_PREV(bytes, 0, place, last.point);
  last.begin = static_cast<size_t>(place);
  return last;
}

bool IsBlank(const Character& one) { return one.point >= 0 && u_isUWhiteSpace(one.point) != 0; }

}  // namespace

absl::string_view TrimUnseen(absl::string_view text) {
  while (!text.empty()) {
    const Character first = CharacterAt(text, 0);
    if (!first.unseen()) break;
    text.remove_prefix(first.end);
  }
  while (!text.empty()) {
    const Character last = CharacterBefore(text, text.size());
    if (!last.unseen()) break;
    text.remove_suffix(last.end - last.begin);
  }
  return text;
}

absl::string_view TakeWord(absl::string_view& text) {
  text = TrimUnseen(text);
  size_t end = 0;
  while (end < text.size() && !IsBlank(CharacterAt(text, end))) end = CharacterAt(text, end).end;
  const absl::string_view word = text.substr(0, end);
  text = TrimUnseen(text.substr(end));
  return word;
}

std::optional<std::string> FindUnseen(absl::string_view text) {
  size_t count = 0;
  for (size_t place = 0; place < text.size();) {
    const Character one = CharacterAt(text, place);
    ++count;
    if (one.unseen() && one.point != ' ') return PlaceOf(count, one.point);
    place = one.end;
  }
  return std::nullopt;
}

std::optional<std::string> FindStrayByte(absl::string_view text) {
  for (size_t place = 0; place < text.size();) {
    const Character one = CharacterAt(text, place);
    if (one.point < 0)
      return absl::StrFormat("byte %d is 0x%02X", place + 1, static_cast<uint8_t>(text[place]));
    place = one.end;
  }
  return std::nullopt;
}

std::string Shown(absl::string_view text, size_t most) {
  std::string shown = "\"";
  size_t count = 0;
  for (size_t place = 0; place < text.size();) {
    if (count++ == most) {
      shown += "...";
      break;
    }
    const Character one = CharacterAt(text, place);
    if (one.point < 0) {
      absl::StrAppendFormat(&shown, "<0x%02X>", static_cast<uint8_t>(text[place]));
    } else if (one.unseen() && one.point != ' ') {
      absl::StrAppend(&shown, "<", NameOfPoint(one.point), ">");
    } else {
      absl::StrAppend(&shown, text.substr(place, one.end - place));
    }
    place = one.end;
  }
  return shown + "\"";
}

}  // namespace obt
