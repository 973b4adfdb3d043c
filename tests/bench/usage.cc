#include "tests/bench/usage.h"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"

namespace obt::bench {
namespace {

std::string TextOf(int pid, const char* file) {
  std::stringstream text;
  text << std::ifstream(absl::StrCat("/proc/", pid, "/", file)).rdbuf();
  return text.str();
}

double NumberAt(const std::vector<absl::string_view>& words, size_t at) {
  double number = 0;
  if (at >= words.size() || !absl::SimpleAtod(words[at], &number))
    Die("a process cannot be asked what it used");
  return number;
}

// The number behind a label.
double NumberBehind(const std::string& text, absl::string_view label) {
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::vector<absl::string_view> words =
        absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    if (!words.empty() && words[0] == label) return NumberAt(words, 1);
  }
  Die(absl::StrCat("a process does not say its ", label));
}

}  // namespace

double CpuSeconds(int pid) {
  const std::string text = TextOf(pid, "stat");
  // Behind the program's name, which may hold blanks: state, ppid … utime is the 12th, stime the 13th.
  const std::vector<absl::string_view> words =
      absl::StrSplit(absl::string_view(text).substr(text.rfind(')') + 1), ' ', absl::SkipEmpty());
  return (NumberAt(words, 11) + NumberAt(words, 12)) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double ResidentMib(int pid) { return NumberBehind(TextOf(pid, "status"), "VmRSS:") / 1024; }

double WrittenBytes(int pid) { return NumberBehind(TextOf(pid, "io"), "write_bytes:"); }

}  // namespace obt::bench
