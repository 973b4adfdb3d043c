// One command's view of the store while it decides: the store as of the last commit, plus the batch that is
// being written, plus everything this batch wrote so far. Nothing a Txn does is visible to anybody else
// before the whole batch is on disk. Committer's deciding thread only; for Options::on_commit its writing
// thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/store/reader.h"
#include "google/protobuf/message.h"

namespace obt::audit::v1 {
class AuditEntry;
}

namespace obt::store {

class RocksReader;

class Txn final : public Reader {
 public:
  // Where an item of a batch began, to undo just that item.
  struct Mark {
    size_t writes = 0;
    size_t changes = 0;
    size_t audits = 0;
  };
  struct PendingChange {
    absl::string_view type;  // the event's full name, as its descriptor keeps it
    std::string event;       // its bytes
  };
  using Overlay = absl::btree_map<std::string, std::optional<std::string>>;  // nothing: deleted
  using Overlays = std::vector<Overlay>;                                     // by table

  // `last_sequence` is the store's before this batch; `before` what the batch that is being written will have
  // written, nullptr if none is. Both must outlive every read.
  Txn(const RocksReader& base, const Overlays* before, uint64_t last_sequence, absl::Time commit_time);

  bool durable(const TableRef& table) const override;
  absl::StatusOr<bool> GetRaw(const TableRef& table, absl::string_view key,
                              std::string& value) const override;
  absl::Status ScanRaw(const TableRef& table, absl::string_view lower, absl::string_view upper,
                       absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override;
  void PutRaw(const TableRef& table, std::string key, std::string value);
  void DeleteRaw(const TableRef& table, std::string key);

  // Adds an event to the change log, in the same batch; returns the sequence it will have. Events carry the
  // whole new state of what changed, never personal fields.
  uint64_t Publish(const google::protobuf::Message& event);
  // Adds an entry to the audit log, in the same batch.
  void Audit(const audit::v1::AuditEntry& entry);
  void Audit(std::string entry);  // the same as bytes
  // The sequence of the store as this transaction sees it.
  uint64_t sequence() const { return last_sequence_ + changes_.size(); }
  // The sequence that what is published next will have: for a row that names its own change.
  uint64_t next_sequence() const { return sequence() + 1; }
  // The time the batch will carry.
  absl::Time commit_time() const { return commit_time_; }

  Mark Here() const { return {undo_.size(), changes_.size(), audits_.size()}; }
  // Takes back everything after the mark.
  void UndoTo(const Mark& mark);

  // True when this batch has written to the table.
  bool Wrote(const TableRef& table) const;
  // What this batch has written to the table, as bytes; see Table::EachWritten.
  const Overlay& WrittenTo(const TableRef& table) const;
  // What this batch has published.
  const std::vector<PendingChange>& changes() const { return changes_; }

  // What it adds to the audit log, as bytes.
  const std::vector<std::string>& audits() const { return audits_; }

  // For the committer.
  const Overlays& overlays() const { return overlays_; }
  // `before` is on disk, where reads find it from now on, and may end.
  void ForgetBefore() { before_ = nullptr; }
  bool empty() const { return undo_.empty() && changes_.empty() && audits_.empty(); }

 private:
  struct Undo {
    size_t table;
    std::string key;
    bool had_entry;
    std::optional<std::string> before;
  };
  void Write(const TableRef& table, std::string key, std::optional<std::string> value);

  absl::StatusOr<bool> GetCommitted(const TableRef& table, size_t index, absl::string_view key,
                                    std::string& value) const;

  const RocksReader& base_;
  const Overlays* before_;
  const uint64_t last_sequence_;
  const absl::Time commit_time_;
  Overlays overlays_;
  // Rows that were read from the base, which does not change meanwhile: many commands ask for the same few.
  mutable std::vector<absl::flat_hash_map<std::string, std::string>> rows_read_;
  std::deque<Undo> undo_;  // grows without moving what is there
  std::vector<PendingChange> changes_;
  std::vector<std::string> audits_;
};

}  // namespace obt::store
