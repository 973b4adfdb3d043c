// What a store of learning costs as it grows: batched intake on the way to a size, then single writes, the
// record of one person and a restart at that size; bytes written to disk per byte taken in; processor time of
// the service. Events fall on all people alike; those whose record is read have the same few at every size.
// Argument: the last size in events; the others are a third and a thirtieth of it.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/bench/goals.h"
#include "tests/bench/load.h"
#include "tests/bench/samples.h"
#include "tests/bench/usage.h"

namespace obt::bench {
namespace {

namespace v1 = learning::v1;

constexpr int kBatch = 1000;
constexpr int kInFlight = 64;
constexpr int kRead = 100;           // people whose record is read
constexpr int kEventsOfRead = 50;    // each
constexpr int kEventsOfOthers = 60;  // each, at the last size
constexpr int kRounds = 3;
constexpr double kMiB = 1024.0 * 1024.0;

struct Figures {
  int64_t events = 0;
  double batched = 0, single = 0, read = 0;                                // a second
  double batched_p99 = 0, batched_most = 0, single_p99 = 0, read_p99 = 0;  // ms
  double written = 0;                                // bytes a byte taken in, since the size before
  double cpu_us = 0;                                 // of the service, an event
  double stop = 0, start = 0, start_after_kill = 0;  // seconds
  double resident_mib = 0, store_mib = 0;
};

class Bench {
 public:
  explicit Bench(int64_t last)
      : world_(testing::World::Mode::kBinaries, SystemClock::Get(), {"identity", "learning"}),
        people_(ImportSomePeople(world_, static_cast<int>(std::max<int64_t>(1000, last / kEventsOfOthers)))),
        read_(people_.begin(), people_.begin() + kRead),
        others_(people_.begin() + kRead, people_.end()) {
    Connect();
    Run(Record(read_, "read", kBatch, kRead * kEventsOfRead / kBatch));
  }

  Figures GrowTo(int64_t events) {
    Figures figures;
    figures.events = events;
    Grow(events, figures);
    std::vector<double> singles, reads, single_p99s, read_p99s;
    for (int round = 0; round < kRounds; ++round) {
      const LoadResult single = Run(Record(others_, absl::StrCat("single", events, "-", round), 1, -1));
      const LoadResult read = Run(Read());
      grown_ += single.calls;
      singles.push_back(single.rate());
      single_p99s.push_back(single.p99_ms);
      reads.push_back(read.rate());
      read_p99s.push_back(read.p99_ms);
    }
    figures.single = Median(singles);
    figures.single_p99 = Median(single_p99s);
    figures.read = Median(reads);
    figures.read_p99 = Median(read_p99s);
    figures.resident_mib = ResidentMib(world_.PidOf("learning"));
    figures.store_mib = StoreMib();
    Restart(figures);
    return figures;
  }

 private:
  static LoadResult Run(const LoadPlan& plan) {
    LoadResult result = bench::Run(plan);
    Check(result);
    return result;
  }

  void Grow(int64_t events, Figures& figures) {
    const int pid = world_.PidOf("learning");
    const double cpu = CpuSeconds(pid), written = WrittenBytes(pid);
    LoadPlan plan = Record(others_, absl::StrCat("grow", events), kBatch, (events - grown_) / kBatch);
    const LoadResult result = Run(plan);
    const double taken_in =
        static_cast<double>(result.calls) * static_cast<double>(plan.request(0)->ByteSizeLong());
    figures.batched = result.rate() * kBatch;
    figures.batched_p99 = result.p99_ms;
    figures.batched_most = result.most_ms;
    figures.cpu_us = (CpuSeconds(pid) - cpu) * 1e6 / static_cast<double>(events - grown_);
    figures.written = (WrittenBytes(pid) - written) / taken_in;
    grown_ = events;
  }

  void Restart(Figures& figures) {
    std::vector<double> stops, starts, starts_after_kill;
    for (int round = 0; round < kRounds; ++round) {
      const absl::Time began = absl::Now();
      world_.Stop("learning");
      const absl::Time stopped = absl::Now();
      world_.Start("learning");
      Connect();
      const absl::Time serving = absl::Now();
      // Something to do again.
      grown_ += kBatch *
                Run(Record(others_, absl::StrCat("restart", figures.events, "-", round), kBatch, 20)).calls;
      world_.Stop("learning", true);
      const absl::Time killed = absl::Now();
      world_.Start("learning");
      Connect();
      stops.push_back(absl::ToDoubleSeconds(stopped - began));
      starts.push_back(absl::ToDoubleSeconds(serving - stopped));
      starts_after_kill.push_back(absl::ToDoubleSeconds(absl::Now() - killed));
    }
    figures.stop = Median(stops);
    figures.start = Median(starts);
    figures.start_after_kill = Median(starts_after_kill);
  }

