#include <optional>
#include <string>
#include <utility>

#include "common/base/etag.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/answer_page.h"
#include "obt/identity/v1/programme.pb.h"
#include "services/identity/bind.h"
#include "services/identity/organisation/rows.h"
#include "services/identity/programme/domain.h"
#include "services/identity/programme/rows.h"

namespace obt::identity {
namespace {

using obt::store::Txn;
using obt::store::View;
using rpc::Call;

absl::StatusOr<v1::CreateProgrammeResponse> CreateProgramme(const v1::CreateProgrammeRequest& request,
                                                            const Call&, Txn& txn) {
  v1::CreateProgrammeResponse response;
  *response.mutable_programme() = WithDefaults(request.programme());
  response.mutable_programme()->set_etag(NextEtag(""));
  OBT_RETURN_IF_ERROR(InsertProgramme(txn, response.programme()));
  return response;
}

absl::StatusOr<v1::GetProgrammeResponse> GetProgramme(const v1::GetProgrammeRequest& request, const Call&,
                                                      const View& view) {
  v1::GetProgrammeResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_programme(), identity::GetProgramme(view, request.programme_id()));
  return response;
}

absl::StatusOr<v1::ListProgrammesResponse> ListProgrammes(const v1::ListProgrammesRequest& request,
                                                          const Call& call, const View& view) {
  return rpc::AnswerPage(
      request, call, &v1::ListProgrammesResponse::mutable_programmes,
      [&](const std::string& position, size_t limit) { return PageOfProgrammes(view, position, limit); });
}

absl::StatusOr<v1::UpdateProgrammeResponse> UpdateProgramme(const v1::UpdateProgrammeRequest& request,
                                                            const Call&, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(v1::Programme before, identity::GetProgramme(txn, request.programme().programme_id()));
  OBT_RETURN_IF_ERROR(CheckEtag(request.programme().etag(), before.etag()));
  v1::Programme after = NextRevision(WithDefaults(request.programme()), std::make_optional(before));
  if (after.etag() != before.etag()) PutProgramme(txn, after);
  v1::UpdateProgrammeResponse response;
  *response.mutable_programme() = std::move(after);
  return response;
}

absl::StatusOr<v1::SetHeadcountsResponse> SetHeadcounts(const v1::SetHeadcountsRequest& request, const Call&,
                                                        Txn& txn) {
  OBT_RETURN_IF_ERROR(identity::GetProgramme(txn, request.programme_id()).status());
  for (int i = 0; i < request.headcounts_size(); ++i) {
    OBT_RETURN_IF_ERROR(RequireOrganisation(txn, validate::Path("headcounts", i, "organisation_code"),
                                            request.headcounts(i).organisation_code()));
  }
  v1::SetHeadcountsResponse response;
  OBT_ASSIGN_OR_RETURN(const int changed, PutHeadcounts(txn, request.programme_id(), request.headcounts()));
  response.set_changed(changed);
  return response;
}

absl::StatusOr<v1::ListHeadcountsResponse> ListHeadcounts(const v1::ListHeadcountsRequest& request,
                                                          const Call& call, const View& view) {
  OBT_RETURN_IF_ERROR(identity::GetProgramme(view, request.programme_id()).status());
  return rpc::AnswerPage(request, call, &v1::ListHeadcountsResponse::mutable_headcounts,
                         [&](const std::string& position, size_t limit) {
                           return PageOfHeadcounts(view, request.programme_id(), position, limit);
                         });
}

}  // namespace

void BindProgrammes(rpc::Router& router) {
  router.Command(CreateProgramme)
      .Query(GetProgramme)
      .Query(ListProgrammes)
      .Command(UpdateProgramme)
      .Command(SetHeadcounts)
      .Query(ListHeadcounts);
}

}  // namespace obt::identity
