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
