#include "tools/obtctl/people_table.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/people_columns.h"

namespace obt::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// "hr_id,email 2:1|a@x 3:2|b@x", or the fault of a line in the place of its cells.
std::string TextOf(const StaffTable& table) {
  std::string text = absl::StrJoin(table.columns, ",");
  for (const StaffLine& line : table.lines) {
    absl::StrAppend(&text, " ", line.line, ":",
                    line.fault.ok() ? absl::StrJoin(line.cells, "|") : std::string(line.fault.message()));
  }
  return text;
}
std::string Read(const std::string& bytes) {
  const absl::StatusOr<StaffTable> table = ReadStaffTable(bytes, "F");
  return table.ok() ? TextOf(*table) : std::string(table.status().message());
}

// ASCII in two bytes a letter.
std::string Wide(const std::string& text, bool big_endian) {
  std::string wide;
  for (const char c : text) wide += big_endian ? std::string{'\0', c} : std::string{c, '\0'};
  return wide;
}

constexpr char kMark[] = "\xEF\xBB\xBF";
const std::string kNul(1, '\0');

struct Clothes {
  const char* what;
  std::string bytes;
};

TEST(PeopleTableTest, AListInAnyClothesIsTheSameList) {
  const std::string list = "hr_id,email 2:1|a@x.uk 3:2|b@x.uk";
  const std::vector<Clothes> cases = {
      {"as the suite writes it", "hr_id,email\r\n1,a@x.uk\r\n2,b@x.uk\r\n"},
      {"line feeds", "hr_id,email\n1,a@x.uk\n2,b@x.uk\n"},
      {"carriage returns alone", "hr_id,email\r1,a@x.uk\r2,b@x.uk\r"},
      {"line ends written twice over", "hr_id,email\r\r\n1,a@x.uk\r\r\n2,b@x.uk\r\r\n"},
      {"no last line end", "hr_id,email\n1,a@x.uk\n2,b@x.uk"},
      {"a byte order mark", absl::StrCat(kMark, "hr_id,email\n1,a@x.uk\n2,b@x.uk\n")},
      {"two byte order marks", absl::StrCat(kMark, kMark, "hr_id,email\n1,a@x.uk\n2,b@x.uk\n")},
      {"a mark before a quote", absl::StrCat(kMark, "\"hr_id\",\"email\"\n1,a@x.uk\n2,b@x.uk\n")},
      {"semicolons", "hr_id;email\n1;a@x.uk\n2;b@x.uk\n"},
      {"tabs", "hr_id\temail\n1\ta@x.uk\n2\tb@x.uk\n"},
      {"bars", "hr_id|email\n1|a@x.uk\n2|b@x.uk\n"},
      {"everything quoted", "\"hr_id\",\"email\"\n\"1\",\"a@x.uk\"\n\"2\",\"b@x.uk\"\n"},
      {"blanks behind quotes", "\"hr_id\" ,\"email\" \n\"1\" ,\"a@x.uk\"\n\"2\",\"b@x.uk\" \n"},
      {"upper case and blanks in the header", " HR ID , E-Mail \n1,a@x.uk\n2,b@x.uk\n"},
      {"usual synonyms", "Staff number,Email Address\n1,a@x.uk\n2,b@x.uk\n"},
      {"a blank that does not break in the header", "hr\xC2\xA0id,email\xC2\xA0\n1,a@x.uk\n2,b@x.uk\n"},
      {"a nameless trailing column", "hr_id,email,\n1,a@x.uk,\n2,b@x.uk,\n"},
      {"nameless columns between", "hr_id,,email,,\n1,,a@x.uk,,\n2, ,b@x.uk,,\n"},
      {"empty cells beyond the header", "hr_id,email\n1,a@x.uk,,\n2,b@x.uk,\n"},
      {"columns of a spreadsheet that nobody used", "hr_id,email,,,,\n1,a@x.uk\t,,,,\n2,b@x.uk,,,,\n"},
  };
  for (const Clothes& c : cases) {
    std::string read = Read(c.bytes);
    if (absl::StrContains(read, "a@x.uk\t")) read.erase(read.find('\t'), 1);
    EXPECT_EQ(read, list) << c.what;
  }
}

