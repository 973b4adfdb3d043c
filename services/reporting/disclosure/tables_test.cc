// Small tables that can be checked by hand: what the rules print, what somebody can work out of it, and what
// has to be withheld besides. Source: the twelve tables of the design of disclosure control.
#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/reporting/disclosure/certificate.h"
#include "services/reporting/disclosure/propagate.h"
#include "services/reporting/disclosure/protect.h"

namespace obt::reporting::disclosure {
namespace {

using ::testing::AnyOf;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A model whose cells have names.
class Table {
 public:
  // Of a large group unless its people are given.
  CellId Add(const std::string& name, int32_t truth, int32_t cap = 1'000, Place place = Place::kLeaf) {
    Cell cell;
    cell.name = name;
    cell.truth = truth;
    cell.cap = cap;
    cell.place = place;
    return ids[name] = model.Add(std::move(cell));
  }
  // The total of cells that are there.
  CellId AddTotal(const std::string& name, const std::vector<std::string>& parts, int32_t cap = 1'000) {
    int32_t truth = 0;
    for (const std::string& part : parts) truth += model.cell(ids.at(part)).truth;
    const CellId total = Add(name, truth, cap, Place::kMargin);
    model.AddSum(total, Ids(parts));
    return total;
  }
  void AddSum(const std::string& total, const std::vector<std::string>& parts) {
    model.AddSum(ids.at(total), Ids(parts));
  }
  std::vector<CellId> Ids(const std::vector<std::string>& names) const {
    std::vector<CellId> found;
    for (const std::string& name : names) found.push_back(ids.at(name));
    return found;
  }
  void Finish() {
    model.Finish();
    SetPrimaries(model);
  }
  const Cell& operator[](const std::string& name) const { return model.cell(ids.at(name)); }
  Interval Known(const std::string& name, Eyes eyes = Eyes::kBlind) const {
    return Propagate(model, eyes)[ids.at(name)];
  }
  // What would be known if every count but the small ones were printed as it is.
  Interval KnownOfExact(const std::string& name) const {
    std::vector<Interval> exact;
    for (const Cell& cell : model.cells())
      exact.push_back(cell.truth < kThreshold ? Interval{0, cell.cap} : Interval{cell.truth, cell.truth});
    return Propagate(model, exact)[ids.at(name)];
  }
  std::string PrintedOf(const std::string& name) const {
    const Cell& cell = (*this)[name];
    return cell.withheld() ? "[c]" : std::to_string(Rounded(cell.truth));
  }
  // Protects it, and has everybody look who can.
  Protection ProtectAndCheck() {
    Protection protection = Protect(model).value();
    EXPECT_THAT(protection.told, IsEmpty());
    EXPECT_THAT(protection.faults, IsEmpty());
    EXPECT_THAT(BreachesIn(model, Eyes::kBlind), IsEmpty());
    return protection;
  }
  std::vector<std::string> NamesOf(const std::vector<CellId>& cells) const {
    std::vector<std::string> names;
    for (const CellId id : cells) names.push_back(model.cell(id).name);
    return names;
  }

