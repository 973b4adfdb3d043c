// Texts for people to read: wrapped, indented, with what matters marked. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"

namespace obt::ctl {

// What stands between these is set off: bold on a terminal, in brackets elsewhere.
inline constexpr char kMarkBegins = '\x02';
inline constexpr char kMarkEnds = '\x03';
std::string ShowMarks(absl::string_view text, bool terminal);

// Lines, each behind so many blanks and no wider than `width` with them; 0: as they are. What a terminal
// would obey is in sight but for the text's own lines.
std::string Indented(absl::string_view text, size_t blanks, size_t width);

// "3 February 2025"; empty for an unset date.
std::string DayInWords(const google::type::Date& date);
// "did not work" of "did_not_work".
std::string Spaced(absl::string_view word);
// "1 comment", "1,200 comments".
std::string Counted(int64_t count, absl::string_view one, absl::string_view many = "");
// "a", "a and b", "a, b and c".
std::string Listed(const std::vector<std::string>& texts);

}  // namespace obt::ctl
