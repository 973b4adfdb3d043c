// What a replica of the directory does not hold: it may be on its way, it may not be there, or the service
// must not have it.
#include "common/feed/directory.h"

#include "common/feed/teams.h"
#include "common/testing/local_service.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"
#include "obt/identity/v1/events.pb.h"

namespace obt::testing {
namespace {

std::vector<const store::TableRef*> Tables(feed::DirectoryNeed need) {
  std::vector<const store::TableRef*> tables = feed::DirectoryTables(need);
  tables.push_back(&kNumbers);
  return tables;
}

class Behind : public ::testing::Test {
 protected:
  Behind() {
    EXPECT_OK(store->Execute([](store::Txn& txn) { return SeedTiny(txn, "admin"); }));
  }

  absl::Status Follow() {
    ++asked;
    if (!reachable) return Error(absl::StatusCode::kUnavailable, "DIRECTORY_BEHIND", "identity is down");
    return store->Execute(arriving).status();
  }
  absl::Status Get(const std::string& client, const std::string& id) {
    v1::GetPersonNumberRequest request;
    request.set_person_id(id);
    return service.As(client).Call<v1::GetPersonNumberResponse>(request).status();
  }
  absl::Status PutPerson(store::Txn& txn) const {
    identity::v1::PersonFacts facts;
    facts.set_person_id(person);
    facts.add_stays()->set_organisation_code("dwp");
    return feed::PutPersonFacts(txn, facts);
  }

