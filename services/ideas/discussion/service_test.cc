#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/ideas/v1/events.pb.h"
#include "services/ideas/discussion/endorsements.h"
#include "services/ideas/item/rows.h"
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
using samples::kPairOne;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::StatusCode kGone = absl::StatusCode::kNotFound, kRefused = absl::StatusCode::kFailedPrecondition,
                       kDenied = absl::StatusCode::kPermissionDenied;

class DiscussionTest : public ::testing::Test {
 protected:
  absl::StatusOr<int> Endorse(const std::string& id, const std::string& person) {
    v1::EndorseRequest request;
    request.set_target_id(id);
    OBT_ASSIGN_OR_RETURN(auto response, world.Call<v1::EndorseResponse>(request, person));
    return response.endorsements();
  }
  absl::StatusOr<int> Withdraw(const std::string& id, const std::string& person) {
    v1::WithdrawEndorsementRequest request;
    request.set_target_id(id);
    OBT_ASSIGN_OR_RETURN(auto response, world.Call<v1::WithdrawEndorsementResponse>(request, person));
    return response.endorsements();
  }
  absl::StatusOr<std::string> Comment(const std::string& id, const std::string& person,
                                      const std::string& text, const std::string& reply_to = "") {
    world.clock().Advance(absl::Seconds(1));
    v1::AddCommentRequest request;
    request.set_target_id(id);
    request.set_text(text);
    request.set_reply_to(reply_to);
    OBT_ASSIGN_OR_RETURN(auto response, world.Call<v1::AddCommentResponse>(request, person));
    return response.comment_id();
  }
  absl::StatusOr<std::string> Edit(const std::string& comment_id, const std::string& person,
                                   const std::string& text, const std::string& etag = "") {
    v1::EditCommentRequest request;
    request.set_comment_id(comment_id);
    request.set_text(text);
    request.set_etag(etag);
    OBT_ASSIGN_OR_RETURN(auto response, world.Call<v1::EditCommentResponse>(request, person));
    return response.etag();
  }
  absl::Status Remove(const std::string& comment_id, const std::string& person) {
    v1::RemoveCommentRequest request;
    request.set_comment_id(comment_id);
    return world.Call<v1::RemoveCommentResponse>(request, person).status();
  }
  absl::StatusOr<std::vector<v1::Comment>> List(const std::string& id, const std::string& person,
                                                const std::string& client = "") {
    v1::ListCommentsRequest request;
    request.set_target_id(id);
    OBT_ASSIGN_OR_RETURN(auto response, client.empty()
                                            ? world.Call<v1::ListCommentsResponse>(request, person)
                                            : world.CallAs<v1::ListCommentsResponse>(client, request));
    return std::vector<v1::Comment>(response.comments().begin(), response.comments().end());
  }
  void SetVisibility(const std::string& id, v1::Visibility visibility) {
    world.Change([&](obt::store::Txn& txn) {
      v1::IdeaFacts facts = world.FactsOf(id);
      facts.mutable_terms()->set_visibility(visibility);
      return Put(txn, world.clock().Now(), facts);
    });
  }
  int CommentsOf(const std::string& id) {
    return kReactions.Find(world.store().Now(), {*ParseId<ItemId>(id)})
        ->value_or(store::v1::ReactionsRow())
        .comments();
  }
  std::string CaseStudy(v1::CaseStudyState state) {
    v1::CaseStudyFacts facts;
    facts.set_programme_id("obt-2024");
    facts.set_team_id(samples::kTeam);
    facts.set_state(state);
    world.Change([&](obt::store::Txn& txn) { return Insert(txn, world.clock().Now(), facts, {}); });
    return facts.case_study_id();
  }

  World world;
};

TEST_F(DiscussionTest, EndorsingTwiceCountsOnceAndTellsNobody) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  EXPECT_EQ(Endorse(id, kOutsider).value(), 1);
  EXPECT_EQ(Endorse(id, kColleague).value(), 2);
  const size_t changes = world.Changes().size();
  EXPECT_EQ(Endorse(id, kColleague).value(), 2);
  EXPECT_EQ(world.Changes().size(), changes);
  EXPECT_EQ(Withdraw(id, kColleague).value(), 1);
  EXPECT_EQ(Withdraw(id, kColleague).value(), 1) << "also where there is none";
  EXPECT_EQ(world.Changes().size(), changes + 1);
  EXPECT_EQ(world.Events<v1::ReactionsChanged>().back().endorsements(), 1);
}

