#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/ideas/v1/events.pb.h"
#include "services/ideas/test_trials.h"

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

  absl::StatusOr<v1::AgreeIdeaResponse> Agree(const std::string& idea_id, const std::string& conversation_id,
                                              const std::string& person = kFacilitator) {
    v1::AgreeIdeaRequest request;
    request.set_idea_id(idea_id);
    request.set_conversation_id(conversation_id);
    *request.mutable_try_by() = samples::DateOf("2024-11-30");
    return world.Call<v1::AgreeIdeaResponse>(request, person);
  }
  std::string Logged(const std::string& team_id = kTeam) {
    const auto request = samples::ConversationOf(team_id);
    return world.CallAs<v1::LogConversationResponse>("dwp-admin", request).value().conversation_id();
  }
  static v1::UpdateIdeaRequest UpdateOf(const std::string& idea_id, bool anonymous = false) {
    v1::UpdateIdeaRequest request;
    request.set_idea_id(idea_id);
    *request.mutable_text() = samples::TextOf("Scan at the desk");
    *request.mutable_terms() = samples::TermsOf(v1::VISIBILITY_CROSS_GOVERNMENT, anonymous);
    return request;
  }
  absl::StatusOr<v1::UpdateIdeaResponse> Update(const v1::UpdateIdeaRequest& request,
                                                const std::string& person) {
    return world.Call<v1::UpdateIdeaResponse>(request, person);
  }

  Trials world;
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

TEST_F(IdeaServiceTest, NoConversationTellsAnAdminTheTeamOfAnAnonymousIdeaOfAPair) {
  const std::string id = world.Propose(kPairOne, v1::VISIBILITY_ORGANISATION, true, kPair);
  v1::AgreeIdeaRequest request;
  request.set_idea_id(id);
  *request.mutable_try_by() = samples::DateOf("2024-11-30");
  for (const std::string& team : {kPair, kTeam}) {
    request.set_conversation_id(Logged(team));
    EXPECT_THAT(world.CallAs<v1::AgreeIdeaResponse>("dwp-admin", request), StatusIs(kRefused, "ANONYMITY"));
    v1::LogConversationRequest log = samples::ConversationOf(team);
    log.add_changes()->set_idea_id(id);
    *log.mutable_changes(0)->mutable_try_by() = samples::DateOf("2024-11-30");
    EXPECT_THAT(world.CallAs<v1::LogConversationResponse>("dwp-admin", log), StatusIs(kRefused, "ANONYMITY"));
  }
}

TEST_F(IdeaServiceTest, AnIdeaIsAgreedByFacilitatorsAndTheAdminInAConversationThereIs) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT), held = Logged();
  EXPECT_THAT(Agree(id, held, kMember), StatusIs(kDenied, "NOT_FACILITATOR"));
  EXPECT_THAT(Agree(id, held, kColleague), StatusIs(kDenied, "NOT_FACILITATOR"));
  EXPECT_THAT(Agree(id, Logged(kPair)), StatusIs(kGone, "CONVERSATION_NOT_FOUND"));
  EXPECT_THAT(Agree(world.Write(kMember, v1::VISIBILITY_TEAM), held), StatusIs(kRefused, "IDEA_STATE"));
  ASSERT_OK(Agree(id, held));
  const v1::IdeaFacts agreed = world.FactsOf(id);
  EXPECT_EQ(agreed.state(), v1::IDEA_STATE_AGREED);
  EXPECT_EQ(agreed.conversation_id(), held);
  EXPECT_EQ(FormatDay(*ParseDay(agreed.agreed_on())), "2024-11-04");
  EXPECT_EQ(FormatDay(*ParseDay(agreed.try_by())), "2024-11-30");
  v1::GetConversationRequest get;
  get.set_conversation_id(held);
  EXPECT_THAT(world.Call<v1::GetConversationResponse>(get, kMember).value().conversation().facts().idea_ids(),
              ElementsAre(id));
}

TEST_F(IdeaServiceTest, AConversationHasRoomForAHundred) {
  const std::string held = Logged();
  world.Change([&](obt::store::Txn& txn) -> absl::Status {
    OBT_ASSIGN_OR_RETURN(auto facts, ideas::Get<v1::ConversationFacts>(txn, held));
    for (int i = 0; i < 99; ++i) facts.add_idea_ids(samples::IdOfNumber(2000 + i));
    return Put(txn, world.clock().Now(), facts);
  });
  ASSERT_OK(Agree(world.Propose(kMember, v1::VISIBILITY_TEAM), held));
  EXPECT_THAT(Agree(world.Propose(kMember, v1::VISIBILITY_TEAM), held), StatusIs(kRefused, "CHANGE_LIMIT"));
}

