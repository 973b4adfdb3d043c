#include "services/ideas/theme/rows.h"

#include <optional>
#include <utility>

#include "common/base/status.h"
#include "obt/ideas/v1/events.pb.h"

namespace obt::ideas {

absl::StatusOr<v1::ThemeList> ThemesOf(const obt::store::Reader& reader, const std::string& programme_id) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::ThemeList> list, kThemes.Find(reader, {programme_id}));
  if (list.has_value()) return *std::move(list);
  v1::ThemeList none;
  none.set_programme_id(programme_id);
  return none;
}

void PutThemes(obt::store::Txn& txn, const v1::ThemeList& list) {
  kThemes.Put(txn, {list.programme_id()}, list);
  v1::ThemesChanged event;
  *event.mutable_list() = list;
  txn.Publish(event);
}

}  // namespace obt::ideas
