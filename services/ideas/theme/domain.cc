#include "services/ideas/theme/domain.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/status.h"

namespace obt::ideas {

absl::StatusOr<v1::ThemeList> PutInPlace(const v1::PutThemesRequest& request, const v1::ThemeList& present) {
  OBT_RETURN_IF_ERROR(CheckEtag(request.etag(), present.etag()));
  for (const v1::Theme& theme : present.themes()) {
    const auto same = [&theme](const v1::Theme& each) { return each.code() == theme.code(); };
    if (absl::c_any_of(request.themes(), same)) continue;
    return Error(absl::StatusCode::kFailedPrecondition, "THEME_IN_LIST",
                 absl::StrCat("theme ", theme.code(), " is in the list: it can be retired, not left out"));
  }
  v1::ThemeList asked;
  asked.set_programme_id(request.programme_id());
  *asked.mutable_themes() = request.themes();
  return NextRevision(asked, present.etag().empty() ? std::nullopt : std::make_optional(present));
}

}  // namespace obt::ideas
