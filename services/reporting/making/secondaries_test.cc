// What is withheld beside what the rules withhold is needed, nearly all of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "services/reporting/disclosure/propagate.h"
#include "services/reporting/disclosure/testing/attacker.h"
#include "services/reporting/making/make.h"
#include "services/reporting/making/siblings.h"
#include "services/reporting/testing/answers.h"

namespace obt::reporting::making {
namespace {

using disclosure::Eyes;
using disclosure::Status;

size_t FoundByPropagation(const Joint& joint, Eyes eyes) {
  return disclosure::BreachesIn(joint.model, eyes).size();
}
// By a solver, which finds all there is to find.
size_t Found(const Joint& joint, Eyes eyes) {
  disclosure::Attacker attacker(joint.model, eyes);
  size_t found = 0;
  for (disclosure::CellId id = 0; id < joint.model.size(); ++id) {
    if (!joint.model.cell(id).is_protected()) continue;
    const disclosure::Interval known = attacker.Work(id), wanted = disclosure::Wanted(joint.model.cell(id));
    found += known.low > wanted.low || known.high < wanted.high;
  }
  return found;
}
// Whether more is told of a release now than before, to those who know why each figure is withheld or to all.
bool TellsMore(const Joint& before, const Joint& now) {
  return FoundByPropagation(now, Eyes::kOracle) > FoundByPropagation(before, Eyes::kOracle) ||
         Found(now, Eyes::kBlind) > Found(before, Eyes::kBlind) ||
         Found(now, Eyes::kOracle) > Found(before, Eyes::kOracle);
}

// Whether it would be withheld again for the sake of siblings.
bool IsForSiblings(Joint now, size_t cell) {
  WithholdFromSiblings(now);
  return now.model.cell(static_cast<disclosure::CellId>(cell)).withheld();
}

// Printed again each tells more; what anybody can add up the audit sees.
TEST(Secondaries, AreNeededNearlyAll) {
  size_t secondaries = 0, needed = 0;
  for (uint32_t seed = 1; seed <= 6; ++seed) {
    std::vector<Kept> releases = {testing::KeptOf(testing::DrawProgramme(seed, 500, 2))};
    auto decision = Decide(releases, [](double) { return true; });
    ASSERT_TRUE(decision.ok()) << decision.status();
    std::vector<Status>& statuses = releases.back().statuses = decision->statuses;
    const auto before = Join(releases);
    for (size_t i = 0; i < statuses.size(); ++i) {
      if (statuses[i] != Status::kSecondary) continue;
      ++secondaries;
      statuses[i] = Status::kShown;
      const auto now = Join(releases);
      statuses[i] = Status::kSecondary;
      const std::string& name = before->model.cell(static_cast<disclosure::CellId>(i)).name;
      const bool tells_all = FoundByPropagation(*now, Eyes::kBlind) > 0;
      const bool tells = tells_all || IsForSiblings(*now, i) || TellsMore(*before, *now);
      needed += tells;
      if (!tells) std::printf("seed %u: %s is not needed\n", seed, name.c_str());
      EXPECT_EQ(FoundByPropagation(*before, Eyes::kBlind), 0u);
      if (!tells_all) continue;
      EXPECT_THAT(FaultsOf(*now, decision->worlds, testing::PrintAll(*now)),
                  ::testing::Not(::testing::IsEmpty()))
          << "seed " << seed << ": " << name;
    }
  }
  std::printf("seeds 1 to 6: %zu secondaries, %zu of them needed\n", secondaries, needed);
  EXPECT_GE(secondaries, 20u);
  EXPECT_GE(100 * needed, 95 * secondaries);
}

}  // namespace
}  // namespace obt::reporting::making
