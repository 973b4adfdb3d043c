// Reads a whole store and says what in it is not as it was written, and where. For a store that serves, for
// every backup, and, through obtctl, for a store whose service is stopped.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/store/store.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::store {

struct Db;

// Told now and then what is being done and how much of it is done; an error ends the work with it.
using Report = std::function<absl::Status(absl::string_view phase, int percent)>;
absl::Status ReportNothing(absl::string_view phase, int percent);

// Fills in what was read and its faults. Every block of every file is read anew and checked; then, as of one
// moment, every row of every table, the sequences and chains of change log and audit log, and the witness.
// Blocking; any thread. An error means that it could not be finished, not that something is wrong.
absl::Status Inspect(const Store& store, const Report& report, admin::v1::StoreVerification& found);

// The same without the witness: files, tables and chain of a database, as `rows` reads it. `chain_there` is
// the chain value at `witnessed`; empty when it has no such change.
absl::Status InspectDb(const Db& db, const Reader& rows, const Report& report, uint64_t witnessed,
                       std::string& chain_there, admin::v1::StoreVerification& found);

// The tables the database in a directory has, beside the store's own. Must outlive who opens it with them.
class FoundTables {
 public:
  FoundTables() = default;
  explicit FoundTables(const std::string& directory);
  // To open that store with them.
  Options OptionsFor(const std::string& directory) const;

 private:
  std::deque<std::string> names_;
  std::deque<TableRef> tables_;
};

// A store whose service is stopped, opened with whatever tables it has, as its service would open it.
class StoppedStore {
 public:
  // UNAVAILABLE / STORE_IN_USE while a service has it open; else what Store::Open says.
  static absl::StatusOr<StoppedStore> Open(const std::string& directory);
  Store& store() { return *store_; }

 private:
  FoundTables tables_;
  std::unique_ptr<Store> store_;
};

// What its witness says; it may belong to a store that is open.
absl::StatusOr<v1::Witness> WitnessOf(const std::string& directory);

}  // namespace obt::store
