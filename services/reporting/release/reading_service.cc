#include <algorithm>
#include <charconv>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/base/validate.h"
#include "common/rpc/answer_page.h"
#include "services/reporting/making/joint.h"
#include "services/reporting/release/bind.h"
#include "services/reporting/release/domain.h"
#include "services/reporting/release/rows.h"

namespace obt::reporting {
namespace {

using obt::store::Page;
using obt::store::Store;
using obt::store::View;
using rpc::Call;

constexpr int32_t kMostBundleBytes = 1 << 20;

bool IsAdmin(const Call& call) {
  return call.rights->HasAny(call.client_id, {options::v1::ROLE_CENTRAL_ADMIN});
}
bool IsCentral(const Call& call) {
  return call.rights->HasAny(call.client_id,
                             {options::v1::ROLE_CENTRAL_ADMIN, options::v1::ROLE_CENTRAL_REPORTER});
}

absl::Status KeepAccess(const Call& call, const ReleaseRow& row, absl::string_view what, Store& store) {
  const auto keep = [&](Txn& txn) {
    v1::ReleaseAccess access;
    access.set_client_id(call.client_id);
    *access.mutable_time() = TimestampOf(call.now);
    access.set_what(std::string(what));
    kAccesses.Put(txn, {IdOf(row), absl::ToUnixMicros(call.now), call.client_id, access.what()}, access);
    return absl::OkStatus();
  };
  return store.Execute(keep).status();
}

// A release the caller may read. What is not published yet is not answered before it is kept who reads it.
absl::StatusOr<ReleaseRow> ReadFor(const Call& call, const View& view, const std::string& release_id,
                                   absl::string_view what, Store& store) {
  OBT_ASSIGN_OR_RETURN(ReleaseRow row, ReadRelease(view, *ParseId<ReleaseId>(release_id)));
  if (!MaySee(row, call.client_id, IsAdmin(call))) return ReleaseNotFound();
  if (IsAdmin(call) || making::IsPublished(row.release())) return row;
  OBT_RETURN_IF_ERROR(KeepAccess(call, row, what, store));
  return row;
}

v1::Release Shown(const ReleaseRow& row, const Call& call, const ReleaseJob& job) {
  v1::Release shown = ShownRelease(row, IsAdmin(call));
  job.AddProgress(shown);
  return shown;
}

absl::StatusOr<v1::GetReleaseResponse> GetRelease(const v1::GetReleaseRequest& request, const Call& call,
                                                  const View& view, Store& store, const ReleaseJob& job) {
  OBT_ASSIGN_OR_RETURN(const ReleaseRow row, ReadFor(call, view, request.release_id(), "GetRelease", store));
  v1::GetReleaseResponse response;
  *response.mutable_release() = Shown(row, call, job);
  return response;
}

// Items [position, position + limit) of what is all there; the position is a number.
template <typename Item>
Page<Item> PageOf(std::vector<Item> all, const std::string& position, size_t limit) {
  size_t begin = 0;
  if (!position.empty() && !absl::SimpleAtoi(position, &begin)) begin = all.size();
  Page<Item> page;
  for (size_t i = begin; i < std::min(all.size(), begin + limit); ++i) {
    page.rows.push_back(std::move(all[i]));
    page.ends.push_back(absl::StrCat(i + 1));
  }
  if (begin + limit < all.size()) page.next = absl::StrCat(begin + limit);
  return page;
}

absl::StatusOr<v1::ListReleasesResponse> ListReleases(const v1::ListReleasesRequest& request,
                                                      const Call& call, const View& view,
                                                      feed::Directory& directory, Store& store,
                                                      const ReleaseJob& job) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  const auto read = [&](const std::string& position, size_t limit) -> absl::StatusOr<Page<v1::Release>> {
    OBT_ASSIGN_OR_RETURN(const auto releases, ReleasesOf(view, request.programme_id()));
    std::vector<v1::Release> shown;
    for (const ReleaseRow& row : releases) {
      if (!MaySee(row, call.client_id, IsAdmin(call))) continue;
      if (!IsAdmin(call) && !making::IsPublished(row.release()))
        OBT_RETURN_IF_ERROR(KeepAccess(call, row, "ListReleases", store));
      shown.push_back(Shown(row, call, job));
    }
    return PageOf(std::move(shown), position, limit);
  };
  return rpc::AnswerPage(request, call, &v1::ListReleasesResponse::mutable_releases, read);
}

absl::StatusOr<v1::ListReleaseReadersResponse> ListReleaseReaders(
    const v1::ListReleaseReadersRequest& request, const Call& call, const View& view) {
  const ReleaseId id = *ParseId<ReleaseId>(request.release_id());
  OBT_ASSIGN_OR_RETURN(const ReleaseRow row, ReadRelease(view, id));
  OBT_ASSIGN_OR_RETURN(
      v1::ListReleaseReadersResponse response,
      rpc::AnswerPage(request, call, &v1::ListReleaseReadersResponse::mutable_accesses,
                      [&](const std::string& position, size_t limit) {
                        return obt::store::TakePage<v1::ReleaseAccess>(
                            kAccesses, view, std::vector{std::tuple(id)}, position, limit,
                            [](const auto&, v1::ReleaseAccess access)
                                -> absl::StatusOr<std::optional<v1::ReleaseAccess>> { return access; });
                      }));
  *response.mutable_readers() = row.readers();
  return response;
}

// What the caller may see of a table.
v1::Table Narrowed(v1::Table table, const Call& call) {
  if (IsCentral(call)) return table;
  return NarrowTable(std::move(table), [&](const std::string& code) { return call.Covers(code); });
}

absl::StatusOr<std::vector<v1::Table>> TablesFor(const Call& call, const View& view, const ReleaseRow& row) {
  std::vector<v1::Table> tables;
  OBT_ASSIGN_OR_RETURN(std::vector<v1::Table> all, ReadTables(view, IdOf(row)));
  for (v1::Table& table : all) tables.push_back(Narrowed(std::move(table), call));
  return tables;
}

absl::StatusOr<v1::ListTablesResponse> ListTables(const v1::ListTablesRequest& request, const Call& call,
                                                  const View& view, Store& store) {
  OBT_ASSIGN_OR_RETURN(const ReleaseRow row, ReadFor(call, view, request.release_id(), "ListTables", store));
  OBT_ASSIGN_OR_RETURN(std::vector<v1::Table> tables, TablesFor(call, view, row));
  v1::ListTablesResponse response;
  for (v1::Table& table : tables) *response.add_tables() = std::move(*table.mutable_outline());
  return response;
}

absl::Status TableNotFound(const std::string& table_id) {
  return Error(absl::StatusCode::kNotFound, "TABLE_NOT_FOUND",
               absl::StrCat("this release has no table ", table_id, "; ListTables says which it has"));
}

absl::StatusOr<v1::GetTableResponse> GetTable(const v1::GetTableRequest& request, const Call& call,
                                              const View& view, Store& store) {
  OBT_ASSIGN_OR_RETURN(const ReleaseRow row, ReadFor(call, view, request.release_id(),
                                                     absl::StrCat("GetTable ", request.table_id()), store));
  const auto& ids = row.table_ids();
  const auto at = std::find(ids.begin(), ids.end(), request.table_id());
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Table> table,
                       kTables.Find(view, {IdOf(row), static_cast<int32_t>(at - ids.begin())}));
  if (at == ids.end() || !table.has_value()) return TableNotFound(request.table_id());
  table = Narrowed(*std::move(table), call);
  OBT_ASSIGN_OR_RETURN(
      v1::GetTableResponse response,
      rpc::AnswerPage(request, call, &v1::GetTableResponse::mutable_rows,
                      [&](const std::string& position, size_t limit) -> absl::StatusOr<Page<v1::TableRow>> {
                        return PageOf(std::vector<v1::TableRow>(table->rows().begin(), table->rows().end()),
                                      position, limit);
                      }));
  *response.mutable_outline() = table->outline();
  return response;
}

absl::StatusOr<v1::ReadBundleResponse> ReadBundle(const v1::ReadBundleRequest& request, const Call& call,
                                                  const View& view, Store& store) {
  OBT_ASSIGN_OR_RETURN(const ReleaseRow row, ReadFor(call, view, request.release_id(), "ReadBundle", store));
  const int32_t limit = request.limit() == 0 ? kMostBundleBytes : request.limit();
  v1::ReadBundleResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_data(),
                       reporting::ReadBundle(view, IdOf(row), request.offset(), limit));
  response.set_bundle_bytes(row.release().bundle_bytes());
  response.set_bundle_sha256(row.release().bundle_sha256());
  return response;
}

}  // namespace

void BindReading(rpc::Router& router, feed::Directory& directory, Store& store, const ReleaseJob& job) {
  router.Query(GetRelease, store, job)
      .Query(ListReleases, directory, store, job)
      .Query(ListReleaseReaders)
      .Query(ListTables, store)
      .Query(GetTable, store)
      .Query(ReadBundle, store);
}

}  // namespace obt::reporting
