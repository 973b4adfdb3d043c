#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/ideas/v1/events.pb.h"
#include "services/ideas/discussion/rows.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using samples::kColleague;
using samples::kMember;
using samples::kOtherMember;
using samples::kOutsider;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::StatusCode kGone = absl::StatusCode::kNotFound, kRefused = absl::StatusCode::kFailedPrecondition;

class ModerationTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::string> Report(const std::string& id, const std::string& person) {
    world.clock().Advance(absl::Seconds(1));
    v1::ReportContentRequest request;
    request.set_target_id(id);
    request.set_reason("It names a colleague");
    OBT_ASSIGN_OR_RETURN(auto response, world.Call<v1::ReportContentResponse>(request, person));
    return response.report_id();
  }
  absl::StatusOr<std::string> Resolve(const std::string& report_id, v1::Resolution resolution,
                                      const std::string& client = "jobcentres-admin",
                                      const std::string& etag = "") {
    v1::ResolveReportRequest request;
    request.set_report_id(report_id);
    request.set_resolution(resolution);
    request.set_reason("Names belong nowhere");
    request.set_etag(etag);
    OBT_ASSIGN_OR_RETURN(auto response, world.CallAs<v1::ResolveReportResponse>(client, request));
    return response.etag();
  }
  std::string ReportAs(const std::string& client, const std::string& id) {
    v1::ReportContentRequest request;
    request.set_target_id(id);
    request.set_reason("It names a colleague");
    return world.CallAs<v1::ReportContentResponse>(client, request).value().report_id();
  }
  std::vector<v1::Report> Reports(const std::string& client, const v1::ListReportsRequest& request = {}) {
    const auto response = world.CallAs<v1::ListReportsResponse>(client, request).value();
    return {response.reports().begin(), response.reports().end()};
  }
  absl::StatusOr<v1::Idea> Get(const std::string& id, const std::string& person,
                               const std::string& client = "") {
    v1::GetIdeaRequest request;
    request.set_idea_id(id);
    OBT_ASSIGN_OR_RETURN(auto response, client.empty() ? world.Call<v1::GetIdeaResponse>(request, person)
                                                       : world.CallAs<v1::GetIdeaResponse>(client, request));
    return response.idea();
  }
  std::string Comment(const std::string& id, const std::string& person, const std::string& reply_to = "") {
    world.clock().Advance(absl::Seconds(1));
    v1::AddCommentRequest request;
    request.set_target_id(id);
    request.set_reply_to(reply_to);
    request.set_text("Ask Jo Bloggs");
    return world.Call<v1::AddCommentResponse>(request, person).value().comment_id();
  }
  std::vector<v1::Comment> Comments(const std::string& id, const std::string& person,
                                    const std::string& client = "") {
    v1::ListCommentsRequest request;
    request.set_target_id(id);
    const auto response = client.empty() ? world.Call<v1::ListCommentsResponse>(request, person).value()
                                         : world.CallAs<v1::ListCommentsResponse>(client, request).value();
    return {response.comments().begin(), response.comments().end()};
  }

  World world;
};

TEST_F(ModerationTest, WhatSomebodyDoesNotSeeTheyCannotReport) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_TEAM);
  EXPECT_THAT(Report(id, kColleague), StatusIs(kGone, "ITEM_NOT_FOUND"));
  EXPECT_THAT(Report(Comment(id, kMember), kColleague), StatusIs(kGone, "ITEM_NOT_FOUND"));
  EXPECT_THAT(Report(samples::IdOfNumber(999), kColleague), StatusIs(kGone, "ITEM_NOT_FOUND"));
  EXPECT_OK(Report(id, kOtherMember));
}

TEST_F(ModerationTest, ReportsAreReadByThoseWhoModerateAndNobodyElse) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK_AND_ASSIGN(const std::string report, Report(id, kOutsider));
  for (const char* client : {"jobcentres-admin", "dwp-admin", "centre"}) {
    const std::vector<v1::Report> reports = Reports(client);
    ASSERT_EQ(reports.size(), 1) << client;
    EXPECT_EQ(reports[0].report_id(), report);
    EXPECT_EQ(reports[0].target_id(), id);
    EXPECT_EQ(reports[0].organisation_code(), "jobcentres");
    EXPECT_EQ(reports[0].state(), v1::REPORT_STATE_OPEN);
  }
  EXPECT_THAT(Reports("defra-admin"), IsEmpty());
  for (const v1::Resolution resolution : {v1::RESOLUTION_HIDDEN, v1::RESOLUTION_DISMISSED})
    EXPECT_THAT(Resolve(report, resolution, "defra-admin"), StatusIs(kGone, "REPORT_NOT_FOUND"));
  EXPECT_THAT(Resolve(samples::IdOfNumber(999), v1::RESOLUTION_HIDDEN), StatusIs(kGone, "REPORT_NOT_FOUND"));
}

