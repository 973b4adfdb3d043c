#include "common/auth/rights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace obt::auth {
namespace {

using identity::v1::Client;
using identity::v1::Organisation;
using options::v1::ROLE_CENTRAL_ADMIN;
using options::v1::ROLE_CENTRAL_REPORTER;
using options::v1::ROLE_INTEGRATION;
using options::v1::ROLE_OPERATOR;
using options::v1::ROLE_ORGANISATION_ADMIN;
using options::v1::ROLE_ORGANISATION_REPORTER;
using options::v1::ROLE_SERVICE;
using options::v1::ROLE_UNSPECIFIED;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Day kToday = 20'000;

// With a successor it has ended today.
Organisation MakeOrganisation(const std::string& code, const std::string& parent,
                              const std::string& successor = "") {
  Organisation organisation;
  organisation.set_code(code);
  organisation.set_parent_code(parent);
  organisation.set_successor_code(successor);
  if (!successor.empty()) *organisation.mutable_valid_to_day() = ToDate(kToday);
  return organisation;
}

struct GrantOf {
  Role role;
  const char* organisation;
};

Client MakeClient(const std::string& id, const std::vector<GrantOf>& grants) {
  Client client;
  client.set_client_id(id);
  for (const GrantOf& grant : grants) {
    identity::v1::Grant& added = *client.add_grants();
    added.set_role(grant.role);
    added.set_organisation_code(grant.organisation);
  }
  return client;
}

// dwp ─ jobcentre ─ leeds        hmrc ─ voa        old (now part of dwp)
Rights Sample() {
  auto tree = std::make_shared<const OrganisationTree>(
      std::vector<Organisation>{MakeOrganisation("dwp", ""), MakeOrganisation("jobcentre", "dwp"),
                                MakeOrganisation("leeds", "jobcentre"), MakeOrganisation("hmrc", ""),
                                MakeOrganisation("voa", "hmrc"), MakeOrganisation("old", "", "dwp")},
      kToday);
  return Rights(tree,
                {
                    MakeClient("dwp-intranet", {{ROLE_INTEGRATION, "dwp"}}),
                    MakeClient("jobcentre-admin", {{ROLE_ORGANISATION_ADMIN, "jobcentre"}}),
                    MakeClient("mixed", {{ROLE_ORGANISATION_REPORTER, "hmrc"}, {ROLE_INTEGRATION, "leeds"}}),
                    MakeClient("nested", {{ROLE_INTEGRATION, "leeds"},
                                          {ROLE_INTEGRATION, "dwp"},
                                          {ROLE_INTEGRATION, "old"},
                                          {ROLE_INTEGRATION, "voa"},
                                          {ROLE_INTEGRATION, "voa"}}),
                    MakeClient("central", {{ROLE_CENTRAL_ADMIN, ""}}),
                    MakeClient("reporter", {{ROLE_CENTRAL_REPORTER, ""}, {ROLE_INTEGRATION, "voa"}}),
                    MakeClient("operator", {{ROLE_OPERATOR, ""}}),
                    MakeClient("learning", {{ROLE_SERVICE, ""}}),
                    MakeClient("nobody", {}),
                    MakeClient("malformed", {{ROLE_INTEGRATION, ""},
                                             {ROLE_CENTRAL_ADMIN, "dwp"},
                                             {ROLE_UNSPECIFIED, ""},
                                             {static_cast<Role>(99), ""},
                                             {static_cast<Role>(-1), "dwp"}}),
                });
}

TEST(Rights, ClientsAreFoundById) {
  const Rights rights = Sample();
  ASSERT_NE(rights.Find("dwp-intranet"), nullptr);
  EXPECT_EQ(rights.Find("dwp-intranet")->client_id, "dwp-intranet");
  EXPECT_EQ(rights.Find("stranger"), nullptr);
  EXPECT_EQ(rights.Find(""), nullptr);
}

// Which organisations a client reaches with which roles: the matrix that matters.
TEST(Rights, RolesReachTheirOrganisationsAndNoOthers) {
  const std::vector<std::string> organisations = {"dwp", "jobcentre", "leeds",  "hmrc",
                                                  "voa", "old",       "unknown"};
  struct Case {
    const char* client;
    RoleSet roles;
    bool holds;          // any of the roles at all
    const char* covers;  // one digit for each organisation above
  };
  const RoleSet organisation_roles = kOrganisationRoles;
  const Case cases[] = {
      {"dwp-intranet", {ROLE_INTEGRATION}, true, "1110010"},
      {"dwp-intranet", {ROLE_ORGANISATION_ADMIN}, false, "0000000"},
      {"dwp-intranet", {ROLE_ORGANISATION_ADMIN, ROLE_INTEGRATION}, true, "1110010"},
      {"dwp-intranet", {ROLE_CENTRAL_ADMIN, ROLE_SERVICE}, false, "0000000"},
      {"dwp-intranet", {}, false, "0000000"},
      {"dwp-intranet", RoleSet::All(), true, "1110010"},
      {"jobcentre-admin", {ROLE_ORGANISATION_ADMIN}, true, "0110000"},
      {"jobcentre-admin", organisation_roles, true, "0110000"},
      {"jobcentre-admin", {ROLE_INTEGRATION}, false, "0000000"},
      {"mixed", {ROLE_INTEGRATION}, true, "0010000"},
      {"mixed", {ROLE_ORGANISATION_REPORTER}, true, "0001100"},
      {"mixed", {ROLE_ORGANISATION_REPORTER, ROLE_INTEGRATION}, true, "0011100"},
      {"mixed", {ROLE_ORGANISATION_ADMIN}, false, "0000000"},
      {"nested", {ROLE_INTEGRATION}, true, "1110110"},
      {"central", {ROLE_CENTRAL_ADMIN}, true, "1111111"},
      {"central", {ROLE_CENTRAL_ADMIN, ROLE_INTEGRATION}, true, "1111111"},
      {"central", {ROLE_CENTRAL_REPORTER}, false, "0000000"},
      {"central", organisation_roles, false, "0000000"},
      {"reporter", {ROLE_CENTRAL_REPORTER}, true, "1111111"},
      {"reporter", {ROLE_INTEGRATION}, true, "0000100"},
      {"reporter", {ROLE_INTEGRATION, ROLE_CENTRAL_REPORTER}, true, "1111111"},
      {"operator", {ROLE_OPERATOR}, true, "1111111"},
      {"operator", {ROLE_CENTRAL_ADMIN, ROLE_INTEGRATION}, false, "0000000"},
      {"learning", {ROLE_SERVICE}, true, "1111111"},
      {"learning", {ROLE_INTEGRATION}, false, "0000000"},
      {"nobody", RoleSet::All(), false, "0000000"},
      {"malformed", RoleSet::All(), false, "0000000"},
      {"stranger", RoleSet::All(), false, "0000000"},
  };
  const Rights rights = Sample();
  for (const Case& c : cases) {
    EXPECT_EQ(rights.HasAny(c.client, c.roles), c.holds) << c.client << " " << c.roles.bits();
    const Scope& scope = rights.ScopeOf(c.client, c.roles);
    std::string covers;
    for (const std::string& organisation : organisations)
      covers += rights.Covers(scope, organisation) ? '1' : '0';
    EXPECT_EQ(covers, c.covers) << c.client << " " << c.roles.bits();
    EXPECT_EQ(scope.empty(), !c.holds) << c.client << " " << c.roles.bits();
  }
}

TEST(Rights, RootsAreTheTopmostOrganisationsOnce) {
  const Rights rights = Sample();
  EXPECT_THAT(rights.ScopeOf("nested", {ROLE_INTEGRATION}).roots, ElementsAre("dwp", "voa"));
  EXPECT_THAT(rights.ScopeOf("mixed", kOrganisationRoles).roots, ElementsAre("hmrc", "leeds"));
  EXPECT_THAT(rights.ScopeOf("central", {ROLE_CENTRAL_ADMIN}).roots, IsEmpty());
}

TEST(Rights, RootsThatLieWithinEachOtherInBadDataLeaveOne) {
  const Rights rights(
      std::make_shared<const OrganisationTree>(
          std::vector<Organisation>{MakeOrganisation("a", "b"), MakeOrganisation("b", "a")}, kToday),
      {MakeClient("c", {{ROLE_INTEGRATION, "a"}, {ROLE_INTEGRATION, "b"}})});
  EXPECT_THAT(rights.ScopeOf("c", {ROLE_INTEGRATION}).roots, ElementsAre("a"));
  EXPECT_TRUE(rights.Covers(rights.ScopeOf("c", {ROLE_INTEGRATION}), "b"));
}

TEST(Rights, AGrantForAnOrganisationNotKnownYetCoversNothing) {
  const Rights rights(
      std::make_shared<const OrganisationTree>(std::vector<Organisation>{MakeOrganisation("a", "")}, kToday),
      {MakeClient("c", {{ROLE_INTEGRATION, "b"}})});
  EXPECT_TRUE(rights.HasAny("c", {ROLE_INTEGRATION}));
  EXPECT_FALSE(rights.Covers(rights.ScopeOf("c", {ROLE_INTEGRATION}), "b"));
  EXPECT_FALSE(rights.Covers(rights.ScopeOf("c", {ROLE_INTEGRATION}), "a"));
}

TEST(RoleSet, IsMadeFromAPolicyOfTheProtos) {
  options::v1::RpcPolicy policy;
  policy.add_roles(ROLE_INTEGRATION);
  policy.add_roles(ROLE_SERVICE);
  policy.add_roles(ROLE_UNSPECIFIED);
  const RoleSet roles = RoleSet::Of(policy.roles());
  EXPECT_TRUE(roles.Has(ROLE_INTEGRATION));
  EXPECT_TRUE(roles.Has(ROLE_SERVICE));
  EXPECT_FALSE(roles.Has(ROLE_OPERATOR));
  EXPECT_FALSE(roles.Has(ROLE_UNSPECIFIED));
  EXPECT_TRUE(RoleSet().empty());
}

}  // namespace
}  // namespace obt::auth
