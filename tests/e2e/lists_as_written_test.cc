// obtctl people import with files as they come out of HR systems and spreadsheets: every kind of line end,
// mark, separator and encoding, titles and footers, decomposed Unicode.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/import_command_fixture.h"

namespace obt::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using ListsAsWrittenTest = ImportCommandTest;

TEST_F(ListsAsWrittenTest, AListInAnyClothesIsTheSameList) {
  EXPECT_EQ(
      Import("hr_id,email,name,grade\n1,zoe@dwp.gov.uk,Zo\xC3\xAB,EO\n2,ben@dwp.gov.uk,Ben,HEO\n", kSnapshot),
      0)
      << Log();
  EXPECT_THAT(Results(), ElementsAre("2 joined", "3 joined"));
  const uint64_t before = Published();
  // A byte order mark, CRLF, columns and rows in another order, quotes, blanks, upper case, decomposed.
  EXPECT_EQ(Import("\xEF\xBB\xBFname,email,grade,hr_id\r\n\"Ben\", BEN@dwp.gov.uk ,HEO,2\r\n"
                   "Zoe\xCC\x88,Zoe@dwp.gov.uk,EO,1\r\n",
                   kSnapshot),
            0)
      << Log();
  EXPECT_THAT(Results(), ElementsAre("2 unchanged", "3 unchanged"));
  EXPECT_EQ(Published(), before);
  EXPECT_EQ(Find("zoe@dwp.gov.uk").contact().name(), "Zo\xC3\xAB");
}

// ASCII and Latin 1 in two bytes a character, as "Unicode text" of a spreadsheet.
std::string Utf16(const std::string& latin1) {
  std::string wide = "\xFF\xFE";
  for (const char c : latin1) wide += std::string{c, '\0'};
  return wide;
}

TEST_F(ListsAsWrittenTest, ListsAsExcelWritesThem) {
  // "CSV": Windows-1252, CRLF. One name is lost, and its line alone is refused.
  EXPECT_EQ(Import("hr_id,email,name\r\n1,a@dwp.gov.uk,Zo\xEB Bay\r\n2,b@dwp.gov.uk,Bo Ray\r\n", {}), 1);
  EXPECT_THAT(Results(), ElementsAre("2 refused INVALID_FIELDS", "3 joined"));
  EXPECT_THAT(ReadAll(Path("staff.csv.results.csv")), HasSubstr("name: must be valid UTF-8"));
  EXPECT_THAT(Log(), HasSubstr("LINES_REFUSED"));
  EXPECT_THAT(Log(), Not(HasSubstr("protobuf")));
  // "Unicode text": UTF-16 with tabs. Nothing is done.
  const uint64_t before = Published();
  EXPECT_EQ(Import(Utf16("hr_id\temail\tname\r\n1\ta@dwp.gov.uk\tZo\xEB Bay\r\n"), {}), 2);
  EXPECT_THAT(Log(), HasSubstr("staff.csv is UTF-16; save it as CSV UTF-8"));
  EXPECT_THAT(Results(), ElementsAre("2 refused INVALID_FIELDS", "3 joined")) << "those of the time before";
  EXPECT_EQ(Published(), before);
  // "CSV UTF-8" where lists are separated by semicolons, with what people do to keep zeros, and cells never
  // used.
  EXPECT_EQ(
      Import("\xEF\xBB\xBF"
             "HR ID;Email Address;Name;Grade;;\r\n'0011;c@dwp.gov.uk\xC2\xA0;Zo\xC3\xAB Bay;eo;;\r\n"
             "\"=\"\"0012\"\"\";d@dwp.gov.uk;Di Lee;HEO;;\r\n;;;;;\r\n#N/A;e@dwp.gov.uk;Ed Poe;EO;;\r\n",
             {}),
      1);
  EXPECT_THAT(Results(), ElementsAre("2 joined", "3 joined", "5 refused INVALID_FIELDS"));
  EXPECT_EQ(Find("c@dwp.gov.uk").contact().name(), "Zo\xC3\xAB Bay");
  EXPECT_EQ(Find("c@dwp.gov.uk").contact().references(0).hr_id(), "0011");
  EXPECT_EQ(Find("c@dwp.gov.uk").facts().grade(), "EO");
  EXPECT_EQ(Find("d@dwp.gov.uk").contact().references(0).hr_id(), "0012");
  // The same with the line by which Excel finds the separator.
  EXPECT_EQ(Import("sep=;\r\nhr_id;email;name\r\n0011;c@dwp.gov.uk;Zo\xC3\xAB Bay\r\n", {}), 0) << Log();
  EXPECT_THAT(Results(), ElementsAre("3 unchanged"));
  // Zeros lost: said, though it may be somebody new.
  EXPECT_EQ(Import("hr_id,name\r\n12,Di Lee\r\n", {"--dry-run"}), 0) << Log();
  EXPECT_THAT(ReadAll(Path("staff.csv.results.csv")), HasSubstr("2,joined,,hr_id: 12 looks like 0012"));
}

