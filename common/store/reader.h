// What Txn and View have in common: reading raw rows of a table. Services read through Table (table.h), never
// here.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt::store {

// A table as the store knows it: one column family, named. Identity is the address: declare tables as
// `inline constexpr` objects at namespace scope (schema.h) and name them when opening the store.
struct TableRef {
  explicit constexpr TableRef(const char* table_name) : name(table_name) {}
  TableRef(const TableRef&) = delete;
  TableRef& operator=(const TableRef&) = delete;
  const char* name;
};

class Reader {
 public:
  virtual ~Reader() = default;
  // False when a row of this table may yet be undone: do not cache what was read from it.
  virtual bool durable(const TableRef& table) const = 0;
  // Puts the row into `value` and returns true, or returns false when there is none. An error is DATA_LOSS or
  // UNAVAILABLE.
  virtual absl::StatusOr<bool> GetRaw(const TableRef& table, absl::string_view key,
                                      std::string& value) const = 0;
  // Visits rows with lower <= key < upper (an empty upper is the table's end) in key order, until `visit`
  // returns false.
  virtual absl::Status ScanRaw(
      const TableRef& table, absl::string_view lower, absl::string_view upper,
      absl::FunctionRef<bool(absl::string_view key, absl::string_view value)> visit) const = 0;
};

}  // namespace obt::store
