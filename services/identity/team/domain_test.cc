#include "services/identity/team/domain.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
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
  EXPECT_THAT(FaultsOf<v1::UpdateTeamRequest>(kTeam + "organisation_code: 'dwp' effective $D{2024-11-04} "
                                                      "update_mask { paths: 'organisation_code' }"),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::UpdateTeamRequest>(
                  kTeam + "name: 'B' effective $D{2024-11-04} update_mask { paths: 'name' }"),
              ElementsAre("effective"));
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
    const bool changed = Update(Proto<v1::UpdateTeamRequest>(text), 0, facts, name);
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

// "dwp hmrc 2024-11-04 hse 2024-12-02".
v1::TeamFacts LedBy(const std::string& text) {
  v1::TeamFacts facts;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    if (const std::optional<Day> day = ParseDayText(word); day.has_value()) {
      *facts.mutable_leads()->rbegin()->mutable_from_day() = ToDate(*day);
    } else {
      facts.set_organisation_code(std::string(word));
      facts.add_leads()->set_organisation_code(std::string(word));
    }
  }
  return facts;
}

std::string TextOf(const v1::TeamFacts& facts) {
  std::vector<std::string> words;
  for (const v1::TeamLead& lead : facts.leads()) {
    words.push_back(lead.organisation_code());
    if (lead.has_from_day()) words.push_back(FormatDay(*ParseDay(lead.from_day())));
  }
  return absl::StrJoin(words, " ");
}

TEST(TeamDomainTest, AnOrganisationLeadsFromADayOnInPlaceOfWhoDidLater) {
  struct Case {
    std::string before, code, day, after;
  };
  for (const Case& c : std::vector<Case>{
           {"dwp", "hmrc", "2024-11-04", "dwp hmrc 2024-11-04"},
           {"dwp", "dwp", "2024-11-04", "dwp"},
           {"dwp hmrc 2024-11-04", "hse", "2024-12-02", "dwp hmrc 2024-11-04 hse 2024-12-02"},
           {"dwp hmrc 2024-11-04", "hse", "2024-11-04", "dwp hse 2024-11-04"},
           {"dwp hmrc 2024-11-04", "dwp", "2024-11-04", "dwp"},
           {"dwp hmrc 2024-11-04", "hmrc", "2024-11-05", "dwp hmrc 2024-11-04"},
           {"dwp hmrc 2024-11-04", "hmrc", "2024-10-28", "dwp hmrc 2024-10-28"},
           {"dwp hmrc 2024-11-04 hse 2024-12-02", "hmrc", "2024-11-11", "dwp hmrc 2024-11-04"},
           {"dwp hmrc 2024-11-04 hse 2024-12-02", "mod", "2024-10-28", "dwp mod 2024-10-28"},
           {"dwp hmrc 2024-11-04 hse 2024-12-02", "hse", "1900-01-01", "dwp hse 1900-01-01"},
       }) {
    v1::TeamFacts facts = LedBy(c.before);
    const Day day = *ParseDayText(c.day);
    EXPECT_EQ(SetLead(facts, c.code, day), c.before != c.after);
    EXPECT_EQ(TextOf(facts), c.after) << c.before << " " << c.code << " " << c.day;
    EXPECT_EQ(facts.organisation_code(), c.code);
    EXPECT_FALSE(SetLead(facts, c.code, day)) << "again";
  }
}

TEST(TeamDomainTest, ATeamOfBeforeLeadsWereDatedKeepsItsFirst) {
  v1::TeamFacts facts;
  facts.set_organisation_code("dwp");
  EXPECT_FALSE(SetLead(facts, "dwp", 0));
  EXPECT_EQ(TextOf(facts), "");
  EXPECT_TRUE(SetLead(facts, "hmrc", 0));
  EXPECT_EQ(TextOf(facts), "dwp hmrc 1970-01-01");
}

TEST(TeamDomainTest, LeadsFromADayAreWhoLeadsThenAndLater) {
  const v1::TeamFacts facts = LedBy("dwp hmrc 2024-11-04 hse 2024-12-02");
  const Day day = *ParseDayText("2024-11-04");
  EXPECT_THAT(LeadsFrom(facts, day - 1), ElementsAre("dwp", "hmrc", "hse"));
  EXPECT_THAT(LeadsFrom(facts, day), ElementsAre("hmrc", "hse"));
  EXPECT_THAT(LeadsFrom(facts, kNever), ElementsAre("hse"));
}

TEST(TeamDomainTest, TheDayOfANewLeadIsNotInTheFutureAndTheLeadsHaveALimit) {
  const Day today = *ParseDayText("2024-11-04");
  const auto effective = [today](const std::string& text) {
    return EffectiveOf(Proto<v1::UpdateTeamRequest>(text), today);
  };
  EXPECT_EQ(*effective(""), today);
  EXPECT_EQ(*effective("effective $D{2024-11-03}"), today - 1);
  EXPECT_THAT(effective("effective $D{2024-11-05}"), testing::StatusIs(absl::StatusCode::kInvalidArgument));
  v1::TeamFacts facts = LedBy("dwp");
  for (Day day = 1; day < 100; ++day) SetLead(facts, absl::StrCat("o", day), day);
  EXPECT_EQ(ReasonOf(CheckLeads(facts)), "");
  SetLead(facts, "hmrc", today);
  EXPECT_EQ(ReasonOf(CheckLeads(facts)), "TOO_MANY_LEADS");
}

TEST(TeamDomainTest, AClosedTeamCannotBeChanged) {
  v1::TeamFacts facts = NewFacts(Proto<v1::NewTeam>(kGood));
  EXPECT_EQ(ReasonOf(CheckOpen(facts)), "");
  facts.set_state(v1::TEAM_STATE_CLOSED);
  EXPECT_EQ(ReasonOf(CheckOpen(facts)), "TEAM_CLOSED");
}

}  // namespace
}  // namespace obt::identity
