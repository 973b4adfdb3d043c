// Made-up people's names, among them some that test encodings: accents, apostrophes, hyphens, spaces. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace obt::simulate {

struct PersonName {
  absl::string_view given;
  absl::string_view family;
};

// The name that belongs to these random bits.
PersonName PickName(uint64_t bits);

// A name as it stands before the @: lower case a-z only ("Siân" -> "sian", "O'Brien" -> "obrien").
std::string FoldForEmail(absl::string_view name);

}  // namespace obt::simulate