TEST_F(DiscussionTest, WhatSomebodyDoesNotSeeTheyCanNeitherEndorseNorDiscuss) {
  const std::string draft = world.Write(kMember, v1::VISIBILITY_CROSS_GOVERNMENT),
                    team = world.Propose(kMember, v1::VISIBILITY_TEAM),
                    unpublished = CaseStudy(v1::CASE_STUDY_STATE_SUBMITTED);
  const absl::Status unknown = Endorse(samples::IdOfNumber(999), kColleague).status();
  EXPECT_THAT(unknown, StatusIs(kGone, "ITEM_NOT_FOUND"));
  for (const std::string& id : {draft, team, unpublished}) {
    EXPECT_EQ(Endorse(id, kColleague).status(), unknown);
    EXPECT_EQ(Withdraw(id, kColleague).status(), unknown);
    EXPECT_EQ(Comment(id, kColleague, "Hello").status(), unknown);
    EXPECT_EQ(List(id, kColleague).status(), unknown);
    EXPECT_EQ(List(id, "", "dwp-reporter").status(), unknown);
    EXPECT_OK(Endorse(id, kOtherMember));
    EXPECT_OK(Comment(id, kOtherMember, "Hello"));
  }
  EXPECT_OK(Endorse(CaseStudy(v1::CASE_STUDY_STATE_PUBLISHED), kOutsider));
}

TEST_F(DiscussionTest, AMergedIdeaIsEndorsedNoMore) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK(Endorse(id, kOutsider));
  world.Change([&](obt::store::Txn& txn) {
    v1::IdeaFacts facts = world.FactsOf(id);
    facts.set_state_before(facts.state());
    facts.set_state(v1::IDEA_STATE_MERGED);
    return Put(txn, world.clock().Now(), facts);
  });
  EXPECT_THAT(Endorse(id, kColleague), StatusIs(kRefused, "IDEA_STATE"));
  EXPECT_EQ(Withdraw(id, kOutsider).value(), 0) << "what somebody said they can always take back";
}

TEST_F(DiscussionTest, CommentsAreAnsweredOneDeepAndReadOldestFirst) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT),
                    other = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK_AND_ASSIGN(const std::string first, Comment(id, kOutsider, "We did this"));
  ASSERT_OK_AND_ASSIGN(const std::string answer, Comment(id, kMember, "How did it go?", first));
  EXPECT_THAT(Comment(id, kOutsider, "Well", answer), StatusIs(kRefused, "COMMENT_DEPTH"));
  EXPECT_THAT(Comment(other, kOutsider, "Well", first), StatusIs(kRefused, "COMMENT_DEPTH"));
  EXPECT_THAT(Comment(id, kOutsider, "Well", id), StatusIs(kGone, "COMMENT_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto comments, List(id, kMember));
  ASSERT_EQ(comments.size(), 2);
  EXPECT_EQ(comments[0].comment_id(), first);
  EXPECT_EQ(comments[0].author_id(), kOutsider);
  EXPECT_FALSE(comments[0].mine());
  EXPECT_EQ(comments[1].reply_to(), first);
  EXPECT_TRUE(comments[1].mine());
  EXPECT_EQ(CommentsOf(id), 2);
  EXPECT_EQ(List(id, "", "central-reporter")->at(0).author_id(), "") << "reporters are told nobody";
}

TEST_F(DiscussionTest, AllCommentsAreListedInPages) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  std::vector<std::string> written, read;
  for (int i = 0; i < 5; ++i) written.push_back(Comment(id, kOutsider, "Again").value());
  v1::ListCommentsRequest request;
  request.set_target_id(id);
  request.set_page_size(2);
  do {
    const auto page = world.Call<v1::ListCommentsResponse>(request, kMember).value();
    EXPECT_LE(page.comments_size(), 2);
    for (const v1::Comment& comment : page.comments()) read.push_back(comment.comment_id());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(read, written);
}

TEST_F(DiscussionTest, OnlyWhoWroteACommentChangesIt) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_ORGANISATION);
  ASSERT_OK_AND_ASSIGN(const std::string comment, Comment(id, kColleague, "Frist"));
  EXPECT_THAT(Edit(comment, kMember, "First"), StatusIs(kDenied, "NOT_AUTHOR"));
  EXPECT_THAT(Remove(comment, kMember), StatusIs(kDenied, "NOT_AUTHOR"));
  EXPECT_THAT(Edit(comment, kOutsider, "First"), StatusIs(kGone, "COMMENT_NOT_FOUND"));
  EXPECT_THAT(Remove(comment, kHeadOffice), StatusIs(kGone, "COMMENT_NOT_FOUND"));
  EXPECT_THAT(Edit(comment, kColleague, "First", "7"), StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_EQ(Edit(comment, kColleague, "First", "1").value(), "2");
  EXPECT_EQ(Edit(comment, kColleague, "First", "2").value(), "2") << "nothing new";
  EXPECT_EQ(List(id, kMember)->at(0).text(), "First");
  EXPECT_TRUE(List(id, kMember)->at(0).has_edit_time());
}

