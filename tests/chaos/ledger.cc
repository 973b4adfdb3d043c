#include "tests/chaos/ledger.h"

#include <future>
#include <map>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/store/audit.h"
#include "common/store/table.h"
#include "obt/audit/v1/audit.pb.h"
#include "obt/store/v1/store.pb.h"

namespace obt::testing {
namespace {

using store::v1::Change;
using store::v1::Cursor;

constexpr size_t kEverything = 1u << 30;

// command -> its first sequence and its payload
inline constexpr store::Table<std::tuple<uint64_t>, Cursor> kEntries{"entries"};
// command, part -> its sequence
inline constexpr store::Table<std::tuple<uint64_t, uint64_t>, Cursor> kParts{"parts"};
// 0 -> how many commands were entered
inline constexpr store::Table<std::tuple<uint64_t>, Cursor> kTotals{"totals"};

uint64_t PartsOf(uint64_t n) { return 1 + n % 3; }
store::ReplyKey KeyOf(uint64_t n) { return {"chaos", "enter", absl::StrCat(n)}; }

class Entry final : public store::Command {
 public:
  Entry(std::function<absl::Status(store::Txn&, uint64_t&)> run, Ledger::Done done)
      : run_(std::move(run)), done_(std::move(done)) {}
  absl::Status Run(store::Txn& txn) override { return run_(txn, sequence_); }
  void Done(const absl::Status& status, uint64_t) override { done_(status, sequence_); }

 private:
  const std::function<absl::Status(store::Txn&, uint64_t&)> run_;
  const Ledger::Done done_;
  uint64_t sequence_ = 0;
};

absl::StatusOr<std::vector<Change>> Feed(const store::View& view) {
  std::vector<Change> changes;
  std::string chain;
  while (changes.size() < view.sequence()) {
    OBT_ASSIGN_OR_RETURN(store::ChangePage page,
                         store::ReadChanges(view, changes.size(), chain, 1000, 1u << 20));
    if (page.changes.empty()) break;
    for (Change& change : page.changes) changes.push_back(std::move(change));
    chain = changes.back().chain();
  }
  return changes;
}

// Everything that is in a store, read once.
struct Content {
  std::vector<Change> feed;
  std::vector<decltype(kEntries)::Entry> entries;
  std::vector<decltype(kParts)::Entry> parts;
  uint64_t total = 0;
};

absl::StatusOr<Content> Read(const store::View& view) {
  Content content;
  OBT_ASSIGN_OR_RETURN(content.feed, Feed(view));
  OBT_ASSIGN_OR_RETURN(content.entries, kEntries.Scan(view, std::tuple<>(), std::nullopt, kEverything));
  OBT_ASSIGN_OR_RETURN(content.parts, kParts.Scan(view, std::tuple<>(), std::nullopt, kEverything));
  OBT_ASSIGN_OR_RETURN(const std::optional<Cursor> total, kTotals.Find(view, {0}));
  if (total.has_value()) content.total = total->sequence();
  return content;
}

}  // namespace

void Findings::Add(int& kind, const std::string& text) {
  ++kind;
  if (first.empty()) first = text;
}

store::Options Ledger::StoreOptions(std::shared_ptr<rocksdb::FileSystem> files, const std::string& path) {
  store::Options options;
  options.path = path;
  options.tables = {&kEntries, &kParts, &kTotals};
  options.cache_bytes = 1u << 20;
  options.write_buffer_bytes = 64u << 10;
  options.witness_every = absl::Milliseconds(3);
  options.files = std::move(files);
  return options;
}

std::string Ledger::Payload(uint64_t n) const {
  std::minstd_rand random(static_cast<uint32_t>(seed_ * 2654435761u + n));
  std::string payload;
  for (size_t words = random() % 750; words > 0; --words) {
    const uint32_t word = static_cast<uint32_t>(random());
    payload.append(reinterpret_cast<const char*>(&word), sizeof(word));
  }
  return payload;
}

absl::Status Ledger::Run(uint64_t n, store::Txn& txn, uint64_t& sequence) const {
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::StoredReply> kept,
                       store::FindReply(txn, KeyOf(n), txn.commit_time()));
  if (kept.has_value()) {
    sequence = kept->sequence();
    return absl::OkStatus();
  }
  OBT_ASSIGN_OR_RETURN(std::optional<Cursor> total, kTotals.Find(txn, {0}));
  Cursor row = total.value_or(Cursor());
  row.set_sequence(row.sequence() + 1);
  kTotals.Put(txn, {0}, row);
  Cursor event;
  event.set_chain(Payload(n));
  event.set_sequence(txn.sequence() + 1);
  kEntries.Put(txn, {n}, event);
  event.set_sequence(n);
  event.mutable_chain()->resize(event.chain().size() / 10);
  for (uint64_t part = 0; part < PartsOf(n); ++part) {
    event.set_commit_time_us(static_cast<int64_t>(part));
    sequence = txn.Publish(event);
    row.set_sequence(sequence);
    kParts.Put(txn, {n, part}, row);
  }
  store::v1::StoredReply reply;
  reply.set_sequence(sequence);
  reply.set_commit_time_us(absl::ToUnixMicros(txn.commit_time()));
  store::PutReply(txn, KeyOf(n), reply);
  audit::v1::AuditEntry entry;
  entry.set_store_sequence(sequence);
  entry.set_rows(static_cast<int64_t>(n));
  txn.Audit(entry);
  return Fails(n) ? absl::AbortedError("meant to fail") : absl::OkStatus();
}

