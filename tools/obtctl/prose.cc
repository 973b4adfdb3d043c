#include "tools/obtctl/prose.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tools/obtctl/command.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {

std::string ShowMarks(absl::string_view text, bool terminal) {
  const std::string begins(1, kMarkBegins), ends(1, kMarkEnds);
  return absl::StrReplaceAll(text,
                             {{begins, terminal ? "\x1B[1m" : "["}, {ends, terminal ? "\x1B[0m" : "]"}});
}

std::string Indented(absl::string_view text, size_t blanks, size_t width) {
  constexpr size_t kLeast = 24;  // however narrow the terminal
  const std::string shown = Printable(text, "\n\x02\x03");
  std::vector<std::string> lines = absl::StrSplit(shown, '\n');
  if (width > 0) lines = Wrap(shown, std::max(width, blanks + kLeast) - blanks);
  std::string indented;
  for (const std::string& line : lines)
    absl::StrAppend(&indented, line.empty() ? "" : std::string(blanks, ' '), line, "\n");
  return indented;
}

std::string DayInWords(const google::type::Date& date) {
  constexpr std::array<absl::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                         "May",       "June",     "July",     "August",
                                                         "September", "October",  "November", "December"};
  if (DayText(date).empty()) return "";
  return absl::StrCat(date.day(), " ", kMonths.at(static_cast<size_t>(date.month()) - 1), " ", date.year());
}

std::string Spaced(absl::string_view word) { return absl::StrReplaceAll(word, {{"_", " "}}); }

std::string Counted(int64_t count, absl::string_view one, absl::string_view many) {
  const std::string other = many.empty() ? absl::StrCat(one, "s") : std::string(many);
  return absl::StrCat(WithThousands(count), " ", count == 1 ? one : absl::string_view(other));
}

std::string Listed(const std::vector<std::string>& texts) {
  if (texts.size() < 2) return absl::StrJoin(texts, "");
  return absl::StrCat(absl::StrJoin(texts.begin(), texts.end() - 1, ", "), " and ", texts.back());
}

}  // namespace obt::ctl
