// The rows of imports: the import itself, its staged rows and what they came to, which HR ids and addresses
// they name, and what is still to be done for it. They concern identity alone and are not published.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/ids.h"
#include "common/store/page.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/identity/store/v1/identity_store.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "services/identity/import/domain.h"

namespace obt::identity {

using obt::store::Page;

absl::StatusOr<std::optional<v1::Import>> FindImport(const obt::store::Reader& reader, const ImportId& id);
// Those of the organisations (sorted by code) in one of the states, oldest first, behind `position` (empty:
// from the start). A page may hold fewer than `limit` before the end.
absl::StatusOr<obt::store::Page<v1::Import>> PageOfImports(const obt::store::Reader& reader,
                                                           const std::vector<std::string>& codes,
                                                           const std::set<int>& states,
                                                           absl::string_view position, size_t limit);
// Writes a new one, which this client has started.
void InsertImport(obt::store::Txn& txn, const ImportId& id, const v1::Import& import,
                  const std::string& client_id);
void PutImport(obt::store::Txn& txn, const ImportId& id, const v1::Import& import);
// Those whose staged rows are not dropped yet.
absl::StatusOr<OpenImports> CountOpen(const obt::store::Reader& reader, absl::string_view organisation_code,
                                      absl::string_view client_id);
// The oldest of them behind `after`.
absl::StatusOr<std::optional<ImportId>> NextOpen(const obt::store::Reader& reader,
                                                 std::optional<ImportId> after);

// ---- staged rows ----

struct NumberedRow {
  int64_t number = 0;
  v1::PersonRow row;
};

// Keeps a row, as Normalise makes it, and returns its number; the same row again has the same number and
// writes nothing. ALREADY_EXISTS (DUPLICATE_ROW) where another row has its HR id or e-mail address.
absl::StatusOr<int64_t> StageRow(obt::store::Txn& txn, const ImportId& id, v1::Import& import,
                                 const v1::PersonRow& row);
// Shows `visit` the rows that are not worked off, in an order that does not depend on that in which they
// came: by HR id, then those without one by address; behind `position` (empty: from the start), until it
// returns false or `limit` keys were looked at. Returns the position it came to; empty at the end.
absl::StatusOr<std::string> ScanRows(const obt::store::Reader& reader, const ImportId& id,
                                     absl::string_view position, size_t limit,
                                     absl::FunctionRef<bool(NumberedRow)> visit);
// True when a staged row has this HR id.
absl::StatusOr<bool> NamesHrId(const obt::store::Reader& reader, const ImportId& id, absl::string_view hr_id);
void PutResult(obt::store::Txn& txn, const ImportId& id, int64_t row_number, const v1::ImportResult& result);
void DropRow(obt::store::Txn& txn, const ImportId& id, int64_t row_number);
// True when a staged row is about somebody with these contact details, who is staff of the import's
// organisation, or has the address they have.
absl::StatusOr<bool> NamesPerson(const obt::store::Reader& reader, const ImportId& id,
                                 absl::string_view organisation_code, const v1::Contact& contact);
// What rows came to, behind `position` (empty: from the start), at most `limit`.
absl::StatusOr<obt::store::Page<v1::ImportResult>> PageOfResults(const obt::store::Reader& reader,
                                                                 const ImportId& id,
                                                                 absl::string_view position, size_t limit);
// Drop at most `limit` of the keys, or rows, behind `position`, which goes on to the last of them; false at
// the end. Rows that cannot be read go like any others.
absl::StatusOr<bool> DropKeys(obt::store::Txn& txn, const ImportId& id, size_t limit, std::string& position);
absl::StatusOr<bool> DropRows(obt::store::Txn& txn, const ImportId& id, size_t limit, std::string& position);
// The oldest import behind `after` that still has rows.
absl::StatusOr<std::optional<ImportId>> NextWithRows(const obt::store::Reader& reader,
                                                     std::optional<ImportId> after);

// ---- what is still to be done ----

absl::StatusOr<std::optional<store::v1::ImportJob>> FindJob(const obt::store::Reader& reader,
                                                            const ImportId& id);
// The oldest import that has a job and may be worked on.
absl::StatusOr<std::optional<std::string>> NextJob(const obt::store::Reader& reader,
                                                   absl::FunctionRef<bool(const std::string&)> may_try);
// The table of these, for who waits for new ones.
const obt::store::TableRef& ImportJobTable();
void PutJob(obt::store::Txn& txn, const ImportId& id, const store::v1::ImportJob& job);
// Nothing is left to do, and nothing is staged any more: the import counts as open no longer.
void DeleteJob(obt::store::Txn& txn, const ImportId& id);

}  // namespace obt::identity
