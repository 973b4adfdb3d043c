// The services of figures over a small world.
#pragma once

#include <string>
#include <vector>

#include "common/feed/directory.h"
#include "common/testing/fake_clock.h"
#include "common/testing/local_service.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/testing/shared_follower.h"

namespace obt::aggregator {

// Clients: `centre` (CENTRAL_REPORTER), and of dwp with what is below it `reporter` (ORGANISATION_REPORTER)
// and `intranet` (INTEGRATION).
class MetricsServiceTest : public testing::SharedFollower {
 protected:
  MetricsServiceTest() {
    PutBodies();
    identity::v1::Programme programme = testing::World::Programme2024();
    programme.set_target_minutes(100);
    world.PutProgramme(programme);
    for (const char* organisation : {"dwp", "hse"}) {
      world.PutHeadcount("obt-2024", organisation, "2024-03-31", 4);
    }
    world.PutHeadcount("obt-2024", "moj", "2024-03-31", 0);
    world.PutCourse(testing::World::Course("masterclass", 2, 1, 30));
    for (uint32_t i = 1; i <= 2; ++i) world.PutPerson(testing::Person(i), {{"dwp", "2020-01-01", ""}}, "EO");
    world.PutPerson(testing::Person(3), {{"moj", "2020-01-01", ""}}, "AO");
    world.Record({.id = "a",
                  .person = testing::Person(1),
                  .course = "masterclass",
                  .module = "m1",
                  .at = testing::At("2024-10-20T10:00:00Z"),
                  .minutes = 60});
    follower.CatchUp(world);
    PutClient("centre", options::v1::ROLE_CENTRAL_REPORTER, "");
    PutClient("other-centre", options::v1::ROLE_CENTRAL_REPORTER, "");
    PutClient("reporter", options::v1::ROLE_ORGANISATION_REPORTER, "dwp");
    PutClient("intranet", options::v1::ROLE_INTEGRATION, "dwp");
    request.set_programme_id("obt-2024");
    request.add_measures(v1::MEASURE_REGISTERED);
  }
  template <typename Response>
  absl::StatusOr<Response> As(const std::string& client, const google::protobuf::Message& wanted) {
    return service.As(client).Call<Response>(wanted);
  }
  absl::StatusOr<v1::QueryMetricsResponse> Ask(const std::string& client = "centre") {
    return As<v1::QueryMetricsResponse>(client, request);
  }
  std::vector<std::string> CodesOf(const v1::QueryMetricsResponse& response) {
    std::vector<std::string> codes;
    const v1::Dictionary& dictionary = response.dimensions(0);
    for (const uint32_t index : dictionary.index()) {
      codes.push_back(dictionary.codes(static_cast<int>(index)));
    }
    return codes;
  }

  v1::QueryMetricsRequest request;
  const std::vector<FollowedSource> no_sources;
  PinnedStates pinned;
  Figures figures{follower.engine(), follower.pool(), pinned};
  obt::testing::FakeClock clock{absl::FromUnixSeconds(testing::At("2024-12-01T12:00:00Z").seconds())};
  feed::Directory directory;
  obt::testing::LocalService service{follower.store(), directory, clock, [this](rpc::Router& router) {
                                       BindMetrics(router, figures, no_sources);
                                       BindSnapshots(router, follower.engine(), pinned);
                                       BindProgress(router, follower.engine());
                                     }};
};

}  // namespace obt::aggregator
