#include "services/identity/reference/rows.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "common/base/status.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/reference/domain.h"
#include "services/identity/schema.h"

namespace obt::identity {

absl::StatusOr<v1::ReferenceList> GetReferenceList(const obt::store::Reader& reader, v1::ReferenceKind kind) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::ReferenceList> list,
                       feed::kReferenceLists.Find(reader, {static_cast<int32_t>(kind)}));
  return list.has_value() ? *std::move(list) : EmptyList(kind);
}

void PutReferenceList(obt::store::Txn& txn, const v1::ReferenceList& list) {
  v1::ReferenceListChanged event;
  *event.mutable_list() = list;
  feed::PutReferenceList(txn, list, txn.Publish(event));
}

}  // namespace obt::identity
