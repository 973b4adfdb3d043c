#include "services/ideas/item/rows.h"

namespace obt::ideas {

absl::StatusOr<store::v1::RemarksRow> ReadRemarks(const Reader& reader, absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(std::optional<store::v1::RemarksRow> remarks, kRemarks.Find(reader, {ItemOf(id)}));
  return remarks.has_value() ? *std::move(remarks) : store::v1::RemarksRow();
}

void PutRemarks(Txn& txn, absl::string_view id, const store::v1::RemarksRow& remarks) {
  kRemarks.Put(txn, {ItemOf(id)}, remarks);
}

absl::Status PublishRetired(Txn& txn, const std::string& id, const std::string& successor_id) {
  constexpr size_t kMostAdoptions = 1000;
  v1::FollowedItemRetired event;
  event.set_item_id(id);
  event.set_successor_id(successor_id);
  OBT_RETURN_IF_ERROR(kAdoptionsByCaseStudy.ScanEach(
      txn, std::tuple<ItemId>(ItemOf(id)), std::nullopt, kMostAdoptions,
      [&event](const std::tuple<ItemId, ItemId>& key, const store::v1::ChainRow&) {
        event.add_adoption_ids(ToText(std::get<1>(key)));
        return true;
      }));
  txn.Publish(event);
  return absl::OkStatus();
}

}  // namespace obt::ideas