TEST(PeopleTableTest, LinesOfNothingAreSkippedAndTheOthersKeepTheirNumbers) {
  const std::vector<Clothes> cases = {{"commas", ",,"},
                                      {"quotes", "\"\",\"\",\"\""},
                                      {"nothing", ""},
                                      {"blanks", "  ,\t, "},
                                      {"end of file", "\x1A"},
                                      {"blanks that do not break", "\xC2\xA0,,"},
                                      {"too many commas", ",,,,,,"},
                                      {"fewer commas", ","},
                                      {"a mark", kMark},
                                      {"the header again", "hr_id,email,name"}};
  for (const Clothes& c : cases) {
    EXPECT_EQ(Read(absl::StrCat("hr_id,email,name\n", c.bytes, "\n1,a@x.uk,A\n", c.bytes, "\n2,b@x.uk,B\n",
                                c.bytes)),
              "hr_id,email,name 3:1|a@x.uk|A 5:2|b@x.uk|B")
        << c.what;
  }
}

TEST(PeopleTableTest, TitlesAboveTheHeaderArePassedOver) {
  const std::string list = "\"hr_id\",\"email\"\n\"1\",\"a@x.uk\"\n";
  EXPECT_EQ(Read("sep=,\n" + list), "hr_id,email 3:1|a@x.uk");
  EXPECT_EQ(Read("sep=;\nhr_id;email\n1;a@x.uk\n"), "hr_id,email 3:1|a@x.uk");
  EXPECT_EQ(Read("\"sep=;\"\nhr_id;email\n1;a@x.uk\n"), "hr_id,email 3:1|a@x.uk");
  EXPECT_EQ(Read("sep=^\nhr_id^email\n1^a@x.uk\n"), "hr_id,email 3:1|a@x.uk");
  EXPECT_EQ(Read("sep=;\n" + list), "hr_id,email 3:1|a@x.uk") << "saved again with commas";
  EXPECT_EQ(Read("Active workers\n" + list), "hr_id,email 3:1|a@x.uk");
  EXPECT_EQ(Read("Active workers,,\nRun on,2024-10-14,\n,,\n" + list), "hr_id,email 5:1|a@x.uk");
  const auto titled = ReadStaffTable("Active workers\n\nAs of 14 October\n" + list, "F");
  ASSERT_TRUE(titled.ok());
  EXPECT_THAT(titled->notes, ElementsAre("line 1, 3 above the names of the columns are passed over"));
  EXPECT_TRUE(ReadStaffTable("sep=,\n" + list, "F")->notes.empty());
}

TEST(PeopleTableTest, WhatIsNoTextIsNamed) {
  const std::string list = "hr_id,email\n1,a@x.uk\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\xFF\xFE" + Wide(list, false), "F is UTF-16; save it as CSV UTF-8"},
      {"\xFE\xFF" + Wide(list, true), "F is UTF-16; save it as CSV UTF-8"},
      {Wide(list, false), "F is UTF-16; save it as CSV UTF-8"},
      {Wide(list, true), "F is UTF-16; save it as CSV UTF-8"},
      {"\xFF\xFE" + kNul + kNul + "h", "F is UTF-32; save it as CSV UTF-8"},
      {"PK\x03\x04...", "F is a workbook (xlsx, ods) or another zip file; save it as CSV UTF-8"},
      {"\xD0\xCF\x11\xE0...", "F is an old workbook (xls); save it as CSV UTF-8"},
      {"\x1F\x8B...", "F is a gzip file; save it as CSV UTF-8"},
      {"%PDF-1.7", "F is a PDF; save it as CSV UTF-8"},
      {"<html><table>", "F is HTML or XML; save it as CSV UTF-8"},
      {list + "2,b" + kNul + "@x.uk\n", "F is not text: it holds bytes 0x00; save it as CSV UTF-8"},
      {"", "F is empty"},
  };
  for (const auto& [bytes, sentence] : cases) EXPECT_EQ(Read(bytes), sentence);
}

TEST(PeopleTableTest, WhatIsWrongWithTheHeaderIsSaidWithWhatIsWanted) {
  const std::string example = "such as hr_id,email,name,grade,profession,region,leaver";
  EXPECT_THAT(Read("name,grade\nA,HEO\n"), HasSubstr("hr_id or email"));
  EXPECT_THAT(Read("Kim Jones,7001,k@x.uk\nBo Ray,7002,b@x.uk\n"), HasSubstr(example));
  EXPECT_EQ(Read("email,shoe_size,hat\na@x.uk,42,7\n"),
            "F, line 1: unknown columns: shoe_size, hat; a staff list has hr_id, previous_hr_id, email, "
            "previous_email, name, grade, profession, region, leaver");
  EXPECT_THAT(Read("email,stra\xDF"
                   "e\n"),
              HasSubstr("unknown columns: stra<0xDF>e;"));
  EXPECT_EQ(Read("Staff number,email,Employee ID\n"),
            "F, line 1: columns 1 (Staff number) and 3 (Employee ID) both are hr_id; leave one of them out");
  EXPECT_EQ(Read("hr_id,email,\n1,a@x.uk,\n2,b@x.uk,note\n"),
            "F, line 3: column 3 holds something and has no name; give it one, or leave it out");
  EXPECT_EQ(
      Read("1,k@x.uk\nhr_id,email\n2,b@x.uk\n"),
      "F, line 1: an address stands above the line that names the columns, line 2; that must be the first");
}

