#include <string>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/ideas/v1/events.pb.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using samples::kColleague;
using samples::kFacilitator;
using samples::kHeadOffice;
using samples::kMember;
using samples::kOtherMember;
using samples::kOutsider;
using samples::kPair;
using samples::kPairOne;
using samples::kPairTwo;
using samples::kSeconded;
using samples::kTeam;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class IdeaServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::Idea> Get(const std::string& idea_id, const std::string& person) {
    v1::GetIdeaRequest request;
    request.set_idea_id(idea_id);
    OBT_ASSIGN_OR_RETURN(auto response, world.Call<v1::GetIdeaResponse>(request, person));
    return response.idea();
  }
  absl::StatusOr<v1::Idea> GetAs(const std::string& client, const std::string& idea_id) {
    v1::GetIdeaRequest request;
    request.set_idea_id(idea_id);
    OBT_ASSIGN_OR_RETURN(auto response, world.CallAs<v1::GetIdeaResponse>(client, request));
    return response.idea();
  }
  std::vector<std::string> List(const std::string& person, const v1::ListIdeasRequest& asked = {}) {
    v1::ListIdeasRequest request = asked;
    request.set_programme_id("obt-2024");
    std::vector<std::string> ids;
    const auto response = world.Call<v1::ListIdeasResponse>(request, person).value();
    for (const v1::Idea& idea : response.ideas()) ids.push_back(idea.facts().idea_id());
    return ids;
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> Do(const std::string& idea_id, const std::string& person) {
    Request request;
    request.set_idea_id(idea_id);
    return world.Call<Response>(request, person);
  }

  World world;
};

const absl::StatusCode kGone = absl::StatusCode::kNotFound, kRefused = absl::StatusCode::kFailedPrecondition,
                       kDenied = absl::StatusCode::kPermissionDenied;

TEST_F(IdeaServiceTest, ADraftIsSeenByItsTeamAlone) {
  const std::string id = world.Write(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  for (const std::string& person : {kMember, kOtherMember, kFacilitator, kSeconded})
    EXPECT_OK(Get(id, person));
  for (const std::string& person : {kColleague, kHeadOffice, kOutsider, kPairOne})
    EXPECT_THAT(Get(id, person), StatusIs(kGone, "IDEA_NOT_FOUND"));
  for (const char* client : {"dwp-intranet", "dwp-admin", "centre", "central-reporter"})
    EXPECT_THAT(GetAs(client, id), StatusIs(kGone, "IDEA_NOT_FOUND"));
  EXPECT_THAT(List(kColleague), IsEmpty());
  EXPECT_THAT(List(kOtherMember), ElementsAre(id));
}

TEST_F(IdeaServiceTest, AProposedIdeaIsSeenAsItsVisibilitySays) {
  const std::string team = world.Propose(kMember, v1::VISIBILITY_TEAM),
                    organisation = world.Propose(kMember, v1::VISIBILITY_ORGANISATION),
                    everybody = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  EXPECT_THAT(List(kOtherMember), ElementsAre(team, organisation, everybody));
  EXPECT_THAT(List(kSeconded), ElementsAre(team, organisation, everybody));
  EXPECT_THAT(List(kColleague), ElementsAre(organisation, everybody));
  EXPECT_THAT(List(kHeadOffice), ElementsAre(everybody)) << "above is not within";
  EXPECT_THAT(List(kOutsider), ElementsAre(everybody));
}

TEST_F(IdeaServiceTest, AClientByItselfSeesWhatEverybodyInItsScopeSees) {
  const std::string organisation = world.Propose(kMember, v1::VISIBILITY_ORGANISATION);
  EXPECT_THAT(GetAs("dwp-intranet", organisation), StatusIs(kGone)) << "head office does not see it";
  EXPECT_OK(GetAs("jobcentres-admin", organisation));
  EXPECT_OK(GetAs("centre", organisation));
  EXPECT_THAT(GetAs("defra-admin", organisation), StatusIs(kGone));
  EXPECT_THAT(GetAs("dwp-reporter", organisation), StatusIs(kGone));
}

TEST_F(IdeaServiceTest, AnUnseenIdeaAnswersExactlyLikeAnUnknownOne) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_TEAM), unknown = samples::IdOfNumber(999);
  const absl::Status unseen = Get(id, kOutsider).status(), missing = Get(unknown, kOutsider).status();
  EXPECT_EQ(unseen, missing);
  using v1::ParkIdeaRequest;
  ParkIdeaRequest request;
  request.set_reason("no");
  request.set_idea_id(id);
  const absl::Status park = world.Call<v1::ParkIdeaResponse>(request, kOutsider).status();
  request.set_idea_id(unknown);
  EXPECT_EQ(park, world.Call<v1::ParkIdeaResponse>(request, kOutsider).status());
}

