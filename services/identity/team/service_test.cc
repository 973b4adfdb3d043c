#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/limits.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/team/rows.h"
#include "services/identity/test_world.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kNobody[] = "01890a5d-ac96-774b-bcce-b302099a8057";

class TeamServiceTest : public ::testing::Test {
 protected:
  TeamServiceTest() {
    world_.Do<v1::CreateProgrammeResponse>(
        "centre",
        "programme { programme_id: 'obt-2024' title: 'T' first_day $D{2024-10-14} last_day $D{2025-02-14} }");
    ann_ = world_.AddPerson("dwp", "ann");
    ben_ = world_.AddPerson("hse", "ben");
    mod_ = world_.AddPerson("mod", "mo");
  }
  static std::string NewTeam(const std::string& code, const std::string& facilitator,
                             const std::string& more = "") {
    return absl::StrCat("programme_id: 'obt-2024' organisation_code: '", code,
                        "' name: 'The Zeldas' facilitator_ids: '", facilitator, "' ", more);
  }
  absl::StatusOr<v1::CreateTeamResponse> Create(const std::string& client, const std::string& team) {
    return world_.Try<v1::CreateTeamResponse>(client, absl::StrCat("team { ", team, " }"));
  }
  std::string Made(const std::string& client, const std::string& team) {
    return World::Must(Create(client, team)).team().team_id();
  }
  absl::StatusOr<v1::UpdateTeamResponse> Update(const std::string& client, const std::string& id,
                                                const std::string& text) {
    return world_.Try<v1::UpdateTeamResponse>(client, absl::StrCat("team_id: '", id, "' ", text));
  }
  std::vector<std::string> List(const std::string& client, const std::string& text) {
    std::vector<std::string> ids;
    auto request = Proto<v1::ListTeamsRequest>(absl::StrCat("programme_id: 'obt-2024' page_size: 1 ", text));
    do {
      const auto page = World::Must(world_.Run<v1::ListTeamsResponse>(client, request));
      for (const v1::Team& team : page.teams()) ids.push_back(team.facts().team_id());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }
  static std::string Id(const std::string& id) { return absl::StrCat("team_id: '", id, "'"); }
  World world_;
  std::string ann_, ben_, mod_;
};

TEST_F(TeamServiceTest, ATeamIsPublishedWithoutItsName) {
  const uint64_t before = world_.sequence();
  const auto made =
      Create("dwp-hr", NewTeam("dwp", ann_, absl::StrCat("member_ids: '", mod_, "' team_key: 'K4711'")));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->team().etag(), "1");
  EXPECT_THAT(made->team().member_ids(), ElementsAre(mod_));  // of any organisation
  const auto changes = world_.Changes(before);
  ASSERT_EQ(changes.size(), 1u);
  v1::TeamChanged event;
  ASSERT_EQ(changes[0].type(), event.GetDescriptor()->full_name());
  ASSERT_TRUE(event.ParseFromString(changes[0].event()));
  EXPECT_EQ(event.team().DebugString(), made->team().DebugString());
  for (const char* personal : {"Zelda", "4711"}) EXPECT_THAT(changes[0].event(), Not(HasSubstr(personal)));
  const auto team = world_.Do<v1::GetTeamResponse>("dwp-hr", Id(made->team().team_id())).team();
  EXPECT_EQ(team.name(), "The Zeldas");
  EXPECT_EQ(team.facts().DebugString(), made->team().DebugString());
}

