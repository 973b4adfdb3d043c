#include "services/identity/access/domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Faults = std::vector<std::string>;

TEST(AccessDomainTest, RequestsNameEveryFault) {
  EXPECT_THAT(FaultsOf<v1::CreateClientRequest>("client_id: 'dwp-intranet' title: 'Intranet'"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::CreateClientRequest>("request_id: ' '"),
              ElementsAre("client_id", "title", "request_id"));
  EXPECT_THAT(FaultsOf<v1::ListClientsRequest>("page_size: -1"), ElementsAre("page_size"));
  EXPECT_THAT(FaultsOf<v1::ListGrantsRequest>("client_id: 'A'"), ElementsAre("client_id"));
  EXPECT_THAT(FaultsOf<v1::GrantRoleRequest>(""), ElementsAre("client_id", "grant"));
}

TEST(AccessDomainTest, OrganisationRolesNeedAnOrganisationAndTheOthersNone) {
  struct Case {
    std::string grant;
    Faults faults;
  };
  for (const Case& c : std::vector<Case>{
           {"role: ROLE_INTEGRATION organisation_code: 'dwp'", {}},
           {"role: ROLE_ORGANISATION_REPORTER organisation_code: 'dwp'", {}},
           {"role: ROLE_ORGANISATION_ADMIN organisation_code: 'dwp'", {}},
           {"role: ROLE_ORGANISATION_REPORTER everywhere: true", {}},
           {"role: ROLE_INTEGRATION organisation_code: 'dwp' everywhere: true", {"grant.everywhere"}},
           {"role: ROLE_SERVICE everywhere: true", {"grant.everywhere"}},
           {"role: ROLE_CENTRAL_ADMIN", {}},
           {"role: ROLE_SERVICE", {}},
           {"role: ROLE_INTEGRATION", {"grant.organisation_code"}},
           {"role: ROLE_INTEGRATION organisation_code: 'D'", {"grant.organisation_code"}},
           {"role: ROLE_OPERATOR organisation_code: 'dwp'", {"grant.organisation_code"}},
           {"", {"grant.role"}},
           {"role: 77", {"grant.role"}},
       }) {
    const std::string text = absl::StrCat("client_id: 'c' grant { ", c.grant, " }");
    EXPECT_EQ(FaultsOf<v1::GrantRoleRequest>(text), c.faults) << c.grant;
    EXPECT_EQ(FaultsOf<v1::RevokeRoleRequest>(text), c.faults) << c.grant;
  }
}

TEST(AccessDomainTest, GrantingAgainChangesNothingAndRevokingTakesOneBack) {
  const auto grant = Proto<v1::Grant>("role: ROLE_INTEGRATION organisation_code: 'dwp'");
  const auto other = Proto<v1::Grant>("role: ROLE_INTEGRATION organisation_code: 'mod'");
  auto client = WithGrant(NewClient("c", "C", absl::UnixEpoch()), grant);
  ASSERT_THAT(client, IsOk());
  client = WithGrant(*client, grant);
  ASSERT_THAT(client, IsOk());
  EXPECT_EQ(client->grants_size(), 1);
  client = WithGrant(*client, other);
  ASSERT_THAT(client, IsOk());
  client = WithoutGrant(*client, grant);
  ASSERT_THAT(client, IsOk());
  ASSERT_EQ(client->grants_size(), 1);
  EXPECT_EQ(client->grants(0).organisation_code(), "mod");
  EXPECT_THAT(WithoutGrant(*client, grant), StatusIs(absl::StatusCode::kNotFound, "GRANT_NOT_FOUND"));
}

TEST(AccessDomainTest, TheNumberOfGrantsIsBounded) {
  v1::Client client;
  for (int i = 0; i < kMaxGrants; ++i) {
    auto more = WithGrant(
        client, Proto<v1::Grant>(absl::StrCat("role: ROLE_INTEGRATION organisation_code: 'o", i, "'")));
    ASSERT_THAT(more, IsOk());
    client = *more;
  }
  EXPECT_THAT(WithGrant(client, Proto<v1::Grant>("role: ROLE_OPERATOR")),
              StatusIs(absl::StatusCode::kFailedPrecondition, "TOO_MANY_GRANTS"));
}

TEST(AccessDomainTest, OnlyTheCentralAdminRoleMakesACentralAdmin) {
  EXPECT_TRUE(IsCentralAdmin(
      Proto<v1::Client>("grants { role: ROLE_OPERATOR } grants { role: ROLE_CENTRAL_ADMIN }")));
  EXPECT_FALSE(IsCentralAdmin(Proto<v1::Client>("grants { role: ROLE_OPERATOR }")));
}

}  // namespace
}  // namespace obt::identity
