#include <utility>

#include "common/base/status.h"
#include "services/ideas/bind.h"
#include "services/ideas/theme/domain.h"
#include "services/ideas/theme/rows.h"

namespace obt::ideas {
namespace {

using rpc::Call;

absl::StatusOr<v1::PutThemesResponse> PutThemes(const v1::PutThemesRequest& request, const Call&,
                                                obt::store::Txn& txn, feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(txn, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const v1::ThemeList present, ThemesOf(txn, request.programme_id()));
  v1::PutThemesResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_list(), PutInPlace(request, present));
  if (response.list().etag() != present.etag()) ideas::PutThemes(txn, response.list());
  return response;
}

absl::StatusOr<v1::ListThemesResponse> ListThemes(const v1::ListThemesRequest& request, const Call&,
                                                  const obt::store::View& view, feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  v1::ListThemesResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_list(), ThemesOf(view, request.programme_id()));
  return response;
}

}  // namespace

void BindThemes(rpc::Router& router, feed::Directory& directory) {
  router.Command(PutThemes, directory).Query(ListThemes, directory);
}

}  // namespace obt::ideas