TEST_F(TeamServiceTest, AnOrganisationThatHasEndedLeadsNoNewTeams) {
  const std::string of_before = Made("centre", NewTeam("hmrc", ann_, "team_key: '1'"));
  const std::string other = Made("centre", NewTeam("dwp", ann_));
  world_.Do<v1::MergeOrganisationsResponse>(
      "centre", "from_organisation_code: 'hmrc' into_organisation_code: 'dwp' effective $D{2024-10-01}");
  EXPECT_THAT(Create("centre", NewTeam("hmrc", ann_)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ORGANISATION_ENDED"));
  EXPECT_THAT(Update("centre", other, "organisation_code: 'hmrc' update_mask { paths: 'organisation_code' }"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ORGANISATION_ENDED"));
  // Made before, it is still there, also for who makes it again and who changes it.
  EXPECT_EQ(Made("centre", NewTeam("hmrc", ann_, "team_key: '1'")), of_before);
  EXPECT_THAT(Update("centre", of_before, "name: 'N' update_mask { paths: 'name' }"), IsOk());
}

TEST_F(TeamServiceTest, EverythingATeamNamesExists) {
  EXPECT_THAT(Create("dwp-hr", NewTeam("dwp", kNobody)),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  EXPECT_THAT(Create("dwp-hr", NewTeam("dwp", ann_, absl::StrCat("member_ids: '", kNobody, "'"))),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  EXPECT_THAT(Create("centre", NewTeam("nowhere", ann_)),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
  EXPECT_THAT(
      Create("dwp-hr",
             "programme_id: 'obt-1999' organisation_code: 'dwp' name: 'A' facilitator_ids: '" + ann_ + "'"),
      StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST_F(TeamServiceTest, TheSameKeyIsTheSameTeam) {
  const auto one = [&](const std::string& text) {
    return world_.TryOne<v1::BatchCreateTeamsResponse>("dwp-hr", absl::StrCat("teams { ", text, " }"));
  };
  const auto made = one(NewTeam("dwp", ann_, "team_key: '1'"));
  ASSERT_THAT(made, IsOk());
  const uint64_t after = world_.sequence();
  EXPECT_EQ(one(NewTeam("dwp", ann_, "team_key: '1'"))->team().team_id(), made->team().team_id());
  EXPECT_THAT(one(NewTeam("dwp", ben_, "team_key: '1'")),
              StatusIs(absl::StatusCode::kAlreadyExists, "TEAM_KEY_IN_USE"));
  EXPECT_EQ(world_.sequence(), after);
  EXPECT_NE(one(NewTeam("hse", ann_, "team_key: '1'"))->team().team_id(), made->team().team_id());
  EXPECT_NE(Made("dwp-hr", NewTeam("dwp", ann_)), Made("dwp-hr", NewTeam("dwp", ann_)));  // without a key
}

TEST_F(TeamServiceTest, ATeamOutsideTheScopeAnswersLikeAnUnknownOne) {
  const std::string id = Made("dwp-hr", NewTeam("dwp", ann_));
  const auto get = [&](const std::string& client, const std::string& team) {
    return world_.Try<v1::GetTeamResponse>(client, Id(team)).status();
  };
  EXPECT_THAT(get("hmrc-hr", id), StatusIs(absl::StatusCode::kNotFound, "TEAM_NOT_FOUND"));
  EXPECT_EQ(get("hmrc-hr", id), get("hmrc-hr", kNobody));
  EXPECT_THAT(get("centre", id), IsOk());
  EXPECT_THAT(Update("hmrc-hr", id, "name: 'B' update_mask { paths: 'name' }"),
              StatusIs(absl::StatusCode::kNotFound, "TEAM_NOT_FOUND"));
}

TEST_F(TeamServiceTest, AFacilitatorChangesTheTeamOfAnotherOrganisationAndNamesAnybody) {
  const std::string mia = world_.AddPerson("hmrc", "mia");
  const std::string moe = world_.AddPerson("hmrc", "moe");
  const std::string id = Made("dwp-hr", NewTeam("dwp", mia, absl::StrCat("member_ids: '", moe, "'")));
  const std::string add =
      absl::StrCat(Id(id), " member_ids: '", mod_, "' update_mask { paths: 'member_ids' }");
  EXPECT_THAT(world_.Try<v1::UpdateTeamResponse>("hmrc-hr", add, mia), IsOk());
  EXPECT_THAT(world_.Try<v1::GetTeamResponse>("hmrc-hr", Id(id), mia), IsOk());
  EXPECT_THAT(world_.Try<v1::UpdateTeamResponse>("hmrc-hr", add, moe), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(world_.Try<v1::GetTeamResponse>("hmrc-hr", Id(id), moe), StatusIs(absl::StatusCode::kNotFound));
  // Who leads it is not theirs to say.
  EXPECT_THAT(
      world_.Try<v1::UpdateTeamResponse>(
          "hmrc-hr", Id(id) + " organisation_code: 'hmrc' update_mask { paths: 'organisation_code' }", mia),
      StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
}

TEST_F(TeamServiceTest, UpdatesNeedTheEtagAndTheSameAgainChangesNothing) {
  const std::string id = Made("dwp-hr", NewTeam("dwp", ann_));
  const std::string name = "name: 'B' update_mask { paths: 'name' } ";
  EXPECT_EQ(Update("dwp-hr", id, name + "etag: '1'")->team().etag(), "2");
  const uint64_t after = world_.sequence();
  EXPECT_EQ(Update("dwp-hr", id, name)->team().etag(), "2");
  EXPECT_THAT(Update("dwp-hr", id, "name: 'C' update_mask { paths: 'name' } etag: '1'"),
              StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_EQ(world_.sequence(), after);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(world_.Do<v1::CloseTeamResponse>("dwp-hr", Id(id)).team().state(), v1::TEAM_STATE_CLOSED);
  }
  EXPECT_EQ(world_.sequence(), after + 1);
  EXPECT_THAT(Update("dwp-hr", id, name), StatusIs(absl::StatusCode::kFailedPrecondition, "TEAM_CLOSED"));
}

TEST_F(TeamServiceTest, ListsFollowOrganisationPeopleAndFacilitators) {
  const std::string a =
      Made("dwp-hr", NewTeam("dwp", ann_, absl::StrCat("member_ids: '", ben_, "' team_key: '1'")));
  const std::string b = Made("dwp-hr", NewTeam("hse", ben_));
  const std::string c = Made("centre", NewTeam("hmrc", ben_, "team_key: '1'"));
  EXPECT_THAT(List("dwp-hr", "organisation_code: 'dwp'"), ElementsAre(a, b));
  EXPECT_THAT(List("dwp-hr", "organisation_code: 'hse'"), ElementsAre(b));
  EXPECT_THAT(List("both", ""), ElementsAre(a, c, b));  // dwp, hmrc, hse
  EXPECT_THAT(List("dwp-hr", absl::StrCat("person_id: '", ben_, "'")), UnorderedElementsAre(a, b, c));
  EXPECT_THAT(List("dwp-hr", absl::StrCat("facilitator_id: '", ben_, "'")), UnorderedElementsAre(b, c));
  EXPECT_THAT(world_.Try<v1::ListTeamsResponse>(
                  "dwp-hr", absl::StrCat("programme_id: 'obt-2024' person_id: '", mod_, "'")),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  // Lists follow changes; so does the key.
  ASSERT_THAT(Update("both", a,
                     absl::StrCat("organisation_code: 'hse' facilitator_ids: '", ann_,
                                  "' update_mask { paths: 'organisation_code' paths: 'member_ids' }")),
              IsOk());
  EXPECT_THAT(List("dwp-hr", "organisation_code: 'hse'"), UnorderedElementsAre(a, b));
  EXPECT_THAT(List("dwp-hr", absl::StrCat("person_id: '", ben_, "'")), UnorderedElementsAre(b, c));
  EXPECT_THAT(Update("both", a, "organisation_code: 'hmrc' update_mask { paths: 'organisation_code' }"),
              StatusIs(absl::StatusCode::kAlreadyExists, "TEAM_KEY_IN_USE"));
  EXPECT_THAT(List("dwp-hr", absl::StrCat("person_id: '", ann_, "'")), ElementsAre(a));
}

TEST_F(TeamServiceTest, AnotherLeadHoldsFromItsDayAndTakesScopeOverAllItReplaces) {
  const std::string id = Made("dwp-hr", NewTeam("dwp", ann_, "team_key: '1'"));
  const auto lead = [&](const std::string& client, const std::string& code, const std::string& day) {
    return Update(client, id,
                  absl::StrCat("organisation_code: '", code, "' update_mask { paths: 'organisation_code' }",
                               day.empty() ? "" : absl::StrCat(" effective $D{", day, "}")));
  };
  const auto leads = [&](const absl::StatusOr<v1::UpdateTeamResponse>& response) {
    std::vector<std::string> on;
    for (const char* day : {"2024-09-30", "2024-10-01", "2024-10-14"})
      on.push_back(feed::LeadOn(World::Must(response).team(), *ParseDayText(day)));
    return on;
  };
  EXPECT_THAT(lead("both", "hmrc", "2024-10-15"), StatusIs(absl::StatusCode::kInvalidArgument));  // tomorrow
  EXPECT_THAT(leads(lead("both", "hmrc", "")), ElementsAre("dwp", "dwp", "hmrc"));
  EXPECT_THAT(leads(lead("both", "hmrc", "2024-10-01")), ElementsAre("dwp", "hmrc", "hmrc"));  // its own key
  const uint64_t after = world_.sequence();
  EXPECT_THAT(leads(lead("both", "hmrc", "2024-10-02")), ElementsAre("dwp", "hmrc", "hmrc"));
  EXPECT_EQ(world_.sequence(), after);
  EXPECT_THAT(lead("hmrc-hr", "hmrc", "2024-09-30"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  EXPECT_THAT(leads(lead("both", "dwp", "2024-10-01")), ElementsAre("dwp", "dwp", "dwp"));
}

TEST_F(TeamServiceTest, FiveHundredLargeTeamsWithLongNamesComeInPagesBelowTheLimit) {
  constexpr int kTeams = 500;
  World::Must(world_.store()
                  ->Execute([this](obt::store::Txn& txn) -> absl::Status {
                    TeamRecord team;
                    team.facts.set_programme_id("obt-2024");
                    team.facts.set_organisation_code("dwp");
                    team.facts.set_state(v1::TEAM_STATE_OPEN);
                    team.facts.add_facilitator_ids(ann_);
                    for (int i = 0; i < 200; ++i)
                      team.facts.add_member_ids(ToText(NewId<PersonId>(world_.clock().Now())));
                    for (int i = 0; i < 200; ++i) absl::StrAppend(team.details.mutable_name(), "\xc3\xab");
                    for (int i = 0; i < kTeams; ++i) {
                      team.facts.clear_etag();
                      OBT_RETURN_IF_ERROR(InsertTeam(txn, team, world_.clock().Now()));
                    }
                    return absl::OkStatus();
                  })
                  .status());
  auto request = Proto<v1::ListTeamsRequest>("programme_id: 'obt-2024' page_size: 500");
  std::set<std::string> seen;
  int pages = 0;
  do {
    const auto page = World::Must(world_.Run<v1::ListTeamsResponse>("dwp-hr", request));
    EXPECT_LT(page.ByteSizeLong(), size_t{rpc::kMaxPageBytes});
    for (const v1::Team& each : page.teams()) EXPECT_TRUE(seen.insert(each.facts().team_id()).second);
    request.set_page_token(page.next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(seen.size(), size_t{kTeams});
  EXPECT_GT(pages, 1);
}

}  // namespace
}  // namespace obt::identity
