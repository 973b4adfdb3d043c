#include "services/identity/team/domain.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The n-th person.
std::string Person(int n) { return absl::StrCat("01890a5d-ac96-774b-bcce-b302099a800", n); }
const std::string kTeam = "team_id: '01890a5d-ac96-774b-bcce-b302099a8057' ";
const std::string kGood = absl::StrCat(
    "programme_id: 'obt-2024' organisation_code: 'dwp' name: 'A' "
    "facilitator_ids: '",
    Person(1), "' ");

TEST(TeamDomainTest, NewTeamsNameEveryFault) {
  EXPECT_THAT(FaultsOf<v1::NewTeam>(kGood + "team_key: '7'"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::NewTeam>(kGood), ElementsAre("team_key"));
  EXPECT_THAT(FaultsOf<v1::CreateTeamRequest>(absl::StrCat("team { ", kGood, " }")), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::CreateTeamRequest>("request_id: ' '"), ElementsAre("team", "request_id"));
  EXPECT_THAT(
      FaultsOf<v1::CreateTeamRequest>("team {}"),
      ElementsAre("team.programme_id", "team.organisation_code", "team.name", "team.facilitator_ids"));
  EXPECT_THAT(FaultsOf<v1::NewTeam>("programme_id: 'P' organisation_code: 'O' name: ' ' facilitator_ids: '1' "
                                    "member_ids: '1' team_key: ' '"),
              ElementsAre("programme_id", "organisation_code", "name", "facilitator_ids[0]", "member_ids[0]",
                          "team_key"));
  v1::NewTeam many = Proto<v1::NewTeam>(kGood + "team_key: '7'");
  for (int i = 0; i < 10; ++i) many.add_facilitator_ids(Person(2));
  for (int i = 0; i <= 200; ++i) many.add_member_ids(Person(2));
  EXPECT_THAT(FaultsOf(many), ElementsAre("facilitator_ids", "member_ids"));
  EXPECT_THAT(FaultsOf<v1::BatchCreateTeamsRequest>(""), ElementsAre("teams"));
}

TEST(TeamDomainTest, OtherRequestsNameEveryFault) {
  EXPECT_THAT(FaultsOf<v1::GetTeamRequest>(""), ElementsAre("team_id"));
  EXPECT_THAT(FaultsOf<v1::CloseTeamRequest>("etag: ' ' request_id: ' '"),
              ElementsAre("team_id", "etag", "request_id"));
  EXPECT_THAT(FaultsOf<v1::ListTeamsRequest>("programme_id: 'obt-2024'"), IsEmpty());
  EXPECT_THAT(
      FaultsOf<v1::ListTeamsRequest>("organisation_code: 'O' person_id: '1' page_size: -1"),
      ElementsAre("programme_id", "organisation_code", "person_id", "page_size", "organisation_code"));
  EXPECT_THAT(FaultsOf<v1::UpdateTeamRequest>(kTeam + "name: 'B' update_mask { paths: 'name' }"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::UpdateTeamRequest>(kTeam + "update_mask { paths: 'member_ids' }"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::UpdateTeamRequest>(kTeam),
              ElementsAre("name", "organisation_code", "facilitator_ids"));
  EXPECT_THAT(FaultsOf<v1::UpdateTeamRequest>("name: ' ' organisation_code: 'O' member_ids: '1' etag: ' ' "
                                              "request_id: ' ' update_mask { paths: 'state' }"),
              ElementsAre("team_id", "name", "organisation_code", "member_ids[0]", "update_mask", "etag",
                          "request_id"));
}

TEST(TeamDomainTest, ANewTeamNamesEverybodyOnceInOrder) {
  auto asked = Proto<v1::NewTeam>(kGood);
  for (const int n : {3, 1, 2, 3}) asked.add_member_ids(Person(n));
  const v1::TeamFacts facts = NewFacts(asked);
  EXPECT_THAT(facts.member_ids(), ElementsAre(Person(1), Person(2), Person(3)));
  EXPECT_THAT(facts.facilitator_ids(), ElementsAre(Person(1)));
  EXPECT_EQ(facts.state(), v1::TEAM_STATE_OPEN);
  EXPECT_TRUE(IsFacilitator(facts, Person(1)));
  EXPECT_FALSE(IsFacilitator(facts, Person(2)));
  EXPECT_TRUE(IsMember(facts, Person(2)));
  EXPECT_FALSE(IsMember(facts, Person(4)));
}

TEST(TeamDomainTest, AnUpdateChangesWhatItsMaskNames) {
  const v1::TeamFacts before = NewFacts(Proto<v1::NewTeam>(kGood));
  const auto update = [&before](const std::string& text, std::string& name) {
    v1::TeamFacts facts = before;
    const bool changed = Update(Proto<v1::UpdateTeamRequest>(text), facts, name);
    return std::pair(changed, facts);
  };
  std::string name = "A";
  EXPECT_FALSE(update("name: 'A' update_mask { paths: 'name' }", name).first);
  EXPECT_TRUE(update("name: 'B' update_mask { paths: 'name' }", name).first);
  EXPECT_EQ(name, "B");
  const std::string two = absl::StrCat("member_ids: '", Person(2), "' member_ids: '", Person(1), "' ");
  const auto [changed, facts] = update(two + "update_mask { paths: 'member_ids' }", name);
  EXPECT_TRUE(changed);
  EXPECT_THAT(facts.member_ids(), ElementsAre(Person(1), Person(2)));
  EXPECT_THAT(facts.facilitator_ids(), ElementsAre(Person(1)));
  EXPECT_FALSE(SameTeam(before, facts));
  const auto anew = NamedAnew(before, facts);
  ASSERT_EQ(anew.size(), 2u);
  EXPECT_EQ(anew[1].field, "member_ids");
  EXPECT_EQ(anew[1].person_id, Person(2));
  EXPECT_THAT(NamedAnew(facts, before), IsEmpty());
  EXPECT_EQ(update("organisation_code: 'hmrc' update_mask { paths: 'organisation_code' }", name)
                .second.organisation_code(),
            "hmrc");
}

TEST(TeamDomainTest, AClosedTeamCannotBeChanged) {
  v1::TeamFacts facts = NewFacts(Proto<v1::NewTeam>(kGood));
  EXPECT_EQ(ReasonOf(CheckOpen(facts)), "");
  facts.set_state(v1::TEAM_STATE_CLOSED);
  EXPECT_EQ(ReasonOf(CheckOpen(facts)), "TEAM_CLOSED");
}

}  // namespace
}  // namespace obt::identity
