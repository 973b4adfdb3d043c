// What a fuzz target holds true: a fuzzer sees a failure as a crash, in every kind of build.
#pragma once

#include "absl/strings/string_view.h"
#include "common/base/error.h"

namespace obt::fuzz {

inline void Require(bool holds, absl::string_view what) {
  if (!holds) Die(what);
}

}  // namespace obt::fuzz
