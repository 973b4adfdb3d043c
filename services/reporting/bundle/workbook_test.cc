#include "services/reporting/bundle/workbook.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/reporting/bundle/testing/content.h"

namespace obt::reporting::bundle {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::vector<std::string> TextsOf(const std::vector<SheetCell>& row) {
  std::vector<std::string> texts;
  for (const SheetCell& cell : row)
    texts.push_back(cell.number.has_value() ? absl::StrCat(*cell.number) : cell.text);
  return texts;
}

const Sheet& SheetOf(const std::vector<Sheet>& sheets, const std::string& name) {
  return *std::find_if(sheets.begin(), sheets.end(),
                       [&name](const Sheet& sheet) { return sheet.name == name; });
}

TEST(WorkbookTest, SheetsComeInAnOrderThatLastsAndTablesAreNumbered) {
  std::vector<std::string> names, titles;
  for (const Sheet& sheet : WorkbookOf(SmallContent())) {
    names.push_back(sheet.name);
    titles.push_back(sheet.rows[0][0].text);
  }
  EXPECT_THAT(names, ElementsAre("Cover", "Contents", "Notes", "funnel", "weekly", "national", "bands"));
  EXPECT_THAT(titles[3],
              StartsWith("Table 1: Participation by organisation, One Big Thing 2024, up to 30 Nov"));
  EXPECT_THAT(titles[6], StartsWith("Table 4: Minutes of learning"));
}

TEST(WorkbookTest, ATableIsWideAndSaysAboveWhatToKnow) {
  const std::vector<Sheet> sheets = WorkbookOf(SmallContent());
  const Sheet& sheet = SheetOf(sheets, "funnel");
  EXPECT_THAT(sheet.rows[1][0].text, AllOf(StartsWith("This worksheet contains one table."),
                                           HasSubstr("[c] means"), HasSubstr("[z] means")));
  ASSERT_EQ(sheet.header, 4u);
  EXPECT_THAT(TextsOf(sheet.rows[4]),
              ElementsAre("Department", "Department code", "Organisation", "Organisation code",
                          "Participants (people)", "Started (people)", "Participants in per cent"));
  EXPECT_THAT(TextsOf(sheet.rows[5]),
              ElementsAre("All departments", "all", "All organisations", "all", "12345", "6780", "35"));
  EXPECT_THAT(TextsOf(sheet.rows.back()),
              ElementsAre("<b>&\"Ops\"</b>", "ops", "Small, \"body\"", "small", "[c]", "[c]", "[c]"));
  EXPECT_EQ(sheet.rows.back().back().style, CellStyle::kMarker);
}

TEST(WorkbookTest, NoCellOfATableIsBlankAndNoTwoHeadersAreTheSame) {
  for (const auto& content : {SmallContent(), LargeContent()}) {
    for (const Sheet& sheet : WorkbookOf(content)) {
      for (size_t i = 0; i < sheet.rows.size(); ++i) {
        const bool in_table = sheet.header.has_value() && i >= *sheet.header;
        EXPECT_THAT(sheet.rows[i], SizeIs(in_table ? sheet.rows[*sheet.header].size() : 1));
        for (const SheetCell& cell : sheet.rows[i])
          EXPECT_TRUE(cell.number.has_value() || !cell.text.empty());
      }
      if (!sheet.header.has_value()) continue;
      const std::vector<std::string> headers = TextsOf(sheet.rows[*sheet.header]);
      EXPECT_THAT(std::set<std::string>(headers.begin(), headers.end()), SizeIs(headers.size()));
    }
  }
}

TEST(WorkbookTest, TheContentsLeadToEveryOtherSheet) {
  const std::vector<Sheet> sheets = WorkbookOf(SmallContent());
  std::vector<std::string> links;
  for (const auto& row : SheetOf(sheets, kContentsSheet).rows) {
    if (!row.back().link.empty()) links.push_back(row.back().link);
  }
  EXPECT_THAT(links, ElementsAre("Cover", "Notes", "funnel", "weekly", "national", "bands"));
}

TEST(WorkbookTest, NotesExplainMarkersRoundingAndWhatTheContentAdds) {
  const std::vector<Sheet> sheets = WorkbookOf(SmallContent());
  std::vector<std::string> names;
  for (const auto& row : SheetOf(sheets, kNotesSheet).rows) names.push_back(row[0].text);
  EXPECT_THAT(std::vector<std::string>(names.begin() + 2, names.end()),
              ElementsAre("Shorthand or note", "[c]", "[z]", "Note 1", "Note 2", "Note 3"));
  EXPECT_EQ(SheetOf(sheets, kNotesSheet).rows.back()[1].text,
            "Against all releases published before, no figure is narrowed.");
}

}  // namespace
}  // namespace obt::reporting::bundle
