// What tests of figures stand on: a follower of a small world, in one store for all cases of a suite, because
// opening one takes longer than they do.
#pragma once

#include <string>

#include "common/feed/directory.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"
#include "services/aggregator/testing/world.h"

namespace obt::aggregator::testing {

class SharedFollower : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared = new Follower; }
  static void TearDownTestSuite() { delete shared; }
  SharedFollower() { follower.Clear(); }

  // Two departments, the first with an agency.
  void PutBodies() {
    world.PutOrganisation("dwp", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutOrganisation("hse", "dwp", identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY);
    world.PutOrganisation("moj", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
  }
  void PutClient(const std::string& client_id, options::v1::Role role, const std::string& organisation) {
    identity::v1::Client client;
    client.set_client_id(client_id);
    identity::v1::Grant& grant = *client.add_grants();
    grant.set_role(role);
    grant.set_organisation_code(organisation);
    const auto put = [&](obt::store::Txn& txn) {
      feed::PutClient(txn, client, 1);
      return absl::OkStatus();
    };
    ASSERT_OK(follower.store().Execute(put).status());
  }

  static inline Follower* shared = nullptr;
  Follower& follower = *shared;
  World world;
};

}  // namespace obt::aggregator::testing
