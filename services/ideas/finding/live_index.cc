#include "services/ideas/finding/live_index.h"

#include <mutex>
#include <shared_mutex>

#include "common/base/error.h"
#include "common/base/status.h"
#include "common/obs/log.h"

namespace obt::ideas {
namespace {

constexpr size_t kThings = 64;  // read at a time: a commit waits for so many at most

}  // namespace

void LiveIndex::Start(std::chrono::milliseconds patience) {
  const auto begin = std::chrono::steady_clock::now();
  bool more = true;
  while (more && std::chrono::steady_clock::now() - begin < patience) more = FillSome();
  if (!more) return;
  filling_ = std::thread([this] {
    while (!stopping_.load() && FillSome()) {
    }
  });
}

void LiveIndex::Stop() {
  stopping_.store(true);
  if (filling_.joinable()) filling_.join();
}

bool LiveIndex::FillSome() {
  const std::shared_lock<WriterFirstLock> lock(follow_or_fill_);
  const absl::StatusOr<bool> more = Fill(store_.Now(), kThings, unread_, index_);
  if (more.ok()) {
    if (!*more) whole_.store(true);
    return *more;
  }
  obs::Log(obs::Severity::kError, "the search index stays incomplete", {{"why", more.status().ToString()}});
  MutexLock guard(mutex_);
  problem_ = more.status();
  return false;
}

void LiveIndex::Follow(const Txn& written) {
  const std::unique_lock<WriterFirstLock> lock(follow_or_fill_);
  ideas::Follow(written, index_);
}

absl::StatusOr<const search::Index*> LiveIndex::Whole() const {
  if (is_whole()) return &index_;
  MutexLock lock(mutex_);
  OBT_RETURN_IF_ERROR(problem_);
  return Error(absl::StatusCode::kUnavailable, "INDEX_INCOMPLETE",
               "the search index is still being made from the store; try again in some seconds");
}

}  // namespace obt::ideas