  // Until it serves and knows everybody.
  void Connect() {
    const absl::Time end = absl::Now() + absl::Minutes(5);
    v1::GetLearnerRecordRequest request;
    request.set_programme_id("obt-2024");
    request.set_person_id(people_.back());
    rpc::CallOptions once;
    once.retry = false;
    absl::Status status;
    do {
      client_ = world_.deployment().ClientTo("learning", "dwp");
      status = client_->Call<v1::GetLearnerRecordResponse>(request, once).status();
    } while (!status.ok() && absl::Now() < end);
    if (!status.ok()) Die(status.ToString());
  }

  LoadPlan Record(const std::vector<std::string>& people, const std::string& run, int batch,
                  int64_t calls) const {
    LoadPlan plan = RecordPlan(*client_, people, run, batch);
    plan.in_flight = batch == 1 ? kInFlight : 4;
    plan.limit = calls;
    if (calls >= 0) plan.length = absl::Hours(1);
    return plan;
  }

  LoadPlan Read() const {
    LoadPlan plan;
    plan.client = client_.get();
    plan.in_flight = 4;
    plan.request = [this](int64_t n) {
      auto request = std::make_unique<v1::GetLearnerRecordRequest>();
      request->set_programme_id("obt-2024");
      request->set_person_id(read_[static_cast<size_t>(n) % read_.size()]);
      return request;
    };
    plan.response = &v1::GetLearnerRecordResponse::default_instance();
    return plan;
  }

  double StoreMib() {
    double bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             absl::StrCat(world_.deployment().path(), "/learning"))) {
      if (entry.is_regular_file()) bytes += static_cast<double>(entry.file_size());
    }
    return bytes / kMiB;
  }

  testing::World world_;
  const std::vector<std::string> people_, read_, others_;
  std::unique_ptr<rpc::Client> client_;
  int64_t grown_ = 0;  // events that others_ have
};

// Ratios are above 1 where the larger store is slower or writes more.
void Compare(const Figures& small, const Figures& large) {
  const Goal most{Better::kLess, 1.3, 1}, at_once{Better::kLess, 1, 1};
  const auto print = [&](absl::string_view what, double value, const std::optional<Goal>& goal) {
    PrintFigure(absl::StrFormat("%d events: %s", large.events, what), value, goal);
  };
  print("batched intake, times slower", small.batched / large.batched, most);
  print("single writes, times slower", small.single / large.single, most);
  print("records read, times slower", small.read / large.read, most);
  print("bytes written a byte, times", large.written / small.written, std::nullopt);
  print("processor time an event, times", large.cpu_us / small.cpu_us, std::nullopt);
  print("stop and start, s", large.stop + large.start, at_once);
  print("start, times slower", large.start / small.start, std::nullopt);
  print("start after a kill, s", large.start_after_kill, at_once);
}

void Print(const std::vector<Figures>& sizes) {
  for (const Figures& at : sizes) {
    std::cout
        << absl::StrFormat(
               "%d events: batched %.0f/s on the way (p99 %.0f ms, most %.0f ms, %.1f us of the service "
               "each, "
               "%.1f bytes written a byte); singles %.0f/s (p99 %.1f ms); records %.0f/s (p99 %.1f ms); stop "
               "%.2f s, start %.2f s, after a kill %.2f s; resident %.0f MiB, store %.0f MiB",
               at.events, at.batched, at.batched_p99, at.batched_most, at.cpu_us, at.written, at.single,
               at.single_p99, at.read, at.read_p99, at.stop, at.start, at.start_after_kill, at.resident_mib,
               at.store_mib)
        << std::endl;
  }
  PrintHead();
  for (auto at = sizes.begin() + 1; at != sizes.end(); ++at) Compare(sizes.front(), *at);
}

}  // namespace
}  // namespace obt::bench

int main(int argc, char** argv) {
  int64_t last = 0;
  if (argc != 2 || !absl::SimpleAtoi(argv[1], &last) || last < 60'000) {
    std::fprintf(stderr, "usage: obt-bench-grow EVENTS, at least 60000\n");
    return 2;
  }
  obt::bench::Bench bench(last);
  std::vector<obt::bench::Figures> sizes;
  for (const int64_t part : {30, 3, 1}) sizes.push_back(bench.GrowTo(last / part / 1000 * 1000));
  obt::bench::Print(sizes);
}
