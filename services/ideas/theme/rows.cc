#include "services/ideas/theme/rows.h"

#include "services/ideas/schema.h"

namespace obt::ideas {

absl::StatusOr<v1::ThemeList> ThemesOf(const obt::store::Reader& reader, const std::string& programme_id) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::ThemeList> list, kThemes.Find(reader, {programme_id}));
  if (!list.has_value()) list.emplace().set_programme_id(programme_id);
  return *std::move(list);
}

}  // namespace obt::ideas
