// Intake of learning against PostgreSQL on the same machine, and against a no-op call of the same server:
// batched RecordLearning beside set-based inserts, each with as many in flight as serve it best, and single
// durable calls. All take turns, in another order every round, so that a machine that drifts drifts for all.
// The connection string is the only argument.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "obt/learning/v1/learning.pb.h"
#include "tests/bench/goals.h"
#include "tests/bench/load.h"
#include "tests/bench/postgres.h"
#include "tests/bench/samples.h"

namespace obt::bench {
namespace {

constexpr int kRounds = 5;
constexpr int kPeople = 20'000;
constexpr int kBatch = 1000;
constexpr int kSingles = 64;  // in flight
constexpr absl::Duration kLength = absl::Seconds(4);

bool AllRecorded(const google::protobuf::Message& message) {
  for (const auto& result : static_cast<const learning::v1::RecordLearningResponse&>(message).results()) {
    if (result.status().code() != 0) return false;
  }
  return true;
}

class Bench {
 public:
  explicit Bench(const std::string& postgres)
      : world_(testing::World::Mode::kBinaries, SystemClock::Get(), {"identity", "learning"}),
        people_(ImportSomePeople(world_, kPeople)),
        client_(world_.deployment().ClientTo("learning", "dwp")),
        postgres_(postgres, kSingles) {
    Ours(4, kBatch);  // lets the directory arrive and the caches warm up
  }

  void Run() {
    const int in_flight = Best({1, 2, 4, 8}, [this](int n) { return Ours(n, kBatch); });
    const int connections = Best({1, 2, 3, 4}, [this](int n) { return Theirs(n, kBatch); });
    TakeTurns({{"ours", [&] { return Ours(in_flight, kBatch); }},
               {"theirs", [&] { return Theirs(connections, kBatch); }}});
    Print("batched RecordLearning to PostgreSQL set-based, 1000 each", "ours", "theirs",
          Goal{Better::kMore, 1, 1}, absl::StrFormat("%d and %d in flight", in_flight, connections));
    TakeTurns({{"ours", [this] { return Ours(kSingles, 1); }},
               {"theirs", [this] { return Theirs(kSingles, 1); }},
               {"no-op", [this] { return NoOps(kSingles); }}});
    Print("single durable RecordLearning to PostgreSQL, 64 in flight", "ours", "theirs",
          Goal{Better::kMore, 1, 1.5});
    Print("single durable RecordLearning to a no-op call, 64 in flight", "ours", "no-op", std::nullopt);
    TakeTurns({{"ours", [this] { return Ours(4 * kSingles, 1); }},
               {"no-op", [this] { return NoOps(4 * kSingles); }}});
    Print("single durable RecordLearning to a no-op call, 256 in flight", "ours", "no-op", std::nullopt);
  }

 private:
  using Measure = std::function<double()>;

  // Events a second.
  double Ours(int in_flight, int batch) {
    LoadPlan plan;
    plan.client = client_.get();
    plan.in_flight = in_flight;
    plan.length = kLength;
    plan.request = [this, batch, run = NextRun()](int64_t n) {
      auto request = std::make_unique<learning::v1::RecordLearningRequest>();
      for (int i = 0; i < batch; ++i) *request->add_events() = EventFor(people_, run, n * batch + i);
      return request;
    };
    plan.response = &learning::v1::RecordLearningResponse::default_instance();
    plan.check = AllRecorded;
    return RateOf(plan) * batch;
  }
  double Theirs(int connections, int batch) {
    return postgres_.Record(people_, connections, batch, kLength, NextRun());
  }
  double NoOps(int in_flight) { return RateOf(NoOp(*client_, in_flight)); }

  static double RateOf(const LoadPlan& plan) {
    const LoadResult result = bench::Run(plan);
    Check(result);
    return result.rate();
  }

  std::string NextRun() { return absl::StrCat("run", ++runs_); }

  static int Best(const std::vector<int>& choices, const std::function<double(int)>& rate) {
    std::map<double, int> by_rate;
    for (const int choice : choices) by_rate[rate(choice)] = choice;
    return by_rate.rbegin()->second;
  }

  void TakeTurns(std::vector<std::pair<std::string, Measure>> measures) {
    rates_.clear();
    for (int round = 0; round < kRounds; ++round) {
      for (const auto& [name, measure] : measures) rates_[name].push_back(measure());
      std::rotate(measures.begin(), measures.begin() + 1, measures.end());
    }
  }

  void Print(const char* what, const std::string& one, const std::string& other,
             const std::optional<Goal>& goal, const std::string& note = "") const {
    const std::vector<double>&ones = rates_.at(one), &others = rates_.at(other);
    std::vector<double> ratios;
    std::string rounds;
    for (int round = 0; round < kRounds; ++round) {
      ratios.push_back(ones[round] / others[round]);
      absl::StrAppendFormat(&rounds, " %.2f", ratios.back());
    }
    PrintFigure(what, Median(ratios), goal,
                absl::StrFormat("%.0f/s to %.0f/s; by round:%s%s%s", Median(ones), Median(others), rounds,
                                note.empty() ? "" : "; ", note));
  }

  testing::World world_;
  const std::vector<std::string> people_;
  const std::unique_ptr<rpc::Client> client_;
  Postgres postgres_;
  int runs_ = 0;
  std::map<std::string, std::vector<double>> rates_;  // of the rounds
};

}  // namespace
}  // namespace obt::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: obt-bench-intake CONNECTION_STRING\n");
    return 2;
  }
  obt::bench::PrintHead();
  obt::bench::Bench(argv[1]).Run();
}
