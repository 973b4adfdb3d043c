// Whole drawn releases: protected, nobody works anything out; unprotected, or with one secondary printed
// again, somebody does. Three have to agree: the certificate's checker, an attacker with another solver, and
// propagation.
#include "services/reporting/disclosure/protect.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/reporting/disclosure/certificate.h"
#include "services/reporting/disclosure/propagate.h"
#include "services/reporting/disclosure/testing/attacker.h"
#include "services/reporting/disclosure/testing/programme.h"

namespace obt::reporting::disclosure {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

Drawn SmallOf(uint32_t seed) {
  Drawn drawn;
  drawn.seed = seed;
  drawn.people = 6'000;
  drawn.departments = 5;
  drawn.bodies = 11;
  drawn.grades = 5;
  drawn.professions = 7;
  drawn.regions = 6;
  drawn.weeks = 4;
  return drawn;
}

bool IsSafe(const Cell& cell, const Interval& known) {
  const Interval wanted = Wanted(cell);
  return known.low <= wanted.low && known.high >= wanted.high;
}

// Names of what an attacker works out who knows what those eyes see.
std::vector<std::string> ToldTo(const Model& model, Eyes eyes) {
  Attacker attacker(model, eyes);
  std::vector<std::string> told;
  for (CellId id = 0; id < model.size(); ++id) {
    const Cell& cell = model.cell(id);
    if (cell.is_protected() && !IsSafe(cell, attacker.Work(id))) told.push_back(cell.name);
  }
  return told;
}

constexpr uint32_t kFirstSeed = 1, kLastSeed = 7;
class Seeds : public ::testing::TestWithParam<uint32_t> {};

TEST_P(Seeds, NobodyWorksOutWhatIsProtected) {
  Model model = DrawModel(SmallOf(GetParam()));
  EXPECT_TRUE(Protect(model)->is_safe());
  EXPECT_THAT(BreachesIn(model, Eyes::kBlind), IsEmpty());
  EXPECT_THAT(ToldTo(model, Eyes::kBlind), IsEmpty());
}

// To eyes that see one marker, or to those who know why each cell is withheld.
TEST_P(Seeds, PrintingAnySecondaryAgainTellsSomething) {
  Model model = DrawModel(SmallOf(GetParam()));
  const Protection protection = Protect(model).value();
  const std::vector<std::string> before = ToldTo(model, Eyes::kOracle);
  for (const CellId id : protection.secondaries) {
    model.cell(id).status = Status::kShown;
    const bool told = !ToldTo(model, Eyes::kBlind).empty();
    EXPECT_TRUE(told || ToldTo(model, Eyes::kOracle) != before) << model.cell(id).name;
    EXPECT_TRUE(!told || !FaultsOf(Print(model), protection.certificate).empty()) << model.cell(id).name;
    model.cell(id).status = Status::kSecondary;
  }
}

TEST(Protect, NeedsSecondariesInSomeRelease) {
  size_t secondaries = 0;
  for (uint32_t seed = kFirstSeed; seed < kLastSeed; ++seed) {
    Model model = DrawModel(SmallOf(seed));
    secondaries += Protect(model)->secondaries.size();
  }
  EXPECT_GT(secondaries, 5u);
}

// Each week protected with what the week before has published already.
TEST_P(Seeds, TwoReleasesTogetherTellNothing) {
  Drawn week = SmallOf(GetParam());
  week.weeks_missing = 1;
  Model older = DrawModel(week);
  ASSERT_TRUE(Protect(older)->is_safe());
  week.weeks_missing = 0;
  week.earlier_tables = 1;
  Model both = DrawModel(week);
  Freeze(older, both);
  EXPECT_TRUE(Protect(both)->is_safe());
  EXPECT_THAT(ToldTo(both, Eyes::kBlind), IsEmpty());
}

// The policy of exact counts that hides small ones alone: a small part that stands alone in a sum is what is
// left of the total.
TEST_P(Seeds, ExactCountsTellEverySmallOneThatIsAloneInASum) {
  const Model model = DrawModel(SmallOf(GetParam()));
  std::vector<Interval> exact;
  for (const Cell& cell : model.cells())
    exact.push_back(cell.truth < kThreshold ? Interval{0, cell.cap} : Interval{cell.truth, cell.truth});
  const std::vector<Interval> known = Propagate(model, exact);
  const auto is_small = [&](CellId id) { return model.cell(id).truth < kThreshold; };
  size_t alone = 0;
  for (const Sum& sum : model.sums()) {
    if (is_small(sum.total) || std::count_if(sum.parts.begin(), sum.parts.end(), is_small) != 1) continue;
    ++alone;
    const CellId id = *std::find_if(sum.parts.begin(), sum.parts.end(), is_small);
    EXPECT_EQ(known[id], (Interval{model.cell(id).truth, model.cell(id).truth})) << model.cell(id).name;
  }
  EXPECT_GT(alone, 0u);
}

INSTANTIATE_TEST_SUITE_P(Drawn, Seeds, ::testing::Range(kFirstSeed, kLastSeed));

TEST(Protect, IsTheSameEachTime) {
  Model first = DrawModel(SmallOf(1)), second = DrawModel(SmallOf(1));
  const Protection one = Protect(first).value(), other = Protect(second).value();
  EXPECT_THAT(one.secondaries, Not(IsEmpty()));
  EXPECT_EQ(one.secondaries, other.secondaries);
  ASSERT_EQ(one.certificate.worlds.size(), other.certificate.worlds.size());
  for (size_t i = 0; i < one.certificate.worlds.size(); ++i)
    EXPECT_EQ(one.certificate.worlds[i].differences, other.certificate.worlds[i].differences);
}

TEST(Protect, EndsWheneverItIsToldToAndLeavesWhatTheRulesSay) {
  int asked = 0;
  ProtectOptions options;
  options.go_on = [&asked](double) { return ++asked > 0; };
  Model whole = DrawModel(SmallOf(1));
  ASSERT_TRUE(Protect(whole, options).ok());
  const int all = asked;
  const Model by_rule = DrawModel(SmallOf(1));
  for (int most = 0; most < all; most += all / 9) {
    options.go_on = [left = most](double) mutable { return left-- > 0; };
    Model model = DrawModel(SmallOf(1));
    EXPECT_TRUE(absl::IsDeadlineExceeded(Protect(model, options).status())) << most;
    for (CellId id = 0; id < model.size(); ++id) EXPECT_EQ(model.cell(id).status, by_rule.cell(id).status);
  }
}

class CertificateTest : public ::testing::Test {
 protected:
  CertificateTest() {
    certificate = Protect(model)->certificate;
    release = Print(model);
    EXPECT_THAT(FaultsOf(release, certificate), IsEmpty());
  }
  bool IsRefused() const { return !FaultsOf(release, certificate).empty(); }