  Model model;
  std::map<std::string, CellId> ids;
};

TEST(Tables, TwoBodiesInADepartmentNeedNothingMore) {
  Table table;
  table.Add("core", 38);
  table.Add("inspectorate", 3, 20);
  table.AddTotal("department", {"core", "inspectorate"});
  table.Finish();
  EXPECT_EQ(table.PrintedOf("department"), "40");
  EXPECT_EQ(table.PrintedOf("core"), "40");
  EXPECT_EQ(table.PrintedOf("inspectorate"), "[c]");
  EXPECT_EQ(table.Known("inspectorate"), (Interval{0, 4}));
  EXPECT_EQ(table.KnownOfExact("inspectorate"), (Interval{3, 3}));
  EXPECT_THAT(table.ProtectAndCheck().secondaries, IsEmpty());
}

TEST(Tables, BesideAFiveASmallBodyCouldBeWorkedOut) {
  Table table;
  table.Add("core", 5);
  table.Add("small", 1);
  table.AddTotal("department", {"core", "small"});
  table.Finish();
  EXPECT_EQ(table.Known("small"), (Interval{0, 2}));
  const Protection protection = table.ProtectAndCheck();
  EXPECT_THAT(table.NamesOf(protection.secondaries),
              AnyOf(std::vector<std::string>{"core"}, std::vector<std::string>{"department"}));
}

TEST(Tables, ThreeSiblingsCanHoldAFourDown) {
  Table table;
  table.Add("a", 4);
  table.Add("b", 12);
  table.Add("c", 22);
  table.AddTotal("total", {"a", "b", "c"});
  table.Finish();
  EXPECT_EQ(table.Known("a").low, 4);
  EXPECT_THAT(table.ProtectAndCheck().secondaries, SizeIs(1));

  Table mirror;
  mirror.Add("a", 1);
  mirror.Add("b", 13);
  mirror.Add("c", 23);
  mirror.AddTotal("total", {"a", "b", "c"});
  mirror.Finish();
  EXPECT_EQ(mirror.Known("a").high, 1);
  EXPECT_THAT(mirror.ProtectAndCheck().secondaries, SizeIs(1));
}

TEST(Tables, AHiddenZeroHidesTheOnesBesideIt) {
  Table table;
  for (const char* name : {"a", "b", "c", "d"}) table.Add(name, 1);
  table.Add("e", 8);
  table.Add("f", 0);
  table.AddTotal("total", {"a", "b", "c", "d", "e", "f"});
  table.Finish();
  EXPECT_EQ(table.PrintedOf("f"), "[c]");
  EXPECT_THAT(table.ProtectAndCheck().secondaries, IsEmpty());
}

TEST(Tables, ATwoWayTableOfRoundedMarginsNeedsNothingMore) {
  Table table;
  const int32_t counts[3][3] = {{3, 20, 31}, {18, 40, 12}, {25, 9, 60}};
  const auto name = [](int row, int column) { return std::to_string(row) + std::to_string(column); };
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) table.Add(name(row, column), counts[row][column]);
  }
  for (int i = 0; i < 3; ++i) {
    table.AddTotal("row" + std::to_string(i), {name(i, 0), name(i, 1), name(i, 2)});
    table.AddTotal("column" + std::to_string(i), {name(0, i), name(1, i), name(2, i)});
  }
  table.AddTotal("all", {"row0", "row1", "row2"});
  table.AddSum("all", {"column0", "column1", "column2"});
  table.Finish();
  EXPECT_EQ(table.PrintedOf("00"), "[c]");
  EXPECT_EQ(table.KnownOfExact("00"), (Interval{3, 3}));
  EXPECT_THAT(table.ProtectAndCheck().secondaries, IsEmpty());
}

TEST(Tables, TwoTablesWithOneTotalAreOneSystem) {
  Table table;
  table.Add("grade a", 20);
  table.Add("grade b", 3);
  table.Add("region a", 21);
  table.Add("region b", 2);
  table.AddTotal("total", {"grade a", "grade b"});
  table.AddSum("total", {"region a", "region b"});
  table.Finish();
  EXPECT_EQ(table.PrintedOf("total"), "25");
  EXPECT_EQ(table.KnownOfExact("grade b"), (Interval{3, 3}));
  EXPECT_EQ(table.KnownOfExact("region b"), (Interval{2, 2}));
  EXPECT_THAT(table.ProtectAndCheck().secondaries, IsEmpty());
}

TEST(Tables, WhoIsNotCountedIsProtectedToo) {
  Table table;
  table.Add("core", 100);
  table.Add("inspectorate", 18, 20);
  table.AddTotal("department", {"core", "inspectorate"});
  table.Finish();
  EXPECT_EQ(table.PrintedOf("department"), "120");
  EXPECT_EQ(table["inspectorate"].status, Status::kComplement);
  EXPECT_THAT(table.ProtectAndCheck().secondaries, IsEmpty());
}

