#include "common/base/csv.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"

namespace obt {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(CsvTest, QuotedCellsMayHoldCommasQuotesAndLineBreaks) {
  const absl::StatusOr<CsvFile> file = ParseCsv("a,b\r\n\"x,\"\"y\"\"\",\"1\n2\"\r\n3,\r\n");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(file->header, ElementsAre("a", "b"));
  ASSERT_EQ(file->rows.size(), 2u);
  EXPECT_THAT(file->rows[0].cells, ElementsAre("x,\"y\"", "1\n2"));
  EXPECT_EQ(file->rows[1].line, 4);
  EXPECT_THAT(file->rows[1].cells, ElementsAre("3", ""));
}

TEST(CsvTest, AByteOrderMarkBlankLinesAndAMissingLastBreakAreFine) {
  const absl::StatusOr<CsvFile> file = ParseCsv(
      "\xEF\xBB\xBF"
      "a,b\n\n1,2\n\n3,4");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_THAT(file->header, ElementsAre("a", "b"));
  ASSERT_EQ(file->rows.size(), 2u);
  EXPECT_EQ(file->rows[1].line, 5);
}

TEST(CsvTest, FaultsNameTheirLine) {
  EXPECT_THAT(ParseCsv("a,b\n1,2\n1\n").status().message(),
              HasSubstr("line 3: has 1 cells where the header has 2"));
  EXPECT_THAT(ParseCsv("a,b\n\"1,2\n").status().message(), HasSubstr("line 2: a quoted cell does not end"));
  EXPECT_THAT(ParseCsv("a,b\n\"1\"x,2\n").status().message(), HasSubstr("line 2: something follows"));
  EXPECT_THAT(ParseCsv("a,a\n").status().message(), HasSubstr("the same name"));
  EXPECT_THAT(ParseCsv("").status().message(), HasSubstr("line 1"));
}

TEST(CsvTest, EveryKindOfLineEndIsOneLine) {
  for (const std::string end : {"\n", "\r\n", "\r", "\r\r\n", "\r\r\r\n"}) {
    const auto rows =
        ParseCsvRows(absl::StrCat("a,b", end, "1,\"x", end, "y\"", end, end == "\r" ? "2,z" : "2,z" + end));
    ASSERT_TRUE(rows.ok()) << rows.status();
    ASSERT_EQ(rows->size(), 3u);
    EXPECT_THAT(rows->at(1).cells, ElementsAre("1", absl::StrCat("x", end, "y")));
    EXPECT_EQ(rows->at(1).line, 2);
    EXPECT_EQ(rows->at(2).line, 4) << "the quoted cell goes over two";
  }
}

TEST(CsvTest, RowsOfAnySeparatorAndWidthAndOnlyAsManyAsAreWanted) {
  const auto rows = ParseCsvRows("title\na;b,c;\"d;e\"\n\n;\n", ';', 3);
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_THAT(rows->at(0).cells, ElementsAre("title"));
  EXPECT_THAT(rows->at(1).cells, ElementsAre("a", "b,c", "d;e"));
  EXPECT_THAT(rows->at(2).cells, ElementsAre(""));
  EXPECT_THAT(ParseCsvRows("a\tb\n\"1\"\t2", '\t')->at(1).cells, ElementsAre("1", "2"));
  EXPECT_THAT(ParseCsvRows("\"1\" , \"2\"\n")->at(0).cells, ElementsAre("1", " \"2\""));
}

TEST(CsvTest, AQuoteThatDoesNotEndIsNamedByTheLineWhereItBegan) {
  EXPECT_THAT(ParseCsvRows("a,b\n\"1\n2\",\"3\n4\n5,6\n").status().message(),
              HasSubstr("line 3: a quoted cell does not end"));
}

TEST(CsvTest, WhatIsWrittenReadsBack) {
  const std::vector<std::string> cells = {"plain", "with,comma", "with \"quotes\"", "with\nbreak", ""};
  const absl::StatusOr<CsvFile> file = ParseCsv(CsvLine({"a", "b", "c", "d", "e"}) + CsvLine(cells));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->rows.front().cells, cells);
}

TEST(CsvTest, ALineIsNoCommentForReadersThatKnowThem) { EXPECT_EQ(CsvLine({"#1", "b"}), "\"#1\",b\r\n"); }

}  // namespace
}  // namespace obt
