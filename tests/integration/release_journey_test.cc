// Releases over all services: made of real figures, seen by whom they are for, published for ever.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "obt/feed/v1/feed.pb.h"
#include "obt/reporting/v1/release.pb.h"
#include "services/reporting/schema.h"
#include "tests/integration/journey.h"
#include "tests/integration/releases.h"

namespace obt::testing {
namespace {

namespace rel = reporting::v1;
using absl::StatusCode;

class ReleaseJourney : public Journey, protected Releases {
 protected:
  ReleaseJourney() : Releases(world) {
    world.CreateClient("cabinet", options::v1::ROLE_CENTRAL_REPORTER);
    world.CreateClient("press", options::v1::ROLE_CENTRAL_REPORTER);
    world.CreateClient("dwp-reports", options::v1::ROLE_ORGANISATION_REPORTER, "dwp");
    AddPeople("dwp", "first", 30, 12);
    AddPeople("jobcentre", "second", 12, 3);
    AddPeople("hmrc", "third", 25, 11);
    world.CatchUp();
  }
};

TEST_F(ReleaseJourney, IsMadeOfTheFiguresAndWithholdsWhatIsSmall) {
  const std::string id = Published("2024-10-27");
  const std::map<std::string, std::string> funnel = Printed(id, "funnel", "participants");
  EXPECT_EQ(funnel.at("all/all"), "25");
  EXPECT_EQ(funnel.at("dwp/dwp"), "10");
  EXPECT_EQ(funnel.at("dwp/jobcentre"), "[c]");
  EXPECT_EQ(funnel.at("hmrc/hmrc"), "10");
  EXPECT_EQ(funnel.at("unknown/all"), "[c]") << "nobody, which must not be seen";
  const auto audit = Audit(id);
  EXPECT_TRUE(audit.passed()) << absl::StrJoin(audit.faults(), "; ");
  EXPECT_GT(audit.worlds(), 0);
}

TEST_F(ReleaseJourney, IsSeenByWhomItIsForAndLoggedBeforeItIsPublished) {
  const std::string id = Await(Begin("2024-10-27")).release_id();
  EXPECT_THAT(ReadStatus(id, "cabinet"), StatusIs(StatusCode::kNotFound, "RELEASE_NOT_FOUND"));
  PreRelease(id, "cabinet");
  EXPECT_EQ(Read(id, "cabinet").state(), rel::RELEASE_STATE_PRE_RELEASE);
  Printed(id, "funnel", "participants", "cabinet");
  for (const char* const client : {"press", "dwp-reports"})
    EXPECT_THAT(ReadStatus(id, client), StatusIs(StatusCode::kNotFound, "RELEASE_NOT_FOUND"));
  rel::ListReleasesRequest list;
  list.set_programme_id("obt-2024");
  EXPECT_EQ(world.Must<rel::ListReleasesResponse>(list, "press").releases_size(), 0);
  EXPECT_EQ(world.Must<rel::ListReleasesResponse>(list, "cabinet").releases_size(), 1);
  const auto accesses = Accesses(id);
  ASSERT_EQ(accesses.size(), 3u);
  EXPECT_EQ(accesses[0].client_id(), "cabinet");
  EXPECT_EQ(accesses[1].what(), "GetTable funnel");
  EXPECT_EQ(accesses[2].what(), "ListReleases");
  Publish(id);
  EXPECT_OK(ReadStatus(id, "press"));
  EXPECT_OK(ReadStatus(id, "dwp-reports"));
  EXPECT_EQ(Accesses(id).size(), 3u) << "who reads what is public";
}

TEST_F(ReleaseJourney, AnOrganisationsReporterSeesItsOwnRows) {
  const std::string id = Published("2024-10-27");
  const auto funnel = Printed(id, "funnel", "participants", "dwp-reports");
  EXPECT_EQ(funnel, (std::map<std::string, std::string>{
                        {"dwp/all", "15"}, {"dwp/dwp", "10"}, {"dwp/jobcentre", "[c]"}}));
  for (const auto& [codes, figure] : Printed(id, "grade", "participants", "dwp-reports"))
    EXPECT_EQ(codes.substr(0, 4), "dwp/");
  EXPECT_TRUE(Printed(id, "weekly_new", "new_participants", "dwp-reports").empty());
  rel::ReadBundleRequest bundle;
  bundle.set_release_id(id);
  EXPECT_THAT(world.Call<rel::ReadBundleResponse>(bundle, "dwp-reports").status(),
              StatusIs(StatusCode::kPermissionDenied));
}

TEST_F(ReleaseJourney, NeverChangesWhateverBecomesOfThePeople) {
  const std::string id = Published("2024-10-27"), bundle = Bundle(id);
  ASSERT_EQ(static_cast<int64_t>(bundle.size()), Read(id).bundle_bytes());
  identity::v1::MovePersonRequest move;
  move.set_person_id(people_[0]);
  move.set_to_organisation_code("hmrc");
  *move.mutable_effective() = DateOf(2024, 10, 1);
  world.Must<identity::v1::MovePersonResponse>(move);
  identity::v1::MarkLeftRequest left;
  left.set_person_id(people_[1]);
  *left.mutable_effective() = DateOf(2024, 9, 1);
  world.Must<identity::v1::MarkLeftResponse>(left);
  AddPeople("jobcentre", "late", 10, 9);
  world.CatchUp();
  EXPECT_EQ(Bundle(id), bundle);
  for (int i = 0; i < 2; ++i) {
    world.Restart("reporting");
    EXPECT_EQ(Bundle(id), bundle);
  }
  EXPECT_TRUE(Audit(id).passed()) << "also made again";
}

TEST_F(ReleaseJourney, IsRevisedByAnotherAndStaysReadable) {
  const std::string id = Published("2024-10-27"), bundle = Bundle(id);
  AddPeople("jobcentre", "late", 10, 9);
  world.CatchUp();
  const std::string revision = Revise(id, "The Jobcentre returned late");
  const rel::Release draft = Await(revision);
  EXPECT_EQ(draft.revision(), 1);
  EXPECT_GT(draft.changed_figures(), 0);
  EXPECT_EQ(Read(id).state(), rel::RELEASE_STATE_PUBLISHED) << "until the revision is";
  Publish(revision);
  EXPECT_EQ(Read(id).state(), rel::RELEASE_STATE_SUPERSEDED);
  EXPECT_EQ(Read(id).revised_by_release_id(), revision);
  EXPECT_EQ(Printed(revision, "funnel", "participants").at("dwp/jobcentre"), "10");
  EXPECT_EQ(Bundle(id), bundle);
  EXPECT_TRUE(Audit(revision).passed());
}

TEST_F(ReleaseJourney, WeekAfterWeekIsAuditedTogether) {
  const std::string first = Published("2024-10-20");
  AddPeople("hmrc", "more", 6, 6, "2024-10-29T10:00:00Z");
  world.CatchUp();
  const std::string second = Published("2024-11-03");
  EXPECT_EQ(Read(second).number(), 2);
  EXPECT_EQ(Read(second).narrowed_by_history(), 0);
  for (const std::string& id : {first, second}) EXPECT_TRUE(Audit(id).passed());
}

TEST_F(ReleaseJourney, ARestartOnTheWayLeavesADraft) {
  const std::string id = Begin("2024-10-27");
  world.Restart("reporting");
  Await(id);
  EXPECT_TRUE(Audit(id).passed());
}

TEST_F(ReleaseJourney, WhatReadersWereShownIsWithdrawnAndWhoReadItStays) {
  const std::string id = Await(Begin("2024-10-27")).release_id();
  PreRelease(id, "cabinet");
  ASSERT_FALSE(Bundle(id, "cabinet").empty());
  const size_t read = Accesses(id).size();
  ASSERT_GT(read, 0u);
  EXPECT_THAT(Discard(id), StatusIs(StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  ASSERT_OK(Discard(id, "Counted twice"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Read(id).state(), rel::RELEASE_STATE_WITHDRAWN);
    EXPECT_EQ(Read(id).withdrawal_reason(), "Counted twice");
    EXPECT_THAT(ReadStatus(id, "cabinet"), StatusIs(StatusCode::kNotFound, "RELEASE_NOT_FOUND"));
    EXPECT_EQ(Bundle(id), "");
    EXPECT_TRUE(Tables(id).empty());
    EXPECT_EQ(Accesses(id).size(), read);
    EXPECT_THAT(Discard(id, "Again"), StatusIs(StatusCode::kFailedPrecondition, "RELEASE_STATE"));
    world.Restart("reporting");
  }
  const obt::store::View view = world.server("reporting").store().Now();
  const auto of = std::tuple(*ParseId<reporting::ReleaseId>(id));
  EXPECT_TRUE(reporting::kAnswers.Scan(view, of, std::nullopt, 1)->empty()) << "nothing copied is left";
  EXPECT_TRUE(reporting::kWorlds.Scan(view, of, std::nullopt, 1)->empty());
  EXPECT_FALSE(*reporting::kStatuses.Has(view, of));

  const std::string next = Published("2024-10-27");
  EXPECT_EQ(Read(next).number(), 2) << "the number is not given again";
  const std::string revision = Await(Revise(next, "Late returns")).release_id();
  PreRelease(revision, "cabinet");
  ASSERT_OK(Discard(revision, "Also counted twice"));
  EXPECT_EQ(Read(next).state(), rel::RELEASE_STATE_PUBLISHED);
  const rel::Release second = Await(Revise(next, "Late returns"));
  EXPECT_EQ(second.revision(), 2);
  Publish(second.release_id());
  EXPECT_TRUE(Audit(second.release_id()).passed());
  EXPECT_EQ(Read(Published("2024-11-03")).number(), 3);
}

TEST_F(ReleaseJourney, RefusesWhatIsOutOfOrder) {
  const std::string id = Await(Begin("2024-10-27")).release_id();
  rel::CreateReleaseRequest another;
  another.set_programme_id("obt-2024");
  EXPECT_THAT(world.Call<rel::CreateReleaseResponse>(another).status(),
              StatusIs(StatusCode::kFailedPrecondition, "RELEASE_OPEN"));
  Publish(id);
  rel::PublishReleaseRequest publish;
  publish.set_release_id(id);
  EXPECT_THAT(world.Call<rel::PublishReleaseResponse>(publish).status(),
              StatusIs(StatusCode::kFailedPrecondition, "RELEASE_STATE"));
  EXPECT_THAT(Discard(id), StatusIs(StatusCode::kFailedPrecondition, "RELEASE_STATE"));
  *another.mutable_as_of() = DateOf(2024, 10, 27);
  EXPECT_THAT(world.Call<rel::CreateReleaseResponse>(another).status(),
              StatusIs(StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  *another.mutable_as_of() = DateOf(2999, 1, 1);
  EXPECT_THAT(world.Call<rel::CreateReleaseResponse>(another).status(),
              StatusIs(StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  another.set_programme_id("obt-1999");
  EXPECT_THAT(world.Call<rel::CreateReleaseResponse>(another).status(),
              StatusIs(StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST_F(ReleaseJourney, NothingOfItIsInAFeed) {
  Published("2024-10-27");
  world.CreateClient("follower", options::v1::ROLE_SERVICE);
  feed::v1::ReadChangesRequest request;
  const auto changes = world.ClientTo("reporting", "follower").Call<feed::v1::ReadChangesResponse>(request);
  ASSERT_OK(changes);
  EXPECT_EQ(changes->changes_size(), 0);
}

}  // namespace
}  // namespace obt::testing
