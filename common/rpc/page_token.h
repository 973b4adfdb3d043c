// Page tokens: opaque, bound by a MAC to the caller and to every other argument of the request, so that a
// token of another caller, another query or another store is refused. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "google/protobuf/message.h"

namespace obt::rpc {

// The message in a fixed byte order, to make a digest of it.
std::string DeterministicBytes(const google::protobuf::Message& message);

// Seals where the next page begins (any bytes, e.g. the last key of this page). `request` must have the
// string field `page_token` and the integer field `page_size`; both may differ between pages, nothing else.
std::string SealPageToken(const Call& call, const google::protobuf::Message& request,
                          absl::string_view position);
// The position inside request.page_token; empty when it is the first page. INVALID_ARGUMENT (`page_token`)
// when it is not one of ours for this caller and these arguments.
absl::StatusOr<std::string> OpenPageToken(const Call& call, const google::protobuf::Message& request);

}  // namespace obt::rpc
