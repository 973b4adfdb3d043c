// Serves obt.identity.v1.ImportService. Any thread; rows run on the committer's.
#pragma once

#include "absl/status/statusor.h"
#include "common/feed/directory.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/identity/v1/import.pb.h"

namespace obt::identity {

class ImportService {
 public:
  // `directory` reads identity's own tables and outlives the service.
  explicit ImportService(feed::Directory& directory) : directory_(directory) {}
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::StartImportResponse> StartImport(const v1::StartImportRequest& request,
                                                      const rpc::Call& call, obt::store::Txn& txn);
  // One row of ImportPeople.
  absl::StatusOr<v1::ImportPeopleResponse::Result> ImportOne(const v1::ImportPeopleRequest& request,
                                                             const v1::PersonRow& row, const rpc::Call& call,
                                                             obt::store::Txn& txn);
  absl::StatusOr<v1::FinishImportResponse> FinishImport(const v1::FinishImportRequest& request,
                                                        const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::GetImportResponse> GetImport(const v1::GetImportRequest& request, const rpc::Call& call,
                                                  const obt::store::View& view);
  absl::StatusOr<v1::ListImportResultsResponse> ListImportResults(const v1::ListImportResultsRequest& request,
                                                                  const rpc::Call& call,
                                                                  const obt::store::View& view);
  absl::StatusOr<v1::CancelImportResponse> CancelImport(const v1::CancelImportRequest& request,
                                                        const rpc::Call& call, obt::store::Txn& txn);

 private:
  feed::Directory& directory_;
};

}  // namespace obt::identity
