// Work in processes of their own, for what may end its process or must not share one, and how a chaos test is
// told how much to do. The process that forks must not have opened a store.
#pragma once

#include <sys/mman.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/error.h"

namespace obt::testing {

struct Ending {
  int code = -1;     // of its exit
  int signal = 0;    // or what killed it
  std::string said;  // on stderr
  bool ok() const { return code == 0; }
};

Ending RunApart(const std::function<int()>& work);
// work(0) .. work(count - 1), at most `at_once` at a time; told of each as it ends.
void RunEachApart(int count, int at_once, const std::function<int(int)>& work,
                  const std::function<void(int, const Ending&)>& ended);

// Something zero-initialised that processes share.
template <typename T>
class Shared {
 public:
  Shared() {
    void* const place = mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) Die("no shared memory");
    thing_ = new (place) T();
  }
  ~Shared() { munmap(thing_, sizeof(T)); }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  T* operator->() const { return thing_; }
  T& operator*() const { return *thing_; }

 private:
  T* thing_;
};

// What is counted, over all processes.
struct Tally {
  std::atomic<int64_t> images{0}, kills{0}, cases{0}, commands{0}, acknowledged{0}, lost{0}, duplicated{0},
      wrong{0};
  // The line tools/prove adds up.
  void Print(const char* test, uint64_t seed) const;
};

// OBT_SEED, or a new one; printed.
uint64_t TestSeed();
// Rounds of a test: one, or as many as begin within OBT_PROVE_SECONDS.
class Rounds {
 public:
  bool Another();

 private:
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  bool begun_ = false;
};
// `count`, unless the environment names another.
int64_t CountFrom(const char* name, int64_t count);

}  // namespace obt::testing
