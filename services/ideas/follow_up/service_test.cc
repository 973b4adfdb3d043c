#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/ideas/follow_up/rows.h"
#include "services/ideas/test_trials.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using samples::kFacilitator;
using samples::kPair;
using samples::kPairOne;
using samples::kSeconded;
using samples::kTeam;
using samples::kTeamElsewhere;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FollowUpsTest : public ::testing::Test {
 protected:
  static v1::ListFollowUpsRequest Asked() {
    v1::ListFollowUpsRequest request;
    request.set_programme_id("obt-2024");
    return request;
  }
  std::vector<v1::FollowUp> List(const std::string& client, const v1::ListFollowUpsRequest& request = Asked(),
                                 const std::string& person = "") {
    const auto response = world.CallAs<v1::ListFollowUpsResponse>(client, person, request).value();
    return {response.follow_ups().begin(), response.follow_ups().end()};
  }
  // What a list of all is, page by page; `between` is done after each.
  std::vector<std::string> Teams(v1::ListFollowUpsRequest request, const std::function<void()>& between) {
    std::vector<std::string> teams;
    do {
      const auto page = world.CallAs<v1::ListFollowUpsResponse>("centre", request).value();
      EXPECT_LE(page.follow_ups_size(), request.page_size());
      for (const v1::FollowUp& each : page.follow_ups()) teams.push_back(each.team_id());
      request.set_page_token(page.next_page_token());
      between();
    } while (!request.page_token().empty());
    return teams;
  }
  void Log(const std::string& team_id, const std::string& facilitator) {
    ASSERT_OK(world.Call<v1::LogConversationResponse>(samples::ConversationOf(team_id), facilitator));
  }

  static FollowUpsAsked EverywhereOn(Day today) {
    return {samples::Programme2024(), {"defra", "dwp", "jobcentres"}, {}, today};
  }

  Trials world;
};

TEST_F(FollowUpsTest, AreThoseOfTheCallersScopeWithWhomToAsk) {
  const std::vector<v1::FollowUp> found = List("dwp-intranet");
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].team_id(), kTeam);
  EXPECT_EQ(found[1].team_id(), kPair);
  EXPECT_EQ(found[0].kind(), v1::FOLLOW_UP_KIND_NO_CONVERSATION);
  EXPECT_EQ(found[0].organisation_code(), "jobcentres");
  EXPECT_EQ(found[0].item_id(), "");
  EXPECT_EQ(FormatDay(*ParseDay(found[0].since())), "2024-10-14");
  EXPECT_EQ(found[0].days_waited(), 93);
  EXPECT_THAT(found[0].facilitator_ids(), ElementsAre(kFacilitator));
  EXPECT_EQ(List("defra-admin").at(0).team_id(), kTeamElsewhere);
  EXPECT_EQ(List("centre").size(), 3);
}