TEST_F(ListsAsWrittenTest, ListsAsLibreOfficeWritesThem) {
  // Text in quotes, numbers without, line feeds; an apostrophe of its own.
  EXPECT_EQ(Import("\"hr_id\",\"email\",\"name\",\"grade\",\"leaver\"\n"
                   "1,\"a@dwp.gov.uk\",\"O'Brien, Zo\xC3\xAB\",\"EO\",\n2,\"b@dwp.gov.uk\",\"Bo \"\"Bob\"\" "
                   "Ray\",\"Err:502\",\n"
                   "3,\"c@dwp.gov.uk\",\"Cy\",\"HEO\",\"no\"\n,,,,\n",
                   {}),
            1);
  EXPECT_THAT(Results(), ElementsAre("2 joined", "3 refused INVALID_FIELDS", "4 joined"));
  EXPECT_THAT(ReadAll(Path("staff.csv.results.csv")),
              HasSubstr("\"\"Err:502\"\" is not in the list of grades; it has"));
  EXPECT_EQ(Find("a@dwp.gov.uk").contact().name(), "O'Brien, Zo\xC3\xAB");
}

TEST_F(ListsAsWrittenTest, ListsAsAnHrSystemExportsThem) {
  const std::string report =
      "\"Active Workers\",\"\",\"\",\"\"\r\n\"Run on\",\"2024-10-14 07:00\",\"\",\"\"\r\n\r\n"
      "\"Employee ID\",\"Worker\",\"Email - Primary Work\",\"Job Grade\"\r\n"
      "\"0004711\",\"Kim Jones\",\"kim.jones@dwp.gov.uk\",\"EO\"\r\n"
      "\"0004712\",\"Zo\xC3\xAB Bay\",\"zoe.bay@dwp.gov.uk\",\"HEO\"\r\n"
      "\"\",\"\",\"\",\"\"\r\n\"Total: 2\",\"\",\"\",\"\"\r\n";
  EXPECT_EQ(Import(report, {}), 1);
  EXPECT_THAT(Results(), ElementsAre("5 joined", "6 joined", "8 refused INVALID_FIELDS"));
  EXPECT_THAT(ReadAll(Path("staff.csv.results.csv")), HasSubstr("name: is required of a joiner"));
  EXPECT_EQ(Find("kim.jones@dwp.gov.uk").contact().references(0).hr_id(), "0004711");
  // Kim is to leave, and her address to be given to Karl: another person.
  EXPECT_EQ(Import("hr_id,leaver\n0004711,yes\n", {}), 1) << "not on the day she joined";
  EXPECT_EQ(Import("hr_id,leaver\n0004711,yes\n", {"--effective-from", "2099-01-01"}), 0) << Log();
  const std::string kim = Find("kim.jones@dwp.gov.uk").facts().person_id();
  const std::string karl = "hr_id,email,name\n0009999,kim.jones@dwp.gov.uk,Karl Jonas\n";
  for (const std::vector<std::string>& from :
       {std::vector<std::string>{}, {"--effective-from", "2099-01-01"}}) {
    EXPECT_EQ(Import(karl, from), 1) << "she is here until then";
    EXPECT_THAT(Results(), ElementsAre("2 refused MATCH_CONFLICT"));
  }
  EXPECT_EQ(Find("kim.jones@dwp.gov.uk").facts().person_id(), kim);
  EXPECT_EQ(Import("hr_id,email,name\n5,ann@dwp.gov.uk,Ann\n", {"--effective-from", "2024-04-01"}), 0);
  const std::string ann = Find("ann@dwp.gov.uk").facts().person_id();
  EXPECT_EQ(Import("hr_id,leaver\n5,yes\n", {"--effective-from", "2024-10-01"}), 0) << Log();
  EXPECT_EQ(Import("hr_id,email,name\n6,ann@dwp.gov.uk,Anton\n", {}), 0) << "she has left";
  EXPECT_NE(Find("ann@dwp.gov.uk").facts().person_id(), ann);
}

}  // namespace
}  // namespace obt::testing
