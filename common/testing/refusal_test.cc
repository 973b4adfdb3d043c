// Who is refused, and how: authentication, roles, scope, malformed requests.
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "common/testing/deployment.h"
#include "common/testing/fake_clock.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"

namespace obt::testing {
namespace {

v1::PutNumberRequest Put(const std::string& organisation) {
  v1::PutNumberRequest request;
  request.set_organisation_code(organisation);
  request.set_name("n");
  return request;
}

class Refusal : public ::testing::Test {
 protected:
  absl::Status PutWith(const std::string& token, const std::string& organisation = "dwp") {
    rpc::CallOptions options;
    options.retry = false;
    const auto client = deployment.ClientWithToken("tiny", token);
    absl::Status status;
    do {  // until the directory is loaded
      status = client->Call<v1::PutNumberResponse>(Put(organisation), options).status();
    } while (ReasonOf(status) == "STARTING");
    return status;
  }
  absl::Status PutAs(const std::string& client, const std::string& organisation) {
    return PutWith(deployment.Token({.client = client}), organisation);
  }
  Deployment deployment;
  std::unique_ptr<app::Server> server = deployment.Start(TinySpec(), "admin");
};

TEST_F(Refusal, NoTokenOrABadOneIsUnauthenticated) {
  const auto unauthenticated = [](const char* reason) {
    return StatusIs(absl::StatusCode::kUnauthenticated, reason);
  };
  EXPECT_THAT(PutWith(""), unauthenticated("TOKEN_MISSING"));
  EXPECT_THAT(PutWith("nonsense"), unauthenticated("TOKEN_MALFORMED"));
  EXPECT_THAT(PutWith(deployment.Token({.client = "dwp", .life = absl::Hours(-1)})),
              unauthenticated("TOKEN_EXPIRED"));
  EXPECT_THAT(PutWith(deployment.Token({.client = "dwp", .audience = "other"})),
              unauthenticated("TOKEN_AUDIENCE"));
  EXPECT_THAT(PutWith(deployment.Token({.client = "dwp", .issuer = "other"})),
              unauthenticated("TOKEN_ISSUER"));
  std::string tampered = deployment.Token({.client = "dwp"});
  tampered[tampered.size() - 10] = tampered[tampered.size() - 10] == 'A' ? 'B' : 'A';
  EXPECT_THAT(PutWith(tampered), unauthenticated("TOKEN_SIGNATURE"));
  EXPECT_THAT(PutWith(Deployment().Token({.client = "dwp"})), unauthenticated("TOKEN_SIGNATURE"));
}

TEST_F(Refusal, AClientWithoutTheRoleIsDenied) {
  EXPECT_THAT(PutAs("stranger", "dwp"), StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_MISSING"));
  EXPECT_THAT(PutAs("nobody", "dwp"), StatusIs(absl::StatusCode::kPermissionDenied, "CLIENT_UNKNOWN"));
}

TEST_F(Refusal, AnOrganisationOutsideTheSubtreeIsDenied) {
  EXPECT_OK(PutAs("dwp", "dwp"));
  EXPECT_OK(PutAs("dwp", "jobcentre"));
  EXPECT_THAT(PutAs("dwp", "hmrc"), StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  EXPECT_THAT(PutAs("dwp", "unknown"), StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  EXPECT_OK(PutAs("admin", "hmrc"));
}

TEST_F(Refusal, APersonOutsideTheScopeLooksExactlyLikeAnUnknownOne) {
  const PersonId mine = NewId<PersonId>(absl::Now()), other = NewId<PersonId>(absl::Now());
  ASSERT_OK(server->store().Execute([&](store::Txn& txn) {
    for (const auto& [id, organisation] :
         {std::make_pair(mine, "jobcentre"), std::make_pair(other, "hmrc")}) {
      identity::v1::PersonFacts facts;
      facts.set_person_id(ToText(id));
      facts.add_stays()->set_organisation_code(organisation);
      OBT_RETURN_IF_ERROR(feed::PutPersonFacts(txn, facts));
    }
    return absl::OkStatus();
  }));
  const auto client = deployment.ClientTo("tiny", "dwp");
  const auto get = [&client](const std::string& id) {
    v1::GetPersonNumberRequest request;
    request.set_person_id(id);
    return client->Call<v1::GetPersonNumberResponse>(request).status();
  };
  EXPECT_OK(get(ToText(mine)));
  const std::string unknown = ToText(NewId<PersonId>(absl::Now()));
  EXPECT_THAT(get(ToText(other)), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  EXPECT_THAT(get(unknown), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  EXPECT_EQ(get(ToText(other)).message(), absl::StrCat("person ", ToText(other), " not found"));
  EXPECT_EQ(get(unknown).message(), absl::StrCat("person ", unknown, " not found"));
}

TEST_F(Refusal, ActingForSomebodyOutsideTheScopeIsRefused) {
  const auto client = deployment.ClientTo("tiny", "dwp");
  v1::GetNumberRequest request;
  request.set_name("n");
  rpc::CallOptions options;
  options.acting_for = ToText(NewId<PersonId>(absl::Now()));
  EXPECT_THAT(client->Call<v1::GetNumberResponse>(request, options),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  options.acting_for = "nonsense";
  EXPECT_THAT(client->Call<v1::GetNumberResponse>(request, options),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// Two people of dwp and one of hmrc; a team of hmrc's with the three.
class TeamRefusal : public Refusal {
 protected:
  TeamRefusal() {
    EXPECT_OK(server->store().Execute([&](store::Txn& txn) {
      for (const auto& [id, organisation] : {std::make_pair(facilitator, "jobcentre"),
                                             std::make_pair(member, "dwp"), std::make_pair(other, "hmrc")}) {
        identity::v1::PersonFacts facts;
        facts.set_person_id(id);
        facts.add_stays()->set_organisation_code(organisation);
        OBT_RETURN_IF_ERROR(feed::PutPersonFacts(txn, facts));
      }
      identity::v1::TeamFacts facts;
      facts.set_team_id(team);
      facts.set_organisation_code("hmrc");
      facts.add_facilitator_ids(facilitator);
      facts.add_member_ids(member);
      facts.add_member_ids(other);
      v1::Number number;
      number.set_organisation_code("hmrc");
      number.set_team_id(team);
      kNumbers.Put(txn, {"theirs"}, number);
      number.set_organisation_code("jobcentre");
      number.clear_team_id();
      kNumbers.Put(txn, {"ours"}, number);
      return feed::PutTeamFacts(txn, facts);
    }));
  }
  absl::Status Get(const std::string& person, const std::string& id) {
    v1::GetTeamNumberRequest request;
    request.set_team_id(id);
    rpc::CallOptions options;
    options.acting_for = person;
    return client->Call<v1::GetTeamNumberResponse>(request, options).status();
  }
  absl::Status Put(const std::string& person, const std::string& name, const std::string& to = "",
                   const std::string& request_id = "") {
    v1::PutTeamNumberRequest request;
    request.set_owned_name(name);
    request.set_organisation_code(to);
    request.set_request_id(request_id);
    rpc::CallOptions options;
    options.acting_for = person;
    return client->Call<v1::PutTeamNumberResponse>(request, options).status();
  }
  const std::string facilitator = ToText(NewId<PersonId>(absl::Now())),
                    member = ToText(NewId<PersonId>(absl::Now())),
                    other = ToText(NewId<PersonId>(absl::Now())), team = ToText(NewId<TeamId>(absl::Now())),
                    unknown = ToText(NewId<TeamId>(absl::Now()));
  const std::unique_ptr<rpc::Client> client = deployment.ClientTo("tiny", "dwp");
};

TEST_F(TeamRefusal, ATeamLedElsewhereIsReachedByItsPeopleAlone) {
  EXPECT_OK(Get(facilitator, team));
  EXPECT_OK(Get(member, team));
  EXPECT_THAT(Get("", team), StatusIs(absl::StatusCode::kNotFound, "TEAM_NOT_FOUND"));
  EXPECT_EQ(Get("", team), Get("", unknown));
  EXPECT_EQ(Get(member, "nonsense"), Get(member, unknown));
  EXPECT_THAT(Get(other, team), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
}

TEST_F(TeamRefusal, ATokenAndATraceThatAreSentOnAreThoseOfTheCaller) {
  v1::GetTeamNumberRequest request;
  request.set_team_id(team);
  rpc::CallOptions options;
  options.acting_for = member;
  options.retry = false;
  options.token = deployment.Token({.client = "dwp"});
  options.trace = obs::NewTrace();
  const auto gateway = deployment.ClientTo("tiny", "stranger");
  ASSERT_OK_AND_ASSIGN(const auto response, gateway->Call<v1::GetTeamNumberResponse>(request, options));
  EXPECT_EQ(response.trace_id(), options.trace->trace_id());
  options.token.clear();
  EXPECT_THAT(gateway->Call<v1::GetTeamNumberResponse>(request, options),
              StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_MISSING"));
}

TEST_F(TeamRefusal, WhatBelongsToATeamIsItsFacilitatorsToChange) {
  EXPECT_OK(Put(facilitator, "theirs"));
  EXPECT_OK(Put(member, "ours")) << "of an organisation in the client's scope";
  EXPECT_THAT(Put(member, "theirs"), StatusIs(absl::StatusCode::kNotFound, "NUMBER_NOT_FOUND"));
  EXPECT_EQ(Put(member, "theirs"), Put(member, "nothing"));
  EXPECT_THAT(Put("", "ours"), StatusIs(absl::StatusCode::kInvalidArgument, "PERSON_MISSING"));
}

TEST_F(TeamRefusal, ARetryGetsItsFirstReplyAlsoFromOutsideByThen) {
  EXPECT_OK(Put(facilitator, "theirs", "hmrc", "away"));
  EXPECT_THAT(Put(facilitator, "theirs", "hmrc", "again"),
              StatusIs(absl::StatusCode::kNotFound, "NUMBER_NOT_FOUND"));
  EXPECT_OK(Put(facilitator, "theirs", "hmrc", "away"));
}

// Holds the committer until it is let go.
struct Holding final : store::Command {
  Holding(std::promise<void>& is_held, std::shared_future<void> until)
      : held(is_held), let_go(std::move(until)) {}
  absl::Status Run(store::Txn&) override {
    held.set_value();
    let_go.wait();
    return absl::OkStatus();
  }
  void Done(const absl::Status&, uint64_t) override {}
  std::promise<void>& held;
  const std::shared_future<void> let_go;
};

TEST_F(TeamRefusal, WhatACommandAheadHasTakenAwayIsOutOfReach) {
  std::promise<void> held, go;
  std::unique_ptr<store::Command> holding = std::make_unique<Holding>(held, go.get_future().share());
  ASSERT_OK(server->store().Submit(std::move(holding)));
  held.get_future().wait();
  std::vector<std::future<absl::Status>> puts;
  for (int i = 0; i < 2; ++i)
    puts.push_back(std::async(std::launch::async, [this] { return Put(facilitator, "theirs", "hmrc"); }));
  // Both have been let in and wait for their turn.
  while (server->store().statistics().queue < 2) std::this_thread::yield();
  go.set_value();
  std::vector<std::string> reasons;
  for (std::future<absl::Status>& put : puts) reasons.push_back(ReasonOf(put.get()));
  EXPECT_THAT(reasons, ::testing::UnorderedElementsAre("", "NUMBER_NOT_FOUND"));
}

TEST_F(TeamRefusal, OfManyPeopleEachHasTheirOwnResult) {
  v1::GetPeopleNumbersRequest request;
  for (const std::string& id : {other, member, unknown, facilitator, std::string("nonsense")})
    request.add_person_ids(id);
  ASSERT_OK_AND_ASSIGN(const auto response, client->Call<v1::GetPeopleNumbersResponse>(request));
  ASSERT_EQ(response.results_size(), 5);
  EXPECT_EQ(response.results(1).person_id(), member);
  EXPECT_EQ(response.results(3).person_id(), facilitator);
  for (const int refused : {0, 2, 4}) EXPECT_EQ(response.results(refused).person_id(), "");
  for (const int unknown_to_us : {0, 2}) {
    EXPECT_EQ(response.results(unknown_to_us).status().code(), static_cast<int>(absl::StatusCode::kNotFound));
  }
  EXPECT_THAT(rpc::FromProto(response.results(4).status()),
              ViolatesFields(::testing::ElementsAre("person_ids[4]")));
}

TEST_F(Refusal, EveryFaultOfARequestIsNamedAtOnce) {
  v1::PutNumberRequest request;
  request.set_organisation_code("Not A Code");
  request.set_request_id(std::string(65, 'x'));
  EXPECT_THAT(deployment.ClientTo("tiny", "admin")->Call<v1::PutNumberResponse>(request),
              ViolatesFields(::testing::UnorderedElementsAre("organisation_code", "name", "request_id")));
}

TEST(RefusalByTime, ACallWhoseDeadlinePassedWhileItWaitedIsNotBegun) {
  FakeClock clock(absl::Now());
  Deployment deployment(&clock);
  const auto server = deployment.Start(TinySpec(), "admin");
  const auto client = deployment.ClientTo("tiny", "dwp");
  std::promise<void> begun, release;
  std::thread before([&] {
    EXPECT_OK(server->store().Execute([&](store::Txn&) {
      begun.set_value();
      release.get_future().wait();
      return absl::OkStatus();
    }));
  });
  begun.get_future().wait();
  absl::Status status;
  std::thread caller([&] { status = client->Call<v1::PutNumberResponse>(Put("dwp")).status(); });
  while (server->store().statistics().queue == 0) std::this_thread::yield();
  clock.Advance(absl::Hours(1));
  release.set_value();
  before.join();
  caller.join();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED"));
  EXPECT_EQ(server->store().Now().sequence(), 0u);
}

}  // namespace
}  // namespace obt::testing
