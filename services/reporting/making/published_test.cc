// The audit goes by what is printed: a figure that a table prints by mistake fails it, whatever was decided.
#include "services/reporting/making/published.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "services/reporting/disclosure/testing/attacker.h"
#include "services/reporting/making/make.h"
#include "services/reporting/testing/answers.h"

namespace obt::reporting::making {
namespace {

using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::Not;

struct Decided {
  Joint joint;
  std::vector<disclosure::World> worlds;
};
// A release beside one of the week before; once for all tests.
const Decided& TwoWeeks() {
  static const Decided* const decided = [] {
    std::vector<Kept> releases;
    std::vector<disclosure::World> worlds;
    for (const size_t week : {1u, 2u}) {
      releases.push_back(testing::KeptOf(testing::DrawProgramme(2, 800, week), true, static_cast<int>(week)));
      auto decision = Decide(releases, [](double) { return true; });
      EXPECT_TRUE(decision.ok() && decision->failure.empty()) << decision.status();
      releases.back().statuses = decision->statuses;
      worlds = decision->worlds;
    }
    return new Decided{*Join(releases), worlds};
  }();
  return *decided;
}

class PublishedTest : public ::testing::Test {
 protected:
  PublishedTest() { EXPECT_THAT(Faults(), IsEmpty()); }
  std::vector<std::string> Faults() const { return FaultsOf(joint, TwoWeeks().worlds, tables); }

  // Gives each figure that comes about in a way to `visit`, of the older release as well.
  template <typename Visit>
  void ForEach(tables::Way way, Visit visit) {
    for (size_t release = 0; release < tables.size(); ++release) {
      for (size_t table = 0; table < tables[release].size(); ++table) {
        const tables::PlannedTable& planned = joint.plans[release].tables[table];
        for (size_t row = 0; row < planned.rows.size(); ++row) {
          for (size_t i = 0; i < planned.rows[row].figures.size(); ++i) {
            const tables::PlannedFigure& figure = planned.rows[row].figures[i];
            if (figure.way != way) continue;
            visit(figure, *tables[release][table]
                               .mutable_rows(static_cast<int>(row))
                               ->mutable_figures(static_cast<int>(i)));
          }
        }
      }
    }
  }
  const disclosure::Cell& CellOf(const tables::PlannedFigure& figure) const {
    return joint.model.cell(figure.cell);
  }

