#include "services/reporting/release/rows.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status.h"
#include "services/reporting/release/policy.h"

namespace obt::reporting {
namespace {

constexpr size_t kMostParts = 100'000;  // of one release in any table
constexpr size_t kWorldsInRow = 500;

// Everything of a release in a table whose keys begin with it, in order.
template <typename T>
absl::StatusOr<std::vector<typename T::Row>> PartsOf(const T& table, const Reader& reader,
                                                     const ReleaseId& id) {
  std::vector<typename T::Row> parts;
  OBT_ASSIGN_OR_RETURN(auto entries, table.Scan(reader, std::tuple(id), std::nullopt, kMostParts));
  for (auto& entry : entries) parts.push_back(std::move(entry.row));
  return parts;
}
template <typename T>
absl::Status DeleteParts(const T& table, Txn& txn, const ReleaseId& id) {
  OBT_ASSIGN_OR_RETURN(const auto entries, table.Scan(txn, std::tuple(id), std::nullopt, kMostParts));
  for (const auto& entry : entries) table.Delete(txn, entry.key);
  return absl::OkStatus();
}

store::v1::WorldsRow::World ToRow(const disclosure::World& world) {
  store::v1::WorldsRow::World row;
  disclosure::CellId before = 0;
  for (const auto& [cell, difference] : world.differences) {
    row.add_cells(cell - before);
    row.add_differences(difference);
    before = cell;
  }
  return row;
}
disclosure::World FromRow(const store::v1::WorldsRow::World& row) {
  disclosure::World world;
  disclosure::CellId cell = 0;
  for (int i = 0; i < std::min(row.cells_size(), row.differences_size()); ++i) {
    cell += row.cells(i);
    world.differences.emplace_back(cell, row.differences(i));
  }
  return world;
}

absl::StatusOr<std::vector<disclosure::World>> ReadWorlds(const Reader& reader, const ReleaseId& id) {
  OBT_ASSIGN_OR_RETURN(const auto parts, PartsOf(kWorlds, reader, id));
  std::vector<disclosure::World> worlds;
  for (const store::v1::WorldsRow& part : parts) {
    for (const store::v1::WorldsRow::World& world : part.worlds()) worlds.push_back(FromRow(world));
  }
  return worlds;
}

}  // namespace

absl::Status ReleaseNotFound() {
  return Error(absl::StatusCode::kNotFound, "RELEASE_NOT_FOUND", "release not found");
}

ReleaseId IdOf(const ReleaseRow& row) { return *ParseId<ReleaseId>(row.release().release_id()); }

absl::StatusOr<ReleaseRow> ReadRelease(const Reader& reader, const ReleaseId& id) {
  OBT_ASSIGN_OR_RETURN(std::optional<ReleaseRow> row, kReleases.Find(reader, {id}));
  if (!row.has_value()) return ReleaseNotFound();
  if (!row->has_policy()) *row->mutable_policy() = FirstPolicy();  // begun before there were others
  return *std::move(row);
}

absl::StatusOr<std::vector<ReleaseRow>> ReleasesOf(const Reader& reader, const std::string& programme_id) {
  OBT_ASSIGN_OR_RETURN(const auto keys, kReleasesOfProgrammes.Scan(reader, std::tuple(programme_id),
                                                                   std::nullopt, kMostReleases));
  std::vector<ReleaseRow> rows;
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    OBT_ASSIGN_OR_RETURN(ReleaseRow row, ReadRelease(reader, *ParseId<ReleaseId>(key->row.release_id())));
    rows.push_back(std::move(row));
  }
  return rows;
}

void PutRelease(Txn& txn, ReleaseRow& row) {
  v1::Release& release = *row.mutable_release();
  release.set_etag(NextEtag(release.etag()));
  kReleases.Put(txn, {IdOf(row)}, row);
  store::v1::ReleaseKey key;
  key.set_release_id(release.release_id());
  kReleasesOfProgrammes.Put(txn, {release.programme_id(), release.number(), release.revision()}, key);
}

absl::Status DeleteFigures(Txn& txn, const ReleaseId& id) {
  kStatuses.Delete(txn, {id});
  OBT_RETURN_IF_ERROR(DeleteParts(kAnswers, txn, id));
  OBT_RETURN_IF_ERROR(DeleteParts(kSurveys, txn, id));
  OBT_RETURN_IF_ERROR(DeleteParts(kWorlds, txn, id));
  OBT_RETURN_IF_ERROR(DeleteParts(kTables, txn, id));
  return DeleteParts(kBundles, txn, id);
}

absl::Status DeleteRelease(Txn& txn, const ReleaseRow& row) {
  const ReleaseId id = IdOf(row);
  const v1::Release& release = row.release();
  kReleases.Delete(txn, {id});
  kReleasesOfProgrammes.Delete(txn, {release.programme_id(), release.number(), release.revision()});
  OBT_RETURN_IF_ERROR(DeleteFigures(txn, id));
  return DeleteParts(kAccesses, txn, id);
}

