#include <string>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/ideas/v1/events.pb.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using samples::ConversationOf;
using samples::DateOf;
using samples::kColleague;
using samples::kFacilitator;
using samples::kMember;
using samples::kOtherMember;
using samples::kOutsider;
using samples::kTeam;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class ConversationServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::LogConversationResponse> Log(const v1::LogConversationRequest& request,
                                                  const std::string& person = kFacilitator) {
    return world.Call<v1::LogConversationResponse>(request, person);
  }
  absl::StatusOr<v1::WithdrawConversationResponse> Withdraw(const std::string& id) {
    v1::WithdrawConversationRequest request;
    request.set_conversation_id(id);
    return world.Call<v1::WithdrawConversationResponse>(request, kFacilitator);
  }
  absl::StatusOr<v1::GetConversationResponse> Get(const std::string& id, const std::string& person) {
    v1::GetConversationRequest request;
    request.set_conversation_id(id);
    return world.Call<v1::GetConversationResponse>(request, person);
  }
  // With a new change and one that is there.
  v1::LogConversationRequest TwoChanges() {
    v1::LogConversationRequest request = ConversationOf();
    v1::AgreedChange& written = *request.add_changes();
    *written.mutable_text() = samples::TextOf("Shorter meetings");
    *written.mutable_terms() = samples::TermsOf(v1::VISIBILITY_ORGANISATION);
    *written.mutable_try_by() = DateOf("2024-11-30");
    v1::AgreedChange& there = *request.add_changes();
    there.set_idea_id(world.Propose(kMember, v1::VISIBILITY_TEAM));
    *there.mutable_try_by() = DateOf("2024-12-06");
    return request;
  }

  World world;
};

TEST_F(ConversationServiceTest, AConversationIsLoggedWithTheChangesAgreedInIt) {
  ASSERT_OK_AND_ASSIGN(const auto logged, Log(TwoChanges()));
  ASSERT_THAT(logged.ideas(), SizeIs(2));
  for (const v1::IdeaReceipt& receipt : logged.ideas()) {
    const v1::IdeaFacts idea = world.FactsOf(receipt.idea_id());
    EXPECT_EQ(idea.state(), v1::IDEA_STATE_AGREED);
    EXPECT_EQ(idea.conversation_id(), logged.conversation_id());
    EXPECT_EQ(FormatDay(*ParseDay(idea.agreed_on())), "2024-11-04");
  }
  ASSERT_OK_AND_ASSIGN(const auto got, Get(logged.conversation_id(), kMember));
  EXPECT_THAT(got.conversation().facts().idea_ids(),
              ElementsAre(logged.ideas(0).idea_id(), logged.ideas(1).idea_id()));
  EXPECT_EQ(got.conversation().reflections(), "We talked about letters.");
  EXPECT_EQ(got.conversation().facilitator_id(), kFacilitator);
  const auto events = world.Events<v1::ConversationChanged>();
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].identity_sequence(), World::kIdentitySequence);
}

TEST_F(ConversationServiceTest, AllOfItOrNothing) {
  v1::LogConversationRequest request = TwoChanges();
  request.mutable_changes(1)->set_idea_id(samples::IdOfNumber(999));
  EXPECT_THAT(Log(request), StatusIs(absl::StatusCode::kNotFound, "IDEA_NOT_FOUND"));
  EXPECT_THAT(world.Events<v1::ConversationChanged>(), SizeIs(0));
  for (const auto& event : world.Events<v1::IdeaChanged>())
    EXPECT_NE(event.idea().state(), v1::IDEA_STATE_AGREED);
}

