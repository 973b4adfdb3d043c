#include "common/store/txn.h"

#include <utility>

#include "common/store/rocks.h"

namespace obt::store {

Txn::Txn(const RocksReader& base, size_t tables, uint64_t last_sequence, absl::Time commit_time)
    : base_(base), last_sequence_(last_sequence), commit_time_(commit_time), overlays_(tables) {}

absl::StatusOr<bool> Txn::GetRaw(const TableRef& table, absl::string_view key, std::string& value) const {
  const Overlay& overlay = overlays_[base_.db().IndexOf(table)];
  if (const auto written = overlay.find(key); written != overlay.end()) {
    if (!written->second.has_value()) return false;
    value = *written->second;
    return true;
  }
  return base_.GetRaw(table, key, value);
}

absl::Status Txn::ScanRaw(const TableRef& table, absl::string_view lower, absl::string_view upper,
                          absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const {
  const Overlay& overlay = overlays_[base_.db().IndexOf(table)];
  auto written = overlay.lower_bound(lower);
  const auto end = upper.empty() ? overlay.end() : overlay.lower_bound(upper);
  const std::unique_ptr<RocksReader::Range> range = base_.Open(table, lower, upper);
  rocksdb::Iterator& rows = *range->rows;
  while (rows.Valid() || written != end) {
    // The overlay wins over the row it replaces.
    if (written == end || (rows.Valid() && ToView(rows.key()) < written->first)) {
      if (!visit(ToView(rows.key()), ToView(rows.value()))) break;
      rows.Next();
      continue;
    }
    if (rows.Valid() && ToView(rows.key()) == written->first) rows.Next();
    if (written->second.has_value() && !visit(written->first, *written->second)) break;
    ++written;
  }
  return FromRocks(rows.status());
}

void Txn::Write(const TableRef& table, std::string key, std::optional<std::string> value) {
  const size_t index = base_.db().IndexOf(table);
  Overlay& overlay = overlays_[index];
  const auto [entry, fresh] = overlay.try_emplace(key);
  undo_.push_back({index, std::move(key), !fresh, fresh ? std::nullopt : std::move(entry->second)});
  entry->second = std::move(value);
}

void Txn::PutRaw(const TableRef& table, std::string key, std::string value) {
  Write(table, std::move(key), std::move(value));
}

void Txn::DeleteRaw(const TableRef& table, std::string key) { Write(table, std::move(key), std::nullopt); }

uint64_t Txn::Publish(const google::protobuf::Message& event) {
  changes_.push_back({event.GetDescriptor()->full_name(), event.SerializeAsString()});
  return sequence();
}

void Txn::UndoTo(const Mark& mark) {
  for (; undo_.size() > mark.writes; undo_.pop_back()) {
    Undo& undo = undo_.back();
    Overlay& overlay = overlays_[undo.table];
    if (undo.had_entry) {
      overlay[undo.key] = std::move(undo.before);
    } else {
      overlay.erase(undo.key);
    }
  }
  changes_.resize(mark.changes);
}

}  // namespace obt::store
