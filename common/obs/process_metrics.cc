#include "common/obs/process_metrics.h"

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

namespace obt::obs {
namespace {

std::string TextOf(const char* file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

double SecondsOf(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double CpuSeconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return SecondsOf(used.ru_utime) + SecondsOf(used.ru_stime);
}

// The n-th number of /proc/self/statm, in bytes.
double MemoryBytes(int n) {
  std::istringstream pages(TextOf("/proc/self/statm"));
  double count = 0;
  for (int i = 0; i <= n; ++i) pages >> count;
  return count * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double MostOpenFiles() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

double OpenFiles() {
  std::error_code problem;
  std::filesystem::directory_iterator file("/proc/self/fd", problem);
  if (problem == std::errc::too_many_files_open) return MostOpenFiles();
  double count = -1;  // one is open to look
  for (; !problem && file != std::filesystem::directory_iterator(); file.increment(problem)) ++count;
  return problem ? 0 : count;
}

// Since the epoch: when the machine started, and how long after that this process did.
double StartSeconds() {
  const std::string machine = TextOf("/proc/stat"), self = TextOf("/proc/self/stat");
  const size_t boot = machine.find("btime "), name = self.rfind(')');
  if (boot == std::string::npos || name == std::string::npos) return 0;
  std::istringstream fields(self.substr(name + 1));  // from the third on
  std::string field;
  for (int i = 3; i <= 22; ++i) fields >> field;
  return std::stod(machine.substr(boot + 6)) + std::stod(field) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

std::vector<Metrics::Reading> AddProcessMetrics(Metrics& metrics) {
  using Kind = Metrics::Kind;
  std::vector<Metrics::Reading> readings;
  const auto add = [&](Kind kind, const char* name, const char* help, std::function<double()> read) {
    readings.push_back(metrics.AddReading(kind, name, help, {}, std::move(read)));
  };
  add(Kind::kCounter, "process_cpu_seconds_total", "User and system CPU time.", CpuSeconds);
  add(Kind::kGauge, "process_resident_memory_bytes", "Memory in RAM.", [] { return MemoryBytes(1); });
  add(Kind::kGauge, "process_virtual_memory_bytes", "Address space.", [] { return MemoryBytes(0); });
  add(Kind::kGauge, "process_open_fds", "Open files and sockets.", OpenFiles);
  add(Kind::kGauge, "process_max_fds", "The most that may be open.", MostOpenFiles);
  const double started = StartSeconds();
  add(Kind::kGauge, "process_start_time_seconds", "When the process started, since the Unix epoch.",
      [started] { return started; });
  return readings;
}

}  // namespace obt::obs