  const std::string person = ToText(NewId<PersonId>(absl::Now()));
  TempStore store{Tables(feed::DirectoryNeed::kPeople)};
  int asked = 0;
  bool reachable = true;
  // What identity has committed and the replica has not seen.
  std::function<absl::Status(store::Txn&)> arriving = [](store::Txn&) { return absl::OkStatus(); };
  feed::Directory directory{feed::DirectoryNeed::kPeople, [this](absl::Duration) { return Follow(); }};
  LocalService service{*store, directory, SystemClock::Get(), BindTiny};
};

TEST_F(Behind, APersonWhoArrivesMeanwhileIsFound) {
  arriving = [this](store::Txn& txn) { return PutPerson(txn); };
  EXPECT_OK(Get("dwp", person));
  EXPECT_EQ(asked, 1);
  EXPECT_OK(Get("dwp", person));
  EXPECT_EQ(asked, 1);
}

TEST_F(Behind, AClientThatArrivesMeanwhileIsKnown) {
  arriving = [this](store::Txn& txn) {
    identity::v1::Client client;
    client.set_client_id("new");
    identity::v1::Grant& grant = *client.add_grants();
    grant.set_role(options::v1::ROLE_INTEGRATION);
    grant.set_organisation_code("dwp");
    feed::PutClient(txn, client, 2);
    return PutPerson(txn);
  };
  EXPECT_OK(Get("new", person));
  EXPECT_EQ(asked, 1);
}

TEST_F(Behind, ATeamThatArrivesMeanwhileIsReached) {
  v1::GetTeamNumberRequest request;
  request.set_team_id(ToText(NewId<TeamId>(absl::Now())));
  arriving = [&request](store::Txn& txn) {
    identity::v1::TeamFacts facts;
    facts.set_team_id(request.team_id());
    facts.set_organisation_code("dwp");
    return feed::PutTeamFacts(txn, facts);
  };
  EXPECT_OK(service.As("dwp").Call<v1::GetTeamNumberResponse>(request));
  EXPECT_EQ(asked, 1);
}

TEST_F(Behind, WhatAHandlerMissesIsLookedForAgainOnce) {
  v1::GetNumberRequest request;
  request.set_name(kOfAProgramme);
  EXPECT_THAT(service.As("dwp").Call<v1::GetNumberResponse>(request),
              StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
  EXPECT_EQ(asked, 1);
  arriving = [](store::Txn& txn) {
    kNumbers.Put(txn, {kOfAProgramme}, v1::Number());
    return absl::OkStatus();
  };
  EXPECT_OK(service.As("dwp").Call<v1::GetNumberResponse>(request));
  EXPECT_EQ(asked, 2);
}

TEST_F(Behind, OfManyPeopleOneQuestionFindsAllThatArrived) {
  v1::GetPeopleNumbersRequest request;
  const std::string nobody = ToText(NewId<PersonId>(absl::Now()));
  for (const std::string& id : {nobody, person}) request.add_person_ids(id);
  arriving = [this](store::Txn& txn) { return PutPerson(txn); };
  const auto response = service.As("dwp").Call<v1::GetPeopleNumbersResponse>(request);
  ASSERT_OK(response);
  EXPECT_EQ(response->results(0).status().code(), static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_EQ(response->results(1).status().code(), 0);
  EXPECT_EQ(asked, 1);
}

TEST_F(Behind, WithoutIdentityNobodyIsSaidNotToExist) {
  reachable = false;
  EXPECT_THAT(Get("dwp", person), StatusIs(absl::StatusCode::kUnavailable, "DIRECTORY_BEHIND"));
  v1::GetPeopleNumbersRequest request;
  request.add_person_ids(person);
  const auto response = service.As("dwp").Call<v1::GetPeopleNumbersResponse>(request);
  ASSERT_OK(response);
  EXPECT_EQ(response->results(0).status().code(), static_cast<int>(absl::StatusCode::kUnavailable));
}

TEST(Lead, IsWhoLedTheTeamOnTheDay) {
  identity::v1::TeamFacts team;
  team.set_organisation_code("hse");
  const Day day = *ParseDayText("2024-11-04");
  EXPECT_EQ(feed::LeadOn(team, day), "hse") << "written before leads were dated";
  team.add_leads()->set_organisation_code("dwp");
  for (const auto& [code, from] : {std::pair("hmrc", day), std::pair("hse", day + 7)}) {
    identity::v1::TeamLead& lead = *team.add_leads();
    lead.set_organisation_code(code);
    *lead.mutable_from_day() = ToDate(from);
  }
  for (const auto& [on, code] : std::vector<std::pair<Day, std::string>>{{kAlways, "dwp"},
                                                                         {day - 1, "dwp"},
                                                                         {day, "hmrc"},
                                                                         {day + 6, "hmrc"},
                                                                         {day + 7, "hse"},
                                                                         {kNever, "hse"}})
    EXPECT_EQ(feed::LeadOn(team, on), code) << on;
}

// A replica of teams, and what its indexes say.
class Teams : public ::testing::Test {
 protected:
  void Apply(const TeamId& id, const std::string& programme, const std::string& lead,
             const std::vector<PersonId>& facilitators, const std::vector<PersonId>& members) {
    identity::v1::TeamChanged event;
    identity::v1::TeamFacts& team = *event.mutable_team();
    team.set_team_id(ToText(id));
    team.set_programme_id(programme);
    team.set_organisation_code(lead);
    for (const PersonId& person : facilitators) team.add_facilitator_ids(ToText(person));
    for (const PersonId& person : members) team.add_member_ids(ToText(person));
    store::v1::Change change;
    change.set_type(event.GetTypeName());
    change.set_event(event.SerializeAsString());
    EXPECT_OK(store->Execute([&](store::Txn& txn) { return feed::Directory::Apply(change, txn); }));
  }
  std::vector<std::string> Of(const PersonId& person, const std::string& programme = "") {
    return IdsOf(*feed::TeamsOf(store->Now(), person, programme));
  }
  std::vector<std::string> LedBy(const std::string& code) {
    const store::View view = store->Now();
    return IdsOf(feed::PageOfTeams<identity::v1::TeamFacts>(
                     feed::kTeamsByOrganisation, view, std::vector{std::tuple(code)}, "", 100,
                     [&view](const TeamId& id) { return feed::kTeams.Find(view, {id}); })
                     ->rows);
  }
  static std::vector<std::string> IdsOf(const std::vector<identity::v1::TeamFacts>& teams) {
    std::vector<std::string> ids;
    for (const identity::v1::TeamFacts& team : teams) ids.push_back(team.team_id());
    return ids;
  }

  TempStore store{Tables(feed::DirectoryNeed::kPeople)};
  const TeamId a = NewId<TeamId>(absl::Now()), b = NewId<TeamId>(absl::Now() + absl::Seconds(1));
  const PersonId ann = NewId<PersonId>(absl::Now()), ben = NewId<PersonId>(absl::Now());
};

TEST_F(Teams, AreFoundByWhoIsInThemAndWhoLeadsThemAsOfTheirLastChange) {
  using ::testing::ElementsAre;
  using ::testing::IsEmpty;
  Apply(a, "obt-2023", "dwp", {ann}, {ann, ben});
  Apply(b, "obt-2024", "dwp", {ben}, {});
  EXPECT_THAT(Of(ann), ElementsAre(ToText(a)));
  EXPECT_THAT(Of(ben), ElementsAre(ToText(a), ToText(b)));
  EXPECT_THAT(Of(ben, "obt-2024"), ElementsAre(ToText(b)));
  EXPECT_THAT(LedBy("dwp"), ElementsAre(ToText(a), ToText(b)));
  Apply(a, "obt-2023", "hmrc", {ann}, {});
  EXPECT_THAT(Of(ann), ElementsAre(ToText(a))) << "facilitates still";
  EXPECT_THAT(Of(ben), ElementsAre(ToText(b)));
  EXPECT_THAT(LedBy("dwp"), ElementsAre(ToText(b)));
  EXPECT_THAT(LedBy("hmrc"), ElementsAre(ToText(a)));
  EXPECT_THAT(LedBy("hse"), IsEmpty());
}

TEST(Tree, AServiceThatNeedsTheTreeAloneHoldsNoPerson) {
  TempStore store(Tables(feed::DirectoryNeed::kTree));
  identity::v1::PersonChanged person;
  person.mutable_person()->set_person_id(ToText(NewId<PersonId>(absl::Now())));
  identity::v1::OrganisationChanged organisation;
  organisation.mutable_organisation()->set_code("dwp");
  EXPECT_OK(store->Execute([&](store::Txn& txn) {
    for (const google::protobuf::Message* event :
         {static_cast<const google::protobuf::Message*>(&person),
          static_cast<const google::protobuf::Message*>(&organisation)}) {
      store::v1::Change change;
      change.set_type(event->GetTypeName());
      change.set_event(event->SerializeAsString());
      OBT_RETURN_IF_ERROR(feed::Directory::Apply(change, txn, feed::DirectoryNeed::kTree));
    }
    return absl::OkStatus();
  }));
  EXPECT_TRUE(*feed::kOrganisations.Has(store->Now(), {"dwp"}));
  for (const store::TableRef* table : store.options().tables) {
    EXPECT_NE(table->name, feed::kPeople.name);
    EXPECT_NE(table->name, feed::kTeams.name);
  }
}

TEST(TreeDeathTest, ACallAboutPeopleIsNotBoundOverATree) {
  TempStore store(Tables(feed::DirectoryNeed::kTree));
  feed::Directory directory(feed::DirectoryNeed::kTree);
  EXPECT_DEATH(LocalService(*store, directory, SystemClock::Get(), BindTiny), "state PEOPLE");
}

}  // namespace
}  // namespace obt::testing
