// A real store in a directory of its own under the system's temporary directory, gone afterwards. For tests
// only.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/store/store.h"

namespace obt::testing {

// A fresh directory, removed with everything in it at the end.
class TempDir {
 public:
  TempDir() {
    // In memory where that is possible: opening a store costs a handful of syncs.
    const bool memory = std::filesystem::exists("/dev/shm") && std::getenv("TMPDIR") == nullptr;
    const std::filesystem::path place = memory ? "/dev/shm" : std::filesystem::temp_directory_path();
    std::string pattern = (place / "obt-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) Die("cannot make a temporary directory");
    path_ = pattern;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class TempStore {
 public:
  explicit TempStore(std::vector<const store::TableRef*> tables, const Clock* clock = &SystemClock::Get(),
                     std::function<void(const store::Txn&)> on_commit = nullptr) {
    options_.on_commit = std::move(on_commit);
    options_.path = dir_.path() + "/store";
    options_.tables = std::move(tables);
    options_.clock = clock;
    options_.cache_bytes = 8u << 20;
    options_.write_buffer_bytes = 2u << 20;  // logs are laid out this long in advance
    if (absl::Status made = store::Store::Init(options_); !made.ok()) Die(made.message());
    Reopen();
  }
  // Closes and opens again, as a restart does.
  void Reopen() {
    store_.reset();
    absl::StatusOr<std::unique_ptr<store::Store>> opened = store::Store::Open(options_);
    if (!opened.ok()) Die(opened.status().message());
    store_ = *std::move(opened);
  }
  void Close() { store_.reset(); }
  store::Store* operator->() { return store_.get(); }
  store::Store& operator*() { return *store_; }
  const store::Options& options() const { return options_; }

 private:
  TempDir dir_;
  store::Options options_;
  std::unique_ptr<store::Store> store_;
};

// Runs a command-style handler in a committed transaction and returns what it returned.
template <typename Run>
auto Commit(store::Store& store, Run run) -> decltype(run(std::declval<store::Txn&>())) {
  decltype(run(std::declval<store::Txn&>())) result = absl::UnknownError("did not run");
  absl::StatusOr<uint64_t> committed = store.Execute([&](store::Txn& txn) {
    result = run(txn);
    return result.ok() ? absl::OkStatus() : result.status();
  });
  if (result.ok() && !committed.ok()) result = committed.status();
  return result;
}

}  // namespace obt::testing
