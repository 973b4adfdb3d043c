// Typed tables: the only way services touch rows. A table is a key tuple, a protobuf row and a name (its
// column family). There is no scan without a limit, and a scan's prefix must be the first fields of the key
// (checked at compile time).
//
//   inline constexpr Table<std::tuple<PersonId>, v1::PersonFacts> kPeople{"people"};
//   OBT_ASSIGN_OR_RETURN(std::optional<v1::PersonFacts> person, kPeople.Find(txn, {id}));
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/key_codec.h"
#include "common/store/reader.h"
#include "common/store/txn.h"

namespace obt::store {

template <typename KeyTuple, typename RowMessage>
class Table : public TableRef {
 public:
  using Key = KeyTuple;
  using Row = RowMessage;
  struct Entry {
    Key key;
    Row row;
  };

  explicit constexpr Table(const char* table_name) : TableRef(table_name) {}

  // The row, or nothing. Unreadable bytes are DATA_LOSS.
  absl::StatusOr<std::optional<Row>> Find(const Reader& reader, const Key& key) const {
    std::string bytes;
    OBT_ASSIGN_OR_RETURN(const bool found, reader.GetRaw(*this, EncodeKey(key), bytes));
    std::optional<Row> row;
    if (!found) return row;
    if (!row.emplace().ParseFromString(bytes)) return Unreadable("row");
    return row;
  }

  absl::StatusOr<bool> Has(const Reader& reader, const Key& key) const {
    std::string bytes;
    return reader.GetRaw(*this, EncodeKey(key), bytes);
  }

  void Put(Txn& txn, const Key& key, const Row& row) const {
    txn.PutRaw(*this, EncodeKey(key), row.SerializeAsString());
  }

  void Delete(Txn& txn, const Key& key) const { txn.DeleteRaw(*this, EncodeKey(key)); }

  // Rows whose key begins with `prefix` and lies behind `after` (when given), at most `limit`, in key order.
  template <typename Prefix>
  absl::StatusOr<std::vector<Entry>> Scan(const Reader& reader, const Prefix& prefix,
                                          const std::optional<Key>& after, size_t limit) const {
    std::vector<Entry> entries;
    OBT_RETURN_IF_ERROR(ScanEach(reader, prefix, after, limit, [&entries](Key key, Row row) {
      entries.push_back({std::move(key), std::move(row)});
      return true;
    }));
    return entries;
  }

  // The same without keeping the rows; `visit(Key, Row)` returns false to stop. A row that is not moved from
  // lends its memory to the next.
  template <typename Prefix, typename Visit>
  absl::Status ScanEach(const Reader& reader, const Prefix& prefix, const std::optional<Key>& after,
                        size_t limit, Visit visit) const {
    static_assert(codec::IsPrefix<Prefix, Key>::value, "the prefix must be the first fields of the key");
    const std::string start = EncodeKey(prefix);
    const std::string end = PrefixEnd(start);
    std::string lower = start;
    if (after.has_value()) lower = std::max(lower, EncodeKey(*after) + '\0');
    absl::Status problem;
    Row row;
    size_t seen = 0;
    if (limit == 0 || (!end.empty() && lower >= end)) return absl::OkStatus();
    OBT_RETURN_IF_ERROR(
        reader.ScanRaw(*this, lower, end, [&](absl::string_view key_bytes, absl::string_view row_bytes) {
          std::optional<Key> key = DecodeKey<Key>(key_bytes);
          if (!key.has_value() || !row.ParseFromArray(row_bytes.data(), static_cast<int>(row_bytes.size()))) {
            problem = Unreadable(key.has_value() ? "row" : "key");
            return false;
          }
          return visit(*std::move(key), std::move(row)) && ++seen < limit;
        }));
    return problem;
  }

  // What a batch has written here, in key order, for Options::on_commit: `visit(Key, std::optional<Row>)`,
  // nothing where it deleted.
  template <typename Visit>
  absl::Status EachWritten(const Txn& written, Visit visit) const {
    for (const auto& [key_bytes, row_bytes] : written.WrittenTo(*this)) {
      std::optional<Key> key = DecodeKey<Key>(key_bytes);
      std::optional<Row> row;
      if (!key.has_value()) return Unreadable("key");
      if (row_bytes.has_value() && !row.emplace().ParseFromString(*row_bytes)) return Unreadable("row");
      visit(*std::move(key), std::move(row));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Unreadable(absl::string_view what) const {
    return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE",
                 absl::StrCat("table ", name, " holds a ", what, " that cannot be read"));
  }
};

}  // namespace obt::store
