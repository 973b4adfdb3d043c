// How changes get into rows and columns: in pieces, twice, in the wrong order of the feeds, and when they
// cannot be read.
#include "services/aggregator/ingest/engine.h"

#include <atomic>
#include <limits>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregator/columns/stretches.h"
#include "services/aggregator/ingest/rows.h"
#include "services/aggregator/schema.h"
#include "services/aggregator/testing/shared_follower.h"
#include "services/aggregator/verify/compare.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator {
namespace {

using obt::testing::StatusIs;
using testing::At;
using ::testing::IsEmpty;
using testing::Person;
using testing::World;

constexpr size_t kAll = std::numeric_limits<size_t>::max();

class EngineTest : public testing::SharedFollower {
 protected:
  EngineTest() {
    world.PutOrganisation("dwp", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutProgramme(World::Programme2024());
    world.PutHeadcount("obt-2024", "dwp", "2024-03-31", 10);
    world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}}, "EO");
    world.PutCourse(World::Course("masterclass", 2, 2, 30));
    world.Record({.id = "a",
                  .person = Person(1),
                  .course = "masterclass",
                  .module = "m1",
                  .at = At("2024-10-20T10:00:00Z"),
                  .minutes = 10});
  }
  std::vector<std::string> DifferencesNow() {
    const recount::Sources sources = world.Sources();
    Differences differences;
    follower.engine().Read([&](const State& state) {
      ComparePeople(state, sources, differences);
      const recount::Records records = recount::CountRecords(sources, "obt-2024");
      CompareRecords(state, sources, "obt-2024", records, differences);
      for (const Question& question : QuestionsAbout(world.programmes["obt-2024"])) {
        CompareFigures(state, sources, records, question, &follower.pool(), differences);
      }
    });
    std::vector<std::string> texts;
    for (const v1::VerifyDifference& difference : differences.first()) {
      texts.push_back(difference.ShortDebugString());
    }
    return texts;
  }
};

TEST_F(EngineTest, ARecountNoticesWhoseMinutesTheyAre) {
  follower.CatchUp(world);
  const recount::Sources sources = world.Sources();
  recount::Records records = recount::CountRecords(sources, "obt-2024");
  ++records.at(Person(1)).minutes;
  Differences differences;
  follower.engine().Read(
      [&](const State& state) { CompareRecords(state, sources, "obt-2024", records, differences); });
  EXPECT_EQ(differences.count(), 1);
}

TEST_F(EngineTest, LearningMayComeBeforeItsPersonAndProgramme) {
  follower.ApplyLearning(world, kAll);
  follower.engine().Read([](const State& state) { EXPECT_EQ(state.FindProgramme("obt-2024"), nullptr); });
  follower.ApplyIdentity(world, kAll);
  EXPECT_THAT(DifferencesNow(), IsEmpty());
}

TEST_F(EngineTest, ARestartReadsTheSameFiguresFromTheRows) {
  follower.CatchUp(world);
  follower.Restart();
  EXPECT_THAT(DifferencesNow(), IsEmpty());
  follower.engine().Read([this](const State& state) {
    EXPECT_EQ(state.AppliedOf(kIdentity), world.identity().size());
    EXPECT_EQ(state.AppliedOf(kLearning), world.learning().size());
  });
}

TEST_F(EngineTest, APageThatComesAgainChangesNothing) {
  follower.CatchUp(world);
  follower.ForgetLastPage();
  follower.CatchUp(world);
  EXPECT_THAT(DifferencesNow(), IsEmpty());
}

TEST_F(EngineTest, ARetractionBeforeItsTargetLeavesNothingBehind) {
  world.Retract("csl", "b", Person(1));
  world.Record({.id = "b", .person = Person(1), .at = At("2024-10-21T10:00:00Z"), .minutes = 500});
  world.Retract("csl", "a", Person(1));
  follower.CatchUp(world);
  EXPECT_THAT(DifferencesNow(), IsEmpty());
  follower.Restart();
  follower.engine().Read(
      [](const State& state) { EXPECT_EQ(state.programmes.at("obt-2024").participants.size(), 0u); });
}

TEST_F(EngineTest, ACorrectedWindowCorrectsEverybody) {
  follower.CatchUp(world);
  identity::v1::Programme programme = World::Programme2024();
  *programme.mutable_counting_from_day() = testing::Date("2024-11-01");
  world.PutProgramme(programme);
  follower.CatchUp(world);
  EXPECT_THAT(DifferencesNow(), IsEmpty());
  world.PutProgramme(World::Programme2024());
  follower.CatchUp(world);
  EXPECT_THAT(DifferencesNow(), IsEmpty());
}

