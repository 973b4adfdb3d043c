#include <functional>
#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/ideas/test_trials.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using samples::kColleague;
using samples::kFacilitator;
using samples::kMember;
using samples::kOutsider;
using samples::kTeam;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CaseStudyServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::CaseStudy> Get(const std::string& id, const std::string& person) {
    v1::GetCaseStudyRequest request;
    request.set_case_study_id(id);
    OBT_ASSIGN_OR_RETURN(auto response, world.Call<v1::GetCaseStudyResponse>(request, person));
    return response.case_study();
  }
  absl::StatusOr<v1::CaseStudy> GetAs(const std::string& client, const std::string& id) {
    v1::GetCaseStudyRequest request;
    request.set_case_study_id(id);
    OBT_ASSIGN_OR_RETURN(auto response, world.CallAs<v1::GetCaseStudyResponse>(client, request));
    return response.case_study();
  }
  absl::StatusOr<v1::UpdateCaseStudyResponse> Update(const std::string& id, const std::string& theme,
                                                     const std::string& person = kFacilitator,
                                                     const std::string& etag = "") {
    v1::UpdateCaseStudyRequest request;
    request.set_case_study_id(id);
    *request.mutable_text() = Trials::StoryOf("A printer for us");
    request.add_theme_codes(theme);
    request.set_etag(etag);
    return world.Call<v1::UpdateCaseStudyResponse>(request, person);
  }
  std::vector<std::string> Listed(const std::string& person, const std::string& team_id = "",
                                  v1::CaseStudyState state = v1::CASE_STUDY_STATE_UNSPECIFIED) {
    v1::ListCaseStudiesRequest request;
    request.set_programme_id("obt-2024");
    request.set_team_id(team_id);
    if (state != v1::CASE_STUDY_STATE_UNSPECIFIED) request.add_states(state);
    std::vector<std::string> ids;
    const auto response = world.Call<v1::ListCaseStudiesResponse>(request, person).value();
    for (const v1::CaseStudy& each : response.case_studies()) ids.push_back(each.facts().case_study_id());
    return ids;
  }
  std::string Drafted(const std::string& experiment_id) {
    return world.Draft(experiment_id).value().case_study().case_study_id();
  }

  Trials world;
};

TEST_F(CaseStudyServiceTest, TheWayOfACaseStudy) {
  const std::string experiment = world.Concluded(world.Agreed());
  const std::string id = Drafted(experiment);
  ASSERT_THAT(Update(id, "meetings"), IsOk());
  EXPECT_EQ(world.Submit(id).value().case_study().state(), v1::CASE_STUDY_STATE_SUBMITTED);
  ASSERT_THAT(Update(id, "letters"), IsOk());
  EXPECT_EQ(world.Publish(id).value().case_study().state(), v1::CASE_STUDY_STATE_PUBLISHED);
  const v1::CaseStudy story = Get(id, kOutsider).value();
  EXPECT_EQ(story.text().title(), "A printer for us");
  EXPECT_EQ(story.facts().experiment_id(), experiment);
  EXPECT_EQ(story.facts().outcome(), v1::OUTCOME_WORKED);
  EXPECT_THAT(story.facts().benefit_kinds(), ElementsAre(v1::BENEFIT_KIND_STAFF_TIME));
  EXPECT_THAT(story.facts().theme_codes(), ElementsAre("letters"));
  EXPECT_EQ(FormatDay(*ParseDay(story.facts().published_on())), "2025-01-06");
  EXPECT_EQ(story.organisation_code(), "jobcentres");
  EXPECT_EQ(story.facts().team_id(), kTeam);
  EXPECT_EQ(world.Events<v1::CaseStudyChanged>().size(), 5u);
  EXPECT_EQ(world.Events<v1::ExperimentChanged>().back().experiment().case_study_id(), id);
}

