// What a process says of itself is what it does.
#include "common/obs/process_metrics.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace obt::obs {
namespace {

class ProcessMetricsTest : public ::testing::Test {
 protected:
  double Value(const std::string& name) const {
    std::istringstream page(metrics.Text());
    for (std::string line; std::getline(page, line);) {
      if (line.rfind(name + " ", 0) == 0) return std::stod(line.substr(name.size()));
    }
    ADD_FAILURE() << name << " is not on the page";
    return -1;
  }

  Metrics metrics;
  const std::vector<Metrics::Reading> readings = AddProcessMetrics(metrics);
};

TEST_F(ProcessMetricsTest, OpenFilesAreCounted) {
  const double before = Value("process_open_fds");
  std::vector<int> files;
  for (int i = 0; i < 7; ++i) files.push_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_EQ(Value("process_open_fds"), before + 7);
  for (const int file : files) close(file);
  EXPECT_EQ(Value("process_open_fds"), before);
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(Value("process_max_fds"), static_cast<double>(limit.rlim_cur));
}

TEST_F(ProcessMetricsTest, MemoryGrowsWithWhatIsUsed) {
  constexpr size_t kBytes = 64u << 20;
  const double before = Value("process_resident_memory_bytes");
  std::vector<char> memory(kBytes, 'x');
  EXPECT_GE(Value("process_resident_memory_bytes"), before + kBytes / 2);
  EXPECT_GT(Value("process_virtual_memory_bytes"), Value("process_resident_memory_bytes"));
  EXPECT_EQ(memory.back(), 'x');
}

TEST_F(ProcessMetricsTest, TimeGoesOnWhileItWorks) {
  const double before = Value("process_cpu_seconds_total");
  const std::clock_t begin = std::clock();
  while (std::clock() - begin < CLOCKS_PER_SEC / 20) {
  }
  EXPECT_GE(Value("process_cpu_seconds_total"), before + 0.02);
}

TEST_F(ProcessMetricsTest, TheStartIsOfThisProcess) {
  const double now =
      std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
  EXPECT_LE(Value("process_start_time_seconds"), now + 2);
  EXPECT_GE(Value("process_start_time_seconds"), now - 600) << "the test began a moment ago";
}

}  // namespace
}  // namespace obt::obs
