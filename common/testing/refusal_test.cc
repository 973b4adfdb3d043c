// Who is refused, and how: authentication, roles, scope, malformed requests.
#include "absl/strings/str_cat.h"
#include "common/testing/deployment.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"

namespace obt::testing {
namespace {

class Refusal : public ::testing::Test {
 protected:
  static v1::PutNumberRequest Put(const std::string& organisation) {
    v1::PutNumberRequest request;
    request.set_organisation_code(organisation);
    request.set_name("n");
    return request;
  }
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
  ASSERT_OK(server->host().store().Execute([&](store::Txn& txn) {
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

TEST_F(Refusal, EveryFaultOfARequestIsNamedAtOnce) {
  v1::PutNumberRequest request;
  request.set_organisation_code("Not A Code");
  request.set_request_id(std::string(65, 'x'));
  EXPECT_THAT(deployment.ClientTo("tiny", "admin")->Call<v1::PutNumberResponse>(request),
              ViolatesFields(::testing::UnorderedElementsAre("organisation_code", "name", "request_id")));
}

TEST_F(Refusal, ACallWhoseDeadlineHasPassedIsNotBegun) {
  rpc::CallOptions options;
  options.timeout = absl::Microseconds(1);
  options.retry = false;
  EXPECT_THAT(deployment.ClientTo("tiny", "dwp")->Call<v1::PutNumberResponse>(Put("dwp"), options),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

}  // namespace
}  // namespace obt::testing