TEST_F(CaseStudyServiceTest, EveryGuardHasItsReason) {
  const std::string running = world.Running(world.Agreed());
  const std::string experiment = world.Concluded(world.Agreed());
  const std::string draft = Drafted(experiment);
  const std::string submitted = Drafted(world.Concluded(world.Agreed()));
  world.Submit(submitted).value();
  const std::string published = world.Published(world.Concluded(world.Agreed()));
  const std::string nobody = samples::IdOfNumber(999);
  const struct {
    const char* reason;
    std::function<absl::Status()> run;
  } kRows[] = {
      {"EXPERIMENT_NOT_FOUND", [&] { return world.Draft(nobody).status(); }},
      {"ADOPTION_NOT_FOUND", [&] { return world.Draft(nobody, kOutsider).status(); }},
      {"EXPERIMENT_STATE", [&] { return world.Draft(running).status(); }},
      {"NOT_FACILITATOR", [&] { return world.Draft(experiment, kMember).status(); }},
      {"CASE_STUDY_OPEN", [&] { return world.Draft(experiment).status(); }},
      {"THEME_UNKNOWN", [&] { return Update(draft, "stamps").status(); }},
      {"NOT_FACILITATOR", [&] { return Update(draft, "letters", kMember).status(); }},
      {"STALE_ETAG", [&] { return Update(draft, "letters", kFacilitator, "9").status(); }},
      {"CASE_STUDY_STATE", [&] { return Update(published, "letters").status(); }},
      {"CASE_STUDY_NOT_FOUND", [&] { return Update(draft, "letters", kColleague).status(); }},
      {"NOT_FACILITATOR", [&] { return world.Submit(draft, kMember).status(); }},
      {"CASE_STUDY_STATE", [&] { return world.Submit(submitted).status(); }},
      {"CASE_STUDY_NOT_FOUND", [&] { return world.Publish(draft, "centre").status(); }},
      {"CASE_STUDY_NOT_FOUND", [&] { return world.Publish(submitted, "defra-admin").status(); }},
      {"NOT_ADMIN", [&] { return world.Publish(published, "defra-admin").status(); }},
      {"CASE_STUDY_STATE", [&] { return world.Publish(published).status(); }},
      {"INVALID_FIELDS", [&] { return world.Publish(submitted, "dwp-admin", "2024-12-19").status(); }},
      {"INVALID_FIELDS", [&] { return world.Publish(submitted, "dwp-admin", "2025-01-16").status(); }},
      {"NOT_FACILITATOR", [&] { return world.Withdraw(published, kMember).status(); }},
      {"NOT_FACILITATOR", [&] { return world.Withdraw(published, kOutsider).status(); }},
  };
  int number = 0;
  for (const auto& row : kRows) EXPECT_EQ(ReasonOf(row.run()), row.reason) << number++;
}

TEST_F(CaseStudyServiceTest, AnotherFollowsOnceTheLastIsWithdrawnAndHidesNoneBefore) {
  const std::string experiment = world.Concluded(world.Agreed());
  const std::string first = world.Published(experiment);
  v1::GetExperimentRequest request;
  request.set_experiment_id(experiment);
  const auto told_in = [&](const std::string& person) {
    const auto response = world.Call<v1::GetExperimentResponse>(request, person).value();
    return response.experiment().facts().case_study_id();
  };
  EXPECT_EQ(ReasonOf(world.Draft(experiment).status()), "CASE_STUDY_OPEN");
  EXPECT_EQ(told_in(kOutsider), first);
  world.Withdraw(first).value();
  const std::string second = Drafted(experiment);
  EXPECT_EQ(told_in(kMember), second);
  EXPECT_EQ(told_in(kOutsider), "");
  world.Submit(second).value();
  world.Publish(second).value();
  EXPECT_EQ(told_in(kOutsider), second);
}