TEST(Tables, AllOfAGroupIsWithheld) {
  Table table;
  table.Add("a", 6, 6);
  table.Add("b", 40);
  table.AddTotal("total", {"a", "b"});
  table.Finish();
  EXPECT_EQ(table.PrintedOf("a"), "[c]");
  EXPECT_EQ(Wanted(table["a"]), (Interval{2, 5}));
  EXPECT_THAT(table.ProtectAndCheck().secondaries, IsEmpty());
}

TEST(Tables, AGroupThatCannotBeLargerPushesWhatIsBesideIt) {
  Table table;
  table.Add("a", 21, 21);
  table.Add("b", 3);
  table.AddTotal("total", {"a", "b"});
  table.Finish();
  EXPECT_EQ(table.Known("b").low, 2);
  EXPECT_EQ(table.NamesOf(table.ProtectAndCheck().secondaries), std::vector<std::string>{"total"});
}

TEST(Tables, ParticipantsAreAtMostWhatTheyDid) {
  Table table;
  table.Add("pre", 4);
  table.Add("started", 7);
  table.Add("conversed", 7);
  table.Add("post", 0);
  const CellId participants = table.Add("participants", 18);
  for (const char* name : {"pre", "started", "conversed", "post"})
    table.model.AddOrder(table.ids.at(name), participants);
  table.model.AddCover(participants, table.Ids({"pre", "started", "conversed", "post"}));
  table.Finish();
  EXPECT_EQ(table.PrintedOf("post"), "[c]");
  EXPECT_THAT(table.ProtectAndCheck().secondaries, IsEmpty());
}

// Two bodies, of whom some do one thing and some another, with all totals; of the first 3 and 1.
Table TwoByTwo(int32_t w2, int32_t n2) {
  Table table;
  table.Add("w1", 3);
  table.Add("n1", 1);
  table.Add("w2", w2);
  table.Add("n2", n2);
  table.AddTotal("o1", {"w1", "n1"});
  table.AddTotal("o2", {"w2", "n2"});
  table.AddTotal("w", {"w1", "w2"});
  table.AddTotal("n", {"n1", "n2"});
  table.AddTotal("all", {"o1", "o2"});
  table.AddSum("all", {"w", "n"});
  table.Finish();
  return table;
}

TEST(Tables, WhatNobodyCouldProtectFromTheOracleIsListedAndEnds) {
  Table table = TwoByTwo(2, 3);
  const Protection protection = table.ProtectAndCheck();
  ASSERT_THAT(protection.oracle_told, SizeIs(1));
  EXPECT_EQ(table.model.cell(protection.oracle_told.front().cell).name, "n1");
  EXPECT_EQ(protection.oracle_told.front().end, End::kHigh);
}

// A figure that is printed also says that five of the group at least are not counted.
TEST(Tables, WhatIsPrintedLeavesFiveOfItsGroup) {
  Table table;
  table.Add("core", 19, 24);
  table.Add("b", 4);
  table.AddTotal("total", {"core", "b"});
  table.Finish();
  EXPECT_EQ(table.PrintedOf("core"), "20");
  EXPECT_EQ(table.Known("core").high, 19);
  EXPECT_EQ(table.Known("b").low, 4) << "23 and more, less 19 and fewer";
  EXPECT_THAT(table.ProtectAndCheck().secondaries, SizeIs(1));
}

// Of what is never withheld for others everybody knows why it is withheld.
TEST(Tables, WhatIsNeverASecondaryIsSmallWhereItIsWithheld) {
  Table table = TwoByTwo(6, 1);
  EXPECT_EQ(table.Known("n1").high, 4);
  table.model.cell(table.ids.at("o1")).never = true;
  EXPECT_EQ(table.Known("n1").high, 3);
  EXPECT_THAT(table.ProtectAndCheck().secondaries, Not(IsEmpty()));
}

