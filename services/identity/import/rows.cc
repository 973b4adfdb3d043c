#include "services/identity/import/rows.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "common/base/error.h"
#include "common/base/status.h"
#include "services/identity/import/domain.h"
#include "services/identity/person/domain.h"
#include "services/identity/schema.h"

namespace obt::identity {
namespace {

constexpr int32_t kHrId = v1::PersonRow::kHrIdFieldNumber;
constexpr int32_t kEmail = v1::PersonRow::kEmailFieldNumber;
constexpr int32_t kPreviousEmail = v1::PersonRow::kPreviousEmailFieldNumber;
constexpr int32_t kPreviousHrId = v1::PersonRow::kPreviousHrIdFieldNumber;

// Import rows one page may look at, so that its cost is bounded where few are of the organisation.
constexpr size_t kMaxExamined = 5000;

// The row that has this key already: its number where it is the same row, DUPLICATE_ROW where it is another.
absl::StatusOr<std::optional<int64_t>> FindSame(const obt::store::Txn& txn, const ImportId& id,
                                                absl::string_view field, int32_t kind,
                                                const std::string& text, const v1::PersonRow& row) {
  if (text.empty()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::StagedKey> known,
                       kStagedKeys.Find(txn, {id, kind, text}));
  if (!known.has_value()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::ImportRow> other,
                       kImportRows.Find(txn, {id, known->row_number()}));
  const bool same = other.has_value() && IsSameRow(other->row(), row);
  if (!same) return DuplicateRow(field, known->row_number());
  return known->row_number();
}

absl::StatusOr<std::optional<store::v1::StagedKey>> FindKey(const obt::store::Reader& reader,
                                                            const ImportId& id, int32_t kind,
                                                            absl::string_view text) {
  if (text.empty()) return std::nullopt;
  return kStagedKeys.Find(reader, {id, kind, std::string(text)});
}

// The keys behind `after` (empty: from the start) that begin with `prefix`, at most `limit`. Their rows are
// not looked at, so that one that cannot be read keeps nothing from being dropped.
absl::StatusOr<std::vector<std::string>> ScanKeys(const obt::store::TableRef& table,
                                                  const obt::store::Reader& reader, const std::string& prefix,
                                                  const std::string& after, size_t limit) {
  std::vector<std::string> keys;
  OBT_RETURN_IF_ERROR(reader.ScanRaw(table, after.empty() ? prefix : after + '\0',
                                     obt::store::PrefixEnd(prefix),
                                     [&](absl::string_view key, absl::string_view) {
                                       keys.emplace_back(key);
                                       return keys.size() < limit;
                                     }));
  return keys;
}

// Going on from the last key, not from the start: rows deleted just now are slow to pass over.
absl::StatusOr<bool> DropFrom(const obt::store::TableRef& table, obt::store::Txn& txn, const ImportId& id,
                              size_t limit, std::string& position) {
  const std::string prefix = obt::store::EncodeKey(std::make_tuple(id));
  OBT_ASSIGN_OR_RETURN(const std::vector<std::string> keys, ScanKeys(table, txn, prefix, position, limit));
  for (const std::string& key : keys) txn.DeleteRaw(table, key);
  if (!keys.empty()) position = keys.back();
  return keys.size() == limit;
}

// The import of the first row behind that key.
template <typename T>
absl::StatusOr<std::optional<ImportId>> NextIn(const T& table, const obt::store::Reader& reader,
                                               const std::string& after) {
  OBT_ASSIGN_OR_RETURN(const std::vector<std::string> next, ScanKeys(table, reader, "", after, 1));
  if (next.empty()) return std::nullopt;
  const auto key = obt::store::DecodeKey<typename T::Key>(next.front());
  if (!key.has_value())
    return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE", "a key of an import cannot be read");
  return std::get<0>(*key);
}

}  // namespace

absl::StatusOr<std::optional<v1::Import>> FindImport(const obt::store::Reader& reader, const ImportId& id) {
  return kImports.Find(reader, {id});
}

void InsertImport(obt::store::Txn& txn, const ImportId& id, const v1::Import& import,
                  const std::string& client_id) {
  PutImport(txn, id, import);
  if (!IsStaged(import)) return;
  store::v1::OpenImport open;
  open.set_organisation_code(import.organisation_code());
  open.set_client_id(client_id);
  kOpenImports.Put(txn, {id}, open);
}

void PutImport(obt::store::Txn& txn, const ImportId& id, const v1::Import& import) {
  kImports.Put(txn, {id}, import);
}

absl::StatusOr<OpenImports> CountOpen(const obt::store::Reader& reader, absl::string_view organisation_code,
                                      absl::string_view client_id) {
  OpenImports open;
  OBT_RETURN_IF_ERROR(
      kOpenImports.ScanEach(reader, std::tuple<>(), std::nullopt, kMaxOpenImports,
                            [&](const decltype(kOpenImports)::Key& key, const store::v1::OpenImport& row) {
                              ++open.all;
                              if (row.client_id() == client_id) ++open.of_client;
                              if (row.organisation_code() != organisation_code) return true;
                              if (++open.of_organisation == 1) open.oldest = ToText(std::get<0>(key));
                              return true;
                            }));
  return open;
}

absl::StatusOr<std::optional<ImportId>> NextOpen(const obt::store::Reader& reader,
                                                 std::optional<ImportId> after) {
  return NextIn(kOpenImports, reader, after.has_value() ? obt::store::EncodeKey(std::tuple(*after)) : "");
}

absl::StatusOr<int64_t> StageRow(obt::store::Txn& txn, const ImportId& id, v1::Import& import,
                                 const v1::PersonRow& row) {
  OBT_ASSIGN_OR_RETURN(std::optional<int64_t> same, FindSame(txn, id, "hr_id", kHrId, row.hr_id(), row));
  if (same.has_value()) return *same;
  OBT_ASSIGN_OR_RETURN(same, FindSame(txn, id, "email", kEmail, row.email(), row));
  if (same.has_value()) return *same;
  import.set_staged_rows(import.staged_rows() + 1);
  PutImport(txn, id, import);
  store::v1::StagedKey key;
  key.set_row_number(import.staged_rows());
  key.set_hr_id(row.hr_id());
  for (const auto& [kind, text] :
       {std::pair(kHrId, row.hr_id()), std::pair(kPreviousHrId, row.previous_hr_id()),
        std::pair(kEmail, row.email()), std::pair(kPreviousEmail, row.previous_email())}) {
    if (!text.empty()) kStagedKeys.Put(txn, {id, kind, text}, key);
  }
  store::v1::ImportRow kept;
  *kept.mutable_row() = row;
  kImportRows.Put(txn, {id, import.staged_rows()}, kept);
  return import.staged_rows();
}

absl::StatusOr<std::string> ScanRows(const obt::store::Reader& reader, const ImportId& id,
                                     absl::string_view position, size_t limit,
                                     absl::FunctionRef<bool(NumberedRow)> visit) {
  using Key = decltype(kStagedKeys)::Key;
  std::string stopped_at;
  absl::Status problem;
  size_t seen = 0;
  const auto look = [&](const Key& key, const store::v1::StagedKey& staged) {
    const int32_t kind = std::get<1>(key);
    if (kind > kEmail) return false;  // previous ones come last, and every row has another key
    bool more = ++seen < limit;
    if (kind == kHrId || staged.hr_id().empty()) {
      absl::StatusOr<std::optional<store::v1::ImportRow>> row =
          kImportRows.Find(reader, {id, staged.row_number()});
      problem = row.status();
      const bool is_left = row.ok() && row->has_value() && (*row)->has_row();
      if (is_left) more = visit({staged.row_number(), std::move(*(*row)->mutable_row())}) && more;
    }
    if (!more) stopped_at = obt::store::EncodeKey(key);
    return more && problem.ok();
  };
  OBT_RETURN_IF_ERROR(
      kStagedKeys.ScanEach(reader, std::make_tuple(id), obt::store::DecodeKey<Key>(position), limit, look));
  OBT_RETURN_IF_ERROR(problem);
  return stopped_at;
}

absl::StatusOr<bool> NamesHrId(const obt::store::Reader& reader, const ImportId& id,
                               absl::string_view hr_id) {
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::StagedKey> row, FindKey(reader, id, kHrId, hr_id));
  return row.has_value();
}