TEST_F(EngineTest, ACorrectedMostOfMinutesCorrectsEverybody) {
  for (int i = 0; i < 3; ++i) {
    world.Record({.id = absl::StrCat("more", i),
                  .person = Person(1),
                  .at = At("2024-10-21T10:00:00Z"),
                  .minutes = 12'000});
  }
  const auto minutes = [this] {
    follower.CatchUp(world);
    EXPECT_THAT(DifferencesNow(), IsEmpty());
    Question question;
    question.programme_id = "obt-2024";
    question.measures = {v1::MEASURE_LEARNING_MINUTES};
    return follower.Ask(question).columns[0].values[0];
  };
  EXPECT_EQ(minutes(), 12'000) << "200 hours where the programme does not say";
  identity::v1::Programme programme = World::Programme2024();
  for (const int most : {1, 12'001, 36'000}) {
    programme.set_max_minutes(most);
    world.PutProgramme(programme);
    EXPECT_EQ(minutes(), most);
  }
}

TEST_F(EngineTest, NamesOfAFailedCommitAreWrittenWithTheNextPage) {
  follower.ApplyIdentity(world, kAll);
  const auto apply_and_fail = [this](obt::store::Txn& txn) -> absl::Status {
    const absl::Status applied =
        follower.engine().Apply(kLearning, SourceNamed(kLearning).apply, world.learning(), txn);
    return applied.ok() ? absl::AbortedError("the disk is full") : applied;
  };
  EXPECT_THAT(follower.store().Execute(apply_and_fail), StatusIs(absl::StatusCode::kAborted));
  follower.ApplyLearning(world, kAll);
  follower.Restart();
  EXPECT_THAT(DifferencesNow(), IsEmpty());
}

TEST_F(EngineTest, AChangeThatCannotBeReadStopsTheFeed) {
  World::Changes changes = world.learning();
  changes.back().set_event("\x01garbage");
  const auto apply = [&](obt::store::Txn& txn) {
    return follower.engine().Apply(kLearning, SourceNamed(kLearning).apply, changes, txn);
  };
  EXPECT_THAT(follower.store().Execute(apply), StatusIs(absl::StatusCode::kDataLoss, "CHANGE_UNREADABLE"));
}

TEST_F(EngineTest, ARowThatDoesNotFitTogetherRefusesToLoad) {
  follower.CatchUp(world);
  const auto corrupt = [](obt::store::Txn& txn) {
    store::v1::LearnerRow row;
    row.add_recorded_sequence(1);
    kLearners.Put(txn, {"obt-2024", Person(1)}, row);
    return absl::OkStatus();
  };
  ASSERT_OK(follower.store().Execute(corrupt));
  EXPECT_THAT(LoadState(follower.store().Now()), StatusIs(absl::StatusCode::kDataLoss, "ROW_UNREADABLE"));
}

TEST_F(EngineTest, QueriesSeeWholePagesWhileOthersAreApplied) {
  follower.CatchUp(world);
  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done.load()) {
      follower.engine().Read([](const State& state) {
        const PersonRowView row = state.programmes.at("obt-2024").participants.RowOf(0);
        EXPECT_EQ(state.AppliedOf(kLearning), row.events.size() + 1) << "the course, then the events";
      });
    }
  });
  for (int i = 0; i < 100; ++i) {
    world.Record(
        {.id = absl::StrCat("e", i), .person = Person(1), .at = At("2024-10-21T10:00:00Z"), .minutes = 1});
    follower.CatchUp(world);
  }
  done.store(true);
  reader.join();
}

TEST(StretchesTest, KeepsEveryListWhateverMovesAndIsPacked) {
  Stretches<uint64_t> lists;
  std::vector<std::vector<uint64_t>> expected(10'000);
  for (size_t i = 0; i < expected.size(); ++i) lists.Add();
  for (uint64_t round = 0; round < 40; ++round) {
    for (size_t i = 0; i < expected.size(); ++i) {
      if ((i + round) % 7 == 0 && !expected[i].empty()) {
        expected[i].pop_back();
      } else {
        expected[i].push_back(round * 10'000 + i);
      }
      lists.Set(i, expected[i]);
    }
  }
  size_t held = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    const absl::Span<const uint64_t> list = lists.Of(i);
    ASSERT_EQ(std::vector<uint64_t>(list.begin(), list.end()), expected[i]);
    held += list.size();
  }
  EXPECT_LT(lists.bytes(), 3 * held * sizeof(uint64_t));
}

}  // namespace
}  // namespace obt::aggregator
