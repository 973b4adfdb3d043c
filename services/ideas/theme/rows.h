// Programmes' lists of themes as they are kept.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/ideas/schema.h"

namespace obt::ideas {

// Empty, and without etag, where none was put.
absl::StatusOr<v1::ThemeList> ThemesOf(const obt::store::Reader& reader, const std::string& programme_id);
// Keeps and publishes a list.
void PutThemes(obt::store::Txn& txn, const v1::ThemeList& list);

}  // namespace obt::ideas