void PutResult(obt::store::Txn& txn, const ImportId& id, int64_t row_number, const v1::ImportResult& result) {
  store::v1::ImportRow row;
  *row.mutable_result() = result;
  kImportRows.Put(txn, {id, row_number}, row);
}

void DropRow(obt::store::Txn& txn, const ImportId& id, int64_t row_number) {
  kImportRows.Delete(txn, {id, row_number});
}

absl::StatusOr<bool> NamesPerson(const obt::store::Reader& reader, const ImportId& id,
                                 absl::string_view organisation_code, const v1::Contact& contact) {
  const absl::string_view hr_id = HrIdOf(contact, organisation_code);
  std::optional<store::v1::StagedKey> row;
  // By an address also where another is meant: that row is refused, and must not end the person it could not
  // be told from.
  const std::string& email = contact.email();
  for (const auto& [kind, text] :
       {std::pair(kHrId, hr_id), std::pair(kPreviousHrId, hr_id), std::pair(kEmail, absl::string_view(email)),
        std::pair(kPreviousEmail, absl::string_view(email))}) {
    OBT_ASSIGN_OR_RETURN(row, FindKey(reader, id, kind, text));
    if (row.has_value()) return true;
  }
  OBT_ASSIGN_OR_RETURN(row, FindKey(reader, id, kEmail, contact.previous_email()));
  return row.has_value() && MayBeFormerHolder(row->hr_id(), hr_id);
}

