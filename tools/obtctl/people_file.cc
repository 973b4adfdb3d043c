#include "tools/obtctl/people_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/validate.h"
#include "tools/obtctl/failure.h"

namespace obt::ctl {
namespace {

using identity::v1::PersonRow;

constexpr absl::string_view kLeaver = "leaver";

// Texts of a PersonRow by their own names; the first two are what people are recognised by.
constexpr std::array<absl::string_view, 7> kTexts = {"hr_id", "email",      "previous_email", "name",
                                                     "grade", "profession", "region"};

std::optional<bool> ParseTruth(absl::string_view text) {
  const std::string word = absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  if (word.empty() || word == "no" || word == "false" || word == "0") return false;
  if (word == "yes" || word == "true" || word == "1") return true;
  return std::nullopt;
}

absl::Status CheckHeader(const CsvFile& file) {
  std::vector<std::string> known(kTexts.begin(), kTexts.end()), unknown;
  known.insert(known.begin(), std::string(kLeaver));
  for (const std::string& name : file.header) {
    if (std::find(known.begin(), known.end(), name) == known.end()) unknown.push_back(name);
  }
  if (!unknown.empty()) {
    return UsageError(absl::StrCat("unknown columns: ", absl::StrJoin(unknown, ", "), "; a staff list has ",
                                   absl::StrJoin(known, ", ")));
  }
  if (file.ColumnOf("hr_id") < 0 && file.ColumnOf("email") < 0) {
    return UsageError("a staff list needs a column hr_id or email, by which people are recognised");
  }
  return absl::OkStatus();
}

bool SameButForTheLine(PersonRow a, PersonRow b) {
  a.clear_line();
  b.clear_line();
  return a.SerializeAsString() == b.SerializeAsString();
}

// Of lines about different people with one HR id or address the first stands. A line that is there twice is
// no fault.
void FindDuplicates(std::vector<PeopleLine>& people) {
  std::map<std::pair<absl::string_view, std::string>, const PeopleLine*> first;
  for (PeopleLine& person : people) {
    const std::string email = validate::NormaliseEmail(person.row.email());
    for (const auto& [field, text] :
         {std::pair(kTexts[0], person.row.hr_id()), std::pair(kTexts[1], email)}) {
      if (text.empty() || !person.fault.ok()) continue;
      const auto [known, is_new] = first.emplace(std::pair(field, text), &person);
      if (is_new) continue;
      person.repeats = SameButForTheLine(known->second->row, person.row);
      if (person.repeats) continue;
      person.fault = Error(absl::StatusCode::kAlreadyExists, "DUPLICATE_ROW",
                           absl::StrCat(field, ": line ", known->second->line,
                                        " has the same with other content and "
                                        "stands; one person is one line"));
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<PeopleLine>> ReadPeople(const CsvFile& file) {
  const absl::Status header = CheckHeader(file);
  if (!header.ok()) return header;
  std::vector<PeopleLine> people;
  std::vector<int64_t> unclear;
  const int leaver = file.ColumnOf(kLeaver);
  for (const CsvRow& line : file.rows) {
    PeopleLine& person = people.emplace_back();
    person.line = line.line;
    person.row.set_line(line.line);
    for (const absl::string_view name : kTexts) {
      const int column = file.ColumnOf(name);
      if (column < 0) continue;
      person.row.GetReflection()->SetString(&person.row,
                                            PersonRow::descriptor()->FindFieldByName(std::string(name)),
                                            std::string(absl::StripAsciiWhitespace(line.cells[column])));
    }
    if (leaver < 0) continue;
    const std::optional<bool> leaves = ParseTruth(line.cells[leaver]);
    if (!leaves.has_value()) unclear.push_back(line.line);
    person.row.set_leaver(leaves.value_or(false));
  }
  if (!unclear.empty()) {
    return UsageError(absl::StrCat("leaver must be yes, no or blank in line ", absl::StrJoin(unclear, ", ")));
  }
  FindDuplicates(people);
  return people;
}

}  // namespace obt::ctl