TEST_F(IdeaServiceTest, TheAuthorIsNamedUnlessAnonymous) {
  const std::string named = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT),
                    anonymous = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, true);
  EXPECT_EQ(Get(named, kOutsider).value().author_id(), kMember);
  EXPECT_EQ(GetAs("central-reporter", named).value().author_id(), "") << "reporters are told no people";
  for (const std::string& person : {kFacilitator, kOtherMember, kColleague, kOutsider}) {
    const v1::Idea idea = Get(anonymous, person).value();
    EXPECT_EQ(idea.author_id(), "") << person;
    EXPECT_FALSE(idea.mine());
    EXPECT_EQ(idea.facts().team_id(), kTeam) << "six members";
  }
  EXPECT_EQ(GetAs("centre", anonymous).value().author_id(), "");
  EXPECT_EQ(Get(anonymous, kMember).value().author_id(), kMember);
  EXPECT_TRUE(Get(anonymous, kMember).value().mine());
}

TEST_F(IdeaServiceTest, AnAnonymousIdeaOfAPairShowsItsOrganisationAlone) {
  const std::string draft = world.Write(kPairTwo, v1::VISIBILITY_ORGANISATION, true, kPair),
                    team = world.Propose(kPairTwo, v1::VISIBILITY_TEAM, true, kPair),
                    seen = world.Propose(kPairTwo, v1::VISIBILITY_ORGANISATION, true, kPair);
  EXPECT_THAT(Get(draft, kPairOne), StatusIs(kGone));
  EXPECT_THAT(Get(team, kPairOne), StatusIs(kGone));
  for (const std::string& person : {kPairOne, kColleague}) {
    const v1::Idea idea = Get(seen, person).value();
    EXPECT_EQ(idea.facts().team_id(), "");
    EXPECT_EQ(idea.organisation_code(), "jobcentres");
  }
  v1::ListIdeasRequest of_the_pair;
  of_the_pair.set_team_id(kPair);
  EXPECT_THAT(List(kPairOne, of_the_pair), IsEmpty());
  EXPECT_THAT(List(kColleague, of_the_pair), IsEmpty());
  EXPECT_THAT(List(kPairTwo, of_the_pair), ElementsAre(draft, team, seen)) << "who wrote it knows";
  EXPECT_THAT((Do<v1::ProposeIdeaRequest, v1::ProposeIdeaResponse>(seen, kPairOne)),
              StatusIs(kDenied, "NOT_AUTHOR"))
      << "as anybody else";
}

TEST_F(IdeaServiceTest, AgreeingWouldTellWhoWroteAnAnonymousIdeaOfAPair) {
  const std::string id = world.Propose(kPairOne, v1::VISIBILITY_ORGANISATION, true, kPair);
  v1::LogConversationRequest request = samples::ConversationOf(kPair);
  request.add_changes()->set_idea_id(id);
  *request.mutable_changes(0)->mutable_try_by() = samples::DateOf("2024-11-30");
  EXPECT_THAT(world.Call<v1::LogConversationResponse>(request, kPairOne), StatusIs(kRefused, "ANONYMITY"));
}

