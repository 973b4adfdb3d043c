#include "common/rpc/audit_trail.h"

#include <future>
#include <iterator>
#include <memory>
#include <utility>

#include "common/base/error.h"
#include "common/obs/log.h"
#include "common/rpc/audited.h"

namespace obt::rpc {
namespace {

constexpr std::chrono::milliseconds kGather{100};
constexpr std::chrono::seconds kMinute{60};
constexpr size_t kWriteAt = 256 << 10;     // bytes: not gathered any longer, and written together
constexpr size_t kMostWaiting = 16 << 20;  // bytes, being written or not
// Different refusals of a minute that are told apart, of a client and of all; each leaves two entries.
constexpr size_t kMostOfAClient = 50, kMostRefusals = 500;

// The caller was refused something; the rest is the service's own trouble or load, or the caller's patience.
bool IsRefusal(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDataLoss:
      return false;
    default:
      return true;
  }
}

audit::v1::AuditEntry EntryOf(const AuditTrail::Refused& refused, int64_t count, absl::Time since,
                              absl::Time last) {
  audit::v1::AuditEntry entry;
  entry.set_kind(audit::v1::AUDIT_KIND_REFUSAL);
  absl::StatusCode code = absl::StatusCode::kUnknown;
  std::tie(*entry.mutable_client_id(), *entry.mutable_rpc(), code, *entry.mutable_reason()) = refused;
  entry.set_code(static_cast<int>(code));
  entry.set_count(count);
  entry.set_since_us(absl::ToUnixMicros(since));
  entry.set_time_us(absl::ToUnixMicros(last));
  return entry;
}

struct Writing final : store::Command {
  absl::Status Run(store::Txn& txn) override {
    txn.Audit(entry);
    return absl::OkStatus();
  }
  void Done(const absl::Status& status, uint64_t) override { then(status); }
  std::string entry;
  std::function<void(const absl::Status&)> then;
};

// Of what was gathered, so much as goes into a batch; changes that wait do not keep it out.
struct WritingSome final : store::Command {
  explicit WritingSome(const std::vector<std::string>& some) : entries(some) {}
  absl::Status Run(store::Txn& txn) override {
    for (const std::string& entry : entries) txn.Audit(entry);
    return absl::OkStatus();
  }
  void Done(const absl::Status& status, uint64_t) override { written.set_value(status); }
  bool only_wakes() const override { return true; }
  bool always() const override { return true; }
  const std::vector<std::string>& entries;
  std::promise<absl::Status> written;
};

}  // namespace

absl::Status AuditFull() {
  return Exhausted("AUDIT_FULL", "too many reads wait for their audit entries; try again", absl::Seconds(1));
}

AuditTrail::AuditTrail(store::Store& store, const Clock& clock, obs::Metrics& metrics)
    : store_(store),
      clock_(clock),
      suppressed_(metrics.AddCounter("obt_audit_refusals_suppressed_total",
                                     "Refusals that are counted in another's audit entry.")),
      lost_(metrics.AddCounter("obt_audit_lost_total",
                               "Audit entries that the store did not take before the service ended.")),
      reading_(metrics.AddReading(obs::Metrics::Kind::kGauge, "obt_audit_waiting_bytes",
                                  "Audit entries of reads and refusals that are not on disk yet.", {},
                                  [this] { return static_cast<double>(waiting_.load()); })),
      minute_end_(std::chrono::steady_clock::now() + kMinute),
      thread_([this] { Loop(); }) {}

AuditTrail::~AuditTrail() { Stop(); }

bool AuditTrail::full() const { return waiting_.load(std::memory_order_relaxed) >= kMostWaiting; }

// A call that was let in while there was room leaves its entry, and a little more than the bound waits.
void AuditTrail::Add(const audit::v1::AuditEntry& entry) {
  gathered_.push_back(entry.SerializeAsString());
  waiting_.fetch_add(gathered_.back().size());
}

void AuditTrail::Gather(const audit::v1::AuditEntry& entry) {
  bool wake = false;
  {
    MutexLock lock(mutex_);
    Add(entry);
    wake = gathered_.size() == 1 || waiting_.load() >= kWriteAt;
  }
  if (wake) wake_.notify_one();
}

void AuditTrail::Write(const audit::v1::AuditEntry& entry, std::function<void(const absl::Status&)> then) {
  auto writing = std::make_unique<Writing>();
  Writing& mine = *writing;
  mine.entry = entry.SerializeAsString();
  mine.then = std::move(then);
  std::unique_ptr<store::Command> command = std::move(writing);
  const absl::Status taken = store_.Submit(std::move(command));
  if (!taken.ok()) mine.then(taken);  // the store left the command as it was
}

