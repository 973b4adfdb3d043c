#include "tools/obtctl/people_cells.h"

#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/unseen.h"

namespace obt::ctl {
namespace {

bool IsNumber(absl::string_view column) { return absl::EndsWith(column, "hr_id"); }
bool IsAddress(absl::string_view column) { return absl::EndsWith(column, "email"); }

// What a spreadsheet shows where it could not work something out.
bool IsErrorWord(absl::string_view text) {
  static const auto* const words = new std::set<std::string>{
      "#N/A",    "#REF!",  "#VALUE!", "#NAME?",        "#DIV/0!",   "#NULL!", "#NUM!",
      "#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA", "#BLOCKED!", "#BUSY!"};
  const std::string word = absl::AsciiStrToUpper(text);
  return words->count(word) > 0 || absl::StartsWith(word, "ERR:") || absl::StartsWith(word, "###");
}

// What systems write for nothing.
bool MeansNothing(absl::string_view text) {
  static const auto* const words = new std::set<std::string>{
      "NULL", "(NULL)",       "<NULL>",       "N/A", "NA",  "N.A.",   "NONE",  "NIL",
      "NAN",  "UNDEFINED",    "UNKNOWN",      "TBC", "TBA", "TBD",    "BLANK", "-",
      "--",   "\xE2\x80\x93", "\xE2\x80\x94", ".",   "?",   "(BLANK)"};
  return words->count(absl::AsciiStrToUpper(text)) > 0;
}

// "1.23E+11", as spreadsheets show long numbers.
bool IsShortened(absl::string_view text) {
  const size_t mantissa = text.find_first_not_of("0123456789.");
  if (mantissa == 0 || mantissa == absl::string_view::npos) return false;
  text.remove_prefix(mantissa);
  if (!absl::ConsumePrefix(&text, "E+") && !absl::ConsumePrefix(&text, "e+")) return false;
  return !text.empty() && text.find_first_not_of("0123456789") == absl::string_view::npos;
}

// Of ="0010" and of "0010" what stands within the quotes.
std::string Unquoted(absl::string_view text) {
  absl::string_view inner = text;
  absl::ConsumePrefix(&inner, "=");
  const bool quoted = inner.size() >= 2 && inner.front() == '"' && inner.back() == '"';
  if (!quoted) return std::string(text);
  return std::string(TrimUnseen(absl::StrReplaceAll(inner.substr(1, inner.size() - 2), {{"\"\"", "\""}})));
}

// Of '0011 the number; names may begin with one ('t Hooft).
std::string WithoutApostrophe(absl::string_view column, std::string text) {
  if (column == "name" || text.empty() || text.front() != '\'') return text;
  const bool both = text.size() > 1 && text.back() == '\'';
  return std::string(TrimUnseen(absl::string_view(text).substr(1, text.size() - (both ? 2 : 1))));
}

std::string FaultOf(absl::string_view column, const std::string& text) {
  if (text.empty()) return "";
  const bool key = IsNumber(column) || IsAddress(column);
  if ((key || column == "name") && IsErrorWord(text))
    return absl::StrCat("is the error ", text,
                        " of a spreadsheet; put right what it looks up, or leave it empty");
  if ((key || column == "name") && text.front() == '=')
    return "is a formula; put what it comes to in its place";
  if (!key) return "";
  if (MeansNothing(text)) {
    return absl::StrCat("is ", text, ", which is no ", IsNumber(column) ? "staff number" : "address",
                        "; leave it empty where there is none");
  }
  const std::optional<std::string> unseen = FindUnseen(text);
  if (unseen.has_value()) return absl::StrCat(*unseen, ", which cannot be seen; type it anew");
  if (IsNumber(column) && IsShortened(text))
    return absl::StrCat("is ", text, ", as a spreadsheet shortens long numbers; format the column as text");
  return "";
}

}  // namespace

CleanCell CleanCellOf(absl::string_view column, absl::string_view raw) {
  const std::optional<std::string> stray = FindStrayByte(raw);
  if (stray.has_value()) {
    return {"", absl::StrCat("must be valid UTF-8; ", *stray,
                             ", as in Windows-1252: save the list as CSV UTF-8")};
  }
  CleanCell cell;
  cell.text = WithoutApostrophe(column, Unquoted(TrimUnseen(raw)));
  cell.fault = FaultOf(column, cell.text);
  return cell;
}

}  // namespace obt::ctl
