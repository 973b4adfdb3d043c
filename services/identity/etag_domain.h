// Etags: the decimal revision of a row, one more with every change. A caller that sends back the one it read
// changes only what it has seen. Pure.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace obt::identity {

inline constexpr size_t kMaxEtag = 20;

// The etag after one more change; "1" for a new row.
std::string NextEtag(absl::string_view etag);

// OK when the caller sent none or the current one, else ABORTED, reason STALE_ETAG.
absl::Status CheckEtag(absl::string_view sent, absl::string_view current);

}  // namespace obt::identity