std::unique_ptr<store::Command> Ledger::Enter(uint64_t n, Done done) const {
  return std::make_unique<Entry>(
      [this, n](store::Txn& txn, uint64_t& sequence) { return Run(n, txn, sequence); }, std::move(done));
}

absl::StatusOr<uint64_t> Ledger::EnterAndWait(store::Store& store, uint64_t n) const {
  const auto told = std::make_shared<std::promise<absl::StatusOr<uint64_t>>>();
  OBT_RETURN_IF_ERROR(store.Submit(Enter(n, [told](const absl::Status& status, uint64_t sequence) {
    told->set_value(status.ok() ? absl::StatusOr<uint64_t>(sequence) : status);
  })));
  return told->get_future().get();
}

namespace {

using Firsts = std::map<uint64_t, uint64_t>;  // command -> its first sequence, from the log

// Dense, chained as documented and as it was written, no command in part, twice, or that failed.
Firsts CheckFeed(const std::vector<Change>& feed, const std::vector<std::string>& chain, Findings& found) {
  Firsts firsts;
  std::string last(32, '\0');
  for (size_t i = 0; i < feed.size(); ++i) {
    const uint64_t sequence = i + 1;
    last = store::NextChain(last, feed[i]);
    Cursor event;
    const bool linked = feed[i].sequence() == sequence && feed[i].chain() == last &&
                        event.ParseFromString(feed[i].event()) && (chain.size() <= i || chain[i] == last);
    if (!linked)
      found.Add(found.wrong, absl::StrCat("change ", sequence, " is not the one that was written"));
    const uint64_t n = event.sequence(), part = static_cast<uint64_t>(event.commit_time_us());
    if (part == 0 && !firsts.emplace(n, sequence).second)
      found.Add(found.duplicated, absl::StrCat("command ", n, " happened twice"));
    const auto first = firsts.find(n);
    const bool cut = (sequence == feed.size() && part + 1 != PartsOf(n)) || first == firsts.end() ||
                     first->second + part != sequence;
    if (cut || Ledger::Fails(n))
      found.Add(found.wrong, absl::StrCat("change ", sequence, " is a part without its whole"));
  }
  return firsts;
}

void CheckRows(const Content& content, const Firsts& firsts, Findings& found) {
  if (content.entries.size() != firsts.size() || content.total != firsts.size())
    found.Add(found.wrong, absl::StrCat(content.entries.size(), " rows and a total of ", content.total,
                                        " for ", firsts.size(), " commands in the log"));
  size_t parts = 0;
  for (const auto& [n, first] : firsts) parts += PartsOf(n);
  if (content.parts.size() != parts) found.Add(found.wrong, "rows of parts are missing, or too many");
  for (const auto& [key, row] : content.parts) {
    const auto& [n, part] = key;
    const auto first = firsts.find(n);
    if (first == firsts.end() || row.sequence() != first->second + part)
      found.Add(found.wrong, absl::StrCat("part ", part, " of command ", n, " is not what was written"));
  }
}

// Chained, and in the order of the commands one entry of each that is there.
void CheckAudit(const store::View& view, const Firsts& firsts, Findings& found) {
  store::AuditChain chain;
  uint64_t last = 0;
  const absl::Status read = store::ScanAudit(view, 0, [&](const store::AuditRow& row) {
    audit::v1::AuditEntry entry;
    const std::string fault = chain.Follow(row);
    if (!fault.empty()) found.Add(found.wrong, fault);
    if (!entry.ParseFromString(row.entry)) found.Add(found.wrong, "an audit entry cannot be read");
    const uint64_t n = static_cast<uint64_t>(entry.rows());
    const auto first = firsts.find(n);
    if (first == firsts.end() || entry.store_sequence() != first->second + PartsOf(n) - 1 ||
        entry.store_sequence() <= last)
      found.Add(found.wrong, absl::StrCat("audit entry ", row.sequence, " is of no command that is there"));
    last = entry.store_sequence();
    return fault.empty();
  });
  if (!read.ok()) found.refused = read;
  if (chain.sequence() != firsts.size() || chain.sequence() != view.audit_sequence())
    found.Add(found.wrong, absl::StrCat(chain.sequence(), " audit entries for ", firsts.size(), " commands"));
}

}  // namespace

