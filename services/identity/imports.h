// The rows of imports. They concern identity alone and are not published.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "common/base/ids.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/identity/v1/import.pb.h"

namespace obt::identity {

absl::StatusOr<std::optional<v1::Import>> FindImport(const obt::store::Reader& reader, const ImportId& id);
void PutImport(obt::store::Txn& txn, const ImportId& id, const v1::Import& import);

}  // namespace obt::identity
