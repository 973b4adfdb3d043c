// Etags: the decimal revision of a row, one more with every change. A caller that sends back the one it read
// changes only what it has seen. Pure.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace obt {

// The etag after one more change; "1" for a new row.
std::string NextEtag(absl::string_view etag);

// OK when the caller sent none or the current one, else ABORTED, reason STALE_ETAG.
absl::Status CheckEtag(absl::string_view sent, absl::string_view current);

// The row that `asked` makes of the present one: with the next etag, or with the same where it says nothing
// new. For messages without maps.
template <typename Row>
Row NextRevision(Row asked, const std::optional<Row>& present) {
  asked.DiscardUnknownFields();
  asked.set_etag(present.has_value() ? present->etag() : "");
  if (!present.has_value() || asked.SerializeAsString() != present->SerializeAsString())
    asked.set_etag(NextEtag(asked.etag()));
  return asked;
}

}  // namespace obt