AuditTrail::Refused AuditTrail::KindOf(Refused refused) {
  if (refused_.count(refused) > 0) return refused;
  const auto& [client, rpc, code, reason] = refused;
  const auto client_kinds = kinds_of_.find(client);
  if (refused_.size() >= kMostRefusals) return {"", "", code, "OTHERS"};
  if (client_kinds != kinds_of_.end() && client_kinds->second >= kMostOfAClient)
    return {client, "", code, "OTHERS"};
  ++kinds_of_[client];
  return refused;
}

void AuditTrail::Refuse(const ServerCall& call, const absl::Status& status, int64_t times) {
  if (!IsRefusal(status)) return;
  const absl::Time now = clock_.Now();
  {
    MutexLock lock(mutex_);
    const Refused refused = KindOf({call.call.client_id, call.bound.path, status.code(), ReasonOf(status)});
    const auto [entry, fresh] = refused_.try_emplace(refused);
    entry->second.last = now;
    const bool counted_alone = !fresh || full();
    const int64_t more = counted_alone ? times : times - 1;
    if (more > 0 && entry->second.more == 0) entry->second.since = now;
    entry->second.more += more;
    suppressed_.Increment(static_cast<double>(more));
    if (counted_alone) return;
    audit::v1::AuditEntry first = EntryOf(refused, 1, now, now);
    if (first.reason() != "OTHERS") first.set_person_id(PersonOf(call));
    Add(first);
  }
  wake_.notify_one();
}

void AuditTrail::AddCounts() {
  minute_end_ = std::chrono::steady_clock::now() + kMinute;
  if (full()) return;  // they go on being counted
  for (const auto& [refused, count] : refused_) {
    if (count.more > 0) Add(EntryOf(refused, count.more, count.since, count.last));
  }
  refused_.clear();
  kinds_of_.clear();
}

// The first of what was gathered, so many as are written together.
std::vector<std::string> AuditTrail::TakeSome() {
  MutexLock lock(mutex_);
  std::vector<std::string> some;
  for (size_t bytes = 0; !gathered_.empty() && bytes < kWriteAt;) {
    bytes += gathered_.front().size();
    some.push_back(std::move(gathered_.front()));
    gathered_.pop_front();
  }
  return some;
}

bool AuditTrail::WriteGathered() {
  MutexLock writing(write_mutex_);
  for (std::vector<std::string> some = TakeSome(); !some.empty(); some = TakeSome()) {
    auto command = std::make_unique<WritingSome>(some);
    std::future<absl::Status> written = command->written.get_future();
    std::unique_ptr<store::Command> submitted = std::move(command);
    const absl::Status taken = store_.Submit(std::move(submitted));
    if (!taken.ok() || !written.get().ok()) {  // they keep their order
      MutexLock lock(mutex_);
      gathered_.insert(gathered_.begin(), std::make_move_iterator(some.begin()),
                       std::make_move_iterator(some.end()));
      return false;
    }
    for (const std::string& entry : some) waiting_.fetch_sub(entry.size());
  }
  return true;
}

void AuditTrail::Flush() {
  {
    MutexLock lock(mutex_);
    AddCounts();
  }
  WriteGathered();
}

void AuditTrail::Loop() {
  bool written = true;
  while (true) {
    bool stop = false, minute_over = false;
    {
      MutexLock lock(mutex_);
      while (!stopping_ && gathered_.empty() && std::chrono::steady_clock::now() < minute_end_)
        wake_.wait_until(lock.native(), minute_end_);
      const auto until = std::chrono::steady_clock::now() + kGather;
      while (!stopping_ && (waiting_.load() < kWriteAt || !written) &&
             std::chrono::steady_clock::now() < until)
        wake_.wait_until(lock.native(), until);
      stop = stopping_;
      minute_over = std::chrono::steady_clock::now() >= minute_end_;
      if (minute_over) AddCounts();
    }
    if (stop) return;
    written = WriteGathered();
  }
}

void AuditTrail::Stop() {
  {
    MutexLock lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  Flush();
  MutexLock lock(mutex_);
  if (gathered_.empty()) return;
  for (size_t i = 0; i < gathered_.size(); ++i) lost_.Increment();
  obs::Log(obs::Severity::kError, "audit entries of reads are lost: the store takes none",
           {{"entries", gathered_.size()}});
}

}  // namespace obt::rpc
