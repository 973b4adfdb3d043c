#include "tests/chaos/kill_record.h"

#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "obt/learning/v1/events.pb.h"

namespace obt::testing {
namespace {

constexpr int64_t kFaultsInWords = 20;  // the rest is counted

}  // namespace

void KillRecord::Find(std::atomic<int64_t>& kind, const std::string& text) {
  ++kind;
  if (tally_.faults() <= kFaultsInWords) std::fprintf(stderr, "FOUND: %s\n", text.c_str());
}

void KillRecord::Expect(const std::string& service, uint64_t sequence, std::string row) {
  MutexLock lock(mutex_);
  if (!expected_[service].emplace(sequence, std::move(row)).second)
    Find(tally_.wrong, absl::StrCat(service, ": two commands were told ", sequence));
}

// The position of identity that a decision relied on is nobody's business but the deciding service's.
std::string KillRecord::RowOf(const store::v1::Change& change) {
  learning::v1::LearningEventChanged event;
  if (change.type() != event.GetDescriptor()->full_name() || !event.ParseFromString(change.event()))
    return absl::StrCat(change.type(), " ", change.event());
  event.clear_identity_sequence();
  return absl::StrCat(change.type(), " ", event.SerializeAsString());
}

void KillRecord::CheckFeed(const std::string& service, uint64_t baseline,
                           const std::vector<store::v1::Change>& feed) {
  MutexLock lock(mutex_);
  const std::map<uint64_t, std::string>& expected = expected_[service];
  for (const auto& [sequence, row] : expected) {
    if (sequence == 0 || sequence > feed.size() || RowOf(feed[sequence - 1]) != row)
      Find(tally_.lost, absl::StrCat(service, ": change ", sequence, " was acknowledged and is not there"));
  }
  for (size_t sequence = baseline + 1; sequence <= feed.size(); ++sequence) {
    if (expected.count(sequence) == 0)
      Find(tally_.duplicated,
           absl::StrCat(service, ": change ", sequence, " is one too many: ", feed[sequence - 1].type()));
  }
}

void KillRecord::AddLoad(const std::string& service) {
  MutexLock lock(mutex_);
  loads_[service];
}

void KillRecord::Begin(const std::string& service) {
  MutexLock lock(mutex_);
  ++loads_.at(service).under_way;
}

void KillRecord::End(const std::string& service) {
  MutexLock lock(mutex_);
  --loads_.at(service).under_way;
}

void KillRecord::Did(const std::string& service) {
  {
    MutexLock lock(mutex_);
    ++loads_.at(service).done;
  }
  moved_.notify_all();
}

KillRecord::Load KillRecord::LoadOf(const std::string& service) const {
  MutexLock lock(mutex_);
  const auto load = loads_.find(service);
  return load == loads_.end() ? Load() : load->second;
}

int64_t KillRecord::under_way(const std::string& service) const { return LoadOf(service).under_way; }

int64_t KillRecord::done(const std::string& service) const { return LoadOf(service).done; }

bool KillRecord::AwaitDone(const std::string& service, int64_t count, absl::Duration patience) {
  const auto until = absl::ToChronoTime(absl::Now() + patience);
  MutexLock lock(mutex_);
  const auto load = loads_.find(service);
  if (load == loads_.end()) return true;
  while (load->second.done < count) {
    if (moved_.wait_until(lock.native(), until) == std::cv_status::timeout) return load->second.done >= count;
  }
  return true;
}

}  // namespace obt::testing
