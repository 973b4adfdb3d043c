#include "common/cli/shown.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/points.h"

namespace obt::cli {
namespace {

// What a terminal obeys, or breaks its line at.
bool IsObeyed(int32_t point) {
  return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029 ||
         TurnsDirection(point);
}

std::string EscapeOf(int32_t point) {
  if (point == '\n') return "\\n";
  if (point == '\t') return "\\t";
  if (point == '\r') return "\\r";
  return point < 0x100 ? absl::StrFormat("\\x%02X", point) : absl::StrFormat("\\u%04X", point);
}

// "-5", "+0.25"
bool IsNumber(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "-")) absl::ConsumePrefix(&text, "+");
  const size_t point = std::min(text.find('.'), text.size());
  const auto digits = [](absl::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
  };
  return digits(text.substr(0, point)) && (point == text.size() || digits(text.substr(point + 1)));
}

}  // namespace

size_t WidthOf(absl::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) width += ColumnsOf(NextPoint(text, at));
  return width;
}

std::string Pad(absl::string_view text, size_t width, bool to_the_right) {
  const size_t own = WidthOf(text);
  const std::string blanks(width > own ? width - own : 0, ' ');
  return to_the_right ? absl::StrCat(blanks, text) : absl::StrCat(text, blanks);
}

std::string Repeat(absl::string_view piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) absl::StrAppend(&text, piece);
  return text;
}

std::string Cut(std::string text, size_t widest) {
  if (widest == 0 || WidthOf(text) <= widest) return text;
  size_t end = 0, width = 0;
  for (size_t at = 0; at < text.size();) {
    width += ColumnsOf(NextPoint(text, at));
    if (width + 1 > widest) break;
    end = at;
  }
  const size_t last = end == 0 ? absl::string_view::npos : text.find_last_not_of(' ', end - 1);
  return (last == absl::string_view::npos ? "" : text.substr(0, last + 1)) + "…";
}

std::string Printable(absl::string_view text, absl::string_view kept) {
  std::string shown;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const int32_t point = NextPoint(text, at);
    const absl::string_view bytes = text.substr(start, at - start);
    if (point < 0) {
      for (const char byte : bytes)
        absl::StrAppendFormat(&shown, "\\x%02X", static_cast<unsigned char>(byte));
    } else if (IsObeyed(point) && !absl::StrContains(kept, bytes)) {
      shown += EscapeOf(point);
    } else {
      absl::StrAppend(&shown, bytes);
    }
  }
  return shown;
}

std::vector<std::string> Wrap(absl::string_view text, size_t width, absl::string_view end) {
  std::vector<std::string> lines;
  for (const absl::string_view given : absl::StrSplit(text, '\n')) {
    lines.emplace_back();
    const std::string pieces =
        absl::StrReplaceAll(given, {{"/ ", "/ "}, {" ", " \n"}, {"_", absl::StrCat("_", end)}});
    for (const absl::string_view piece : absl::StrSplit(pieces, '\n')) {
      const bool fits = WidthOf(lines.back()) + WidthOf(absl::StripSuffix(piece, " ")) <= width;
      if (!fits && !lines.back().empty()) lines.emplace_back();
      absl::StrAppend(&lines.back(), piece);
    }
  }
  for (std::string& line : lines) absl::StripTrailingAsciiWhitespace(&line);
  return lines;
}

bool BeginsAsFormula(absl::string_view text) {
  // Some spreadsheets take those of full width for the same.
  constexpr std::array<absl::string_view, 11> kStarts = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                         "\n", "＝", "＋", "－", "＠"};
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [text](absl::string_view start) { return absl::StartsWith(text, start); });
}

std::string ForSpreadsheet(std::string text) {
  return BeginsAsFormula(text) && !IsNumber(text) ? "'" + text : text;
}

}  // namespace obt::cli
