#include "tools/obtctl/people_cells.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace obt::ctl {
namespace {

using ::testing::StartsWith;

struct CellCase {
  std::string column, raw, text, fault;  // how the fault begins
};

TEST(PeopleCellsTest, MarksOfSpreadsheetsAndInvisibleCharactersAreTakenOff) {
  const std::vector<CellCase> cases = {
      {"hr_id", "0011", "0011"},
      {"hr_id", " 0011\t", "0011"},
      {"hr_id", "'0011", "0011"},
      {"hr_id", "'0011'", "0011"},
      {"hr_id", "=\"0010\"", "0010"},
      {"hr_id", "=\" 0010 \"", "0010"},
      {"hr_id", "\"0010\"", "0010"},
      {"hr_id",
       "\xC2\xA0"
       "0011\xE2\x80\x8B",
       "0011"},
      {"hr_id",
       "\xEF\xBB\xBF"
       "0011",
       "0011"},
      {"hr_id",
       "\xE2\x80\xAA"
       "0011\xE2\x80\xAC",
       "0011"},
      {"hr_id", "AB 11", "AB 11"},
      {"hr_id", "1E5", "1E5"},
      {"hr_id", "-7", "-7"},
      {"previous_hr_id", "'0011", "0011"},
      {"email", "a@x.uk\xC2\xA0", "a@x.uk"},
      {"email",
       "\xE2\x80\x8B"
       "a@x.uk",
       "a@x.uk"},
      {"email", "'a@x.uk", "a@x.uk"},
      {"email", "=\"a@x.uk\"", "a@x.uk"},
      {"previous_email",
       "\xE2\x81\xA0"
       "a@x.uk\xEF\xBB\xBF",
       "a@x.uk"},
      {"name", "\xC2\xA0Kim Jones\xC2\xA0", "Kim Jones"},
      {"name", "'t Hooft", "'t Hooft"},
      {"name", "O'Brien", "O'Brien"},
      {"name", "=\"Kim\"", "Kim"},
      {"name", "Null", "Null"},
      {"name", "Na", "Na"},
      {"grade", "\xC2\xA0HEO ", "HEO"},
      {"grade", "'HEO", "HEO"},
      {"leaver", " yes ", "yes"},
      {"email", "", ""},
      {"hr_id", "\xC2\xA0", ""},
      {"hr_id", "=\"\"", ""},
  };
  for (const CellCase& c : cases) {
    const CleanCell cell = CleanCellOf(c.column, c.raw);
    EXPECT_EQ(cell.text, c.text) << c.column << " " << c.raw;
    EXPECT_EQ(cell.fault, "") << c.column << " " << c.raw;
  }
}

TEST(PeopleCellsTest, WhatStandsInThePlaceOfANumberOrAddressIsRefused) {
  const std::vector<CellCase> cases = {
      {"hr_id", "#N/A", "", "is the error #N/A of a spreadsheet"},
      {"hr_id", "#REF!", "", "is the error #REF! of a spreadsheet"},
      {"hr_id", "#value!", "", "is the error #value! of a spreadsheet"},
      {"hr_id", "Err:502", "", "is the error Err:502 of a spreadsheet"},
      {"hr_id", "########", "", "is the error ######## of a spreadsheet"},
      {"hr_id", "NULL", "", "is NULL, which is no staff number; leave it empty"},
      {"hr_id", "n/a", "", "is n/a, which is no staff number"},
      {"hr_id", "none", "", "is none, which is no staff number"},
      {"hr_id", "-", "", "is -, which is no staff number"},
      {"hr_id", "'NULL", "", "is NULL, which is no staff number"},
      {"hr_id", "=\"#N/A\"", "", "is the error #N/A"},
      {"hr_id", "=A1+1", "", "is a formula"},
      {"hr_id", "1.23457E+11", "",
       "is 1.23457E+11, as a spreadsheet shortens long numbers; format the column as text"},
      {"hr_id", "1e+06", "", "is 1e+06, as a spreadsheet"},
      {"hr_id",
       "00\xE2\x80\x8B"
       "11",
       "", "character 3 is U+200B, which cannot be seen"},
      {"hr_id",
       "00\xC2\xA0"
       "11",
       "", "character 3 is U+00A0, which cannot be seen"},
      {"previous_hr_id", "N/A", "", "is N/A, which is no staff number"},
      {"email", "#REF!", "", "is the error #REF!"},
      {"email", "NULL", "", "is NULL, which is no address"},
      {"email", "a@\xE2\x80\x8Bx.uk", "", "character 3 is U+200B"},
      {"email", "a@x\xC2\xAD.uk", "", "character 4 is U+00AD"},
      {"previous_email", "(null)", "", "is (null), which is no address"},
      {"name", "#NAME?", "", "is the error #NAME?"},
      {"name", "=HYPERLINK(1)", "", "is a formula"},
      {"name", "Zo\xEB Bay", "",
       "must be valid UTF-8; byte 3 is 0xEB, as in Windows-1252: save the list as CSV UTF-8"},
      {"grade", "HE\xD6", "", "must be valid UTF-8; byte 3 is 0xD6"},
      {"leaver", "\xFF", "", "must be valid UTF-8; byte 1 is 0xFF"},
  };
  for (const CellCase& c : cases) {
    EXPECT_THAT(CleanCellOf(c.column, c.raw).fault, StartsWith(c.fault)) << c.column << " " << c.raw;
  }
}

}  // namespace
}  // namespace obt::ctl
