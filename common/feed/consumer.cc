#include "common/feed/consumer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/referred.h"
#include "common/obs/log.h"

namespace obt::feed {
namespace {

// A slow trickle is gathered for this long, so that following a busy source costs it few calls.
constexpr std::chrono::milliseconds kGather{10};
constexpr std::chrono::milliseconds kFirstBackOff{50};
constexpr std::chrono::milliseconds kMaxBackOff{1000};
constexpr int kWaitMs = 500;
constexpr absl::Duration kAsk = absl::Seconds(3);
constexpr absl::Duration kLook = absl::Milliseconds(100);  // whether to stop

}  // namespace

Consumer::Consumer(ConsumerOptions options) : options_(std::move(options)) {
  at_.source = options_.source;
  const absl::StatusOr<std::optional<store::v1::Cursor>> kept =
      kCursors.Find(options_.store->Now(), {options_.source});
  if (!kept.ok()) Die(kept.status().message());
  if (kept->has_value()) cursor_ = **kept;
  at_.applied = at_.source_last = cursor_.sequence();
  at_.applied_commit_time_us = cursor_.commit_time_us();
  thread_ = std::thread([this] { Loop(); });
}

Consumer::~Consumer() { Stop(); }

void Consumer::Loop() {
  auto back_off = kFirstBackOff;
  while (!stopping_.load()) {
    const auto begin = std::chrono::steady_clock::now();
    const absl::StatusOr<size_t> applied = Poll();
    if (stopping_.load()) return;
    if (applied.ok()) {
      back_off = kFirstBackOff;
      if (*applied < static_cast<size_t>(options_.page)) PauseUntil(begin + kGather);
      continue;
    }
    Report(applied.status());
    PauseUntil(std::chrono::steady_clock::now() + back_off);
    back_off = std::min(back_off * 2, kMaxBackOff);
  }
}

absl::StatusOr<size_t> Consumer::Poll() {
  const uint64_t room = Room();
  if (room == 0) return static_cast<size_t>(options_.page);  // released: at once, without gathering
  OBT_ASSIGN_OR_RETURN(Page page, NextPage(room));
  const size_t changes = page.changes.size();
  {
    MutexLock lock(mutex_);
    at_.connected = true;
    at_.source_last = page.source_last;  // how far it is behind is seen while it applies, or waits
  }
  if (page.next.sequence() < page.source_last) {
    ahead_ = std::async(std::launch::async, &Consumer::Read, this, page.next, options_.page, 0);
  }
  if (changes > 0) OBT_RETURN_IF_ERROR(Apply(std::move(page)));
  MutexLock lock(mutex_);
  at_.applied = cursor_.sequence();
  at_.applied_commit_time_us = cursor_.commit_time_us();
  moved_.notify_all();
  return changes;
}

absl::StatusOr<Consumer::Page> Consumer::NextPage(uint64_t room) {
  if (ahead_.valid()) {
    absl::StatusOr<Page> ahead = ahead_.get();
    if (!ahead.ok()) return ahead;
    const bool is_next = ahead->next.sequence() == cursor_.sequence() + ahead->changes.size();
    if (is_next && !ahead->changes.empty() && ahead->changes.size() <= room) return ahead;
  }
  return Read(cursor_, std::min<uint64_t>(options_.page, room), kWaitMs);
}

absl::StatusOr<Consumer::Page> Consumer::Read(const store::v1::Cursor& after, uint64_t limit,
                                              int wait_ms) const {
  v1::ReadChangesRequest request;
  request.set_after(after.sequence());
  request.set_chain(after.chain());
  request.set_limit(static_cast<int>(limit));
  request.set_wait_ms(wait_ms);
  rpc::CallOptions call;
  call.timeout = absl::Milliseconds(wait_ms) + absl::Seconds(5);
  call.retry = false;
  call.cancellation = &polls_;
  OBT_ASSIGN_OR_RETURN(v1::ReadChangesResponse response,
                       options_.client->Call<v1::ReadChangesResponse>(request, call));
  Page page{{std::make_move_iterator(response.mutable_changes()->begin()),
             std::make_move_iterator(response.mutable_changes()->end())},
            response.last_sequence(),
            after};
  if (page.next.chain().empty()) page.next.set_chain(std::string(32, '\0'));
  for (const store::v1::Change& change : page.changes) {
    if (change.sequence() != page.next.sequence() + 1 ||
        change.chain() != store::NextChain(page.next.chain(), change)) {
      return Error(absl::StatusCode::kDataLoss, "FEED_DIVERGED",
                   absl::StrCat("change ", change.sequence(), " of ", options_.source,
                                " does not follow change ", page.next.sequence(), " that was applied here"));
    }
    page.next.set_sequence(change.sequence());
    page.next.set_chain(change.chain());
    page.next.set_commit_time_us(change.commit_time_us());
  }
  return page;
}

uint64_t Consumer::Room() {
  MutexLock lock(mutex_);
  if (cursor_.sequence() < hold_at_) return hold_at_ - cursor_.sequence();
  while (cursor_.sequence() >= hold_at_ && !stopping_.load()) pause_.wait(lock.native());
  return 0;
}

absl::Status Consumer::Apply(Page page) {
  if (!WaitForReferred(page.changes, page.next.sequence())) return absl::OkStatus();
  {
    // A hold that came while the page was on its way: it is read again, shorter.
    MutexLock lock(mutex_);
    if (page.next.sequence() > hold_at_) return absl::OkStatus();
    applying_ = true;
  }
  const absl::Status applied = options_.store
                                   ->Execute([&](store::Txn& txn) {
                                     OBT_RETURN_IF_ERROR(options_.apply(page.changes, txn));
                                     kCursors.Put(txn, {options_.source}, page.next);
                                     return absl::OkStatus();
                                   })
                                   .status();
  MutexLock lock(mutex_);
  if (applied.ok()) cursor_ = std::move(page.next);
  applying_ = false;
  moved_.notify_all();
  return applied;
}

bool Consumer::WaitForReferred(absl::Span<const store::v1::Change> changes, uint64_t last) const {
  if (options_.after == nullptr) return true;
  uint64_t referred = 0;
  for (const store::v1::Change& change : changes) referred = std::max(referred, ReferredSequence(change));
  while (!options_.after->WaitFor(referred, absl::Now() + kLook)) {
    MutexLock lock(mutex_);
    if (stopping_.load() || last > hold_at_) return false;
  }
  return true;
}

void Consumer::Report(const absl::Status& status) {
  bool was_connected;
  {
    MutexLock lock(mutex_);
    was_connected = at_.connected || !reported_;
    at_.connected = false;
    reported_ = true;
  }
  // A source that lost what was applied here does not come back by itself: somebody has to read of it.
  const bool lost = absl::IsDataLoss(status) || absl::IsOutOfRange(status);
  if (!was_connected && !lost) return;
  obs::Log(obs::Severity::kWarning, "feed interrupted",
           {{"source", options_.source},
            {"after", static_cast<int64_t>(cursor_.sequence())},
            {"why", status.ToString()}});
}

void Consumer::PauseUntil(std::chrono::steady_clock::time_point until) {
  MutexLock lock(mutex_);
  while (!stopping_.load() && std::chrono::steady_clock::now() < until)
    pause_.wait_until(lock.native(), until);
}

void Consumer::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_.store(true);
  }
  polls_.Cancel();
  pause_.notify_all();
  moved_.notify_all();
  if (thread_.joinable()) thread_.join();
  ahead_ = {};  // which waits for it
}