TEST_F(ModerationTest, ReportsAreFilteredAndPagedOldestFirst) {
  std::vector<std::string> reports;
  for (int i = 0; i < 3; ++i)
    reports.push_back(Report(world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT), kOutsider).value());
  ASSERT_OK(Resolve(reports[1], v1::RESOLUTION_DISMISSED));
  v1::ListReportsRequest request;
  request.set_programme_id("obt-2024");
  request.set_page_size(2);
  const auto first = world.CallAs<v1::ListReportsResponse>("centre", request).value();
  ASSERT_EQ(first.reports_size(), 2);
  EXPECT_EQ(first.reports(0).report_id(), reports[0]);
  request.set_page_token(first.next_page_token());
  const auto second = world.CallAs<v1::ListReportsResponse>("centre", request).value();
  ASSERT_EQ(second.reports_size(), 1);
  EXPECT_EQ(second.reports(0).report_id(), reports[2]);
  v1::ListReportsRequest resolved;
  resolved.set_state(v1::REPORT_STATE_RESOLVED);
  ASSERT_EQ(Reports("centre", resolved).size(), 1);
  EXPECT_EQ(Reports("centre", resolved)[0].resolved_reason(), "Names belong nowhere");
  v1::ListReportsRequest elsewhere;
  elsewhere.set_programme_id("obt-1999");
  EXPECT_THAT(world.CallAs<v1::ListReportsResponse>("centre", elsewhere),
              StatusIs(kGone, "PROGRAMME_NOT_FOUND"));
}

TEST_F(ModerationTest, EverybodyHasOneOpenReportOfAThing) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK_AND_ASSIGN(const std::string report, Report(id, kOutsider));
  EXPECT_EQ(Report(id, kOutsider).value(), report);
  EXPECT_EQ(world.Events<v1::ReportChanged>().size(), 1);
  const std::string by_admin = ReportAs("jobcentres-admin", id);
  EXPECT_EQ(ReportAs("jobcentres-admin", id), by_admin);
  EXPECT_NE(ReportAs("centre", id), by_admin);
  EXPECT_NE(Report(id, kColleague).value(), report);
  EXPECT_EQ(Reports("centre").size(), 4);
  ASSERT_OK(Resolve(report, v1::RESOLUTION_DISMISSED));
  EXPECT_NE(Report(id, kOutsider).value(), report) << "there may be more to say than was decided";
  EXPECT_EQ(ReportAs("jobcentres-admin", id), by_admin) << "nobody has decided that";
  for (const auto& change : world.Changes()) EXPECT_EQ(change.event().find(kOutsider), std::string::npos);
}

TEST_F(ModerationTest, OfOneThingThereAreOnlySoManyOpenReports) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK_AND_ASSIGN(const std::string report, Report(id, kOutsider));
  world.Change([&](obt::store::Txn& txn) {
    for (int i = 1; i < kMaxOpenReportsPerItem; ++i) {
      v1::Report other;
      other.set_target_id(id);
      other.set_state(v1::REPORT_STATE_OPEN);
      InsertReport(txn, world.clock().Now(), {NewId<PersonId>(world.clock().Now()), ""}, other);
    }
    return absl::OkStatus();
  });
  EXPECT_THAT(Report(id, kColleague), StatusIs(kRefused, "REPORT_LIMIT"));
  EXPECT_EQ(Report(id, kOutsider).value(), report);
  ASSERT_OK(Resolve(report, v1::RESOLUTION_DISMISSED));
  EXPECT_OK(Report(id, kColleague));
}

TEST_F(ModerationTest, AReportedDraftIsThereForModerators) {
  const std::string id = world.Write(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  EXPECT_THAT(Get(id, "", "jobcentres-admin"), StatusIs(kGone, "IDEA_NOT_FOUND"));
  ASSERT_OK(Report(Comment(id, kMember), kOtherMember));
  EXPECT_OK(Get(id, "", "jobcentres-admin")) << "with what is said about it";
  EXPECT_EQ(Comments(id, "", "jobcentres-admin").size(), 1);
  EXPECT_THAT(Get(id, "", "dwp-intranet"), StatusIs(kGone, "IDEA_NOT_FOUND"));
}

TEST_F(ModerationTest, WhatIsHiddenIsGoneAtOnceAndBackWhenItIsRestored) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK_AND_ASSIGN(const std::string report, Report(id, kOutsider));
  ASSERT_OK(Resolve(report, v1::RESOLUTION_HIDDEN));
  EXPECT_THAT(Get(id, kOutsider), StatusIs(kGone, "IDEA_NOT_FOUND"));
  EXPECT_EQ(Get(id, kMember)->hidden_reason(), "Names belong nowhere");
  EXPECT_EQ(Get(id, kMember)->text().title(), "");
  EXPECT_NE(Get(id, "", "dwp-admin")->text().title(), "");
  EXPECT_THAT(Report(id, kMember), StatusIs(kRefused, "HIDDEN"));
  EXPECT_TRUE(world.Events<v1::IdeaChanged>().back().idea().hidden());
  ASSERT_EQ(world.Events<v1::FollowedItemRetired>().size(), 1);
  EXPECT_EQ(world.Events<v1::FollowedItemRetired>()[0].item_id(), id);
  v1::EndorseRequest endorse;
  endorse.set_target_id(id);
  EXPECT_THAT(world.Call<v1::EndorseResponse>(endorse, kOutsider), StatusIs(kGone, "ITEM_NOT_FOUND"));
  EXPECT_THAT(world.Call<v1::EndorseResponse>(endorse, kMember), StatusIs(kRefused, "HIDDEN"));
  EXPECT_THAT(Resolve(report, v1::RESOLUTION_DISMISSED), StatusIs(kRefused, "REPORT_STATE"));
  ASSERT_OK(Resolve(report, v1::RESOLUTION_RESTORED));
  EXPECT_OK(Get(id, kOutsider));
  EXPECT_EQ(Get(id, "", "dwp-admin")->hidden_reason(), "");
  EXPECT_FALSE(world.Events<v1::IdeaChanged>().back().idea().hidden());
  EXPECT_EQ(world.Events<v1::FollowedItemRetired>().size(), 1);
}

