#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/test_world.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;

class AccessServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::GrantRoleResponse> Grant(const std::string& client, const std::string& grant) {
    return world_.Try<v1::GrantRoleResponse>("centre",
                                             absl::StrCat("client_id: '", client, "' grant { ", grant, " }"));
  }
  absl::StatusOr<v1::RevokeRoleResponse> Revoke(const std::string& client, const std::string& grant,
                                                const std::string& by = "centre") {
    return world_.Try<v1::RevokeRoleResponse>(
        by, absl::StrCat("client_id: '", client, "' grant { ", grant, " }"));
  }
  bool Covers(const std::string& client, const std::string& code) {
    const auto rights = World::Must(world_.directory.RightsAt(world_.store()->Now(), DayIn("2024-10-14")));
    return rights->Covers(rights->ScopeOf(client, auth::RoleSet::All()), code);
  }
  World world_;
};

TEST_F(AccessServiceTest, ANewStoreBeginsWithOneAdminWhoMayGrant) {
  const auto grants = world_.Do<v1::ListGrantsResponse>("centre", "client_id: 'centre'");
  ASSERT_EQ(grants.grants_size(), 2);
  EXPECT_EQ(grants.grants(0).role(), options::v1::ROLE_CENTRAL_ADMIN);
  EXPECT_EQ(grants.grants(1).role(), options::v1::ROLE_OPERATOR);
  v1::ClientChanged event;
  ASSERT_TRUE(event.ParseFromString(world_.Changes().at(0).event()));
  EXPECT_EQ(event.client().client_id(), "centre");
  EXPECT_THAT(world_.store()->Execute([](obt::store::Txn& txn) { return SeedAdmin(txn, "Not A Code"); }),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(AccessServiceTest, AGrantGivesScopeAndItsRevocationTakesItBack) {
  world_.AddClient("app", {});
  EXPECT_FALSE(Covers("app", "hse"));
  const std::string grant = "role: ROLE_INTEGRATION organisation_code: 'dwp'";
  ASSERT_THAT(Grant("app", grant), IsOk());
  EXPECT_TRUE(Covers("app", "hse"));
  EXPECT_FALSE(Covers("app", "hmrc"));
  const uint64_t before = world_.sequence();
  EXPECT_EQ(Grant("app", grant)->client().grants_size(), 1);
  EXPECT_EQ(world_.sequence(), before);  // granting again changes nothing
  ASSERT_THAT(Revoke("app", grant), IsOk());
  EXPECT_FALSE(Covers("app", "hse"));
  EXPECT_THAT(Revoke("app", grant), StatusIs(absl::StatusCode::kNotFound, "GRANT_NOT_FOUND"));
}

TEST_F(AccessServiceTest, AGrantForEverythingReachesWhatWillBeCreated) {
  world_.AddClient("app", {});
  const std::string grant = "role: ROLE_INTEGRATION everywhere: true";
  ASSERT_THAT(Grant("app", grant), IsOk());
  EXPECT_TRUE(Covers("app", "hmrc"));
  EXPECT_TRUE(Covers("app", "not-yet-created"));
  ASSERT_THAT(Revoke("app", grant), IsOk());
  EXPECT_FALSE(Covers("app", "hmrc"));
}

TEST_F(AccessServiceTest, UnknownClientsAndOrganisationsAreNotFound) {
  EXPECT_THAT(Grant("nobody", "role: ROLE_SERVICE"),
              StatusIs(absl::StatusCode::kNotFound, "CLIENT_NOT_FOUND"));
  EXPECT_THAT(Revoke("nobody", "role: ROLE_SERVICE"),
              StatusIs(absl::StatusCode::kNotFound, "CLIENT_NOT_FOUND"));
  EXPECT_THAT(Grant("dwp-hr", "role: ROLE_INTEGRATION organisation_code: 'nowhere'"),
              StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
  EXPECT_THAT(world_.Try<v1::ListGrantsResponse>("centre", "client_id: 'nobody'"),
              StatusIs(absl::StatusCode::kNotFound, "CLIENT_NOT_FOUND"));
  EXPECT_THAT(world_.Try<v1::CreateClientResponse>("centre", "client_id: 'centre' title: 'T'"),
              StatusIs(absl::StatusCode::kAlreadyExists, "CLIENT_EXISTS"));
}

TEST_F(AccessServiceTest, TheLastCentralAdminCannotBeRevoked) {
  EXPECT_THAT(Revoke("centre", "role: ROLE_CENTRAL_ADMIN"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "LAST_CENTRAL_ADMIN"));
  EXPECT_THAT(Revoke("centre", "role: ROLE_OPERATOR"), IsOk());
  world_.AddClient("second", {"role: ROLE_CENTRAL_ADMIN"});
  EXPECT_THAT(Revoke("centre", "role: ROLE_CENTRAL_ADMIN"), IsOk());
  EXPECT_THAT(Revoke("second", "role: ROLE_CENTRAL_ADMIN", "second"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "LAST_CENTRAL_ADMIN"));
}

TEST_F(AccessServiceTest, ClientsAreListedByIdInPagesThatEnd) {
  const auto page = world_.Do<v1::ListClientsResponse>("centre", "page_size: 3");
  ASSERT_EQ(page.clients_size(), 3);
  EXPECT_EQ(page.clients(0).client_id(), "both");
  EXPECT_EQ(page.clients(0).grants_size(), 2);
  const auto rest = world_.Do<v1::ListClientsResponse>(
      "centre", absl::StrCat("page_size: 3 page_token: '", page.next_page_token(), "'"));
  EXPECT_EQ(rest.clients_size(), 2);
  EXPECT_EQ(rest.clients(1).client_id(), "learning");
  EXPECT_EQ(rest.next_page_token(), "");
}

}  // namespace
}  // namespace obt::identity
