// Snapshots of figures, and questions that are answered once.
#include <cmath>
#include <future>

#include "absl/strings/str_cat.h"
#include "common/feed/directory.h"
#include "common/rules/measures.h"
#include "common/testing/fake_clock.h"
#include "common/testing/local_service.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "obt/aggregator/v1/snapshot.pb.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/api/metrics_domain.h"
#include "services/aggregator/api/test_metrics.h"

namespace obt::aggregator {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Person;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using testing::World;

TEST_F(MetricsServiceTest, ASnapshotStandsStillWhileFiguresGoOn) {
  ASSERT_OK_AND_ASSIGN(const auto opened,
                       As<v1::OpenMetricsSnapshotResponse>("centre", v1::OpenMetricsSnapshotRequest()));
  const std::string id = opened.snapshot().snapshot_id();
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse before, Ask());
  world.PutPerson(testing::Person(9), {{"dwp", "2020-01-01", ""}});
  follower.CatchUp(world);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse after, Ask());
  EXPECT_EQ(after.measures(0).values(0), before.measures(0).values(0) + 1);
  request.set_snapshot_id(id);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse still, Ask());
  EXPECT_EQ(still.SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(still.applied(0).sequence(), opened.snapshot().applied(0).sequence());
  EXPECT_THAT(Ask("reporter"), StatusIs(absl::StatusCode::kNotFound)) << "it is another client's";
  v1::GetMetricsSnapshotRequest get;
  get.set_snapshot_id(id);
  EXPECT_THAT(As<v1::GetMetricsSnapshotResponse>("centre", get), IsOk());
  v1::CloseMetricsSnapshotRequest close;
  close.set_snapshot_id(id);
  EXPECT_THAT(As<v1::CloseMetricsSnapshotResponse>("centre", close), IsOk());
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(MetricsServiceTest, SnapshotsAreFewAndEndWhenNobodyAsks) {
  const auto open = [this](const char* client) {
    return As<v1::OpenMetricsSnapshotResponse>(client, v1::OpenMetricsSnapshotRequest());
  };
  EXPECT_THAT(open("centre"), IsOk());
  EXPECT_THAT(open("centre"), IsOk());
  EXPECT_THAT(open("other-centre"), StatusIs(absl::StatusCode::kResourceExhausted));
  clock.Advance(absl::Minutes(11));
  EXPECT_THAT(open("other-centre"), IsOk());
}

TEST_F(MetricsServiceTest, WhereTheyAreTooManyTheOneAClientAskedForLongestAgoMakesRoom) {
  const auto open = [this] {
    clock.Advance(absl::Seconds(1));
    const auto opened = As<v1::OpenMetricsSnapshotResponse>("centre", v1::OpenMetricsSnapshotRequest());
    EXPECT_THAT(opened, IsOk());
    return opened.ok() ? opened->snapshot().snapshot_id() : "";
  };
  const auto find = [this](const std::string& id) {
    clock.Advance(absl::Seconds(1));
    v1::GetMetricsSnapshotRequest get;
    get.set_snapshot_id(id);
    return As<v1::GetMetricsSnapshotResponse>("centre", get);
  };
  const std::string read = open(), left = open();
  EXPECT_THAT(find(read), IsOk());
  const std::string next = open();
  EXPECT_THAT(find(left), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(find(read), IsOk());
  EXPECT_THAT(find(next), IsOk());
}

TEST_F(MetricsServiceTest, PagesOfASnapshotGoOnAfterTheAnswerIsGone) {
  ASSERT_OK_AND_ASSIGN(const auto opened,
                       As<v1::OpenMetricsSnapshotResponse>("centre", v1::OpenMetricsSnapshotRequest()));
  request.set_snapshot_id(opened.snapshot().snapshot_id());
  request.add_group_by(v1::DIMENSION_ORGANISATION);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse all, Ask());
  request.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse first, Ask());
  clock.Advance(absl::Minutes(2));
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse second, Ask());
  EXPECT_EQ(CodesOf(second)[0], CodesOf(all)[1]);
}

TEST(SameQuestionsTest, ASecondAskerGetsTheFirstAnswerUntilTheStateChanges) {
  SameQuestions same;
  const auto tree =
      std::make_shared<const auth::OrganisationTree>(std::vector<identity::v1::Organisation>(), kAlways);
  const auto of = [&tree] {
    return std::make_shared<const auth::Rights>(tree, std::vector<identity::v1::Client>());
  };
  const auto rights = of();
  int counted = 0;
  const auto count = [&]() -> SameQuestions::Result {
    ++counted;
    return std::make_shared<const KeptAnswer>();
  };
  EXPECT_THAT(same.Answer("a", 1, rights, count), IsOk());
  EXPECT_THAT(same.Answer("a", 1, rights, count), IsOk());
  EXPECT_EQ(counted, 1);
  EXPECT_THAT(same.Answer("b", 1, rights, count), IsOk());
  EXPECT_THAT(same.Answer("a", 2, rights, count), IsOk());
  EXPECT_EQ(counted, 3);
  const auto fail = []() -> SameQuestions::Result { return absl::CancelledError(); };
  EXPECT_FALSE(same.Answer("a", 3, rights, fail).ok());
  EXPECT_THAT(same.Answer("a", 3, rights, count), IsOk());
  EXPECT_EQ(counted, 4) << "a failure is kept for nobody";
  EXPECT_THAT(same.Answer("a", 3, of(), count), IsOk());
  EXPECT_EQ(counted, 5) << "callers reach other organisations now";
}

}  // namespace
}  // namespace obt::aggregator
