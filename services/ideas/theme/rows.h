// Reads and writes the lists of themes.
#pragma once

#include "absl/status/statusor.h"
#include "common/store/reader.h"
#include "obt/ideas/v1/theme.pb.h"

namespace obt::ideas {

// A programme's list; one without themes where none was put.
absl::StatusOr<v1::ThemeList> ThemesOf(const obt::store::Reader& reader, const std::string& programme_id);

}  // namespace obt::ideas
