#include "tests/chaos/apart.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <utility>

namespace obt::testing {
namespace {

struct Child {
  int number;
  int said;  // file in memory that is its stderr
};

pid_t Fork(const std::function<int()>& work, int said) {
  std::fflush(stdout);
  std::fflush(stderr);
  const pid_t child = fork();
  if (child < 0) Die("cannot fork");
  if (child > 0) return child;
  dup2(said, STDERR_FILENO);
  const int code = work();
  std::fflush(stdout);
  std::fflush(stderr);
  _exit(code);
}

Ending EndingOf(int status, int said) {
  Ending ending;
  if (WIFEXITED(status)) ending.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ending.signal = WTERMSIG(status);
  char text[4096];
  off_t at = 0;
  for (ssize_t n; (n = pread(said, text, sizeof(text), at)) > 0; at += n) ending.said.append(text, n);
  close(said);
  return ending;
}

int64_t Number(const char* name, int64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoll(text, nullptr, 10);
}

}  // namespace

Ending RunApart(const std::function<int()>& work) {
  const int said = memfd_create("said", MFD_CLOEXEC);
  const pid_t child = Fork(work, said);
  int status = 0;
  waitpid(child, &status, 0);
  return EndingOf(status, said);
}

void RunEachApart(int count, int at_once, const std::function<int(int)>& work,
                  const std::function<void(int, const Ending&)>& ended) {
  std::map<pid_t, Child> running;
  for (int next = 0; next < count || !running.empty();) {
    if (next < count && static_cast<int>(running.size()) < at_once) {
      const int said = memfd_create("said", MFD_CLOEXEC);
      running[Fork([&] { return work(next); }, said)] = {next, said};
      ++next;
      continue;
    }
    int status = 0;
    const auto child = running.find(waitpid(-1, &status, 0));
    if (child == running.end()) continue;
    ended(child->second.number, EndingOf(status, child->second.said));
    running.erase(child);
  }
}

void Tally::Print(const char* test, uint64_t seed) const {
  std::printf(
      "tally test=%s seed=%llu images=%lld kills=%lld cases=%lld commands=%lld acknowledged=%lld lost=%lld "
      "duplicated=%lld wrong=%lld\n",
      test, static_cast<unsigned long long>(seed), static_cast<long long>(images.load()),
      static_cast<long long>(kills.load()), static_cast<long long>(cases.load()),
      static_cast<long long>(commands.load()), static_cast<long long>(acknowledged.load()),
      static_cast<long long>(lost.load()), static_cast<long long>(duplicated.load()),
      static_cast<long long>(wrong.load()));
  std::fflush(stdout);
}

uint64_t TestSeed() {
  const uint64_t seed = static_cast<uint64_t>(Number("OBT_SEED", std::random_device{}()));
  std::printf("OBT_SEED=%llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

bool Rounds::Another() {
  if (!std::exchange(begun_, true)) return true;
  return std::chrono::steady_clock::now() - begin_ < std::chrono::seconds(Number("OBT_PROVE_SECONDS", 0));
}

int64_t CountFrom(const char* name, int64_t count) { return Number(name, count); }

}  // namespace obt::testing
