// SHA-256 through OpenSSL, with the algorithm fetched once: under a microsecond for an event. Thread-safe.
#pragma once

#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace obt::store {

// 32 bytes; the parts are hashed one after the other.
std::string Sha256(std::initializer_list<absl::string_view> parts);
inline std::string Sha256(absl::string_view bytes) { return Sha256({bytes}); }
// n random bytes from the system.
std::string RandomBytes(size_t n);

}  // namespace obt::store
