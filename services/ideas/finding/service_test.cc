// What is found, by whom, and when: words of a thing from the moment its change is acknowledged, and nothing
// of what somebody may not see.
#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using samples::kColleague;
using samples::kMember;
using samples::kOutsider;
using samples::kPair;
using samples::kPairOne;
using samples::kPairTwo;
using samples::kSeconded;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class FindingTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::SearchIdeasResponse> Ask(const std::string& query, const std::string& person,
                                              const std::string& client = "") {
    v1::SearchIdeasRequest request;
    request.mutable_question()->set_query(query);
    request.mutable_question()->set_programme_id("obt-2024");
    return client.empty() ? world.Call<v1::SearchIdeasResponse>(request, person)
                          : world.CallAs<v1::SearchIdeasResponse>(client, request);
  }
  std::vector<std::string> Find(const std::string& query, const std::string& person,
                                const std::string& client = "") {
    std::vector<std::string> ids;
    const auto response = Ask(query, person, client).value();
    for (const v1::SearchHit& hit : response.hits()) ids.push_back(hit.id());
    EXPECT_EQ(response.summary().total(), response.hits_size());
    return ids;
  }
  std::string Proposed(const std::string& author, v1::Visibility visibility, const std::string& title,
                       bool anonymous = false, const std::string& team = samples::kTeam) {
    v1::ProposeIdeaRequest request;
    request.set_idea_id(world.Write(author, visibility, anonymous, team, title));
    world.Call<v1::ProposeIdeaResponse>(request, author).value();
    return request.idea_id();
  }
  void Rename(const std::string& idea_id, const std::string& title) {
    v1::UpdateIdeaRequest update;
    update.set_idea_id(idea_id);
    *update.mutable_text() = samples::TextOf(title);
    *update.mutable_terms() = samples::TermsOf(v1::VISIBILITY_CROSS_GOVERNMENT);
    ASSERT_OK(world.Call<v1::UpdateIdeaResponse>(update, samples::kFacilitator));
  }
  v1::FindSimilarIdeasResponse Similar(const v1::FindSimilarIdeasRequest& request,
                                       const std::string& person) {
    return world.Call<v1::FindSimilarIdeasResponse>(request, person).value();
  }

  World world;
};

TEST_F(FindingTest, WhatIsAcknowledgedIsFound) {
  const std::string id =
      world.Write(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, false, samples::kTeam, "Zeppelins");
  EXPECT_THAT(Find("zeppelin", kMember), IsEmpty()) << "a draft, even by who wrote it";
  v1::ProposeIdeaRequest propose;
  propose.set_idea_id(id);
  ASSERT_OK(world.Call<v1::ProposeIdeaResponse>(propose, kMember));
  EXPECT_THAT(Find("zeppelin", kOutsider), ElementsAre(id));
  Rename(id, "Balloons");
  EXPECT_THAT(Find("zeppelin", kOutsider), IsEmpty());
  EXPECT_THAT(Find("balloon", kOutsider), ElementsAre(id));
}

TEST_F(FindingTest, EachFindsWhatTheySee) {
  const std::string team = Proposed(kMember, v1::VISIBILITY_TEAM, "Zeppelins of the team"),
                    organisation = Proposed(kMember, v1::VISIBILITY_ORGANISATION, "Zeppelins of the body"),
                    everybody = Proposed(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, "Zeppelins for all");
  EXPECT_THAT(Find("zeppelins", kSeconded), SizeIs(3));
  EXPECT_THAT(Find("zeppelins", kColleague), ::testing::UnorderedElementsAre(organisation, everybody));
  EXPECT_THAT(Find("zeppelins", kOutsider), ElementsAre(everybody));
  EXPECT_THAT(Find("zeppelins", "", "dwp-intranet"), ElementsAre(everybody));
  EXPECT_THAT(Find("zeppelins", "", "central-reporter"), ElementsAre(everybody));
  EXPECT_THAT(Find("zeppelins", "", "jobcentres-admin"), SizeIs(3));
  EXPECT_THAT(Find("zeppelins", "", "centre"), SizeIs(3));
  EXPECT_THAT(Find("zeppelins", "", "defra-admin"), ElementsAre(everybody));
}

TEST_F(FindingTest, TheTeamOfAnAnonymousIdeaOfAPairDoesNotFindItAsItsOwn) {
  const std::string team = Proposed(kPairTwo, v1::VISIBILITY_TEAM, "Zeppelins in pairs", true, kPair);
  EXPECT_THAT(Find("zeppelins", kPairOne), IsEmpty());
  EXPECT_THAT(Find("zeppelins", "", "centre"), IsEmpty());
  const std::string organisation =
      Proposed(kPairTwo, v1::VISIBILITY_ORGANISATION, "Zeppelins in twos", true, kPair);
  EXPECT_THAT(Find("zeppelins", kColleague), ElementsAre(organisation));
}

