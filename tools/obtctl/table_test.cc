#include "tools/obtctl/table.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace obt::ctl {
namespace {

using ::testing::HasSubstr;

Table Funnel() {
  Table table({{"code", "code", ColumnKind::kText, true},
               {"department", "department"},
               {"started", "started", ColumnKind::kCount},
               {"rate", "started\n/ in_scope", ColumnKind::kShare}});
  table.Add({"dwp", "Work, Pensions", int64_t{96500}, 0.345});
  table.Add({"fcdo", "Siân's", int64_t{0}, std::numeric_limits<double>::quiet_NaN()});
  return table;
}

TEST(TableTest, WideLettersAndMarksKeepColumnsInLine) {
  Table table({{"a", "a"}, {"b", "b"}});
  table.Add({"\u674e\u5c0f\u9f8d", "x"});  // three letters, six columns
  table.Add({"Zoe\u0308", "y"});           // a mark on the e
  table.Add({"ab\ncd", "z"});
  EXPECT_EQ(table.AsText(), "a       b\n──────  ─\n\u674e\u5c0f\u9f8d  x\nZoe\u0308     y\nab\\ncd  z\n");
}

TEST(TableTest, ATerminalGetsNothingThatItObeys) {
  Table table(std::vector<Column>{{"a", "a"}});
  table.Add({"\x1B[2Jx\u202Ey"});
  EXPECT_THAT(table.AsText(), HasSubstr("\n\\x1B[2Jx\\u202Ey\n"));
  EXPECT_EQ(Table::Record(std::vector<Column>{{"a", "a"}}, {"\x1B[2J\nb"}).AsText(), "a  \\x1B[2J\n   b\n");
}

TEST(TableTest, InstantsAreLocalForPeopleAndHaveAnOffsetForPrograms) {
  Table table(std::vector<Column>{{"at", "at", ColumnKind::kId}});
  const absl::Time first = absl::FromUnixSeconds(1'729'989'000);  // twice 01:30 in London
  table.Add({first});
  table.Add({first + absl::Hours(1)});
  table.Add({first + absl::Hours(2) + absl::Microseconds(5)});
  EXPECT_THAT(table.AsText(),
              HasSubstr("\n2024-10-27 01:30:00+01:00\n2024-10-27 01:30:00Z\n2024-10-27 02:30:00\n"));
  EXPECT_EQ(table.AsCsv(),
            "at\r\n2024-10-27T00:30:00Z\r\n2024-10-27T01:30:00Z\r\n2024-10-27T02:30:00.000005Z\r\n");
  EXPECT_THAT(table.AsJson(), HasSubstr("{\"at\": \"2024-10-27T00:30:00Z\"}"));
}

TEST(TableTest, FactsStandInEveryRowOfACsvAndBesideTheRowsOfJson) {
  Table table(std::vector<Column>{{"n", "n", ColumnKind::kCount}});
  table.Add({int64_t{1}});
  table.Add({int64_t{2}});
  table.SetFacts({{"marking", "NOT_FOR_PUBLICATION"}, {"as_of", "2024-12-14"}});
  EXPECT_EQ(table.AsCsv(),
            "n,marking,as_of\r\n1,NOT_FOR_PUBLICATION,2024-12-14\r\n2,NOT_FOR_PUBLICATION,2024-12-14\r\n");
  EXPECT_EQ(table.AsJson(),
            "{\n  \"marking\": \"NOT_FOR_PUBLICATION\",\n  \"as_of\": \"2024-12-14\",\n  \"rows\": [\n"
            "    {\"n\": 1},\n    {\"n\": 2}\n  ]\n}\n");
}

TEST(TableTest, ASpreadsheetRunsNoCell) {
  Table table({{"a", "a"}, {"n", "n", ColumnKind::kCount}});
  table.Add({"=HYPERLINK(\"https://x\")", int64_t{-5}});
  table.Add({"-5", int64_t{0}});
  EXPECT_EQ(table.AsCsv(), "a,n\r\n\"'=HYPERLINK(\"\"https://x\"\")\",-5\r\n-5,0\r\n");
  EXPECT_EQ(table.AsCsv(true), "a,n\r\n\"=HYPERLINK(\"\"https://x\"\")\",-5\r\n-5,0\r\n");
  EXPECT_THAT(table.AsJson(), HasSubstr("\"=HYPERLINK("));
}

TEST(TableTest, QuotientsKeepEveryDigitForPrograms) {
  Table table(std::vector<Column>{{"q", "q", ColumnKind::kShare}});
  table.Add({1.0 / 3});
  table.Add({std::numeric_limits<double>::infinity()});
  EXPECT_EQ(table.AsCsv(), "q\r\n0.3333333333333333\r\n\r\n");
  EXPECT_THAT(table.AsJson(), HasSubstr("{\"q\": null}"));
}

TEST(WithThousandsTest, GroupsDigitsByThree) {
  EXPECT_EQ(WithThousands(0), "0");
  EXPECT_EQ(WithThousands(999), "999");
  EXPECT_EQ(WithThousands(1000), "1,000");
  EXPECT_EQ(WithThousands(477230), "477,230");
  EXPECT_EQ(WithThousands(-1234567), "-1,234,567");
  EXPECT_EQ(WithThousands(-100), "-100");
}

TEST(WidthTest, CountsLettersNotBytes) { EXPECT_EQ(WidthOf("Siân"), 4u); }

TEST(TableTest, TextIsAlignedAndNumbersStandAtTheRight) {
  EXPECT_EQ(Funnel().AsText(),
            "                            started\n"
            "department      started  / in_scope\n"
            "──────────────  ───────  ──────────\n"
            "Work, Pensions   96,500      34.5 %\n"
            "Siân's                0           –\n");
}

TEST(TableTest, LongTextsAreShownCutButKeptForPrograms) {
  Table table({{"a", "a", ColumnKind::kText, false, 6}, {"b", "b"}});
  table.Add({"Siân Müller", "x"});
  table.Add({"Müller", "y"});
  EXPECT_EQ(table.AsText(), "a       b\n──────  ─\nSiân…   x\nMüller  y\n");
  EXPECT_THAT(table.AsCsv(), HasSubstr("Siân Müller"));
}

TEST(TableTest, WhereThereIsLittleRoomHeadersWrapThenTextsAreCutThenColumnsAreLeftOut) {
  Table table({{"id", "person id", ColumnKind::kId},
               {"name", "name"},
               {"n", "learning minutes", ColumnKind::kCount}});
  table.Add({"0192f3a1-1", "Siân Müller of the long name", int64_t{1200}});
  EXPECT_EQ(table.AsText(60),
            "person id   name                          learning minutes\n"
            "──────────  ────────────────────────────  ────────────────\n"
            "0192f3a1-1  Siân Müller of the long name             1,200\n");
  EXPECT_EQ(table.AsText(50),
            "                                          learning\n"
            "person id   name                           minutes\n"
            "──────────  ────────────────────────────  ────────\n"
            "0192f3a1-1  Siân Müller of the long name     1,200\n");
  EXPECT_EQ(table.AsText(40),
            "                                learning\n"
            "person id   name                 minutes\n"
            "──────────  ──────────────────  ────────\n"
            "0192f3a1-1  Siân Müller of th…     1,200\n");
  EXPECT_EQ(table.AsText(30),
            "person id   name\n"
            "──────────  ──────────────────\n"
            "0192f3a1-1  Siân Müller of th…\n"
            "\n"
            "not shown, for want of room:\n"
            "learning minutes; --wide shows\n"
            "all\n");
  EXPECT_THAT(table.AsText(5), HasSubstr("0192f3a1-1\n")) << "the first column stays";
}

TEST(TableTest, ProgramsGetEveryColumnHoweverNarrowTheTerminal) {
  Table table({{"a", "a"}, {"b", "b"}});
  table.Add({std::string(40, 'x'), "y"});
  EXPECT_THAT(table.AsCsv(), HasSubstr(std::string(40, 'x') + ",y"));
  EXPECT_EQ(table.AsText(0), table.AsText(1000));
}

TEST(TableTest, TotalsStandBelowALineAndNotesBelowThem) {
  Table table = Funnel();
  table.SetTotals({"", "all together", int64_t{96500}, 0.2});
  table.AddNote("one body is silent");
  EXPECT_THAT(table.AsText(),
              HasSubstr("──────────\nall together     96,500      20.0 %\n\none body is silent\n"));
}

TEST(TableTest, ACsvHasEveryColumnButNoTotals) {
  Table table = Funnel();
  table.SetTotals({"", "all together", int64_t{96500}, 0.2});
  EXPECT_EQ(table.AsCsv(),
            "code,department,started,rate\r\ndwp,\"Work, Pensions\",96500,0.345\r\nfcdo,Siân's,0,\r\n");
}

TEST(TableTest, JsonKeepsTypesAndEscapes) {
  Table table({{"a", "a"}, {"b", "b", ColumnKind::kCount}, {"c", "c"}, {"d", "d"}});
  table.Add({"say \"hi\"\n", int64_t{5}, true, Cell()});
  table.AddNote("n");
  EXPECT_EQ(table.AsJson(),
            "{\n  \"rows\": [\n    {\"a\": \"say \\\"hi\\\"\\n\", \"b\": 5, \"c\": true, \"d\": null}\n  ],\n"
            "  \"notes\": [\"n\"]\n}\n");
}

TEST(TableTest, AnEmptyTableIsStillJson) {
  EXPECT_EQ(Table(std::vector<Column>{{"a", "a"}}).AsJson(), "{\n  \"rows\": []\n}\n");
}

TEST(TableTest, ARecordReadsAsFieldsWithItsLinesUnderEachOther) {
  const Table record = Table::Record({{"name", "name"}, {"stays", "stays"}}, {"A", "one\ntwo"});
  EXPECT_EQ(record.AsText(), "name   A\nstays  one\n       two\n");
  EXPECT_EQ(record.AsJson(), "{\n  \"name\": \"A\",\n  \"stays\": \"one\\ntwo\"\n}\n");
  EXPECT_EQ(record.AsCsv(), "name,stays\r\nA,\"one\ntwo\"\r\n");
}

}  // namespace
}  // namespace obt::ctl