TEST_F(DiscussionTest, ARemovedCommentKeepsItsPlaceAndLosesItsWords) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK_AND_ASSIGN(const std::string comment, Comment(id, kColleague, "A secret"));
  ASSERT_OK(Comment(id, kMember, "Thank you", comment));
  ASSERT_OK(Remove(comment, kColleague));
  ASSERT_OK_AND_ASSIGN(const auto comments, List(id, kMember));
  ASSERT_EQ(comments.size(), 2);
  EXPECT_TRUE(comments[0].removed());
  EXPECT_EQ(comments[0].text() + comments[0].author_id(), "");
  EXPECT_EQ(comments[1].reply_to(), comment);
  EXPECT_EQ(CommentsOf(id), 1);
  EXPECT_EQ(world.Events<v1::ReactionsChanged>().back().comments(), 1);
  EXPECT_TRUE(world.Events<v1::CommentChanged>().back().removed());
  EXPECT_THAT(Edit(comment, kColleague, "Again"), StatusIs(kRefused, "COMMENT_REMOVED"));
  EXPECT_THAT(Comment(id, kMember, "Why?", comment), StatusIs(kRefused, "COMMENT_REMOVED"));
}

TEST_F(DiscussionTest, WhatSomebodySaidTheyTakeBackThoughTheySeeItNoMore) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK(Endorse(id, kOutsider));
  ASSERT_OK(Endorse(id, kOtherMember));
  ASSERT_OK_AND_ASSIGN(const std::string comment, Comment(id, kOutsider, "A secret"));
  SetVisibility(id, v1::VISIBILITY_TEAM);
  EXPECT_THAT(Edit(comment, kOutsider, "Another"), StatusIs(kGone, "COMMENT_NOT_FOUND"));
  EXPECT_THAT(Remove(comment, kHeadOffice), StatusIs(kGone, "COMMENT_NOT_FOUND"));
  EXPECT_OK(Remove(comment, kOutsider));
  EXPECT_THAT(Remove(comment, kOutsider), StatusIs(kGone, "COMMENT_NOT_FOUND")) << "nobody's any longer";
  EXPECT_EQ(CommentsOf(id), 0);
  EXPECT_EQ(Withdraw(id, kOutsider).value(), 0) << "they are not told how many there are";
  EXPECT_EQ(world.Events<v1::ReactionsChanged>().back().endorsements(), 1);
  EXPECT_THAT(Withdraw(id, kOutsider), StatusIs(kGone, "ITEM_NOT_FOUND"));
}

TEST_F(DiscussionTest, WhatModerationHasHiddenStaysForItToJudge) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK_AND_ASSIGN(const std::string comment, Comment(id, kOutsider, "A secret"));
  world.Change([&](obt::store::Txn& txn) -> absl::Status {
    OBT_ASSIGN_OR_RETURN(const auto row, kComments.Find(txn, {ItemOf(comment)}));
    store::v1::CommentRow hidden = row.value();
    hidden.set_hidden(true);
    kComments.Put(txn, {ItemOf(comment)}, hidden);
    return absl::OkStatus();
  });
  EXPECT_THAT(Remove(comment, kOutsider), StatusIs(kRefused, "HIDDEN"));
  SetVisibility(id, v1::VISIBILITY_TEAM);
  EXPECT_THAT(Remove(comment, kOutsider), StatusIs(kGone, "COMMENT_NOT_FOUND"));
}

TEST_F(DiscussionTest, AnEndorsementThatAMergeMovedTellsNobodyWhereItWent) {
  const std::string duplicate = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT),
                    survivor = world.Propose(kMember, v1::VISIBILITY_TEAM);
  ASSERT_OK(Endorse(duplicate, kOutsider));
  world.Change([&](obt::store::Txn& txn) { return UniteEndorsements(txn, {&duplicate}, survivor); });
  EXPECT_THAT(Withdraw(survivor, kOutsider), StatusIs(kGone, "ITEM_NOT_FOUND"));
}

TEST_F(DiscussionTest, NoEventTellsWordsOrPeople) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  const size_t before = world.Changes().size();
  ASSERT_OK(Endorse(id, kOutsider));
  ASSERT_OK_AND_ASSIGN(const std::string comment, Comment(id, kColleague, "A secret"));
  ASSERT_OK(Edit(comment, kColleague, "Another secret"));
  std::string bytes;
  const std::vector<obt::store::v1::Change> changes = world.Changes();
  for (size_t i = before; i < changes.size(); ++i) bytes += changes[i].event();
  for (const std::string& personal : {std::string("secret"), kOutsider, kColleague})
    EXPECT_EQ(bytes.find(personal), std::string::npos);
}

}  // namespace
}  // namespace obt::ideas