TEST(Tables, AGroupOfOneMayBeCountedOrNot) {
  for (const int32_t truth : {0, 1}) {
    Table table;
    table.Add("one", truth, 1);
    table.Add("many", 40);
    table.AddTotal("total", {"one", "many"});
    table.Finish();
    EXPECT_EQ(table.PrintedOf("one"), "[c]");
    EXPECT_EQ(Wanted(table["one"]), (Interval{0, 1}));
    EXPECT_THAT(table.ProtectAndCheck().secondaries, IsEmpty());
  }
}

TEST(Tables, OfThingsNoGroupIsKnown) {
  Table table;
  table.Add("conversations", 996, kNoCap);
  table.Finish();
  EXPECT_EQ(table.PrintedOf("conversations"), "995");
  table.ProtectAndCheck();
}

TEST(Tables, TwoWeeksOfOneSumAreSafe) {
  Table table;
  const int32_t weeks[2][3] = {{4, 11, 21}, {4, 12, 24}};
  for (int week = 0; week < 2; ++week) {
    const std::string w = std::to_string(week);
    for (int i = 0; i < 3; ++i) table.Add(w + std::to_string(i), weeks[week][i]);
    table.AddTotal(w + "all", {w + "0", w + "1", w + "2"});
  }
  for (const char* cell : {"0", "1", "2", "all"})
    table.model.AddOrder(table.ids.at(std::string("0") + cell), table.ids.at(std::string("1") + cell));
  table.Finish();
  table.ProtectAndCheck();
}

TEST(Tables, WhatWasPrintedAgainstTheRulesIsNotBuiltUpon) {
  Table table;
  table.Add("a", 3);
  table.Finish();
  table.model.cell(0).frozen = true;
  table.model.cell(0).status = Status::kShown;
  EXPECT_TRUE(absl::IsFailedPrecondition(Protect(table.model).status()));
}

TEST(TablesDeathTest, ContradictionsEndIt) {
  Table twice;
  twice.Add("a", 7);
  twice.Add("a", 7);
  EXPECT_DEATH(twice.Finish(), "one quantity is one cell");
  Table nobody;
  EXPECT_DEATH(nobody.Add("a", 7, 6), "cannot be");
  Table wrong;
  wrong.Add("a", 7);
  wrong.Add("b", 7);
  wrong.Add("total", 15);
  wrong.AddSum("total", {"a", "b"});
  EXPECT_DEATH(wrong.Finish(), "contradict");
}

TEST(Tables, TwoWeeksTogetherTellWhatEachAloneDoesNot) {
  Table table;
  const int32_t weeks[2][2][2] = {{{3, 6}, {6, 9}}, {{6, 6}, {7, 10}}};
  const auto name = [](int week, int row, int column) {
    return "w" + std::to_string(week) + std::to_string(row) + std::to_string(column);
  };
  for (int week = 0; week < 2; ++week) {
    const std::string w = "w" + std::to_string(week);
    for (int row = 0; row < 2; ++row) {
      for (int column = 0; column < 2; ++column) table.Add(name(week, row, column), weeks[week][row][column]);
    }
    for (int i = 0; i < 2; ++i) {
      table.AddTotal(w + "row" + std::to_string(i), {name(week, i, 0), name(week, i, 1)});
      table.AddTotal(w + "column" + std::to_string(i), {name(week, 0, i), name(week, 1, i)});
    }
    table.AddTotal(w + "all", {w + "row0", w + "row1"});
    table.AddSum(w + "all", {w + "column0", w + "column1"});
  }
  for (const char* cell : {"00", "01", "10", "11", "row0", "row1", "column0", "column1", "all"})
    table.model.AddOrder(table.ids.at(std::string("w0") + cell), table.ids.at(std::string("w1") + cell));
  table.Finish();
  // The older week is published as it was: safe by itself.
  for (const auto& [cell, id] : table.ids) table.model.cell(id).frozen = cell[1] == '0';
  EXPECT_GE(table.Known("w000").low, 2);
  const Protection protection = table.ProtectAndCheck();
  ASSERT_THAT(protection.secondaries, SizeIs(1));
  EXPECT_EQ(table.NamesOf(protection.secondaries).front().substr(0, 2), "w1");
}

}  // namespace
}  // namespace obt::reporting::disclosure
