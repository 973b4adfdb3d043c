#include "services/ideas/item/rows.h"

namespace obt::ideas {

absl::StatusOr<store::v1::RemarksRow> ReadRemarks(const Reader& reader, absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(std::optional<store::v1::RemarksRow> remarks, kRemarks.Find(reader, {ItemOf(id)}));
  return remarks.has_value() ? *std::move(remarks) : store::v1::RemarksRow();
}

void PutRemarks(Txn& txn, absl::string_view id, const store::v1::RemarksRow& remarks) {
  kRemarks.Put(txn, {ItemOf(id)}, remarks);
}

}  // namespace obt::ideas