TEST_F(ConversationServiceTest, OnlyFacilitatorsAndTheAdminLogIt) {
  EXPECT_THAT(Log(ConversationOf(), kMember),
              StatusIs(absl::StatusCode::kPermissionDenied, "NOT_FACILITATOR"));
  EXPECT_THAT(Log(ConversationOf(), kOutsider), StatusIs(absl::StatusCode::kNotFound, "TEAM_NOT_FOUND"));
  EXPECT_THAT(world.CallAs<v1::LogConversationResponse>("dwp-intranet", ConversationOf()),
              StatusIs(absl::StatusCode::kPermissionDenied, "NOT_FACILITATOR"));
  EXPECT_OK(world.CallAs<v1::LogConversationResponse>("jobcentres-admin", ConversationOf()));
  EXPECT_OK(world.CallAs<v1::LogConversationResponse>("dwp-admin", ConversationOf()));
  EXPECT_THAT(world.CallAs<v1::LogConversationResponse>("defra-admin", ConversationOf()),
              StatusIs(absl::StatusCode::kNotFound, "TEAM_NOT_FOUND"));
}

TEST_F(ConversationServiceTest, WithdrawingReturnsItsIdeasToProposed) {
  ASSERT_OK_AND_ASSIGN(const auto logged, Log(TwoChanges()));
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, Withdraw(logged.conversation_id()));
  for (const v1::IdeaReceipt& receipt : withdrawn.ideas()) {
    EXPECT_EQ(receipt.state(), v1::IDEA_STATE_PROPOSED);
    EXPECT_FALSE(world.FactsOf(receipt.idea_id()).has_agreed_on());
  }
  EXPECT_THAT(Withdraw(logged.conversation_id()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "CONVERSATION_WITHDRAWN"));
}

TEST_F(ConversationServiceTest, WithdrawingNamesNoIdeaWhoseTeamIsWithheld) {
  v1::LogConversationRequest request = TwoChanges();
  request.mutable_changes(1)->set_idea_id(world.Propose(kMember, v1::VISIBILITY_ORGANISATION, true));
  ASSERT_OK_AND_ASSIGN(const auto logged, Log(request));
  world.Change([](obt::store::Txn& txn) {
    return World::PutTeam(txn, kTeam, "jobcentres", kFacilitator, {kMember, kOtherMember});
  });
  v1::WithdrawConversationRequest withdraw;
  withdraw.set_conversation_id(logged.conversation_id());
  ASSERT_OK_AND_ASSIGN(const auto withdrawn,
                       world.CallAs<v1::WithdrawConversationResponse>("dwp-admin", withdraw));
  ASSERT_THAT(withdrawn.ideas(), SizeIs(1));
  EXPECT_EQ(withdrawn.ideas(0).idea_id(), logged.ideas(0).idea_id());
  EXPECT_EQ(world.FactsOf(request.changes(1).idea_id()).state(), v1::IDEA_STATE_PROPOSED) << "all the same";
}

TEST_F(ConversationServiceTest, OthersDoNotSeeIt) {
  ASSERT_OK_AND_ASSIGN(const auto logged, Log(ConversationOf()));
  for (const std::string& person : {kColleague, kOutsider})
    EXPECT_THAT(Get(logged.conversation_id(), person),
                StatusIs(absl::StatusCode::kNotFound, "CONVERSATION_NOT_FOUND"));
}

TEST_F(ConversationServiceTest, WhoAttendedIsOfTheTeamOrInReach) {
  v1::LogConversationRequest request = ConversationOf();
  request.add_attendee_ids(kColleague);
  EXPECT_OK(Log(request)) << "a guest of the department";
  request.set_attendee_ids(3, kOutsider);
  EXPECT_THAT(Log(request), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
}

TEST_F(ConversationServiceTest, WhatIsWrongIsToldAtOnce) {
  v1::LogConversationRequest request = ConversationOf();
  request.set_attendance(4);
  request.add_changes()->mutable_terms()->set_anonymous(true);
  EXPECT_THAT(Log(request), ViolatesFields(::testing::UnorderedElementsAre(
                                "changes[0].try_by", "changes[0].terms.visibility", "attendee_ids",
                                "changes[0].text", "changes[0].terms.anonymous")));
  request = ConversationOf();
  *request.mutable_held_on() = DateOf("2025-01-16");
  EXPECT_THAT(Log(request), ViolatesFields(ElementsAre("held_on")));
}

}  // namespace
}  // namespace obt::ideas
