// P1, P3, P4: whatever moment the power goes, the store opens, holds every acknowledged command, holds none
// in part, and its log is a prefix of what was written.
#include "tests/chaos/power_cut.h"

#include "gmock/gmock.h"

namespace obt::testing {
namespace {

constexpr int kLives = 10;
constexpr int kWorkers = 2;

// Explores on each worker's own processor; true when nothing was found.
bool ExploreApart(uint64_t seed, int64_t images, bool lying_disk, Tally& tally, std::string* said) {
  bool clean = true;
  RunEachApart(
      kLives, kWorkers,
      [&](int life) {
        return PowerCut(seed + life, lying_disk, tally).Explore(static_cast<int>(images / kLives)) ? 0 : 1;
      },
      [&](int, const Ending& ending) {
        clean = clean && ending.ok();
        *said += ending.said;
      });
  return clean;
}

TEST(PowerCut, EveryImageOpensAndHoldsEveryAcknowledgedCommandWhole) {
  const int64_t images = CountFrom("OBT_IMAGES", 5000);
  const uint64_t seed = TestSeed();
  Shared<Tally> tally;
  Rounds rounds;
  for (uint64_t round = 0; rounds.Another(); ++round) {
    std::string said;
    const bool clean = ExploreApart(seed + round * kLives, images, false, *tally, &said);
    ASSERT_TRUE(clean) << said;
  }
  tally->Print("power_cut", seed);
  EXPECT_GE(tally->images, images);
  EXPECT_GE(tally->acknowledged, kLives * 100) << "a test that was idle proves nothing";
  EXPECT_EQ(tally->lost + tally->duplicated + tally->wrong, 0);
}

TEST(PowerCut, ADiskThatDoesNotSyncIsFoundOut) {
  const uint64_t seed = TestSeed();
  Shared<Tally> tally;
  std::string said;
  EXPECT_FALSE(ExploreApart(seed, 20 * kLives, true, *tally, &said)) << "the explorer has no teeth";
  EXPECT_GT(tally->lost + tally->wrong, 20) << said;
}

}  // namespace
}  // namespace obt::testing
