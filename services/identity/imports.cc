#include "services/identity/imports.h"

#include "services/identity/schema.h"

namespace obt::identity {

absl::StatusOr<std::optional<v1::Import>> FindImport(const obt::store::Reader& reader, const ImportId& id) {
  return kImports.Find(reader, {id});
}

void PutImport(obt::store::Txn& txn, const ImportId& id, const v1::Import& import) {
  kImports.Put(txn, {id}, import);
}

}  // namespace obt::identity
