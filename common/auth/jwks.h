// Sets of public keys as issuers publish them (RFC 7517), read strictly. Pure.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/auth/private_key.h"
#include "common/auth/signature.h"

namespace obt::auth {

inline constexpr size_t kMaxJwksBytes = 64 << 10;
inline constexpr size_t kMaxKeysOfIssuer = 32;
inline constexpr size_t kMaxKidBytes = 256;

struct IssuerKey {
  PublicKey key;
  std::optional<Algorithm> algorithm;  // the only one it is for, where it says so
};
// By kid.
using Jwks = std::map<std::string, IssuerKey, std::less<>>;

// Every key for signatures must be one that can be used: of P-256, RSA or Ed25519, with a kid of its own, and
// without its private part. Keys for encryption (use "enc") are passed over. INVALID_ARGUMENT naming the
// member, what is wrong and what to do.
absl::StatusOr<Jwks> ParseJwks(absl::string_view text);

// The set that holds a key's public part alone, for this algorithm.
std::string JwksOf(const PrivateKey& key, Algorithm algorithm);

}  // namespace obt::auth