TEST_F(IdeaServiceTest, ParkedAndReopenedItIsWhatItWas) {
  const std::string id = world.AgreedIdea();
  v1::ParkIdeaRequest request;
  request.set_idea_id(id);
  request.set_reason("No printer this year.");
  ASSERT_OK(world.Call<v1::ParkIdeaResponse>(request, kMember));
  EXPECT_EQ(Get(id, kOutsider).value().parked_reason(), "No printer this year.");
  EXPECT_EQ(world.FactsOf(id).state(), v1::IDEA_STATE_PARKED);
  ASSERT_EQ(world.Events<v1::FollowedItemRetired>().size(), 1u);
  ASSERT_OK((Do<v1::ReopenIdeaRequest, v1::ReopenIdeaResponse>(id, kFacilitator)));
  EXPECT_EQ(world.FactsOf(id).state(), v1::IDEA_STATE_AGREED);
  EXPECT_EQ(Get(id, kOutsider).value().parked_reason(), "");
}

TEST_F(IdeaServiceTest, AParkedDraftIsStillADraftToOthers) {
  const std::string id = world.Write(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  v1::ParkIdeaRequest request;
  request.set_idea_id(id);
  request.set_reason("later");
  ASSERT_OK(world.Call<v1::ParkIdeaResponse>(request, kMember));
  EXPECT_THAT(Get(id, kOutsider), StatusIs(kGone));
}

TEST_F(IdeaServiceTest, OnlyMembersWriteAndOnlyKnownThemes) {
  v1::CreateIdeaRequest request;
  request.set_team_id(kTeam);
  *request.mutable_text() = samples::TextOf("t");
  *request.mutable_terms() = samples::TermsOf(v1::VISIBILITY_TEAM);
  EXPECT_THAT(world.Call<v1::CreateIdeaResponse>(request, kColleague), StatusIs(kDenied, "NOT_MEMBER"));
  EXPECT_THAT(world.Call<v1::CreateIdeaResponse>(request, kOutsider), StatusIs(kGone, "TEAM_NOT_FOUND"));
  EXPECT_OK(world.Call<v1::CreateIdeaResponse>(request, kSeconded)) << "from any intranet";
  request.mutable_terms()->add_theme_codes("unheard-of");
  EXPECT_THAT(world.Call<v1::CreateIdeaResponse>(request, kMember),
              StatusIs(absl::StatusCode::kInvalidArgument, "THEME_UNKNOWN"));
}

TEST_F(IdeaServiceTest, AStaleEtagChangesNothing) {
  const std::string id = world.Write(kMember, v1::VISIBILITY_TEAM);
  v1::ProposeIdeaRequest request;
  request.set_idea_id(id);
  request.set_etag("7");
  EXPECT_THAT(world.Call<v1::ProposeIdeaResponse>(request, kMember),
              StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST_F(IdeaServiceTest, EventsAndReceiptsHoldNeitherWordsNorAuthors) {
  world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  for (const obt::store::v1::Change& change : world.Changes()) {
    EXPECT_THAT(change.event(), ::testing::Not(HasSubstr(kMember)));
    EXPECT_THAT(change.event(), ::testing::Not(HasSubstr("Print")));
  }
}

TEST_F(IdeaServiceTest, AClientThatDoesNotSpeakForSomebodyIsRefused) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  v1::GetIdeaRequest request;
  request.set_idea_id(id);
  EXPECT_THAT(world.CallAs<v1::GetIdeaResponse>("dwp-admin", kMember, request),
              StatusIs(kDenied, "NOT_ON_BEHALF"));
  EXPECT_THAT(world.CallAs<v1::GetIdeaResponse>("centre", kMember, request),
              StatusIs(kDenied, "NOT_ON_BEHALF"));
}

}  // namespace
}  // namespace obt::ideas
