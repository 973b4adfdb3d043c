// What the ingest of every source does with a change.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "obt/store/v1/store.pb.h"

namespace obt::aggregator {

template <typename Message>
bool IsA(const obt::store::v1::Change& change) {
  return change.type() == Message::descriptor()->full_name();
}

inline absl::Status Unreadable(const obt::store::v1::Change& change) {
  return Error(absl::StatusCode::kDataLoss, "CHANGE_UNREADABLE",
               absl::StrCat("change ", change.sequence(), ", a ", change.type(), ", cannot be read"));
}

}  // namespace obt::aggregator
