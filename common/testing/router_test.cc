// What the router promises around every handler, through real gRPC.
#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/match.h"
#include "common/feed/directory.h"
#include "common/testing/deployment.h"
#include "common/testing/local_service.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/testing/v1/unstated.pb.h"

namespace obt::testing {
namespace {

class Router : public ::testing::Test {
 protected:
  v1::PutNumberRequest Put(const std::string& name, int64_t value, const std::string& request_id = "") {
    v1::PutNumberRequest request;
    request.set_organisation_code("dwp");
    request.set_name(name);
    request.set_value(value);
    request.set_request_id(request_id);
    return request;
  }
  absl::StatusOr<v1::GetNumberResponse> Get(const std::string& name, int wait_ms = 0) {
    v1::GetNumberRequest request;
    request.set_name(name);
    request.set_wait_ms(wait_ms);
    return dwp->Call<v1::GetNumberResponse>(request);
  }
  // Waits for the number for up to an hour, longer than any test may take. Returns when the call has arrived.
  std::future<absl::StatusOr<v1::GetNumberResponse>> GetParked(const std::string& name) {
    EXPECT_OK(dwp->Call<v1::PutNumberResponse>(Put("serves", 1)));  // tried until the service does
    auto got = std::async(std::launch::async, [this, name] {
      v1::GetNumberRequest request;
      request.set_name(name);
      request.set_wait_ms(3'600'000);
      rpc::CallOptions options;
      options.timeout = absl::Hours(1);
      options.retry = false;
      return dwp->Call<v1::GetNumberResponse>(request, options);
    });
    while (!absl::StrContains(server->metrics().Text(),
                              "grpc_server_started_total{grpc_method=\"GetNumber\",grpc_service="
                              "\"obt.testing.v1.TinyService\",grpc_type=\"unary\"} 1")) {
      std::this_thread::yield();
    }
    return got;
  }
  Deployment deployment;
  std::unique_ptr<app::Server> server = deployment.Start(TinySpec(), "admin");
  std::unique_ptr<rpc::Client> dwp = deployment.ClientTo("tiny", "dwp");
};

TEST_F(Router, ACommandsReplyCarriesItsSequenceAndAQuerysReplyWhatItSaw) {
  rpc::CallFacts put, got;
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("a", 1), {}, &put));
  EXPECT_EQ(put.sequence, 1u);
  v1::GetNumberRequest request;
  request.set_name("a");
  ASSERT_OK_AND_ASSIGN(const auto response, dwp->Call<v1::GetNumberResponse>(request, {}, &got));
  EXPECT_EQ(response.number().value(), 1);
  EXPECT_EQ(got.as_of, 1u);
}

TEST_F(Router, ARetryWithTheSameRequestIdGetsTheFirstReplyAndChangesNothing) {
  rpc::CallFacts first, again;
  ASSERT_OK_AND_ASSIGN(const auto one, dwp->Call<v1::PutNumberResponse>(Put("a", 1, "r1"), {}, &first));
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("b", 2)));
  ASSERT_OK_AND_ASSIGN(const auto two, dwp->Call<v1::PutNumberResponse>(Put("a", 1, "r1"), {}, &again));
  EXPECT_EQ(one.times(), two.times());
  EXPECT_EQ(first.sequence, again.sequence);
  EXPECT_EQ(server->store().Now().sequence(), 2u);
}

TEST_F(Router, TheFirstReplyIsKeptThroughARestart) {
  ASSERT_OK_AND_ASSIGN(const auto one, dwp->Call<v1::PutNumberResponse>(Put("a", 1, "r1")));
  server.reset();
  server = deployment.Start(TinySpec());
  ASSERT_OK_AND_ASSIGN(const auto two, dwp->Call<v1::PutNumberResponse>(Put("a", 1, "r1")));
  EXPECT_EQ(one.times(), two.times());
}

TEST_F(Router, AnotherRequestUnderTheSameRequestIdIsRefused) {
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("a", 1, "r1")));
  EXPECT_THAT(dwp->Call<v1::PutNumberResponse>(Put("a", 2, "r1")),
              StatusIs(absl::StatusCode::kFailedPrecondition, "REQUEST_ID_REUSED"));
}

