#include "common/feed/consumer.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "common/obs/log.h"
#include "obt/feed/v1/feed.pb.h"

namespace obt::feed {
namespace {

// A slow trickle is gathered for this long, so that following a busy source costs it few calls.
constexpr std::chrono::milliseconds kGather{10};
constexpr std::chrono::milliseconds kFirstBackOff{50};
constexpr std::chrono::milliseconds kMaxBackOff{1000};
constexpr int kWaitMs = 500;
constexpr uint64_t kNoHold = ~uint64_t{0};

}  // namespace

struct Consumer::Core {
  explicit Core(ConsumerOptions consumer_options) : options(std::move(consumer_options)) {
    at.source = options.source;
    const absl::StatusOr<std::optional<store::v1::Cursor>> kept =
        kCursors.Find(options.store->Now(), {options.source});
    if (!kept.ok()) Die(kept.status().message());
    if (kept->has_value()) cursor = **kept;
    at.applied = at.source_last = cursor.sequence();
    at.applied_commit_time_us = cursor.commit_time_us();
  }

  void Loop() {
    auto back_off = kFirstBackOff;
    while (!stopping.load()) {
      const auto begin = std::chrono::steady_clock::now();
      const absl::StatusOr<size_t> applied = Poll();
      if (stopping.load()) return;
      if (applied.ok()) {
        back_off = kFirstBackOff;
        if (*applied < static_cast<size_t>(options.page)) PauseUntil(begin + kGather);
        continue;
      }
      Report(applied.status());
      PauseUntil(std::chrono::steady_clock::now() + back_off);
      back_off = std::min(back_off * 2, kMaxBackOff);
    }
  }

  absl::StatusOr<size_t> Poll() {
    const uint64_t room = Room();
    if (room == 0) return static_cast<size_t>(options.page);  // released: at once, without gathering
    v1::ReadChangesRequest request;
    request.set_after(cursor.sequence());
    request.set_chain(cursor.chain());
    request.set_limit(static_cast<int>(std::min<uint64_t>(options.page, room)));
    request.set_wait_ms(kWaitMs);
    rpc::CallOptions call;
    call.timeout = absl::Milliseconds(kWaitMs) + absl::Seconds(5);
    call.retry = false;
    call.cancellation = &polls;
    OBT_ASSIGN_OR_RETURN(const v1::ReadChangesResponse page,
                         options.client->Call<v1::ReadChangesResponse>(request, call));
    if (page.changes_size() > 0) OBT_RETURN_IF_ERROR(Apply(page));
    MutexLock lock(mutex);
    at.connected = true;
    at.source_last = page.last_sequence();
    at.applied = cursor.sequence();
    at.applied_commit_time_us = cursor.commit_time_us();
    moved.notify_all();
    return static_cast<size_t>(page.changes_size());
  }

  // How many changes may be applied; waits while there is a hold and none may. 0 after waiting.
  uint64_t Room() {
    MutexLock lock(mutex);
    if (cursor.sequence() < hold_at) return hold_at - cursor.sequence();
    while (cursor.sequence() >= hold_at && !stopping.load()) pause.wait(lock.native());
    return 0;
  }

  // The page and the cursor behind it, in one transaction.
  absl::Status Apply(const v1::ReadChangesResponse& page) {
    store::v1::Cursor next = cursor;
    if (next.chain().empty()) next.set_chain(std::string(32, '\0'));
    for (const store::v1::Change& change : page.changes()) {
      if (change.sequence() != next.sequence() + 1 ||
          change.chain() != store::NextChain(next.chain(), change)) {
        return Error(absl::StatusCode::kDataLoss, "FEED_DIVERGED",
                     absl::StrCat("change ", change.sequence(), " of ", options.source,
                                  " does not follow change ", next.sequence(), " that was applied here"));
      }
      next.set_sequence(change.sequence());
      next.set_chain(change.chain());
      next.set_commit_time_us(change.commit_time_us());
    }
    const std::vector<store::v1::Change> changes(page.changes().begin(), page.changes().end());
    {
      // A hold that came while the page was on its way: it is read again, shorter.
      MutexLock lock(mutex);
      if (next.sequence() > hold_at) return absl::OkStatus();
      applying = true;
    }
    const absl::Status applied = options.store
                                     ->Execute([&](store::Txn& txn) {
                                       OBT_RETURN_IF_ERROR(options.apply(changes, txn));
                                       kCursors.Put(txn, {options.source}, next);
                                       return absl::OkStatus();
                                     })
                                     .status();
    MutexLock lock(mutex);
    if (applied.ok()) cursor = std::move(next);
    applying = false;
    moved.notify_all();
    return applied;
  }

  void Report(const absl::Status& status) {
    bool was_connected;
    {
      MutexLock lock(mutex);
      was_connected = at.connected || !reported;
      at.connected = false;
      reported = true;
    }
    // A source that lost what was applied here does not come back by itself: somebody has to read of it.
    const bool lost = absl::IsDataLoss(status) || absl::IsOutOfRange(status);
    if (!was_connected && !lost) return;
    obs::Log(obs::Severity::kWarning, "feed interrupted",
             {{"source", options.source},
              {"after", static_cast<int64_t>(cursor.sequence())},
              {"why", status.ToString()}});
  }

  void PauseUntil(std::chrono::steady_clock::time_point until) {
    MutexLock lock(mutex);
    while (!stopping.load() && std::chrono::steady_clock::now() < until)
      pause.wait_until(lock.native(), until);
  }

  const ConsumerOptions options;
  store::v1::Cursor cursor;  // changed by the loop only, under the mutex
  std::atomic<bool> stopping{false};
  rpc::Cancellation polls;
  mutable Mutex mutex;
  std::condition_variable pause, moved;
  FeedPosition at ABSL_GUARDED_BY(mutex);
  bool reported ABSL_GUARDED_BY(mutex) = false;
  bool applying ABSL_GUARDED_BY(mutex) = false;
  uint64_t hold_at ABSL_GUARDED_BY(mutex) = kNoHold;
  std::thread thread;
};

Consumer::Consumer(ConsumerOptions options) : core_(std::make_shared<Core>(std::move(options))) {
  core_->thread = std::thread([core = core_.get()] { core->Loop(); });
}

Consumer::~Consumer() { Stop(); }

void Consumer::Stop() {
  {
    MutexLock lock(core_->mutex);
    core_->stopping.store(true);
  }
  core_->polls.Cancel();
  core_->pause.notify_all();
  core_->moved.notify_all();
  if (core_->thread.joinable()) core_->thread.join();
}

void Consumer::HoldAt(uint64_t sequence) {
  MutexLock lock(core_->mutex);
  core_->hold_at = sequence;
  core_->pause.notify_all();
  while (core_->applying)
    core_->moved.wait(lock.native());  // what was under way before the hold counts as before it
}

void Consumer::Release() {
  {
    MutexLock lock(core_->mutex);
    core_->hold_at = kNoHold;
  }
  core_->pause.notify_all();
}

FeedPosition Consumer::position() const {
  MutexLock lock(core_->mutex);
  return core_->at;
}

bool Consumer::WaitFor(uint64_t sequence, absl::Time deadline) const {
  MutexLock lock(core_->mutex);
  while (core_->at.applied < sequence && !core_->stopping.load()) {
    if (core_->moved.wait_until(lock.native(), absl::ToChronoTime(deadline)) == std::cv_status::timeout)
      break;
  }
  return core_->at.applied >= sequence;
}

}  // namespace obt::feed