TEST_F(CaseStudyServiceTest, AFacilitatorDoesNotPublish) {
  const std::string id = Drafted(world.Concluded(world.Agreed()));
  world.Submit(id).value();
  v1::PublishCaseStudyRequest request;
  request.set_case_study_id(id);
  EXPECT_EQ(world.Call<v1::PublishCaseStudyResponse>(request, kFacilitator).status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(world.CallAs<v1::PublishCaseStudyResponse>("jobcentres-admin", request), IsOk());
}

TEST_F(CaseStudyServiceTest, PublishingTodayIsTheDefault) {
  const std::string id = Drafted(world.Concluded(world.Agreed()));
  world.Submit(id).value();
  world.Publish(id, "centre", "").value();
  EXPECT_EQ(FormatDay(*ParseDay(Get(id, kOutsider).value().facts().published_on())), "2025-01-15");
}

TEST_F(CaseStudyServiceTest, OthersSeeItOncePublishedAndNoLonger) {
  const std::string id = Drafted(world.Concluded(world.Agreed(v1::VISIBILITY_TEAM)));
  EXPECT_EQ(ReasonOf(Get(id, kColleague).status()), "CASE_STUDY_NOT_FOUND");
  EXPECT_EQ(ReasonOf(GetAs("dwp-admin", id).status()), "CASE_STUDY_NOT_FOUND") << "a draft nobody reported";
  EXPECT_THAT(Get(id, kMember), IsOk());
  world.Submit(id).value();
  EXPECT_EQ(ReasonOf(Get(id, kColleague).status()), "CASE_STUDY_NOT_FOUND");
  EXPECT_THAT(GetAs("dwp-admin", id), IsOk());
  world.Publish(id).value();
  EXPECT_EQ(Get(id, kOutsider).value().facts().experiment_id(), "")
      << "its own words alone: the experiment is the team's";
  EXPECT_NE(Get(id, kMember).value().facts().experiment_id(), "");
  EXPECT_THAT(GetAs("dwp-reporter", id), IsOk());
  world.Withdraw(id).value();
  EXPECT_EQ(ReasonOf(Get(id, kOutsider).status()), "CASE_STUDY_NOT_FOUND");
  EXPECT_EQ(Get(id, kMember).value().withdrawn_reason(), "It names somebody.");
}

TEST_F(CaseStudyServiceTest, WithdrawalNamesTheAdoptionsThatFollowIt) {
  const std::string id = world.Published(world.Concluded(world.Agreed()));
  const std::string adoption = world.Adopted(id);
  world.ReportEnd(adoption).value();
  const std::string second = world.Published(adoption, kOutsider);
  const std::string repeat = world.Adopted(second, kFacilitator, kTeam);
  world.Withdraw(id).value();
  const auto retired = world.Events<v1::FollowedItemRetired>();
  ASSERT_EQ(retired.size(), 1u);
  EXPECT_EQ(retired[0].item_id(), id);
  EXPECT_THAT(retired[0].adoption_ids(), ElementsAre(adoption, repeat));
}

TEST_F(CaseStudyServiceTest, TheCentreWithdrawsToo) {
  const std::string id = world.Published(world.Concluded(world.Agreed()));
  v1::WithdrawCaseStudyRequest request;
  request.set_case_study_id(id);
  request.set_reason("It is no longer so.");
  EXPECT_EQ(ReasonOf(world.CallAs<v1::WithdrawCaseStudyResponse>("defra-admin", request).status()),
            "NOT_FACILITATOR");
  EXPECT_THAT(world.CallAs<v1::WithdrawCaseStudyResponse>("centre", request), IsOk());
  EXPECT_EQ(ReasonOf(world.CallAs<v1::WithdrawCaseStudyResponse>("centre", request).status()),
            "CASE_STUDY_STATE");
}

TEST_F(CaseStudyServiceTest, ListsWhatIsAskedForAndSeen) {
  const std::string draft = Drafted(world.Concluded(world.Agreed()));
  const std::string published = world.Published(world.Concluded(world.Agreed()));
  EXPECT_THAT(Listed(kMember), ElementsAre(draft, published));
  EXPECT_THAT(Listed(kOutsider), ElementsAre(published));
  EXPECT_THAT(Listed(kOutsider, kTeam), ElementsAre(published));
  EXPECT_THAT(Listed(kOutsider, samples::kPair), IsEmpty());
  EXPECT_THAT(Listed(kMember, kTeam, v1::CASE_STUDY_STATE_DRAFT), ElementsAre(draft));
}

TEST_F(CaseStudyServiceTest, ATeamThatIsWithheldIsNeitherToldNorListed) {
  const std::string id =
      world.Published(world.Concluded(world.Agreed(v1::VISIBILITY_CROSS_GOVERNMENT, true)));
  EXPECT_EQ(Get(id, kOutsider).value().facts().team_id(), kTeam);
  world.Shrink(2);
  EXPECT_EQ(Get(id, kOutsider).value().facts().team_id(), "");
  EXPECT_EQ(GetAs("jobcentres-admin", id).value().facts().team_id(), "");
  EXPECT_EQ(Get(id, kMember).value().facts().team_id(), kTeam);
  EXPECT_THAT(Listed(kOutsider, kTeam), IsEmpty());
  EXPECT_THAT(Listed(kMember, kTeam), ElementsAre(id));
}

TEST_F(CaseStudyServiceTest, WhatIsHiddenIsANoticeToItsTeamAlone) {
  const std::string id = world.Published(world.Concluded(world.Agreed()));
  world.Hide<v1::CaseStudyFacts>(id);
  v1::CaseStudy expected;
  expected.mutable_facts()->set_case_study_id(id);
  expected.mutable_facts()->set_programme_id("obt-2024");
  expected.mutable_facts()->set_hidden(true);
  expected.set_hidden_reason("It names somebody.");
  EXPECT_EQ(Get(id, kMember).value().SerializeAsString(), expected.SerializeAsString());
  EXPECT_EQ(ReasonOf(Get(id, kOutsider).status()), "CASE_STUDY_NOT_FOUND");
  EXPECT_EQ(ReasonOf(world.Withdraw(id).status()), "HIDDEN");
  EXPECT_EQ(GetAs("centre", id).value().hidden_reason(), "It names somebody.");
  EXPECT_EQ(GetAs("centre", id).value().text().title(), "Print at the desk");
  EXPECT_THAT(Listed(kMember), IsEmpty());
}

}  // namespace
}  // namespace obt::ideas
