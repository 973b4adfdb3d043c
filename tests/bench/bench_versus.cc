// The same load on the programs of this build and on those of another: what a change of the suite costs. Both
// serve at the same time, the load takes turns, in another order every round, so that a machine that drifts
// drifts for both. The directory of the other build's programs is the only argument.
#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "obt/identity/v1/person.pb.h"
#include "tests/bench/goals.h"
#include "tests/bench/load.h"
#include "tests/bench/samples.h"

namespace obt::bench {
namespace {

constexpr int kRounds = 7;
constexpr int kPeople = 5'000;
constexpr absl::Duration kLength = absl::Seconds(3);

class Side {
 public:
  explicit Side(const std::string& programs)
      : world_(testing::World::Mode::kBinaries, SystemClock::Get(), {"identity", "learning"}, programs),
        people_(ImportSomePeople(world_, kPeople)),
        learning_(world_.deployment().ClientTo("learning", "dwp")),
        identity_(world_.deployment().ClientTo("identity", "admin")) {
    Record(64, 1);  // lets the directory arrive and the caches warm up
  }

  double Record(int in_flight, int batch) {
    return RateOf(RecordPlan(*learning_, people_, absl::StrCat("run", ++runs_), batch), in_flight) * batch;
  }
  double ReadPeople(int in_flight) {
    LoadPlan plan;
    plan.client = identity_.get();
    plan.request = [this](int64_t n) {
      auto request = std::make_unique<identity::v1::GetPersonRequest>();
      request->set_person_id(people_[static_cast<size_t>(n * 7919) % people_.size()]);
      return request;
    };
    plan.response = &identity::v1::GetPersonResponse::default_instance();
    return RateOf(std::move(plan), in_flight);
  }

 private:
  static double RateOf(LoadPlan plan, int in_flight) {
    plan.in_flight = in_flight;
    plan.length = kLength;
    const LoadResult result = Run(plan);
    Check(result);
    return result.rate();
  }

  testing::World world_;
  const std::vector<std::string> people_;
  const std::unique_ptr<rpc::Client> learning_, identity_;
  int runs_ = 0;
};

void Compare(const char* what, Side& ours, Side& other, const std::function<double(Side&)>& measure) {
  std::vector<double> rates[2], ratios;
  std::string rounds;
  for (int round = 0; round < kRounds; ++round) {
    double rate[2] = {};
    for (int turn = 0; turn < 2; ++turn) {
      const int side = (round + turn) % 2;
      rate[side] = measure(side == 0 ? ours : other);
      rates[side].push_back(rate[side]);
    }
    ratios.push_back(rate[0] / rate[1]);
    absl::StrAppendFormat(&rounds, " %.3f", ratios.back());
  }
  PrintFigure(what, Median(ratios), std::nullopt,
              absl::StrFormat("%.0f/s to %.0f/s; by round:%s", Median(rates[0]), Median(rates[1]), rounds));
}

}  // namespace
}  // namespace obt::bench

int main(int argc, char** argv) {
  using obt::bench::Side;
  if (argc != 2) {
    std::fprintf(stderr, "usage: obt-bench-versus DIRECTORY\n");
    return 2;
  }
  Side ours(""), other(argv[1]);
  obt::bench::PrintHead();
  Compare("single durable RecordLearning to the other build, 64 in flight", ours, other,
          [](Side& side) { return side.Record(64, 1); });
  Compare("batched RecordLearning to the other build, 1000 each, 4 in flight", ours, other,
          [](Side& side) { return side.Record(4, 1000); });
  Compare("GetPerson to the other build, 64 in flight", ours, other,
          [](Side& side) { return side.ReadPeople(64); });
}