TEST_F(FindingTest, ATeamFindsItsAnonymousIdeaWhileFiveOfItAreThere) {
  const std::string id = Proposed(kMember, v1::VISIBILITY_TEAM, "Zeppelins of the team", true);
  const std::string one = samples::IdOfNumber(5), other = samples::IdOfNumber(6);
  world.SetStatus(one, identity::v1::PERSON_STATUS_LEFT);
  EXPECT_THAT(Find("zeppelins", kSeconded), ElementsAre(id));
  world.SetStatus(other, identity::v1::PERSON_STATUS_LEFT);
  EXPECT_THAT(Find("zeppelins", kSeconded), IsEmpty()) << "and not counted either";
  world.SetStatus(one, identity::v1::PERSON_STATUS_ACTIVE);
  EXPECT_THAT(Find("zeppelins", kSeconded), ElementsAre(id));
}

TEST_F(FindingTest, WhereTheTeamIsWithheldNoDayTiesAnIdeaToItsConversation) {
  v1::LogConversationRequest log = samples::ConversationOf();
  log.add_changes()->set_idea_id(Proposed(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, "Zeppelins", true));
  *log.mutable_changes(0)->mutable_try_by() = samples::DateOf("2024-11-30");
  ASSERT_OK(world.Call<v1::LogConversationResponse>(log, samples::kFacilitator));
  v1::SearchIdeasRequest search;
  search.mutable_question()->set_query("zeppelins");
  *search.mutable_question()->mutable_from_day() = samples::DateOf("2024-11-04");
  *search.mutable_question()->mutable_to_day() = samples::DateOf("2024-11-05");
  EXPECT_THAT(world.Call<v1::SearchIdeasResponse>(search, kOutsider).value().hits(), SizeIs(1));
  for (const int left : {5, 6}) world.SetStatus(samples::IdOfNumber(left), identity::v1::PERSON_STATUS_LEFT);
  EXPECT_THAT(world.Call<v1::SearchIdeasResponse>(search, kOutsider).value().hits(), IsEmpty());
}

TEST_F(FindingTest, WhatIsHiddenIsGoneAtOnceAndBackWhenRestored) {
  const std::string id = Proposed(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, "Zeppelins for all");
  v1::ReportContentRequest report;
  report.set_target_id(id);
  report.set_reason("hot air");
  v1::ResolveReportRequest resolve;
  resolve.set_report_id(world.Call<v1::ReportContentResponse>(report, kOutsider).value().report_id());
  resolve.set_resolution(v1::RESOLUTION_HIDDEN);
  resolve.set_reason("it is");
  ASSERT_OK(world.CallAs<v1::ResolveReportResponse>("dwp-admin", resolve));
  for (const std::string& person : {kOutsider, kMember}) {
    const v1::SearchIdeasResponse response = Ask("zeppelins", person).value();
    EXPECT_THAT(response.hits(), IsEmpty());
    EXPECT_EQ(response.summary().total(), 0);
    EXPECT_THAT(response.summary().facets(), IsEmpty());
    EXPECT_EQ(Ask("zepelins", person).value().summary().did_you_mean(), "");
  }
  resolve.set_resolution(v1::RESOLUTION_RESTORED);
  ASSERT_OK(world.CallAs<v1::ResolveReportResponse>("dwp-admin", resolve));
  EXPECT_THAT(Find("zeppelins", kOutsider), ElementsAre(id));
}

TEST_F(FindingTest, ADraftDoesNotFindItself) {
  const std::string id = Proposed(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, "Zeppelins over every jobcentre");
  v1::FindSimilarIdeasRequest request;
  request.set_item_id(id);
  EXPECT_THAT(Similar(request, kMember).items(), IsEmpty());
  const std::string other =
      Proposed(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, "Zeppelins over each jobcentre");
  const v1::FindSimilarIdeasResponse similar = Similar(request, kMember);
  ASSERT_THAT(similar.items(), SizeIs(1));
  EXPECT_EQ(similar.items(0).id(), other);
  EXPECT_THAT(similar.items(0).shared_terms(), Not(IsEmpty()));
}

TEST_F(FindingTest, AHiddenIdeaIsNobodysNeighbour) {
  Proposed(kMember, v1::VISIBILITY_TEAM, "Zeppelins over every jobcentre");
  v1::FindSimilarIdeasRequest request;
  request.set_title("Zeppelins over every jobcentre");
  request.set_text(samples::TextOf("").problem());
  EXPECT_THAT(Similar(request, kOutsider).items(), IsEmpty());
  EXPECT_THAT(Similar(request, kMember).items(), SizeIs(1));
}

