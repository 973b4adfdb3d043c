#include "tests/chaos/kill_book.h"

#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "obt/learning/v1/events.pb.h"

namespace obt::testing {
namespace {

constexpr int64_t kTold = 20;  // faults told in words; the rest is counted

}  // namespace

void KillBook::Find(std::atomic<int64_t>& kind, const std::string& text) {
  ++kind;
  if (tally_.faults() <= kTold) std::fprintf(stderr, "FOUND: %s\n", text.c_str());
}

void KillBook::Expect(Service service, uint64_t sequence, std::string row) {
  MutexLock lock(mutex_);
  if (!expected_[service].emplace(sequence, std::move(row)).second)
    Find(tally_.wrong, absl::StrCat(kServiceNames[service], ": two commands were told ", sequence));
}

// The position of identity that a decision relied on is nobody's business but the deciding service's.
std::string KillBook::RowOf(const store::v1::Change& change) {
  learning::v1::LearningEventChanged event;
  if (change.type() != event.GetDescriptor()->full_name() || !event.ParseFromString(change.event()))
    return absl::StrCat(change.type(), " ", change.event());
  event.clear_identity_sequence();
  return absl::StrCat(change.type(), " ", event.SerializeAsString());
}

void KillBook::CheckFeed(Service service, uint64_t baseline, const std::vector<store::v1::Change>& feed) {
  MutexLock lock(mutex_);
  const char* const name = kServiceNames[service];
  for (const auto& [sequence, row] : expected_[service]) {
    if (sequence == 0 || sequence > feed.size() || RowOf(feed[sequence - 1]) != row)
      Find(tally_.lost, absl::StrCat(name, ": change ", sequence, " was acknowledged and is not there"));
  }
  for (size_t sequence = baseline + 1; sequence <= feed.size(); ++sequence) {
    if (expected_[service].count(sequence) == 0)
      Find(tally_.duplicated,
           absl::StrCat(name, ": change ", sequence, " is one too many: ", feed[sequence - 1].type()));
  }
}

void KillBook::Did(Service service) {
  {
    MutexLock lock(mutex_);
    ++done_[service];
  }
  moved_.notify_all();
}

int64_t KillBook::done(Service service) const {
  MutexLock lock(mutex_);
  return done_[service];
}

bool KillBook::AwaitDone(Service service, int64_t count, absl::Duration patience) {
  const auto until = absl::ToChronoTime(absl::Now() + patience);
  MutexLock lock(mutex_);
  while (done_[service] < count) {
    if (moved_.wait_until(lock.native(), until) == std::cv_status::timeout) return done_[service] >= count;
  }
  return true;
}

}  // namespace obt::testing
