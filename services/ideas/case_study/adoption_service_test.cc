#include <functional>
#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/ideas/case_study/adoption_rows.h"
#include "services/ideas/test_trials.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using samples::kColleague;
using samples::kFacilitator;
using samples::kMember;
using samples::kOutsider;
using samples::kPair;
using samples::kPairOne;
using samples::kTeam;
using samples::kTeamElsewhere;
using ::testing::ElementsAre;

class AdoptionServiceTest : public ::testing::Test {
 protected:
  static v1::ListAdoptionsRequest Repeats(const std::string& case_study_id) {
    v1::ListAdoptionsRequest request;
    request.set_case_study_id(case_study_id);
    return request;
  }
  static v1::ListAdoptionsRequest WayBack(const std::string& adoption_id) {
    v1::ListAdoptionsRequest request;
    request.set_adoption_id(adoption_id);
    return request;
  }
  // The ids of all pages.
  std::vector<std::string> Listed(v1::ListAdoptionsRequest request, const std::string& person) {
    std::vector<std::string> ids;
    do {
      const auto response = world.Call<v1::ListAdoptionsResponse>(request, person).value();
      for (const v1::Adoption& each : response.adoptions()) ids.push_back(each.facts().adoption_id());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
  absl::StatusOr<v1::ReportAdoptionResponse> ReportStart(const std::string& id, const std::string& day,
                                                         const std::string& person = kOutsider,
                                                         const std::string& etag = "") {
    v1::ReportAdoptionRequest request;
    request.set_adoption_id(id);
    *request.mutable_started_on() = samples::DateOf(day);
    request.set_etag(etag);
    return world.Call<v1::ReportAdoptionResponse>(request, person);
  }
  int CountOf(const std::string& case_study_id) {
    return world.CaseStudyOf(case_study_id, kMember).adoptions();
  }

  Trials world;
  const std::string story = world.Published(world.Concluded(world.Agreed()));
};

TEST_F(AdoptionServiceTest, TheWayOfAnAdoption) {
  const std::string id = world.Adopted(story);
  EXPECT_EQ(ReportStart(id, "2025-01-06").value().adoption().state(), v1::TRIAL_STATE_RUNNING);
  EXPECT_EQ(world.ReportEnd(id).value().adoption().state(), v1::TRIAL_STATE_CONCLUDED);
  const auto response = world.Call<v1::ListAdoptionsResponse>(WayBack(id), kColleague).value();
  ASSERT_EQ(response.adoptions_size(), 1);
  const v1::Adoption& adoption = response.adoptions(0);
  EXPECT_EQ(adoption.text().plan(), "The same at our counter.");
  EXPECT_EQ(adoption.text().learnt(), "One printer is enough.");
  EXPECT_EQ(adoption.organisation_code(), "defra");
  EXPECT_EQ(adoption.facts().programme_id(), "obt-2024");
  EXPECT_EQ(adoption.facts().trial().outcome(), v1::OUTCOME_WORKED);
  EXPECT_THAT(adoption.facts().chain(), ElementsAre(story));
  EXPECT_EQ(world.Events<v1::AdoptionChanged>().size(), 3u);
  for (const auto& change : world.Changes()) EXPECT_EQ(change.event().find("counter"), std::string::npos);
}

TEST_F(AdoptionServiceTest, EveryGuardHasItsReason) {
  const std::string open = world.Adopted(story);
  const std::string draft = world.Draft(world.Concluded(world.Agreed())).value().case_study().case_study_id();
  const std::string other = world.Published(world.Concluded(world.Agreed()));
  const std::string nobody = samples::IdOfNumber(999);
  const struct {
    const char* reason;
    std::function<absl::Status()> run;
  } kRows[] = {
      {"CASE_STUDY_NOT_FOUND", [&] { return world.Adopt(nobody).status(); }},
      {"CASE_STUDY_NOT_FOUND", [&] { return world.Adopt(draft).status(); }},
      {"CASE_STUDY_STATE", [&] { return world.Adopt(draft, kFacilitator, kTeam).status(); }},
      {"NOT_FACILITATOR", [&] { return world.Adopt(story, kMember, kTeam).status(); }},
      {"OWN_CASE_STUDY", [&] { return world.Adopt(story, kFacilitator, kTeam).status(); }},
      {"ADOPTION_OPEN", [&] { return world.Adopt(story).status(); }},
      {"INVALID_FIELDS",
       [&] { return world.Adopt(other, kOutsider, kTeamElsewhere, "", "2025-01-05").status(); }},
      {"INVALID_FIELDS",
       [&] { return world.Adopt(other, kOutsider, kTeamElsewhere, "", "2025-01-16").status(); }},
      {"INVALID_FIELDS", [&] { return world.Adopt(other, kPairOne, kPair, open).status(); }},
      {"ADOPTION_NOT_FOUND", [&] { return world.Adopt(other, kPairOne, kPair, nobody).status(); }},
      {"ADOPTION_NOT_FOUND", [&] { return ReportStart(nobody, "2025-01-06").status(); }},
      {"NOT_FACILITATOR", [&] { return ReportStart(open, "2025-01-06", kFacilitator).status(); }},
      {"STALE_ETAG", [&] { return ReportStart(open, "2025-01-06", kOutsider, "9").status(); }},
      {"INVALID_FIELDS", [&] { return ReportStart(open, "2025-01-05").status(); }},
      {"INVALID_FIELDS", [&] { return world.ReportEnd(open, "2025-01-16").status(); }},
      {"CASE_STUDY_NOT_FOUND",
       [&] { return world.Call<v1::ListAdoptionsResponse>(Repeats(draft), kOutsider).status(); }},
      {"ADOPTION_NOT_FOUND",
       [&] { return world.Call<v1::ListAdoptionsResponse>(WayBack(nobody), kOutsider).status(); }},
  };
  int number = 0;
  for (const auto& row : kRows) EXPECT_EQ(ReasonOf(row.run()), row.reason) << number++;
  world.ReportEnd(open).value();
  EXPECT_EQ(ReasonOf(ReportStart(open, "2025-01-06").status()), "ADOPTION_STATE");
  EXPECT_THAT(world.Adopt(story), IsOk()) << "again, once the first has ended";
}

TEST_F(AdoptionServiceTest, AnAdminOfTheTeamAdoptsToo) {
  v1::AdoptCaseStudyRequest request;
  request.set_case_study_id(story);
  request.set_team_id(kTeamElsewhere);
  EXPECT_THAT(world.CallAs<v1::AdoptCaseStudyResponse>("defra-admin", request), IsOk());
  request.set_team_id(kPair);
  EXPECT_FALSE(world.CallAs<v1::AdoptCaseStudyResponse>("defra-admin", request).ok());
}

TEST_F(AdoptionServiceTest, TheChainIsReadFromEitherEnd) {
  const std::string first = world.Adopted(story);
  const std::string copy = world.Adopted(story, kPairOne, kPair, first);
  world.ReportEnd(copy, "2025-01-06", kPairOne).value();
  v1::DraftCaseStudyRequest draft;
  draft.set_adoption_id(copy);
  *draft.mutable_text() = Trials::StoryOf();
  const std::string second =
      world.Call<v1::DraftCaseStudyResponse>(draft, kPairOne).value().case_study().case_study_id();
  world.Submit(second, kPairOne).value();
  world.Publish(second).value();
  const std::string repeat = world.Adopted(second);
  for (const int page_size : {1, 2, 100}) {
    v1::ListAdoptionsRequest forth = Repeats(story), back = WayBack(repeat);
    forth.set_page_size(page_size);
    back.set_page_size(page_size);
    EXPECT_THAT(Listed(forth, kColleague), ElementsAre(first, copy, repeat));
    EXPECT_THAT(Listed(back, kColleague), ElementsAre(repeat, copy, first));
  }
  EXPECT_THAT(Listed(Repeats(second), kColleague), ElementsAre(repeat));
  EXPECT_EQ(CountOf(story), 3);
  EXPECT_EQ(CountOf(second), 1);
  const auto depth = kAdoptionsByCaseStudy.Find(world.store().Now(), {ItemOf(story), ItemOf(repeat)}).value();
  EXPECT_EQ(depth->depth(), 2);

  world.Withdraw(second, kPairOne).value();
  EXPECT_THAT(Listed(Repeats(story), kColleague), ElementsAre(first, copy))
      << "what repeats a case study that is withdrawn does not exist for others";
  EXPECT_EQ(CountOf(story), 2) << "and does not count";
  EXPECT_THAT(Listed(WayBack(repeat), kOutsider), ElementsAre(repeat, copy, first));
}

TEST_F(AdoptionServiceTest, AdoptionsCountWhileEverybodySeesThem) {
  const std::string id = world.Adopted(story);
  EXPECT_EQ(CountOf(story), 1);
  for (const bool hidden : {true, true, false, false}) {
    world.Change([&](obt::store::Txn& txn) -> absl::Status {
      OBT_ASSIGN_OR_RETURN(const auto before, Get<v1::AdoptionFacts>(txn, id));
      v1::AdoptionFacts after = before;
      after.set_hidden(hidden);
      OBT_RETURN_IF_ERROR(Recount(txn, before, after));
      return Put(txn, world.clock().Now(), after);
    });
    EXPECT_EQ(CountOf(story), hidden ? 0 : 1);
  }
}

TEST_F(AdoptionServiceTest, WhoseCaseStudyItIsIsNotToldByARefusal) {
  const std::string unnamed =
      world.Published(world.Concluded(world.Agreed(v1::VISIBILITY_CROSS_GOVERNMENT, true)));
  v1::AdoptCaseStudyRequest request;
  request.set_case_study_id(unnamed);
  request.set_team_id(kTeam);
  EXPECT_EQ(ReasonOf(world.CallAs<v1::AdoptCaseStudyResponse>("jobcentres-admin", request).status()),
            "OWN_CASE_STUDY");
  world.Shrink(2);
  EXPECT_EQ(ReasonOf(world.Adopt(unnamed, kFacilitator, kTeam).status()), "OWN_CASE_STUDY") << "they know it";
  EXPECT_THAT(world.CallAs<v1::AdoptCaseStudyResponse>("jobcentres-admin", request), IsOk());
}

TEST_F(AdoptionServiceTest, WhatIsHiddenIsANoticeToItsTeamAlone) {
  const std::string id = world.Adopted(story);
  const std::string copy = world.Adopted(story, kPairOne, kPair, id);
  world.Hide<v1::AdoptionFacts>(id);
  EXPECT_EQ(ReasonOf(world.Call<v1::ListAdoptionsResponse>(WayBack(id), kColleague).status()),
            "ADOPTION_NOT_FOUND");
  EXPECT_THAT(Listed(Repeats(story), kColleague), ElementsAre(copy));
  EXPECT_THAT(Listed(WayBack(copy), kColleague), ElementsAre(copy));
  const auto others = world.Call<v1::ListAdoptionsResponse>(WayBack(copy), kColleague).value();
  EXPECT_EQ(others.adoptions(0).facts().copied_from(), "") << "what is hidden is not named either";
  const auto own = world.Call<v1::ListAdoptionsResponse>(WayBack(id), kOutsider).value();
  v1::Adoption expected;
  expected.mutable_facts()->set_adoption_id(id);
  expected.mutable_facts()->set_programme_id("obt-2024");
  expected.mutable_facts()->set_hidden(true);
  expected.set_hidden_reason("It names somebody.");
  ASSERT_EQ(own.adoptions_size(), 1);
  EXPECT_EQ(own.adoptions(0).SerializeAsString(), expected.SerializeAsString());
  EXPECT_EQ(ReasonOf(ReportStart(id, "2025-01-06").status()), "HIDDEN");
  EXPECT_EQ(
      ReasonOf(world.Adopt(world.Published(world.Concluded(world.Agreed())), kPairOne, kPair, id).status()),
      "ADOPTION_NOT_FOUND");
  EXPECT_EQ(
      world.CallAs<v1::ListAdoptionsResponse>("centre", WayBack(id)).value().adoptions(0).hidden_reason(),
      "It names somebody.");
}

}  // namespace
}  // namespace obt::ideas
