// Where a service listens and shows its metrics: which addresses it takes, that it comes back to the ports it
// had, and what is refused before anything is made.
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/rpc/endpoints.h"
#include "common/testing/deployment.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"

namespace obt::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(Addresses, WhatCannotBeOneIsRefusedWithASentenceBeforeTheStoreIsOpened) {
  Deployment deployment;
  for (const char* address :
       {"127.0.0.1:99999", "127.0.0.1", "127.0.0.1:", ":50051", "50051", "", "127.0.0.1:65536",
        "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1:0x10", "127.0.0.1: 1", "127.0.0.1:1 ", "::1:50051",
        "[::1]", "[]:50051", "http://127.0.0.1:50051", "localhost:http", "127.0.0.1:50051/",
        "127.0.0.1:99999999999999999999"}) {
    for (const bool metrics : {false, true}) {
      if (metrics && *address == '\0') continue;  // no metrics
      app::ServerOptions options = deployment.OptionsOf("tiny");
      (metrics ? options.metrics : options.listen) = address;
      const absl::Status refused = app::Server::Start(TinySpec(), options).status();
      EXPECT_THAT(refused, StatusIs(kInvalid, "ADDRESS_MALFORMED")) << address;
      EXPECT_THAT(std::string(refused.message()),
                  AllOf(HasSubstr(metrics ? "--metrics" : "--listen"),
                        HasSubstr(absl::StrCat("\"", address, "\"")), HasSubstr("e.g. ")));
    }
  }
}

TEST(Addresses, WhatCanBeOneIsTaken) {
  for (const char* address : {"127.0.0.1:0", "localhost:0", "[::1]:0", "0.0.0.0:0"}) {
    Deployment deployment;
    app::ServerOptions options = deployment.OptionsOf("tiny");
    options.listen = address;
    ASSERT_OK(app::InitStore(TinySpec(), options, "admin"));
    const auto server = app::Server::Start(TinySpec(), options);
    if (server.ok()) continue;
    EXPECT_THAT(server.status(), StatusIs(absl::StatusCode::kUnavailable, "LISTEN_FAILED"))
        << "a machine without IPv6 says so itself";
  }
}

TEST(Addresses, ARestartedServiceHasItsPortsAgain) {
  Deployment deployment;
  auto server = deployment.Start(TinySpec(), "admin");
  const std::string address = server->address(), metrics = server->metrics_address();
  EXPECT_NE(address, metrics);
  for (int i = 0; i < 3; ++i) {
    server.reset();
    server = deployment.Start(TinySpec());
    EXPECT_EQ(server->address(), address);
    EXPECT_EQ(server->metrics_address(), metrics);
    ASSERT_OK_AND_ASSIGN(const auto known, rpc::ReadEndpoints(deployment.OptionsOf("tiny").endpoints));
    EXPECT_EQ(known.at("tiny"), address);
    EXPECT_EQ(known.at("tiny-metrics"), metrics);
  }
}

TEST(Addresses, PortsThatSomebodyElseTookAreNotWaitedFor) {
  Deployment deployment;
  auto server = deployment.Start(TinySpec(), "admin");
  const std::string address = server->address(), metrics = server->metrics_address();
  server.reset();
  Deployment other;
  app::ServerOptions squatter = other.OptionsOf("tiny");
  squatter.listen = metrics;  // each takes the other's
  squatter.metrics = address;
  ASSERT_OK(app::InitStore(TinySpec(), squatter, "admin"));
  ASSERT_OK_AND_ASSIGN(const auto there, app::Server::Start(TinySpec(), squatter));
  server = deployment.Start(TinySpec());
  EXPECT_NE(server->address(), address);
  EXPECT_NE(server->metrics_address(), metrics);
}

TEST(Addresses, AStatedPortIsTakenAsItIs) {
  Deployment deployment;
  auto server = deployment.Start(TinySpec(), "admin");
  app::ServerOptions options = deployment.OptionsOf("tiny");
  options.metrics = server->metrics_address();
  server.reset();
  ASSERT_OK_AND_ASSIGN(server, app::Server::Start(TinySpec(), options));
  EXPECT_EQ(server->metrics_address(), options.metrics);
}

TEST(Init, AnAdminClientThatCannotBeOneLeavesNothingBehind) {
  Deployment deployment;
  const app::ServerOptions options = deployment.OptionsOf("tiny");
  for (const std::string& id :
       {std::string("Bad Client"), std::string("-admin"), std::string("UPPER"), std::string("a_b"),
        std::string("ünic"), std::string(64, 'a'), std::string(" a")}) {
    const absl::Status refused = app::InitStore(TinySpec(), options, id);
    EXPECT_THAT(refused, StatusIs(kInvalid, "INVALID_FIELDS")) << id;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("--admin-client"));
    EXPECT_FALSE(std::filesystem::exists(options.data)) << id;
  }
  EXPECT_THAT(app::CheckAdminClient(""), StatusIs(kInvalid, "INVALID_FIELDS"));
  EXPECT_OK(app::InitStore(TinySpec(), options, "good-client"));
}

TEST(Serve, AnotherServicesStoreIsNamed) {
  Deployment deployment;
  deployment.Start(TinySpec(), "admin").reset();
  app::ServiceSpec other = TinySpec();
  other.name = "other";
  app::ServerOptions options = deployment.OptionsOf("tiny");
  const absl::Status refused = app::Server::Start(other, options).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "STORE_OF_ANOTHER_SERVICE"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("is tiny's store, and this is other"));
}

TEST(ServiceMetrics, ProcessStoreAndBuildAreOnThePageAndTheBucketsReachTheLongestCall) {
  Deployment deployment;
  const auto server = deployment.Start(TinySpec(), "admin");
  const std::string page = server->metrics().Text();
  for (const char* name : {"process_cpu_seconds_total ",
                           "process_resident_memory_bytes ",
                           "process_virtual_memory_bytes ",
                           "process_open_fds ",
                           "process_max_fds ",
                           "process_start_time_seconds ",
                           "rocksdb_memtable_bytes ",
                           "rocksdb_memtables_immutable ",
                           "rocksdb_table_readers_bytes ",
                           "rocksdb_live_files_bytes ",
                           "rocksdb_pending_compaction_bytes ",
                           "rocksdb_block_cache_capacity_bytes 16777216",
                           "rocksdb_block_cache_usage_bytes ",
                           "rocksdb_background_errors 0",
                           "rocksdb_write_stopped 0",
                           "rocksdb_delayed_write_bytes_per_second 0",
                           "rocksdb_files{level=\"0\"}",
                           "rocksdb_files{level=\"6\"}",
                           "rocksdb_write_stalls_total{kind=\"slowdown\"} 0",
                           "rocksdb_write_stalls_total{kind=\"stop\"} 0",
                           "obt_build_info{commit=\"",
                           "le=\"60\"} ",
                           "le=\"50\"} "}) {
    EXPECT_THAT(page,
                HasSubstr(absl::StrCat("\n", name).substr(std::string(name).rfind("le=", 0) == 0 ? 1 : 0)))
        << name;
  }
}

}  // namespace
}  // namespace obt::testing
