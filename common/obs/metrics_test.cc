#include "common/obs/metrics.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::obs {
namespace {

using testing::HasSubstr;
using testing::Not;

// The whole answer to GET /metrics on a port of this machine.
std::string Scrape(int port) {
  const int file = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
    const std::string request = "GET /metrics HTTP/1.0\r\n\r\n";
    EXPECT_EQ(::write(file, request.data(), request.size()), static_cast<ssize_t>(request.size()));
    char buffer[4096];
    for (ssize_t n; (n = ::read(file, buffer, sizeof(buffer))) > 0;)
      answer.append(buffer, static_cast<size_t>(n));
  }
  ::close(file);
  return answer;
}

TEST(Metrics, CountersGaugesAndHistogramsAreOnThePage) {
  Metrics metrics;
  const Counter calls = metrics.AddCounter("obt_calls_total", "Calls.", {{"queue", "reads"}});
  calls.Increment();
  calls.Increment(2);
  const Gauge depth = metrics.AddGauge("obt_depth", "Depth.");
  depth.Set(7);
  depth.Add(-2);
  const Histogram seconds = metrics.AddHistogram("obt_seconds", "Seconds.", {}, {0.1, 1});
  seconds.Observe(0.5);
  EXPECT_EQ(calls.value(), 3);
  EXPECT_EQ(depth.value(), 5);
  const std::string page = metrics.Text();
  EXPECT_THAT(page, HasSubstr("# HELP obt_calls_total Calls.\n# TYPE obt_calls_total counter\n"));
  EXPECT_THAT(page, HasSubstr("obt_calls_total{queue=\"reads\"} 3\n"));
  EXPECT_THAT(page, HasSubstr("obt_depth 5\n"));
  EXPECT_THAT(page, HasSubstr("obt_seconds_bucket{le=\"0.1\"} 0\nobt_seconds_bucket{le=\"1\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("obt_seconds_count 1\n"));
}

TEST(Metrics, TheSameNameAndLabelsAreTheSameCounter) {
  Metrics metrics;
  metrics.AddCounter("obt_calls_total", "Calls.", {{"queue", "reads"}}).Increment();
  metrics.AddCounter("obt_calls_total", "Calls.", {{"queue", "reads"}}).Increment();
  metrics.AddCounter("obt_calls_total", "Calls.", {{"queue", "writes"}}).Increment();
  EXPECT_THAT(metrics.Text(), HasSubstr("{queue=\"reads\"} 2\nobt_calls_total{queue=\"writes\"} 1\n"));
}

TEST(Metrics, AHandleMadeByDefaultCountsNothing) {
  Counter().Increment();
  Gauge().Set(1);
  Histogram().Observe(1);
  EXPECT_EQ(Counter().value(), 0);
  EXPECT_EQ(Gauge().value(), 0);
}

TEST(Metrics, ReadingsAreTakenAtEachScrapeUntilTheyAreGone) {
  Metrics metrics;
  double value = 1;
  Metrics::Reading reading = metrics.AddReading(Metrics::Kind::kGauge, "obt_bytes", "Bytes.",
                                                {{"table", "b"}}, [&] { return value; });
  const Metrics::Reading other =
      metrics.AddReading(Metrics::Kind::kGauge, "obt_bytes", "Bytes.", {{"table", "a"}}, [] { return 9; });
  const Metrics::Reading total =
      metrics.AddReading(Metrics::Kind::kCounter, "obt_ticks_total", "Ticks.", {}, [] { return 4; });
  EXPECT_THAT(metrics.Text(),
              HasSubstr("# TYPE obt_bytes gauge\nobt_bytes{table=\"a\"} 9\nobt_bytes{table=\"b\"} 1\n"));
  EXPECT_THAT(metrics.Text(), HasSubstr("# TYPE obt_ticks_total counter\nobt_ticks_total 4\n"));
  value = 2;
  EXPECT_THAT(metrics.Text(), HasSubstr("obt_bytes{table=\"b\"} 2\n"));
  reading.reset();
  EXPECT_THAT(metrics.Text(), Not(HasSubstr("table=\"b\"")));
  EXPECT_THAT(metrics.Text(), HasSubstr("table=\"a\""));
}

TEST(Metrics, AReadingMayOutliveTheMetrics) {
  Metrics::Reading reading;
  {
    Metrics metrics;
    reading = metrics.AddReading(Metrics::Kind::kGauge, "obt_bytes", "Bytes.", {}, [] { return 1; });
  }
  reading.reset();
}

TEST(Metrics, ThePageIsSorted) {
  Metrics metrics;
  metrics.AddGauge("obt_z", "Z.");
  metrics.AddCounter("obt_a_total", "A.");
  const Metrics::Reading middle =
      metrics.AddReading(Metrics::Kind::kGauge, "obt_m", "M.", {}, [] { return 1; });
  const std::string page = metrics.Text();
  EXPECT_LT(page.find("obt_a_total"), page.find("obt_m"));
  EXPECT_LT(page.find("obt_m"), page.find("obt_z"));
}

TEST(Metrics, NamesThatCannotBeAreBugs) {
  Metrics metrics;
  metrics.AddCounter("obt_calls_total", "Calls.");
  EXPECT_DEATH(metrics.AddGauge("obt_calls_total", "Calls."),
               "fatal: the metric obt_calls_total cannot be made");
  EXPECT_DEATH(metrics.AddCounter("not a name", "Calls."), "fatal: the metric not a name cannot be made");
  EXPECT_DEATH((void)metrics.AddReading(Metrics::Kind::kGauge, "not a name", "", {}, [] { return 0; }),
               "ill-formed");
}

TEST(Metrics, ThePageIsServedAtAnyFreePortUntilStopped) {
  Metrics metrics;
  metrics.AddCounter("obt_calls_total", "Calls.").Increment();
  const absl::StatusOr<int> port = metrics.StartExposer("127.0.0.1:0");
  ASSERT_TRUE(port.ok()) << port.status();
  EXPECT_GT(*port, 0);
  EXPECT_THAT(Scrape(*port), HasSubstr("obt_calls_total 1"));
  metrics.StopExposer();
  EXPECT_EQ(Scrape(*port), "");
}

TEST(Metrics, AnAddressInUseIsToldInASentence) {
  Metrics first;
  Metrics second;
  const absl::StatusOr<int> port = first.StartExposer("127.0.0.1:0");
  ASSERT_TRUE(port.ok()) << port.status();
  const absl::Status status = second.StartExposer(absl::StrCat("127.0.0.1:", *port)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "METRICS_ADDRESS");
}

TEST(Metrics, ManyThreadsCountWhileOthersRead) {
  Metrics metrics;
  const Counter calls = metrics.AddCounter("obt_calls_total", "Calls.");
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2'000; ++i) calls.Increment();
    });
  }
  threads.emplace_back([&] {
    for (int i = 0; i < 50; ++i) {
      const Metrics::Reading reading =
          metrics.AddReading(Metrics::Kind::kGauge, "obt_now", "Now.", {}, [] { return 1; });
      metrics.Text();
    }
  });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(calls.value(), 6'000);
}

}  // namespace
}  // namespace obt::obs