void Consumer::HoldAt(uint64_t sequence) {
  MutexLock lock(mutex_);
  hold_at_ = sequence;
  pause_.notify_all();
  while (applying_) moved_.wait(lock.native());  // what was under way before the hold counts as before it
}

void Consumer::Release() {
  {
    MutexLock lock(mutex_);
    hold_at_ = kNoHold;
  }
  pause_.notify_all();
}

FeedPosition Consumer::position() const {
  MutexLock lock(mutex_);
  return at_;
}

absl::Status Consumer::CatchUp(absl::Duration timeout) const {
  const absl::Duration patience = std::min(timeout, kAsk);
  const absl::Time until = absl::Now() + patience;
  v1::ReadChangesRequest request;
  {
    MutexLock lock(mutex_);
    request.set_after(cursor_.sequence());
    request.set_chain(cursor_.chain());
  }
  request.set_limit(1);
  rpc::CallOptions call;
  call.timeout = patience;
  const auto page = options_.client->Call<v1::ReadChangesResponse>(request, call);
  if (page.ok() && WaitFor(page->last_sequence(), until)) return absl::OkStatus();
  if (!page.ok()) {
    obs::Log(obs::Severity::kWarning, "cannot catch up",
             {{"source", options_.source}, {"why", page.status().ToString()}});
  }
  return Error(absl::StatusCode::kUnavailable, "DIRECTORY_BEHIND",
               absl::StrCat("the latest changes of ", options_.source, " have not arrived here; try again"));
}

bool Consumer::WaitFor(uint64_t sequence, absl::Time deadline) const {
  MutexLock lock(mutex_);
  while (at_.applied < sequence && !stopping_.load()) {
    if (moved_.wait_until(lock.native(), absl::ToChronoTime(deadline)) == std::cv_status::timeout) break;
  }
  return at_.applied >= sequence;
}

}  // namespace obt::feed
