#include "tools/obtctl/people_file.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/rules.h"
#include "common/base/unseen.h"
#include "common/base/validate.h"
#include "tools/obtctl/people_cells.h"

namespace obt::ctl {
namespace {

using identity::v1::PersonRow;

constexpr char kLeaver[] = "leaver";

std::optional<bool> ParseTruth(absl::string_view text) {
  const std::string word = absl::AsciiStrToLower(text);
  if (word.empty() || word == "no" || word == "n" || word == "false" || word == "0") return false;
  if (word == "yes" || word == "y" || word == "true" || word == "1") return true;
  return std::nullopt;
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
    for (const auto& [field, text] : {std::pair<absl::string_view, std::string>("hr_id", person.row.hr_id()),
                                      std::pair<absl::string_view, std::string>("email", email)}) {
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

PeopleLine PersonOf(const StaffTable& table, const StaffLine& line, const StaffCodes& codes) {
  PeopleLine person;
  person.line = line.line;
  person.row.set_line(line.line);
  person.fault = line.fault;
  if (!line.fault.ok()) return person;
  Violations faults;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string& column = table.columns[i];
    CleanCell cell = CleanCellOf(column, line.cells[i]);
    if (cell.fault.empty()) cell = codes.CodeOf(column, cell.text);
    const std::optional<bool> leaves = column == kLeaver ? ParseTruth(cell.text) : false;
    if (!leaves.has_value()) cell.fault = absl::StrCat("must be yes, no or empty, not ", Shown(cell.text));
    if (!cell.fault.empty()) {
      faults.Add(column, cell.fault);
    } else if (column == kLeaver) {
      person.row.set_leaver(*leaves);
    } else {
      const auto* const field = PersonRow::descriptor()->FindFieldByName(column);
      person.row.GetReflection()->SetString(&person.row, field, std::move(cell.text));
    }
  }
  // What the service would say: a call that one line makes too long names none, and all of it is lost.
  if (faults.empty()) faults = validate::ByRules(person.row);
  person.fault = faults.ToStatus();
  return person;
}

bool IsDigits(absl::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == absl::string_view::npos;
}

}  // namespace

std::vector<PeopleLine> ReadPeople(const StaffTable& table, const StaffCodes& codes) {
  std::vector<PeopleLine> people;
  people.reserve(table.lines.size());  // duplicates point into it
  for (const StaffLine& line : table.lines) people.push_back(PersonOf(table, line, codes));
  FindDuplicates(people);
  return people;
}

void NoteLostZeros(absl::Span<const std::string> known, std::vector<PeopleLine>& people) {
  std::set<size_t> widths;  // of numbers that begin with a zero
  const auto look = [&widths](const std::string& number) {
    if (number.size() > 1 && IsDigits(number) && number.front() == '0') widths.insert(number.size());
  };
  for (const std::string& number : known) look(number);
  for (const PeopleLine& person : people) look(person.row.hr_id());
  if (widths.size() != 1) return;
  for (PeopleLine& person : people) {
    const std::string& number = person.row.hr_id();
    if (!person.fault.ok() || !IsDigits(number) || number.front() == '0' || number.size() >= *widths.begin())
      continue;
    person.note =
        absl::StrCat("hr_id: ", number, " looks like ", std::string(*widths.begin() - number.size(), '0'),
                     number, "; were its leading zeros lost?");
  }
}

}  // namespace obt::ctl
