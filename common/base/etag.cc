#include "common/base/etag.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt {

std::string NextEtag(absl::string_view etag) {
  uint64_t revision = 0;
  if (!absl::SimpleAtoi(etag, &revision)) return "1";
  return absl::StrCat(revision + 1);
}

absl::Status CheckEtag(absl::string_view sent, absl::string_view current) {
  if (sent.empty() || sent == current) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "STALE_ETAG",
               "etag: it has changed since; read it again and decide anew");
}

}  // namespace obt