TEST_F(IdeaServiceTest, AnIdeaIsChangedByWhoMayAndAsFarAsTheMaskSays) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_TEAM);
  v1::UpdateIdeaRequest request = UpdateOf(id);
  EXPECT_THAT(Update(request, kOtherMember), StatusIs(kDenied, "NOT_AUTHOR"));
  EXPECT_THAT(Update(request, kColleague), StatusIs(kGone, "IDEA_NOT_FOUND"));
  request.mutable_update_mask()->add_paths("text");
  ASSERT_OK(Update(request, kMember));
  EXPECT_EQ(Get(id, kMember).value().text().title(), "Scan at the desk");
  EXPECT_EQ(world.FactsOf(id).terms().visibility(), v1::VISIBILITY_TEAM);
  request.mutable_update_mask()->set_paths(0, "terms");
  *request.mutable_text() = samples::TextOf("Print nothing");
  ASSERT_OK(Update(request, kFacilitator));
  EXPECT_EQ(Get(id, kMember).value().text().title(), "Scan at the desk");
  EXPECT_EQ(world.FactsOf(id).terms().visibility(), v1::VISIBILITY_CROSS_GOVERNMENT);
  request.set_etag("1");
  EXPECT_THAT(Update(request, kMember), StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  request.clear_etag();
  request.mutable_terms()->set_theme_codes(0, "unheard-of");
  EXPECT_THAT(Update(request, kMember), StatusIs(absl::StatusCode::kInvalidArgument, "THEME_UNKNOWN"));
  world.Concluded(world.Agreed());
  EXPECT_THAT(Update(UpdateOf(List(kMember).back()), kMember), StatusIs(kRefused, "IDEA_STATE"));
}

TEST_F(IdeaServiceTest, AnAnonymousAuthorAloneLetsThemselvesBeShown) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_ORGANISATION, true);
  EXPECT_THAT(Update(UpdateOf(id), kFacilitator), StatusIs(kDenied, "NOT_AUTHOR"));
  EXPECT_THAT(world.CallAs<v1::UpdateIdeaResponse>("dwp-admin", UpdateOf(id)),
              StatusIs(kDenied, "NOT_AUTHOR"));
  EXPECT_EQ(Get(id, kColleague).value().author_id(), "");
  ASSERT_OK(world.CallAs<v1::UpdateIdeaResponse>("dwp-admin", UpdateOf(id, true))) << "other terms";
  EXPECT_EQ(world.FactsOf(id).terms().visibility(), v1::VISIBILITY_CROSS_GOVERNMENT);
  EXPECT_EQ(Get(id, kOutsider).value().author_id(), "");
  v1::UpdateIdeaRequest words = UpdateOf(id);
  words.mutable_update_mask()->add_paths("text");
  ASSERT_OK(Update(words, kFacilitator)) << "its terms stay";
  EXPECT_TRUE(world.FactsOf(id).terms().anonymous());
  ASSERT_OK(Update(UpdateOf(id), kMember));
  EXPECT_EQ(Get(id, kColleague).value().author_id(), kMember);
}

TEST_F(IdeaServiceTest, WhoHasLeftIsNoMemberToHideAmong) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, true);
  world.SetStatus(samples::IdOfNumber(5), identity::v1::PERSON_STATUS_LEFT);
  EXPECT_EQ(Get(id, kColleague).value().facts().team_id(), kTeam) << "five are left";
  world.SetStatus(samples::IdOfNumber(6), identity::v1::PERSON_STATUS_ERASED);
  for (const std::string& person : {kColleague, kOtherMember, kFacilitator})
    EXPECT_EQ(Get(id, person).value().facts().team_id(), "");
  EXPECT_THAT(Agree(id, Logged()), StatusIs(kDenied, "NOT_FACILITATOR"));
  world.SetStatus(samples::IdOfNumber(6), identity::v1::PERSON_STATUS_ACTIVE);
  EXPECT_EQ(Get(id, kColleague).value().facts().team_id(), kTeam);
}

TEST_F(IdeaServiceTest, WhereTheTeamIsWithheldNothingTiesTheIdeaToItsConversation) {
  const std::string id = world.Agreed(v1::VISIBILITY_CROSS_GOVERNMENT, true);
  EXPECT_TRUE(Get(id, kOutsider).value().facts().has_agreed_on());
  world.Shrink(4);
  for (const v1::Idea& idea : {Get(id, kOutsider).value(), GetAs("dwp-admin", id).value()}) {
    EXPECT_EQ(idea.facts().conversation_id(), "");
    EXPECT_FALSE(idea.facts().has_agreed_on());
    EXPECT_FALSE(idea.facts().has_update_time()) << "that of the conversation too";
  }
  EXPECT_TRUE(Get(id, kOtherMember).value().facts().has_agreed_on()) << "the team keeps what it knew";
}

TEST_F(IdeaServiceTest, ConversationAndExperimentAreNamedToThoseWhoSeeThem) {
  const std::string id = world.Agreed(), experiment = world.Planned(id);
  EXPECT_EQ(Get(id, kOutsider).value().facts().conversation_id(), "");
  EXPECT_EQ(Get(id, kMember).value().facts().conversation_id(), world.FactsOf(id).conversation_id());
  EXPECT_EQ(Get(id, kOutsider).value().facts().experiment_id(), experiment);
  world.Hide<v1::ExperimentFacts>(experiment);
  EXPECT_EQ(Get(id, kOutsider).value().facts().experiment_id(), "");
  EXPECT_EQ(GetAs("dwp-admin", id).value().facts().experiment_id(), experiment);
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