  const Joint& joint = TwoWeeks().joint;
  std::vector<std::vector<v1::Table>> tables = testing::PrintAll(joint);
};

// As the model says it, but for what no table prints.
TEST_F(PublishedTest, IsReadBackAsItWasDecided) {
  const disclosure::PrintedRelease decided = disclosure::Print(joint.model);
  const disclosure::PrintedRelease read = ReadPublished(joint, tables).release;
  size_t printed = 0;
  for (size_t id = 0; id < decided.cells.size(); ++id) {
    const disclosure::PrintedCell &one = decided.cells[id], &other = read.cells[id];
    const std::string& name = joint.model.cell(static_cast<uint32_t>(id)).name;
    EXPECT_EQ(one.printed && !one.exact, other.printed && !other.exact) << name;
    if (!other.printed) continue;
    ++printed;
    EXPECT_EQ(one.withheld, other.withheld) << name;
    EXPECT_EQ(one.value, other.value) << name;
  }
  EXPECT_GT(printed, 500u);
}

// In every table that prints it, so that no other contradicts it.
TEST_F(PublishedTest, AWithheldCountThatIsPrintedFailsTheAudit) {
  std::map<disclosure::CellId, std::vector<v1::Figure*>> withheld;
  ForEach(tables::Way::kCell, [&](const tables::PlannedFigure& planned, v1::Figure& figure) {
    if (CellOf(planned).is_protected()) withheld[planned.cell].push_back(&figure);
  });
  EXPECT_GT(withheld.size(), 100u);
  for (const auto& [id, figures] : withheld) {
    const v1::Figure before = *figures.front();
    for (v1::Figure* const figure : figures) {
      figure->clear_marker();
      figure->set_value(disclosure::Rounded(joint.model.cell(id).truth));
    }
    EXPECT_THAT(Faults(), Contains(EndsWith("is not what is printed"))) << joint.model.cell(id).name;
    for (v1::Figure* const figure : figures) *figure = before;
  }
}

TEST_F(PublishedTest, WhatOneTableTellsAnotherCannotWithhold) {
  size_t twice = 0;
  std::set<disclosure::CellId> seen;
  ForEach(tables::Way::kCell, [&](const tables::PlannedFigure& planned, v1::Figure& figure) {
    if (!CellOf(planned).is_protected() || seen.insert(planned.cell).second) return;
    ++twice;
    const v1::Figure before = figure;
    figure.clear_marker();
    figure.set_value(disclosure::Rounded(CellOf(planned).truth));
    EXPECT_THAT(Faults(), Contains(EndsWith("is another in another table"))) << CellOf(planned).name;
    figure = before;
  });
  EXPECT_GT(twice, 10u);
}

TEST_F(PublishedTest, ACountThatIsAnotherFailsTheAudit) {
  size_t shown = 0;
  ForEach(tables::Way::kCell, [&](const tables::PlannedFigure& planned, v1::Figure& figure) {
    if (!figure.has_value() || ++shown % 10 != 0) return;
    figure.set_value(figure.value() + 5);
    EXPECT_THAT(Faults(), Not(IsEmpty())) << CellOf(planned).name;
    figure.set_value(figure.value() - 4);
    EXPECT_THAT(Faults(), Not(IsEmpty())) << CellOf(planned).name << ", not rounded";
    figure.set_value(figure.value() - 1);
  });
  EXPECT_GT(shown, 100u);
}

TEST_F(PublishedTest, SharesAndMeansOfWithheldCountsFailTheAudit) {
  for (const tables::Way way : {tables::Way::kShare, tables::Way::kMean}) {
    size_t withheld = 0;
    ForEach(way, [&](const tables::PlannedFigure& planned, v1::Figure& figure) {
      if (figure.has_value() || !CellOf(planned).withheld() || withheld++ % 10 != 0) return;
      const v1::Figure before = figure;
      figure.clear_marker();
      figure.set_value(7);
      EXPECT_THAT(Faults(), Contains(EndsWith("tells of a count that is withheld"))) << CellOf(planned).name;
      figure = before;
    });
    EXPECT_GT(withheld, 0u);
  }
}

// 8 of 23 are 35 per cent, 10 of 25 are 40.
TEST_F(PublishedTest, AShareOfExactCountsFailsTheAudit) {
  size_t shares = 0;
  ForEach(tables::Way::kShare, [&](const tables::PlannedFigure& planned, v1::Figure& figure) {
    const int64_t exact = 100 * int64_t{CellOf(planned).truth} / std::max<int64_t>(1, planned.amount);
    if (!figure.has_value() || exact == figure.value() || ++shares % 5 != 0) return;
    const v1::Figure before = figure;
    figure.set_value(exact);
    EXPECT_THAT(Faults(), Contains(EndsWith("is no share of what is printed"))) << CellOf(planned).name;
    figure = before;
  });
  EXPECT_GT(shares, 10u);
}

// Of how many of every thirtieth protected figure more is told than may be, by another solver that has read
// this.
size_t ToldBy(const disclosure::PrintedRelease& printed, const disclosure::Model& model) {
  disclosure::Attacker attacker(printed);
  size_t told = 0, seen = 0;
  for (disclosure::CellId id = 0; id < model.size(); ++id) {
    if (!model.cell(id).is_protected() || seen++ % 30 != 0) continue;
    const disclosure::Interval known = attacker.Work(id), wanted = disclosure::Wanted(model.cell(id));
    told += known.low > wanted.low || known.high < wanted.high;
  }
  return told;
}
TEST_F(PublishedTest, TellsAnAttackerNothingAndExactCountsWouldTellALot) {
  disclosure::PrintedRelease printed = ReadPublished(joint, tables).release;
  EXPECT_EQ(ToldBy(printed, joint.model), 0u);
  for (disclosure::CellId id = 0; id < printed.cells.size(); ++id) {
    if (printed.cells[id].withheld) continue;
    printed.cells[id].exact = true;
    printed.cells[id].value = joint.model.cell(id).truth;
  }
  EXPECT_GT(ToldBy(printed, joint.model), 0u);
}

TEST_F(PublishedTest, OtherTablesThanThoseOfTheReleaseFailTheAudit) {
  const auto sound = tables;
  const auto fails = [&] {
    EXPECT_THAT(Faults(), Contains("the tables are not those of the release"));
    tables = sound;
  };
  tables.pop_back();
  fails();
  std::swap(tables.front(), tables.back());
  fails();
  tables.back().pop_back();
  fails();
  tables.back().front().mutable_rows()->RemoveLast();
  fails();
  tables.back().front().mutable_rows(0)->mutable_figures()->RemoveLast();
  fails();
  tables.back().front().mutable_rows()->SwapElements(0, 1);
  fails();
}

}  // namespace
}  // namespace obt::reporting::making
