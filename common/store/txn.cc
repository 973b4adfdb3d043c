#include "common/store/txn.h"

#include <utility>

#include "common/base/status.h"
#include "common/store/rocks.h"
#include "obt/audit/v1/audit.pb.h"

namespace obt::store {

Txn::Txn(const RocksReader& base, const Overlays* before, uint64_t last_sequence, absl::Time commit_time)
    : base_(base),
      before_(before),
      last_sequence_(last_sequence),
      commit_time_(commit_time),
      overlays_(base.db().tables.size()),
      rows_read_(base.db().tables.size()) {}

bool Txn::durable(const TableRef& table) const {
  return !Wrote(table) && (before_ == nullptr || (*before_)[base_.db().IndexOf(table)].empty());
}

const Txn::Overlay& Txn::WrittenTo(const TableRef& table) const {
  return overlays_[base_.db().IndexOf(table)];
}

bool Txn::Wrote(const TableRef& table) const { return !WrittenTo(table).empty(); }

absl::StatusOr<bool> Txn::GetRaw(const TableRef& table, absl::string_view key, std::string& value) const {
  const size_t index = base_.db().IndexOf(table);
  for (const Overlays* overlays : {&overlays_, before_}) {
    if (overlays == nullptr) continue;
    const Overlay& overlay = (*overlays)[index];
    const auto written = overlay.find(key);
    if (written == overlay.end()) continue;
    if (written->second.has_value()) value = *written->second;
    return written->second.has_value();
  }
  return GetCommitted(table, index, key, value);
}

absl::StatusOr<bool> Txn::GetCommitted(const TableRef& table, size_t index, absl::string_view key,
                                       std::string& value) const {
  if (const auto read = rows_read_[index].find(key); read != rows_read_[index].end()) {
    value = read->second;
    return true;
  }
  OBT_ASSIGN_OR_RETURN(const bool found, base_.GetRaw(table, key, value));
  if (found) rows_read_[index].emplace(key, value);
  return found;
}

absl::Status Txn::ScanRaw(const TableRef& table, absl::string_view lower, absl::string_view upper,
                          absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const {
  struct Layer {
    Overlay::const_iterator at, end;
  };
  std::vector<Layer> layers;  // newest first
  for (const Overlays* overlays : {&overlays_, before_}) {
    if (overlays == nullptr) continue;
    const Overlay& overlay = (*overlays)[base_.db().IndexOf(table)];
    layers.push_back(
        {overlay.lower_bound(lower), upper.empty() ? overlay.end() : overlay.lower_bound(upper)});
  }
  const std::unique_ptr<RocksReader::Range> range = base_.Open(table, lower, upper);
  rocksdb::Iterator& rows = *range->rows;
  while (true) {
    // The least key, as the newest layer that has it says.
    std::optional<absl::string_view> key, value;
    for (const Layer& layer : layers) {
      if (layer.at == layer.end || (key.has_value() && *key <= layer.at->first)) continue;
      key = layer.at->first;
      value = layer.at->second;
    }
    if (rows.Valid() && (!key.has_value() || ToView(rows.key()) < *key)) {
      key = ToView(rows.key());
      value = ToView(rows.value());
    }
    if (!key.has_value() || (value.has_value() && !visit(*key, *value))) break;
    for (Layer& layer : layers) {
      if (layer.at != layer.end && layer.at->first == *key) ++layer.at;
    }
    if (rows.Valid() && ToView(rows.key()) == *key) rows.Next();
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

void Txn::Audit(const audit::v1::AuditEntry& entry) { Audit(entry.SerializeAsString()); }
void Txn::Audit(std::string entry) { audits_.push_back(std::move(entry)); }

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
  audits_.resize(mark.audits);
}

}  // namespace obt::store
