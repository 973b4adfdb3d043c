// The rows of reference lists, one per kind. Written rows are published.
#pragma once

#include "absl/status/statusor.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/identity/v1/reference.pb.h"

namespace obt::identity {

// The list of that kind; one that was never put is version 0 with UNKNOWN alone.
absl::StatusOr<v1::ReferenceList> GetReferenceList(const obt::store::Reader& reader, v1::ReferenceKind kind);

void PutReferenceList(obt::store::Txn& txn, const v1::ReferenceList& list);

}  // namespace obt::identity