TEST_F(FollowUpsTest, OfOneOrganisationAreForThoseWhoCoverIt) {
  v1::ListFollowUpsRequest request = Asked();
  request.set_organisation_code("jobcentres");
  EXPECT_EQ(List("dwp-admin", request).size(), 2);
  EXPECT_EQ(List("central-reporter", request).size(), 2);
  EXPECT_THAT(world.CallAs<v1::ListFollowUpsResponse>("defra-admin", request),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  request.set_organisation_code("hmrc");
  EXPECT_THAT(world.CallAs<v1::ListFollowUpsResponse>("centre", request),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
  request.set_programme_id("obt-1999");
  EXPECT_THAT(world.CallAs<v1::ListFollowUpsResponse>("centre", request),
              StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST_F(FollowUpsTest, NameNobodyToReportersNorAnybodyElsewhere) {
  world.Change([](obt::store::Txn& txn) {
    return World::PutTeam(txn, samples::IdOfNumber(104), "jobcentres", kSeconded, {kSeconded});
  });
  for (const char* client : {"dwp-reporter", "central-reporter"}) {
    for (const v1::FollowUp& each : List(client)) {
      EXPECT_EQ(each.facilitator_ids_size(), 0) << client;
      EXPECT_EQ(each.facilitators_elsewhere(), 1) << client;
    }
  }
  const std::vector<v1::FollowUp> found = List("dwp-admin");
  ASSERT_EQ(found.size(), 3);
  EXPECT_EQ(found[1].facilitators_elsewhere(), 0);
  EXPECT_EQ(found[2].facilitator_ids_size(), 0) << "they are of defra";
  EXPECT_EQ(found[2].facilitators_elsewhere(), 1);
}

TEST_F(FollowUpsTest, NameTheItemToThoseAloneWhoSeeIt) {
  const std::string id = world.AgreedIdea(v1::VISIBILITY_TEAM);
  v1::ListFollowUpsRequest request = Asked();
  request.add_kinds(v1::FOLLOW_UP_KIND_NOT_TRIED);
  for (const char* client : {"dwp-intranet", "dwp-reporter", "central-reporter"}) {
    ASSERT_EQ(List(client, request).size(), 1);
    EXPECT_EQ(List(client, request)[0].item_id(), "") << client;
  }
  for (const char* client : {"jobcentres-admin", "dwp-admin", "centre"})
    EXPECT_EQ(List(client, request).at(0).item_id(), id) << client;
  EXPECT_EQ(List("dwp-intranet", request, kFacilitator).at(0).item_id(), id);
  EXPECT_EQ(List("dwp-intranet", request, kPairOne).at(0).item_id(), "");
  EXPECT_EQ(List("dwp-admin", request)[0].days_waited(), 46);
}

TEST_F(FollowUpsTest, LeaveOutAndCountWhatWouldTellWhoseAnAnonymousIdeaIs) {
  const std::string id = world.Agreed(v1::VISIBILITY_CROSS_GOVERNMENT, true);
  v1::ListFollowUpsRequest request = Asked();
  request.add_kinds(v1::FOLLOW_UP_KIND_NOT_TRIED);
  EXPECT_EQ(List("centre", request).at(0).team_id(), kTeam) << "of six";
  world.Shrink(2);
  request.set_with_counts(true);
  for (const char* client : {"dwp-intranet", "dwp-reporter", "jobcentres-admin", "centre"}) {
    const auto response = world.CallAs<v1::ListFollowUpsResponse>(client, request).value();
    EXPECT_THAT(response.follow_ups(), IsEmpty()) << client;
    ASSERT_EQ(response.counts_size(), 1) << client;
    EXPECT_EQ(response.counts(0).count(), 1) << client;
  }
  EXPECT_EQ(List("dwp-intranet", request, kFacilitator).at(0).item_id(), id) << "the team keeps what it knew";
  request.clear_kinds();
  request.set_page_size(1);
  do {
    const auto page = world.CallAs<v1::ListFollowUpsResponse>("centre", request).value();
    request.set_page_token(page.next_page_token());
    std::string token;
    ASSERT_TRUE(absl::WebSafeBase64Unescape(page.next_page_token(), &token));
    EXPECT_FALSE(absl::StrContains(token, ItemOf(id).view()));
  } while (!request.page_token().empty());
}

TEST_F(FollowUpsTest, AnswerTheSameInPagesWhateverIsDoneMeanwhile) {
  Log(kTeam, kFacilitator);
  Log(kTeam, kFacilitator);
  Log(kTeam, kFacilitator);
  v1::ListFollowUpsRequest request = Asked();
  request.set_page_size(1);
  const std::vector<std::string> all = {kTeamElsewhere, kTeam, kTeam, kTeam, kPair};
  EXPECT_EQ(Teams(request, [] {}), all);
  int pages = 0;
  const auto meet_elsewhere = [&] {
    if (++pages == 2) Log(kTeamElsewhere, samples::kOutsider);
  };
  EXPECT_EQ(Teams(request, meet_elsewhere), all) << "that page was read already";
}

TEST_F(FollowUpsTest, AreFoundWhereAPageLooksAtOneTeamOnly) {
  const FollowUpsAsked asked = EverywhereOn(DayOf(world.clock().Now()));
  const auto take = [](TeamStandstill&) -> absl::StatusOr<bool> { return true; };
  std::vector<std::string> teams;
  std::string position;
  int pages = 0;
  do {
    const auto page = PageOfFollowUps(world.store().Now(), asked, position, 100, take, 1).value();
    EXPECT_LE(page.rows.size(), 1);
    for (const TeamStandstill& each : page.rows) teams.push_back(each.team.team_id());
    position = page.next;
  } while (!position.empty() && ++pages < 10);
  EXPECT_THAT(teams, ElementsAre(kTeamElsewhere, kTeam, kPair));
}

TEST_F(FollowUpsTest, AreCountedInSoManyTeamsAndSaidToBeMore) {
  const FollowUpsAsked asked = EverywhereOn(DayOf(world.clock().Now()));
  const auto count = [&](absl::Time until, size_t most_teams) {
    return CountFollowUps(world.store().Now(), asked, until, most_teams).value();
  };
  const FollowUpCounts some = count(absl::InfiniteFuture(), 2), all = count(absl::InfiniteFuture(), 3),
                       late = count(absl::InfinitePast(), 3);
  EXPECT_TRUE(late.partial);
  EXPECT_TRUE(late.by_kind.empty());
  EXPECT_TRUE(some.partial);
  EXPECT_EQ(some.by_kind.at(v1::FOLLOW_UP_KIND_NO_CONVERSATION), 2);
  EXPECT_FALSE(all.partial);
  EXPECT_EQ(all.by_kind.at(v1::FOLLOW_UP_KIND_NO_CONVERSATION), 3);
}

TEST_F(FollowUpsTest, AreCountedByEachKindAskedFor) {
  Log(kTeam, kFacilitator);
  v1::ListFollowUpsRequest request = Asked();
  request.set_page_size(1);
  request.set_with_counts(true);
  const auto counts = [](const v1::ListFollowUpsResponse& response) {
    std::vector<std::pair<int, int>> found;
    for (const v1::FollowUpCount& count : response.counts()) found.emplace_back(count.kind(), count.count());
    return found;
  };
  const auto all = world.CallAs<v1::ListFollowUpsResponse>("centre", request).value();
  using Pairs = std::vector<std::pair<int, int>>;
  EXPECT_EQ(counts(all), (Pairs{{1, 2}, {2, 1}, {3, 0}, {4, 0}, {5, 0}, {6, 0}}));
  request.set_page_token(all.next_page_token());
  EXPECT_EQ(counts(world.CallAs<v1::ListFollowUpsResponse>("centre", request).value()), Pairs());
  request.clear_page_token();
  request.add_kinds(v1::FOLLOW_UP_KIND_NO_CHANGE);
  EXPECT_EQ(counts(world.CallAs<v1::ListFollowUpsResponse>("dwp-reporter", request).value()),
            (Pairs{{2, 1}}));
  EXPECT_EQ(counts(world.CallAs<v1::ListFollowUpsResponse>("defra-admin", request).value()), (Pairs{{2, 0}}));
}

}  // namespace
}  // namespace obt::ideas