void Ledger::CheckEntry(const store::View& view, uint64_t n, const Cursor& row, uint64_t first,
                        Findings& found) const {
  if (row.sequence() != first || row.chain() != Payload(n))
    found.Add(found.wrong, absl::StrCat("the row of command ", n, " is not what was written"));
  const auto reply = store::FindReply(view, KeyOf(n), absl::Now());
  if (!reply.ok()) found.refused = reply.status();
  if (reply.ok() && (!reply->has_value() || (*reply)->sequence() != first + PartsOf(n) - 1))
    found.Add(found.wrong, absl::StrCat("command ", n, " has no reply, or another one"));
}

Findings Ledger::Check(const store::View& view, const std::vector<Acknowledgement>& told,
                       const std::vector<std::string>& chain) const {
  Findings found;
  const absl::StatusOr<Content> content = Read(view);
  if (!content.ok()) {
    found.refused = content.status();
    return found;
  }
  if (content->feed.size() != view.sequence())
    found.Add(found.wrong, "the log ends before its last sequence");
  const Firsts firsts = CheckFeed(content->feed, chain, found);
  CheckRows(*content, firsts, found);
  CheckAudit(view, firsts, found);
  for (const auto& entry : content->entries) {
    const auto first = firsts.find(std::get<0>(entry.key));
    CheckEntry(view, std::get<0>(entry.key), entry.row, first == firsts.end() ? 0 : first->second, found);
  }
  for (const Acknowledgement& one : told) {
    const auto first = firsts.find(one.command);
    if (first == firsts.end() || first->second + PartsOf(one.command) - 1 != one.sequence)
      found.Add(found.lost,
                absl::StrCat("command ", one.command, " was acknowledged as change ", one.sequence));
  }
  return found;
}

absl::StatusOr<std::vector<std::string>> ChainOf(const store::View& view) {
  OBT_ASSIGN_OR_RETURN(const std::vector<Change> feed, Feed(view));
  std::vector<std::string> chain;
  for (const Change& change : feed) chain.push_back(change.chain());
  return chain;
}

}  // namespace obt::testing