TEST(PeopleTableTest, ALineOfAnotherWidthIsRefusedAndTheOthersAreNot) {
  EXPECT_EQ(Read("hr_id,name,grade\n1,Bay, Zoe,EO\n2,Bo,EO\nTotal: 1\n"),
            "hr_id,name,grade "
            "2:cells: 4 where the header has 3; one that holds a separator or a line end must be in quotes "
            "3:2|Bo|EO "
            "4:cells: 1 where the header has 3; one that holds a separator or a line end must be in quotes");
  EXPECT_THAT(Read("hr_id,name,grade\n1;A;EO\n2;B;EO\n"),
              HasSubstr("F, line 2: cells: 1 where the header has 3;"));
  EXPECT_THAT(Read("hr_id,name,grade\n1;A;EO\n2;B;EO\n"), HasSubstr("so it is in every line"));
}

TEST(PeopleTableTest, AQuoteThatDoesNotEndIsNamedWhereItBegan) {
  EXPECT_EQ(Read("hr_id,name\n1,A\n2,\"B\n3,C\n4,D\n"), "F, line 3: a quoted cell does not end");
  std::string long_list = "hr_id,name\n";
  for (int i = 0; i < 50; ++i) absl::StrAppend(&long_list, i, ",A\n");
  EXPECT_EQ(Read(long_list + "50,\"B\n51,C\n"), "F, line 52: a quoted cell does not end");
  EXPECT_EQ(Read("hr_id,name\n1,\"A\"B\n"), "F, line 2: something follows the closing quote of a cell");
}

TEST(PeopleTableTest, NoSentenceRepeatsAPersonsLine) {
  const std::string person = "7001,kim.jones@x.uk,Kim Jones";
  const std::vector<std::string> lists = {person,
                                          person + "\n" + person,
                                          "a,b,c\n" + person,
                                          person + "\nhr_id,email,name\n",
                                          "hr_id,email\n" + person,
                                          "hr_id,email,name\n\"" + person,
                                          "hr_id,email,name\n\"x\"" + person,
                                          "hr_id,email,\n" + person,
                                          "hr_id,email,name,hat\n" + person,
                                          "hr_id;email\n" + person,
                                          Wide(person, false),
                                          person + kNul};
  for (const std::string& list : lists) {
    const absl::StatusOr<StaffTable> table = ReadStaffTable(list, "F");
    ASSERT_FALSE(table.ok()) << list;
    EXPECT_EQ(ExitCodeOf(table.status()), 2);
    for (const char* personal : {"7001", "kim", "Kim", "Jones"})
      EXPECT_THAT(std::string(table.status().message()), Not(HasSubstr(personal))) << list;
  }
}

TEST(PeopleColumnsTest, NamesOfColumnsInEveryUsualWay) {
  const std::vector<std::pair<std::string, std::string>> cases = {{"hr_id", "hr_id"},
                                                                  {"HR ID", "hr_id"},
                                                                  {"hr-id", "hr_id"},
                                                                  {"Employee ID", "hr_id"},
                                                                  {"Staff No.", "hr_id"},
                                                                  {"Personnel Number", "hr_id"},
                                                                  {"e-mail", "email"},
                                                                  {"E-mail address", "email"},
                                                                  {"Email - Primary Work", "email"},
                                                                  {"Work Email", "email"},
                                                                  {"Full Name", "name"},
                                                                  {"Worker", "name"},
                                                                  {"Grade", "grade"},
                                                                  {"Grade Code", "grade"},
                                                                  {"Profession name", "profession"},
                                                                  {"ITL1 region", "region"},
                                                                  {"Previous HR ID", "previous_hr_id"},
                                                                  {"Previous e-mail", "previous_email"},
                                                                  {"LEAVER", "leaver"},
                                                                  {"payroll number", ""},
                                                                  {"first name", ""},
                                                                  {"id", ""},
                                                                  {"", ""},
                                                                  {"manager email", ""},
                                                                  {"hr_id2", ""}};
  for (const auto& [name, column] : cases) EXPECT_EQ(StaffColumnOf(name), column) << name;
}

}  // namespace
}  // namespace obt::ctl