TEST_F(ModerationTest, AStaleDecisionIsRefused) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  ASSERT_OK_AND_ASSIGN(const std::string report, Report(id, kOutsider));
  EXPECT_EQ(Resolve(report, v1::RESOLUTION_DISMISSED, "centre", "1").value(), "2");
  EXPECT_THAT(Resolve(report, v1::RESOLUTION_HIDDEN, "dwp-admin", "1"),
              StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_OK(Get(id, kOutsider));
}

TEST_F(ModerationTest, AHiddenCommentIsANoticeForItsAuthorAndNothingForOthers) {
  const std::string id = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  const std::string comment = Comment(id, kColleague), answer = Comment(id, kOutsider, comment);
  ASSERT_OK_AND_ASSIGN(const std::string report, Report(comment, kOutsider));
  ASSERT_OK(Resolve(report, v1::RESOLUTION_HIDDEN));
  ASSERT_EQ(Comments(id, kMember).size(), 1);
  EXPECT_EQ(Comments(id, kMember)[0].comment_id(), answer);
  EXPECT_EQ(Comments(id, kMember)[0].reply_to(), "") << "what it answers does not exist for them";
  const std::vector<v1::Comment> authors = Comments(id, kColleague);
  ASSERT_EQ(authors.size(), 2);
  EXPECT_EQ(authors[0].text(), "");
  EXPECT_EQ(authors[0].hidden_reason(), "Names belong nowhere");
  EXPECT_EQ(authors[1].reply_to(), comment);
  EXPECT_EQ(Comments(id, "", "jobcentres-admin")[0].text(), "Ask Jo Bloggs");
  EXPECT_EQ(Get(id, kMember)->comments(), 1);
  v1::EditCommentRequest edit;
  edit.set_comment_id(comment);
  edit.set_text("Ask somebody");
  EXPECT_THAT(world.Call<v1::EditCommentResponse>(edit, kColleague), StatusIs(kRefused, "HIDDEN"));
  EXPECT_THAT(world.Call<v1::EditCommentResponse>(edit, kMember), StatusIs(kGone, "COMMENT_NOT_FOUND"));
  ASSERT_OK(Resolve(report, v1::RESOLUTION_RESTORED));
  EXPECT_EQ(Comments(id, kMember).size(), 2);
  EXPECT_EQ(Get(id, kMember)->comments(), 2);
}

TEST_F(ModerationTest, AHiddenCaseStudyNamesTheAdoptionsThatFollowIt) {
  v1::CaseStudyFacts facts;
  facts.set_programme_id("obt-2024");
  facts.set_team_id(samples::kTeam);
  facts.set_state(v1::CASE_STUDY_STATE_PUBLISHED);
  const std::string adoption = samples::IdOfNumber(700);
  world.Change([&](obt::store::Txn& txn) {
    OBT_RETURN_IF_ERROR(Insert(txn, world.clock().Now(), facts, {}));
    kAdoptionsByCaseStudy.Put(txn, {ItemOf(facts.case_study_id()), ItemOf(adoption)}, {});
    return absl::OkStatus();
  });
  ASSERT_OK_AND_ASSIGN(const std::string report, Report(facts.case_study_id(), kOutsider));
  ASSERT_OK(Resolve(report, v1::RESOLUTION_HIDDEN, "centre"));
  ASSERT_EQ(world.Events<v1::FollowedItemRetired>().size(), 1);
  EXPECT_THAT(world.Events<v1::FollowedItemRetired>()[0].adoption_ids(), ElementsAre(adoption));
  EXPECT_TRUE(world.Events<v1::CaseStudyChanged>().back().case_study().hidden());
  EXPECT_THAT(Report(facts.case_study_id(), kOutsider), StatusIs(kGone, "ITEM_NOT_FOUND"));
}

}  // namespace
}  // namespace obt::ideas