absl::StatusOr<std::vector<making::Kept>> ReadKept(const Reader& reader, const std::vector<std::string>& ids,
                                                   Proofs proofs) {
  std::vector<making::Kept> all;
  for (const std::string& text : ids) {
    const ReleaseId id = *ParseId<ReleaseId>(text);
    making::Kept& kept = all.emplace_back();
    OBT_ASSIGN_OR_RETURN(kept.row, ReadRelease(reader, id));
    OBT_ASSIGN_OR_RETURN(kept.answers, PartsOf(kAnswers, reader, id));
    OBT_ASSIGN_OR_RETURN(kept.surveys, PartsOf(kSurveys, reader, id));
    OBT_ASSIGN_OR_RETURN(const auto statuses, kStatuses.Find(reader, {id}));
    if (!statuses.has_value()) continue;
    for (const char status : statuses->statuses())
      kept.statuses.push_back(static_cast<disclosure::Status>(status));
    if (proofs == Proofs::kLeft) continue;
    OBT_ASSIGN_OR_RETURN(kept.worlds, ReadWorlds(reader, id));
  }
  return all;
}

absl::StatusOr<std::vector<making::Kept>> ReadWithOlder(const Reader& reader, const ReleaseRow& row) {
  std::vector<std::string> ids(row.audited_with().begin(), row.audited_with().end());
  ids.push_back(row.release().release_id());
  return ReadKept(reader, ids, Proofs::kRead);
}

void PutCopied(Txn& txn, const ReleaseId& id, const making::Kept& copied) {
  const auto put = [&](const auto& table, const auto& parts) {
    for (size_t i = 0; i < parts.size(); ++i) table.Put(txn, {id, static_cast<int32_t>(i)}, parts[i]);
  };
  put(kAnswers, copied.answers);
  put(kSurveys, copied.surveys);
}

absl::StatusOr<std::vector<v1::Table>> ReadTables(const Reader& reader, const ReleaseId& id) {
  return PartsOf(kTables, reader, id);
}

void PutMade(Txn& txn, const ReleaseId& id, const making::Made& made) {
  store::v1::StatusesRow statuses;
  for (const disclosure::Status status : made.statuses)
    statuses.mutable_statuses()->push_back(static_cast<char>(status));
  kStatuses.Put(txn, {id}, statuses);
  for (size_t begin = 0; begin < made.worlds.size(); begin += kWorldsInRow) {
    store::v1::WorldsRow part;
    const size_t end = std::min(begin + kWorldsInRow, made.worlds.size());
    for (size_t i = begin; i < end; ++i) *part.add_worlds() = ToRow(made.worlds[i]);
    kWorlds.Put(txn, {id, static_cast<int32_t>(begin / kWorldsInRow)}, part);
  }
  for (size_t i = 0; i < made.written.tables.size(); ++i)
    kTables.Put(txn, {id, static_cast<int32_t>(i)}, made.written.tables[i]);
  for (size_t begin = 0; begin < made.written.bundle.size(); begin += kPieceBytes) {
    store::v1::BundlePiece piece;
    piece.set_data(made.written.bundle.substr(begin, kPieceBytes));
    kBundles.Put(txn, {id, static_cast<int32_t>(begin / kPieceBytes)}, piece);
  }
}

absl::StatusOr<v1::DisclosurePolicy> ReadPolicy(const Reader& reader, int32_t version) {
  OBT_ASSIGN_OR_RETURN(auto policy, kPolicies.Find(reader, {version}));
  if (policy.has_value()) return version == 0 ? InForce(*policy) : *std::move(policy);
  v1::DisclosurePolicy first = FirstPolicy();
  if (version == 0 || version == first.version()) return first;
  return Error(absl::StatusCode::kNotFound, "POLICY_NOT_FOUND",
               absl::StrCat("there is no version ", version, " of the disclosure policy"));
}

absl::StatusOr<std::string> ReadBundle(const Reader& reader, const ReleaseId& id, int64_t offset,
                                       int32_t limit) {
  std::string data;
  for (int64_t at = offset; at < offset + limit;) {
    const auto number = static_cast<int32_t>(at / static_cast<int64_t>(kPieceBytes));
    OBT_ASSIGN_OR_RETURN(const auto piece, kBundles.Find(reader, {id, number}));
    const auto skip = static_cast<size_t>(at % static_cast<int64_t>(kPieceBytes));
    if (!piece.has_value() || piece->data().size() <= skip) break;
    data.append(piece->data(), skip, static_cast<size_t>(offset + limit - at));
    at = offset + static_cast<int64_t>(data.size());
  }
  return data;
}

}  // namespace obt::reporting
