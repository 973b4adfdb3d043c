#include "services/identity/programme/service.h"

#include <string>
#include <utility>

#include "common/base/etag.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"
#include "services/identity/organisation/rows.h"
#include "services/identity/programme/domain.h"
#include "services/identity/programme/rows.h"

namespace obt::identity {

void ProgrammeService::BindTo(rpc::Router& router) {
  router.Bind("obt.identity.v1.ProgrammeService")
      .Command("CreateProgramme", this, &ProgrammeService::CreateProgramme)
      .Query("GetProgramme", this, &ProgrammeService::GetProgramme)
      .Query("ListProgrammes", this, &ProgrammeService::ListProgrammes)
      .Command("UpdateProgramme", this, &ProgrammeService::UpdateProgramme)
      .Command("SetHeadcounts", this, &ProgrammeService::SetHeadcounts)
      .Query("ListHeadcounts", this, &ProgrammeService::ListHeadcounts)
      .Done();
}

absl::StatusOr<v1::CreateProgrammeResponse> ProgrammeService::CreateProgramme(
    const v1::CreateProgrammeRequest& request, const rpc::Call&, obt::store::Txn& txn) {
  v1::CreateProgrammeResponse response;
  *response.mutable_programme() = WithDefaults(request.programme());
  response.mutable_programme()->set_etag(NextEtag(""));
  OBT_RETURN_IF_ERROR(InsertProgramme(txn, response.programme()));
  return response;
}

absl::StatusOr<v1::GetProgrammeResponse> ProgrammeService::GetProgramme(
    const v1::GetProgrammeRequest& request, const rpc::Call&, const obt::store::View& view) {
  v1::GetProgrammeResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_programme(), identity::GetProgramme(view, request.programme_id()));
  return response;
}

absl::StatusOr<v1::ListProgrammesResponse> ProgrammeService::ListProgrammes(
    const v1::ListProgrammesRequest& request, const rpc::Call& call, const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(const std::string position, rpc::OpenPageToken(call, request));
  OBT_ASSIGN_OR_RETURN(Page<v1::Programme> page,
                       PageOfProgrammes(view, position, validate::EffectivePageSize(request.page_size())));
  v1::ListProgrammesResponse response;
  for (v1::Programme& programme : page.rows) *response.add_programmes() = std::move(programme);
  if (!page.next.empty()) response.set_next_page_token(rpc::SealPageToken(call, request, page.next));
  return response;
}

absl::StatusOr<v1::UpdateProgrammeResponse> ProgrammeService::UpdateProgramme(
    const v1::UpdateProgrammeRequest& request, const rpc::Call&, obt::store::Txn& txn) {
  OBT_ASSIGN_OR_RETURN(v1::Programme before, identity::GetProgramme(txn, request.programme().programme_id()));
  OBT_RETURN_IF_ERROR(CheckEtag(request.programme().etag(), before.etag()));
  v1::Programme after = NextRevision(WithDefaults(request.programme()), std::make_optional(before));
  if (after.etag() != before.etag()) PutProgramme(txn, after);
  v1::UpdateProgrammeResponse response;
  *response.mutable_programme() = std::move(after);
  return response;
}

absl::StatusOr<v1::SetHeadcountsResponse> ProgrammeService::SetHeadcounts(
    const v1::SetHeadcountsRequest& request, const rpc::Call&, obt::store::Txn& txn) {
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

absl::StatusOr<v1::ListHeadcountsResponse> ProgrammeService::ListHeadcounts(
    const v1::ListHeadcountsRequest& request, const rpc::Call& call, const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(const std::string position, rpc::OpenPageToken(call, request));
  OBT_RETURN_IF_ERROR(identity::GetProgramme(view, request.programme_id()).status());
  OBT_ASSIGN_OR_RETURN(Page<v1::Headcount> page,
                       PageOfHeadcounts(view, request.programme_id(), position,
                                        validate::EffectivePageSize(request.page_size())));
  v1::ListHeadcountsResponse response;
  for (v1::Headcount& headcount : page.rows) *response.add_headcounts() = std::move(headcount);
  if (!page.next.empty()) response.set_next_page_token(rpc::SealPageToken(call, request, page.next));
  return response;
}

}  // namespace obt::identity