TEST_F(FindingTest, WithoutWordsEverythingTheFiltersLetPassIsAnswered) {
  const std::string letters = Proposed(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, "Zeppelins for all");
  Proposed(kMember, v1::VISIBILITY_TEAM, "Zeppelins of the team");
  EXPECT_THAT(Find("", kOutsider), ElementsAre(letters));
  EXPECT_THAT(Find("", kMember), SizeIs(2));
  v1::SearchIdeasRequest request;
  request.mutable_question()->add_theme_codes("meetings");
  EXPECT_THAT(world.Call<v1::SearchIdeasResponse>(request, kMember).value().hits(), IsEmpty());
}

TEST_F(FindingTest, BadQueriesAreRefusedWithWhatToDo) {
  const absl::StatusCode bad = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(Ask("the of and", kMember), StatusIs(bad));
  std::string terms;
  for (int i = 0; i < 10'000; ++i) absl::StrAppend(&terms, "t", i, " ");
  EXPECT_THAT(Ask(terms, kMember), StatusIs(bad));
  EXPECT_THAT(Ask("<script>alert('zeppelins')</script>", kMember), IsOk());
}

TEST_F(FindingTest, WhatChangesWhileTheIndexIsFilledIsFoundAsItIsNow) {
  constexpr int kCopies = 200;
  const std::string first = Proposed(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, "Zeppelins");
  std::vector<std::string> ids = world.Copy(first, kCopies);
  std::sort(ids.begin(), ids.end());  // as they are read
  world.Reopen(false);
  ASSERT_TRUE(world.index().FillSome());
  Rename(ids.front(), "Balloons");  // read before
  Rename(ids.back(), "Balloons");   // not read yet
  ASSERT_TRUE(world.index().FillSome());
  ASSERT_FALSE(world.index().is_whole());
  Rename(ids[kCopies - 2], "Balloons");
  while (world.index().FillSome()) {
  }
  EXPECT_THAT(Find("balloon", kOutsider),
              ::testing::UnorderedElementsAre(ids.front(), ids.back(), ids[kCopies - 2]));
  EXPECT_EQ(Ask("zeppelin", kOutsider)->summary().total(), kCopies + 1 - 3);
}

TEST_F(FindingTest, UntilTheIndexIsWholeNobodyIsAnsweredFromIt) {
  const std::string id = Proposed(kMember, v1::VISIBILITY_CROSS_GOVERNMENT, "Zeppelins");
  world.Reopen(false);
  const auto incomplete = StatusIs(absl::StatusCode::kUnavailable, "INDEX_INCOMPLETE");
  EXPECT_THAT(Ask("zeppelin", kOutsider), incomplete);
  v1::FindSimilarIdeasRequest similar;
  similar.set_item_id(id);
  EXPECT_THAT(world.Call<v1::FindSimilarIdeasResponse>(similar, kMember), incomplete);
  v1::GetIdeaRequest get;
  get.set_idea_id(id);
  EXPECT_OK(world.Call<v1::GetIdeaResponse>(get, kMember)) << "all else goes on";
  world.index().Start(std::chrono::milliseconds(0));  // on its own thread
  while (!world.index().is_whole()) std::this_thread::yield();
  EXPECT_THAT(Find("zeppelin", kOutsider), ElementsAre(id));
}

TEST_F(FindingTest, AnIndexWithoutARowThatCannotBeReadIsNotAnsweredFromAndSaysWhy) {
  world.Reopen(true, [](obt::store::Txn& txn) {
    v1::ExperimentFacts experiment;
    experiment.set_experiment_id(samples::IdOfNumber(77));
    experiment.set_idea_id(samples::IdOfNumber(78));  // which is not there
    kExperiments.Put(txn, {ItemOf(experiment.experiment_id())}, experiment);
    return absl::OkStatus();
  });
  EXPECT_THAT(Ask("zeppelin", kOutsider), StatusIs(absl::StatusCode::kDataLoss, "ROW_UNREADABLE"));
}

TEST_F(FindingTest, ARestartedServiceAnswersTheSame) {
  for (int i = 0; i < 30; ++i) {
    Proposed(kMember, i % 3 == 0 ? v1::VISIBILITY_TEAM : v1::VISIBILITY_CROSS_GOVERNMENT,
             absl::StrCat("Zeppelins number ", i, i % 2 == 0 ? " over ports" : " over towns"));
  }
  std::vector<std::string> before, after;
  const std::vector<std::string> queries = {"zeppelins", "ports", "\"over towns\"", "zeppelins -ports",
                                            "zepelins"};
  const auto ask_all = [&](std::vector<std::string>& answers) {
    for (const std::string& query : queries) {
      for (const std::string& person : {kMember, kOutsider})
        answers.push_back(Ask(query, person).value().SerializeAsString());
    }
  };
  ask_all(before);
  world.Reopen();
  ask_all(after);
  EXPECT_EQ(before, after);
}

}  // namespace
}  // namespace obt::ideas
