// Intake of learning against PostgreSQL on the same machine, and against a no-op call of the same server:
// batched RecordLearning beside set-based inserts, each with as many in flight as serve it best, and single
// durable calls. All take turns, in another order every round, so that a machine that drifts drifts for all.
// The connection string is the only argument.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/bench/goals.h"
#include "tests/bench/load.h"
#include "tests/bench/postgres.h"
#include "tests/bench/samples.h"
#include "tests/bench/usage.h"

namespace obt::bench {
namespace {

constexpr int kRounds = 5;
constexpr int kPeople = 20'000;
constexpr int kBatch = 1000;
constexpr int kSingles = 64;  // in flight
constexpr absl::Duration kLength = absl::Seconds(4);

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
          Goal{Better::kMore, 1, 1}, absl::StrFormat("; %d and %d in flight", in_flight, connections));
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
  // Events a second, and the processor time of everybody who had to do with one.
  struct Figure {
    double rate = 0, cpu_us = 0;
  };

  Figure Ours(int in_flight, int batch) {
    LoadPlan plan = RecordPlan(*client_, people_, NextRun(), batch);
    return FigureOf(in_flight, batch, std::move(plan));
  }
  Figure NoOps(int in_flight) { return FigureOf(in_flight, 1, NoOp(*client_, in_flight)); }
  Figure FigureOf(int in_flight, int batch, LoadPlan plan) {
    plan.in_flight = in_flight;
    plan.length = kLength;
    const std::vector<int> pids = {getpid(), world_.PidOf("learning")};
    const double before = CpuSecondsOf(pids);
    const LoadResult result = bench::Run(plan);
    Check(result);
    return {result.rate() * batch,
            (CpuSecondsOf(pids) - before) * 1e6 / static_cast<double>(result.calls * batch)};
  }

  Figure Theirs(int connections, int batch) {
    std::vector<int> pids = postgres_.Pids();
    pids.push_back(getpid());
    const double before = CpuSecondsOf(pids);
    const LoadResult result = postgres_.Record(people_, connections, batch, kLength, NextRun());
    return {result.rate(), (CpuSecondsOf(pids) - before) * 1e6 / static_cast<double>(result.calls)};
  }

  static double CpuSecondsOf(const std::vector<int>& pids) {
    double seconds = 0;
    for (const int pid : pids) seconds += CpuSeconds(pid);
    return seconds;
  }

  std::string NextRun() { return absl::StrCat("run", ++runs_); }

  static int Best(const std::vector<int>& choices, const std::function<Figure(int)>& measure) {
    std::map<double, int> by_rate;
    for (const int choice : choices) by_rate[measure(choice).rate] = choice;
    return by_rate.rbegin()->second;
  }

  void TakeTurns(std::vector<std::pair<std::string, std::function<Figure()>>> measures) {
    figures_.clear();
    for (int round = 0; round < kRounds; ++round) {
      for (const auto& [name, measure] : measures) figures_[name].push_back(measure());
      std::rotate(measures.begin(), measures.begin() + 1, measures.end());
    }
  }

  void Print(const char* what, const std::string& one, const std::string& other,
             const std::optional<Goal>& goal, const std::string& note = "") const {
    const std::vector<Figure>&ones = figures_.at(one), &others = figures_.at(other);
    std::vector<double> ratios;
    std::string rounds;
    for (int round = 0; round < kRounds; ++round) {
      ratios.push_back(ones[round].rate / others[round].rate);
      absl::StrAppendFormat(&rounds, " %.2f", ratios.back());
    }
    PrintFigure(
        what, Median(ratios), goal,
        absl::StrFormat("%.0f/s to %.0f/s; processor time each: %.1f us to %.1f us; by round:%s%s",
                        MedianOf(ones, &Figure::rate), MedianOf(others, &Figure::rate),
                        MedianOf(ones, &Figure::cpu_us), MedianOf(others, &Figure::cpu_us), rounds, note));
  }

  static double MedianOf(const std::vector<Figure>& figures, double Figure::*member) {
    std::vector<double> values;
    for (const Figure& figure : figures) values.push_back(figure.*member);
    return Median(values);
  }

  testing::World world_;
  const std::vector<std::string> people_;
  const std::unique_ptr<rpc::Client> client_;
  Postgres postgres_;
  int runs_ = 0;
  std::map<std::string, std::vector<Figure>> figures_;  // of the rounds
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