TEST_F(Router, ConcurrentRetriesOfOneRequestHaveOneEffect) {
  std::vector<std::thread> callers;
  std::atomic<int> different{0};
  for (int i = 0; i < 16; ++i) {
    callers.emplace_back([&] {
      const auto response = dwp->Call<v1::PutNumberResponse>(Put("a", 1, "r1"));
      if (!response.ok() || response->times() != 1) ++different;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(different.load(), 0);
  EXPECT_EQ(server->store().Now().sequence(), 1u);
}

TEST_F(Router, ARefusedCommandLeavesNothingAndItsErrorIsNotKept) {
  EXPECT_THAT(dwp->Call<v1::PutNumberResponse>(Put("a", -1, "r1")),
              StatusIs(absl::StatusCode::kFailedPrecondition, "NEGATIVE"));
  EXPECT_THAT(Get("a"), StatusIs(absl::StatusCode::kNotFound, "NUMBER_NOT_FOUND"));
  EXPECT_EQ(server->store().Now().sequence(), 0u);
}

TEST_F(Router, APreparedCommandGetsItsFacts) {
  v1::PreparePutNumberRequest request;
  request.set_name("four");
  ASSERT_OK_AND_ASSIGN(const auto response,
                       deployment.ClientTo("tiny", "admin")->Call<v1::PreparePutNumberResponse>(request));
  EXPECT_EQ(response.value(), 4);
}

TEST_F(Router, EachItemOfABatchHasItsOwnResult) {
  v1::PutNumbersRequest request;
  const auto add = [&request](const char* organisation, const std::string& name, int64_t value) {
    v1::Number* item = request.add_items();
    item->set_organisation_code(organisation);
    item->set_name(name);
    item->set_value(value);
  };
  add("dwp", "good", 1);
  add("hmrc", "not mine", 1);
  add("", "", 1);
  add("dwp", "negative", -1);
  for (int i = 0; i < 300; ++i) add("jobcentre", absl::StrCat("n", i), i);
  ASSERT_OK_AND_ASSIGN(const auto response, dwp->Call<v1::PutNumbersResponse>(request));
  ASSERT_EQ(response.results_size(), 304);
  EXPECT_EQ(response.results(0).status().code(), 0);
  EXPECT_EQ(response.results(1).status().code(), static_cast<int>(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(response.results(2).status().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(response.results(2).status().message(), ::testing::HasSubstr("items[2].organisation_code"));
  EXPECT_EQ(response.results(3).status().code(), static_cast<int>(absl::StatusCode::kFailedPrecondition));
  for (int i = 4; i < 304; ++i) ASSERT_EQ(response.results(i).status().code(), 0);
  EXPECT_EQ(server->store().Now().sequence(), 301u);
  EXPECT_THAT(Get("negative"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(Router, AParkedQueryAnswersAsSoonAsItsAnswerIsThere) {
  auto parked = GetParked("late");
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("other", 1)));
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("late", 7)));
  const auto got = parked.get();
  ASSERT_OK(got);
  EXPECT_EQ(got->number().value(), 7);
}

TEST_F(Router, AParkedQueryAnswersWhenItsTimeIsUp) {
  EXPECT_THAT(Get("never", 50), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(Router, StoppingAnswersTheParkedAndLosesNothing) {
  auto parked = GetParked("never");
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("a", 1)));
  server->Stop();
  EXPECT_THAT(parked.get(), StatusIs(absl::StatusCode::kNotFound, "NUMBER_NOT_FOUND"));
  server.reset();
  server = deployment.Start(TinySpec());
  EXPECT_OK(Get("a"));
}

TEST_F(Router, RpcMetricsCountEveryCallByItsCode) {
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("a", 1)));
  const std::string page = server->metrics().Text();
  EXPECT_THAT(page,
              ::testing::HasSubstr("grpc_server_handled_total{grpc_code=\"OK\",grpc_method=\"PutNumber\","
                                   "grpc_service=\"obt.testing.v1.TinyService\",grpc_type=\"unary\"} 1"));
  EXPECT_THAT(page, ::testing::HasSubstr("grpc_code=\"DataLoss\",grpc_method=\"GetNumber\""));
}

absl::StatusOr<v1::AskUnstatedResponse> AskUnstated(const v1::AskUnstatedRequest&, const rpc::Call&,
                                                    const store::View&) {
  return v1::AskUnstatedResponse();
}

TEST(RouterDeathTest, AnRpcWithoutAPolicyEndsTheServiceThatBindsIt) {
  TempStore store(feed::DirectoryTables());
  feed::Directory directory;
  const auto bind = [](rpc::Router& router) { router.Query(AskUnstated); };
  EXPECT_DEATH(LocalService(*store, directory, SystemClock::Get(), bind),
               "obt.testing.v1.UnstatedService.AskUnstated: the proto states no policy");
}

}  // namespace
}  // namespace obt::testing
