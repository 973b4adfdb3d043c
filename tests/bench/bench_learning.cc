// Single durable RecordLearning against a no-op call of the same server, and batched intake. Prints medians
// over rounds in which the measured things take turns, so that a machine that drifts drifts for all of them.
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "absl/strings/str_cat.h"
#include "obt/learning/v1/learning.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/samples.h"

namespace obt::bench {
namespace {

constexpr int kRounds = 5;
constexpr int kPeople = 20'000;
constexpr int kBatch = 1000;

bool AllRecorded(const google::protobuf::Message& message) {
  for (const auto& result : static_cast<const learning::v1::RecordLearningResponse&>(message).results()) {
    if (result.status().code() != 0) return false;
  }
  return true;
}

LoadPlan Record(const rpc::Client& client, const std::vector<std::string>& people, int in_flight, int batch,
                const std::string& run) {
  LoadPlan plan;
  plan.client = &client;
  plan.in_flight = in_flight;
  plan.request = [&people, batch, run](int64_t n) {
    auto request = std::make_unique<learning::v1::RecordLearningRequest>();
    for (int i = 0; i < batch; ++i) *request->add_events() = EventFor(people, run, n * batch + i);
    return request;
  };
  plan.response = &learning::v1::RecordLearningResponse::default_instance();
  plan.check = AllRecorded;
  return plan;
}

void CompareSingles(const rpc::Client& client, const std::vector<std::string>& people, int in_flight) {
  std::vector<double> ratios, no_ops, singles, p99s;
  for (int round = 0; round < kRounds; ++round) {
    const LoadResult no_op = Run(NoOp(client, in_flight));
    const LoadResult single =
        Run(Record(client, people, in_flight, 1, absl::StrCat("s", in_flight, "-", round)));
    Check(no_op);
    Check(single);
    ratios.push_back(single.rate() / no_op.rate());
    no_ops.push_back(no_op.rate());
    singles.push_back(single.rate());
    p99s.push_back(single.p99_ms);
  }
  std::printf("single durable RecordLearning, %d in flight: %.0f/s (p99 %.1f ms), no-op %.0f/s, ratio %.2f\n",
              in_flight, Median(singles), Median(p99s), Median(no_ops), Median(ratios));
  std::fflush(stdout);
}

void MeasureBatches(const rpc::Client& client, const std::vector<std::string>& people) {
  std::vector<double> rates;
  for (int round = 0; round < kRounds; ++round) {
    const LoadResult result = Run(Record(client, people, 4, kBatch, absl::StrCat("b", round)));
    Check(result);
    rates.push_back(result.rate() * kBatch);
  }
  std::printf("batched RecordLearning, %d a call, 4 in flight: %.0f events/s durable\n", kBatch,
              Median(rates));
}

int Main() {
  std::printf("cores: %u, rounds: %d\n", std::thread::hardware_concurrency(), kRounds);
  testing::World world(testing::World::Mode::kBinaries, SystemClock::Get(), {"identity", "learning"});
  const std::vector<std::string> people = ImportSomePeople(world, kPeople);
  const std::unique_ptr<rpc::Client> client = world.deployment().ClientTo("learning", "dwp");
  Check(Run([&] {  // lets the directory arrive and the caches warm up
    LoadPlan plan = Record(*client, people, 4, kBatch, "warm");
    plan.limit = 40;
    plan.length = absl::Seconds(60);
    return plan;
  }()));
  for (const int in_flight : {64, 256}) CompareSingles(*client, people, in_flight);
  MeasureBatches(*client, people);
  return 0;
}

}  // namespace
}  // namespace obt::bench

int main() { return obt::bench::Main(); }
