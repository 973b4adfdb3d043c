// A whole staff list of DWP's size: how fast its rows are staged, how fast they are worked off when everybody
// is new, when nothing is different and when everybody is, and how much memory the service holds meanwhile.
// Medians are of the rounds; memory is the process's own, read while it works.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "obt/identity/v1/import.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/usage.h"
#include "tests/integration/world.h"

namespace obt::bench {
namespace {

namespace v1 = identity::v1;

constexpr int kRows = 92'582;  // of DWP, 31 March 2024
constexpr int kRowsPerCall = 1000;
constexpr int kRounds = 3;

v1::PersonRow RowOf(int n, const std::string& grade) {
  v1::PersonRow row;
  row.set_hr_id(absl::StrCat(1'000'000 + n));
  row.set_email(absl::StrCat("first.last", n, "@dwp.gov.uk"));
  row.set_name(absl::StrCat("First Middle Last ", n));
  row.set_grade(grade);
  row.set_profession("POLICY");
  row.set_region("LONDON");
  row.set_line(n + 2);
  return row;
}

struct Measured {
  double stage_rate = 0, finish_rate = 0;
  double least_mib = 0, most_mib = 0;  // of resident memory, while it works the rows off
  std::string counts;
};

class Bench {
 public:
  Bench() : world_(testing::World::Mode::kBinaries, SystemClock::Get(), {"identity", "learning"}) {}

  Measured Import(const google::type::Date& day, const std::string& grade) {
    Measured measured;
    v1::StartImportRequest start;
    start.set_organisation_code("dwp");
    start.set_mode(v1::IMPORT_MODE_SNAPSHOT);
    *start.mutable_from_day() = day;
    const std::string id = world_.Must<v1::StartImportResponse>(start).import().import_id();
    const absl::Time began = absl::Now();
    for (int first = 0; first < kRows; first += kRowsPerCall) {
      v1::ImportPeopleRequest request;
      request.set_import_id(id);
      for (int n = first; n < std::min(kRows, first + kRowsPerCall); ++n)
        *request.add_rows() = RowOf(n, grade);
      const auto response = world_.Must<v1::ImportPeopleResponse>(request);
      for (const auto& result : response.results()) {
        if (result.status().code() != 0) Die(result.status().message());
      }
    }
    const absl::Time staged = absl::Now();
    v1::FinishImportRequest finish;
    finish.set_import_id(id);
    v1::Import import = world_.Must<v1::FinishImportResponse>(finish).import();
    v1::GetImportRequest get;
    get.set_import_id(id);
    const int pid = world_.PidOf("identity");
    measured.least_mib = ResidentMib(pid);
    while (import.state() == v1::IMPORT_STATE_FINISHING) {
      absl::Notification().WaitForNotificationWithTimeout(absl::Milliseconds(20));  // leaves it the processor
      import = world_.Must<v1::GetImportResponse>(get).import();
      measured.least_mib = std::min(measured.least_mib, ResidentMib(pid));
      measured.most_mib = std::max(measured.most_mib, ResidentMib(pid));
    }
    measured.stage_rate = kRows / absl::ToDoubleSeconds(staged - began);
    measured.finish_rate = kRows / absl::ToDoubleSeconds(absl::Now() - staged);
    measured.counts = import.counts().ShortDebugString();
    return measured;
  }

 private:
  testing::World world_;
};

void Print(const char* what, const std::vector<Measured>& rounds) {
  std::vector<double> stage, finish;
  double least = rounds[0].least_mib, most = 0;
  for (const Measured& round : rounds) {
    stage.push_back(round.stage_rate);
    finish.push_back(round.finish_rate);
    least = std::min(least, round.least_mib);
    most = std::max(most, round.most_mib);
  }
  std::printf("%-20s staged %.0f rows/s, worked off %.0f rows/s, resident %.0f to %.0f MiB, %s\n", what,
              Median(stage), Median(finish), least, most, rounds[0].counts.c_str());
  std::fflush(stdout);
}

int Main() {
  std::printf("cores: %u, rows: %d, rounds: %d\n", std::thread::hardware_concurrency(), kRows, kRounds);
  std::vector<Measured> everybody_new, nothing_different, everybody_different;
  for (int round = 0; round < kRounds; ++round) {
    Bench bench;
    everybody_new.push_back(bench.Import(testing::DateOf(2024, 4, 1), "EO"));
    nothing_different.push_back(bench.Import(testing::DateOf(2024, 10, 1), "EO"));
    everybody_different.push_back(bench.Import(testing::DateOf(2024, 10, 1), "HEO"));
  }
  Print("everybody new:", everybody_new);
  Print("nothing different:", nothing_different);
  Print("everybody different:", everybody_different);
  return 0;
}

}  // namespace
}  // namespace obt::bench

int main() { return obt::bench::Main(); }
