// What a programme's list of themes may become. Pure.
#pragma once

#include "absl/status/statusor.h"
#include "obt/ideas/v1/theme.pb.h"

namespace obt::ideas {

// The list once `request` is put in the place of the present one: with its next etag, or as it was where it
// says nothing new. A theme may be retired, not left out: FAILED_PRECONDITION (THEME_IN_LIST). A stale etag
// is ABORTED.
absl::StatusOr<v1::ThemeList> PutInPlace(const v1::PutThemesRequest& request, const v1::ThemeList& present);

}  // namespace obt::ideas
