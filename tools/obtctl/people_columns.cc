#include "tools/obtctl/people_columns.h"

#include <map>

#include "absl/strings/ascii.h"
#include "common/base/unseen.h"

namespace obt::ctl {
namespace {

// Synonyms that mean one thing alone: a payroll number, say, is not always the HR id.
const std::map<std::string, std::string>& Synonyms() {
  static const auto* const synonyms = [] {
    const std::map<std::string, std::vector<std::string>> by_column = {
        {"hr_id",
         {"hrnumber", "hrno", "staffid", "staffnumber", "staffno", "employeeid", "employeenumber",
          "employeeno", "personnelnumber", "personnelno", "personid", "workerid"}},
        {"previous_hr_id",
         {"formerhrid", "oldhrid", "previousstaffnumber", "previousemployeeid", "previousemployeenumber",
          "oldstaffnumber", "formerstaffnumber"}},
        {"email",
         {"emailaddress", "mail", "workemail", "workemailaddress", "emailwork", "emailprimarywork",
          "primaryworkemail", "businessemail", "businessemailaddress"}},
        {"previous_email", {"previousemailaddress", "formeremail", "oldemail", "oldemailaddress"}},
        {"name", {"fullname", "displayname", "employeename", "staffname", "worker", "workername"}},
        {"grade", {"gradecode", "gradename", "jobgrade"}},
        {"profession", {"professioncode", "professionname", "governmentprofession"}},
        {"region", {"regioncode", "regionname", "itl1", "itl1region", "regionitl1"}},
        {"leaver", {"isleaver", "hasleft"}},
    };
    auto* const made = new std::map<std::string, std::string>;
    for (const auto& [column, names] : by_column) {
      made->emplace(LettersOf(column), column);
      for (const std::string& name : names) made->emplace(name, column);
    }
    return made;
  }();
  return *synonyms;
}

}  // namespace

const std::vector<std::string>& StaffColumns() {
  static const auto* const columns =
      new std::vector<std::string>{"hr_id", "previous_hr_id", "email",  "previous_email", "name",
                                   "grade", "profession",     "region", "leaver"};
  return *columns;
}

std::string StaffColumnOf(absl::string_view name) {
  name = TrimUnseen(name);
  // A separator within says that the line has not been cut where it should be.
  if (name.find_first_of(",;|\t") != absl::string_view::npos) return "";
  const auto found = Synonyms().find(LettersOf(name));
  return found == Synonyms().end() ? "" : found->second;
}

std::string LettersOf(absl::string_view text) {
  std::string letters;
  for (absl::string_view word = TakeWord(text); !word.empty(); word = TakeWord(text)) {
    for (const char c : word) {
      const bool is_letter = absl::ascii_isalnum(static_cast<unsigned char>(c)) || !absl::ascii_isascii(c);
      if (is_letter) letters.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
      if (c == '&') letters += "and";
    }
  }
  return letters;
}

}  // namespace obt::ctl
