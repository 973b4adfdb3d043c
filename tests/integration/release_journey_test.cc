// Releases over all services: made of real figures, seen by whom they are for, published for ever.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "obt/feed/v1/feed.pb.h"
#include "obt/reporting/v1/release.pb.h"
#include "tests/integration/journey.h"

namespace obt::testing {
namespace {

namespace rel = reporting::v1;
using absl::StatusCode;

class ReleaseJourney : public Journey {
 protected:
  ReleaseJourney() {
    world.CreateClient("cabinet", options::v1::ROLE_CENTRAL_REPORTER);
    world.CreateClient("press", options::v1::ROLE_CENTRAL_REPORTER);
    world.CreateClient("dwp-reports", options::v1::ROLE_ORGANISATION_REPORTER, "dwp");
    AddPeople("dwp", "first", 30, 12);
    AddPeople("jobcentre", "second", 12, 3);
    AddPeople("hmrc", "third", 25, 11);
    world.CatchUp();
  }
  // So many more people of an organisation, of whom some begin to learn.
  void AddPeople(const std::string& organisation, const std::string& name, int people, int learners,
                 const char* at = "2024-10-20T10:00:00Z") {
    const std::string client = organisation == "hmrc" ? "hmrc" : "dwp";
    for (int i = 0; i < people; ++i) {
      const std::string person = world.CreatePerson(organisation, absl::StrCat(name, i));
      people_.push_back(person);
      if (i >= learners) continue;
      Do(person, absl::StrCat(name, i), learning::v1::VERB_COMPLETED, "m1", At(at), 20, client);
    }
  }

  rel::Release Read(const std::string& id, const std::string& client = "admin") {
    rel::GetReleaseRequest request;
    request.set_release_id(id);
    return world.Must<rel::GetReleaseResponse>(request, client).release();
  }
  absl::Status ReadStatus(const std::string& id, const std::string& client) {
    rel::GetReleaseRequest request;
    request.set_release_id(id);
    return world.Call<rel::GetReleaseResponse>(request, client).status();
  }
  std::string Begin(const char* as_of) {
    rel::CreateReleaseRequest request;
    request.set_programme_id("obt-2024");
    *request.mutable_as_of() = ToDate(*ParseDayText(as_of));
    return world.Must<rel::CreateReleaseResponse>(request).release().release_id();
  }
  // When it is made, whatever became of it.
  rel::Release Await(const std::string& id) {
    rel::Release release = Read(id);
    while (release.state() == rel::RELEASE_STATE_CREATING) release = Read(id);
    EXPECT_EQ(release.state(), rel::RELEASE_STATE_DRAFT) << release.failure();
    return release;
  }
  rel::Release Publish(const std::string& id) {
    rel::PublishReleaseRequest request;
    request.set_release_id(id);
    return world.Must<rel::PublishReleaseResponse>(request).release();
  }
  std::string Published(const char* as_of) { return Publish(Await(Begin(as_of)).release_id()).release_id(); }

  // Read in small pieces.
  std::string Bundle(const std::string& id, const std::string& client = "cabinet") {
    std::string bundle;
    for (;;) {
      rel::ReadBundleRequest request;
      request.set_release_id(id);
      request.set_offset(static_cast<int64_t>(bundle.size()));
      request.set_limit(10'000);
      const auto piece = world.Must<rel::ReadBundleResponse>(request, client);
      if (piece.data().empty()) return bundle;
      bundle += piece.data();
    }
  }
  // Codes -> figure of one column, "[c]" where it is withheld.
  std::map<std::string, std::string> Printed(const std::string& id, const std::string& table_id,
                                             const std::string& measure,
                                             const std::string& client = "cabinet") {
    rel::GetTableRequest request;
    request.set_release_id(id);
    request.set_table_id(table_id);
    const auto table = world.Must<rel::GetTableResponse>(request, client);
    std::map<std::string, std::string> printed;
    for (int i = 0; i < table.outline().measures_size(); ++i) {
      if (table.outline().measures(i).name() != measure) continue;
      for (const rel::TableRow& row : table.rows()) {
        const rel::Figure& figure = row.figures(i);
        printed[absl::StrJoin(row.codes(), "/")] = figure.marker() == rel::MARKER_CONFIDENTIAL ? "[c]"
                                                   : figure.marker() == rel::MARKER_NOT_APPLICABLE
                                                       ? "[z]"
                                                       : absl::StrCat(figure.value());
      }
    }
    return printed;
  }
  rel::AuditReleaseResponse Audit(const std::string& id) {
    rel::AuditReleaseRequest request;
    request.set_release_id(id);
    return world.Must<rel::AuditReleaseResponse>(request);
  }

  std::vector<std::string> people_;
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
  rel::StartPreReleaseRequest request;
  request.set_release_id(id);
  request.add_readers("cabinet");
  world.Must<rel::StartPreReleaseResponse>(request);
  EXPECT_EQ(Read(id, "cabinet").state(), rel::RELEASE_STATE_PRE_RELEASE);
  Printed(id, "funnel", "participants", "cabinet");
  for (const char* const client : {"press", "dwp-reports"})
    EXPECT_THAT(ReadStatus(id, client), StatusIs(StatusCode::kNotFound, "RELEASE_NOT_FOUND"));
  rel::ListReleasesRequest list;
  list.set_programme_id("obt-2024");
  EXPECT_EQ(world.Must<rel::ListReleasesResponse>(list, "press").releases_size(), 0);
  EXPECT_EQ(world.Must<rel::ListReleasesResponse>(list, "cabinet").releases_size(), 1);
  rel::ListReleaseReadersRequest readers;
  readers.set_release_id(id);
  const auto accesses = world.Must<rel::ListReleaseReadersResponse>(readers).accesses();
  ASSERT_EQ(accesses.size(), 3);
  EXPECT_EQ(accesses[0].client_id(), "cabinet");
  EXPECT_EQ(accesses[1].what(), "GetTable funnel");
  EXPECT_EQ(accesses[2].what(), "ListReleases");
  Publish(id);
  EXPECT_OK(ReadStatus(id, "press"));
  EXPECT_OK(ReadStatus(id, "dwp-reports"));
  EXPECT_EQ(world.Must<rel::ListReleaseReadersResponse>(readers).accesses_size(), 3)
      << "who reads what is public";
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
  rel::ReviseReleaseRequest request;
  request.set_release_id(id);
  request.set_reason("The Jobcentre returned late");
  const std::string revision = world.Must<rel::ReviseReleaseResponse>(request).release().release_id();
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
  rel::DiscardReleaseRequest discard;
  discard.set_release_id(id);
  EXPECT_THAT(world.Call<rel::DiscardReleaseResponse>(discard).status(),
              StatusIs(StatusCode::kFailedPrecondition, "RELEASE_STATE"));
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
