// Merges by their RPCs: endorsements united, one person counted once, a log kept, and all of it taken back.
#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/ideas/v1/events.pb.h"
#include "services/ideas/idea/rows.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using samples::kColleague;
using samples::kHeadOffice;
using samples::kMember;
using samples::kOutsider;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class MergeTest : public ::testing::Test {
 protected:
  void Endorse(const std::string& id, const std::vector<std::string>& people) {
    for (const std::string& person : people) {
      v1::EndorseRequest request;
      request.set_target_id(id);
      ASSERT_OK(world.Call<v1::EndorseResponse>(request, person));
    }
  }
  absl::StatusOr<v1::MergeIdeasResponse> Merge(const std::vector<std::string>& duplicates,
                                               const std::string& client = "dwp-admin") {
    v1::MergeIdeasRequest request;
    request.set_survivor_id(survivor);
    request.set_reason("The same thought.");
    request.mutable_duplicate_ids()->Assign(duplicates.begin(), duplicates.end());
    return world.CallAs<v1::MergeIdeasResponse>(client, request);
  }
  absl::StatusOr<v1::UnmergeIdeaResponse> Unmerge(const std::string& id) {
    v1::UnmergeIdeaRequest request;
    request.set_idea_id(id);
    return world.CallAs<v1::UnmergeIdeaResponse>("dwp-admin", request);
  }
  v1::Idea Get(const std::string& id, const std::string& person = kOutsider) {
    v1::GetIdeaRequest request;
    request.set_idea_id(id);
    return world.Call<v1::GetIdeaResponse>(request, person).value().idea();
  }

  World world;
  const std::string survivor = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT),
                    duplicate = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT),
                    other = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
};

TEST_F(MergeTest, UnitesEndorsementsAndIsTakenBackWhole) {
  Endorse(survivor, {kColleague, kHeadOffice});
  Endorse(duplicate, {kColleague, kOutsider});
  Endorse(other, {kOutsider});
  ASSERT_OK(Merge({duplicate, other}));
  EXPECT_EQ(Get(survivor).endorsements(), 3) << "one person counts once";
  EXPECT_EQ(Get(duplicate).facts().state(), v1::IDEA_STATE_MERGED);
  EXPECT_EQ(Get(duplicate).facts().merged_into(), survivor);
  ASSERT_OK(Unmerge(duplicate));
  EXPECT_EQ(Get(survivor).endorsements(), 3) << "the outsider endorsed the other one too";
  ASSERT_OK(Unmerge(other));
  EXPECT_EQ(Get(survivor).endorsements(), 2);
  EXPECT_EQ(Get(duplicate).endorsements(), 2);
  EXPECT_EQ(Get(duplicate).facts().state(), v1::IDEA_STATE_PROPOSED);
  EXPECT_EQ(Get(duplicate).facts().merged_into(), "");
}

TEST_F(MergeTest, KeepsALogOfWhatIsAndWas) {
  ASSERT_OK(Merge({duplicate}));
  world.clock().Advance(absl::Minutes(1));
  ASSERT_OK(Unmerge(duplicate));
  world.clock().Advance(absl::Minutes(1));
  ASSERT_OK(Merge({duplicate}));
  const v1::Idea idea = Get(survivor);
  ASSERT_THAT(idea.merges(), SizeIs(2));
  EXPECT_FALSE(idea.merges(0).has_unmerge_time()) << "latest first";
  EXPECT_TRUE(idea.merges(1).has_unmerge_time());
  EXPECT_EQ(idea.merges(1).reason(), "The same thought.");
  EXPECT_EQ(idea.merges(1).idea_id(), duplicate);
}

TEST_F(MergeTest, OfALongLogTheLatestAreToldAndReadAlone) {
  v1::IdeaFacts merged = world.FactsOf(duplicate);
  merged.set_merged_into(survivor);
  const auto at = [](int i) { return absl::FromUnixSeconds(1'736'000'000 + i); };
  world.Change([&](obt::store::Txn& txn) {
    for (int i = 0; i < 150; ++i) LogMerge(txn, at(i), {}, "dwp-admin", merged, absl::StrCat(i));
    return LogUnmerge(txn, at(150), merged);
  });
  const std::vector<v1::Merge> told = MergesInto(world.store().Now(), survivor).value();
  ASSERT_THAT(told, SizeIs(100));
  EXPECT_EQ(told.front().reason(), "149");
  EXPECT_TRUE(told.front().has_unmerge_time());
  EXPECT_FALSE(told[1].has_unmerge_time());
  EXPECT_EQ(told.back().reason(), "50");
  const auto first = kMerges.Scan(world.store().Now(), std::tuple(ItemOf(survivor)), std::nullopt, 1).value();
  EXPECT_EQ(first.at(0).row.reason(), "149") << "no other row is read";
}

TEST_F(MergeTest, TellsThoseWhoFollowWhereItWent) {
  ASSERT_OK(Merge({duplicate}));
  const auto events = world.Events<v1::FollowedItemRetired>();
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].item_id(), duplicate);
  EXPECT_EQ(events[0].successor_id(), survivor);
}

TEST_F(MergeTest, IsForAdminsOverAllOfThem) {
  EXPECT_THAT(Merge({duplicate}, "defra-admin"), StatusIs(absl::StatusCode::kPermissionDenied, "NOT_ADMIN"));
  EXPECT_OK(Merge({duplicate}, "centre"));
}

TEST_F(MergeTest, WhatIsRefusedChangesNothing) {
  Endorse(duplicate, {kColleague});
  EXPECT_THAT(Merge({duplicate, survivor}), ViolatesFields(ElementsAre("duplicate_ids")));
  EXPECT_EQ(Get(survivor).endorsements(), 0);
  EXPECT_EQ(Get(duplicate).facts().state(), v1::IDEA_STATE_PROPOSED);
  EXPECT_THAT(Get(survivor).merges(), IsEmpty());
  EXPECT_THAT(Unmerge(duplicate), StatusIs(absl::StatusCode::kFailedPrecondition, "IDEA_STATE"));
}

TEST_F(MergeTest, AMergedIdeaIsFoundNoMoreAndTakesNoEndorsement) {
  ASSERT_OK(Merge({duplicate, other}));
  v1::SearchIdeasRequest search;
  search.mutable_question()->set_query("print");
  const auto found = world.Call<v1::SearchIdeasResponse>(search, kOutsider).value();
  ASSERT_THAT(found.hits(), SizeIs(1));
  EXPECT_EQ(found.hits(0).id(), survivor);
  v1::EndorseRequest endorse;
  endorse.set_target_id(duplicate);
  EXPECT_THAT(world.Call<v1::EndorseResponse>(endorse, kColleague),
              StatusIs(absl::StatusCode::kFailedPrecondition, "IDEA_STATE"));
}

}  // namespace
}  // namespace obt::ideas