  Model model = DrawModel(SmallOf(2));
  PrintedRelease release;
  Certificate certificate;
};

TEST_F(CertificateTest, AWorldThatContradictsWhatIsPrintedIsNoProof) {
  for (World& world : certificate.worlds) {
    const World sound = world;
    world.differences.front().second += 1;
    EXPECT_TRUE(IsRefused());
    world = sound;
  }
}

TEST_F(CertificateTest, WithoutSomeOfItsWorldsAReleaseIsNotProved) {
  while (certificate.worlds.size() > 1) {
    certificate.worlds.resize(certificate.worlds.size() / 2);
    EXPECT_TRUE(IsRefused());
  }
}

TEST_F(CertificateTest, ASmallFigureThatIsPrintedIsAFault) {
  const auto small = std::find_if(release.cells.begin(), release.cells.end(),
                                  [](const PrintedCell& cell) { return cell.withheld; });
  small->withheld = false;
  EXPECT_TRUE(IsRefused());
}

TEST_F(CertificateTest, WhatTheTruthContradictsIsAFault) {
  const PrintedRelease sound = release;
  const std::vector<int32_t> truth = certificate.truth;
  certificate.truth.front() += 1;
  EXPECT_TRUE(IsRefused());
  certificate.truth = truth;
  std::swap(release.orders.front().less, release.orders.front().more);
  for (size_t i = 1; i < release.orders.size() && !IsRefused(); ++i)
    std::swap(release.orders[i].less, release.orders[i].more);
  EXPECT_TRUE(IsRefused());
  release = sound;
  release.covers.front().parts = {release.covers.front().parts.front()};
  for (size_t i = 1; i < release.covers.size() && !IsRefused(); ++i)
    release.covers[i].parts = {release.covers[i].parts.front()};
  EXPECT_TRUE(IsRefused());
}

TEST_F(CertificateTest, WhatIsOutsideTheReleaseIsAFaultAndNotRead) {
  const Certificate sound = certificate;
  certificate.worlds.front().differences.front().first = static_cast<CellId>(release.cells.size());
  EXPECT_TRUE(IsRefused());
  certificate = sound;
  certificate.truth.pop_back();
  EXPECT_TRUE(IsRefused());
  certificate = sound;
  certificate.worlds.front().differences.front().second = INT32_MAX;
  EXPECT_TRUE(IsRefused());
  certificate = sound;
  release.sums.front().parts.push_back(static_cast<CellId>(release.cells.size()));
  EXPECT_TRUE(IsRefused());
}

}  // namespace
}  // namespace obt::reporting::disclosure