absl::StatusOr<obt::store::Page<v1::ImportResult>> PageOfResults(const obt::store::Reader& reader,
                                                                 const ImportId& id,
                                                                 absl::string_view position, size_t limit) {
  using Key = decltype(kImportRows)::Key;
  const std::optional<Key> start = obt::store::DecodeKey<Key>(position);
  obt::store::Page<v1::ImportResult> page;
  const int64_t after = start.has_value() ? std::get<1>(*start) : 0;
  OBT_RETURN_IF_ERROR(kImportRows.ScanEach(reader, std::make_tuple(id), Key(id, after), limit + 1,
                                           [&](const Key& key, store::v1::ImportRow row) {
                                             if (row.has_row()) return false;  // not done yet
                                             if (page.rows.size() == limit) {
                                               page.next = page.ends.back();
                                               return false;
                                             }
                                             page.rows.push_back(std::move(*row.mutable_result()));
                                             page.ends.push_back(obt::store::EncodeKey(key));
                                             return true;
                                           }));
  return page;
}

absl::StatusOr<obt::store::Page<v1::Import>> PageOfImports(const obt::store::Reader& reader,
                                                           const std::vector<std::string>& codes,
                                                           const std::set<int>& states,
                                                           absl::string_view position, size_t limit) {
  return obt::store::TakePage<v1::Import>(
      kImports, reader, std::vector<std::tuple<>>(1), position, limit,
      [&](const decltype(kImports)::Key&, v1::Import import) -> absl::StatusOr<std::optional<v1::Import>> {
        const bool wanted = states.count(import.state()) > 0 &&
                            std::binary_search(codes.begin(), codes.end(), import.organisation_code());
        return wanted ? std::make_optional(std::move(import)) : std::nullopt;
      },
      kMaxExamined);
}

absl::StatusOr<bool> DropKeys(obt::store::Txn& txn, const ImportId& id, size_t limit, std::string& position) {
  return DropFrom(kStagedKeys, txn, id, limit, position);
}

absl::StatusOr<bool> DropRows(obt::store::Txn& txn, const ImportId& id, size_t limit, std::string& position) {
  return DropFrom(kImportRows, txn, id, limit, position);
}

absl::StatusOr<std::optional<ImportId>> NextWithRows(const obt::store::Reader& reader,
                                                     std::optional<ImportId> after) {
  constexpr int64_t kLast = std::numeric_limits<int64_t>::max();
  return NextIn(kImportRows, reader,
                after.has_value() ? obt::store::EncodeKey(std::tuple(*after, kLast)) : "");
}

absl::StatusOr<std::optional<store::v1::ImportJob>> FindJob(const obt::store::Reader& reader,
                                                            const ImportId& id) {
  return kImportJobs.Find(reader, {id});
}

absl::StatusOr<std::optional<std::string>> NextJob(const obt::store::Reader& reader,
                                                   absl::FunctionRef<bool(const std::string&)> may_try) {
  std::optional<std::string> next;
  OBT_RETURN_IF_ERROR(
      kImportJobs.ScanEach(reader, std::tuple<>(), std::nullopt, std::numeric_limits<size_t>::max(),
                           [&](const decltype(kImportJobs)::Key& key, const store::v1::ImportJob&) {
                             const std::string id = ToText(std::get<0>(key));
                             if (may_try(id)) next = id;
                             return !next.has_value();
                           }));
  return next;
}

const obt::store::TableRef& ImportJobTable() { return kImportJobs; }

void PutJob(obt::store::Txn& txn, const ImportId& id, const store::v1::ImportJob& job) {
  kImportJobs.Put(txn, {id}, job);
}

void DeleteJob(obt::store::Txn& txn, const ImportId& id) {
  kImportJobs.Delete(txn, {id});
  kOpenImports.Delete(txn, {id});
}

}  // namespace obt::identity
