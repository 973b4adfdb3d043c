// The four ways tokens may be signed, and the public keys they are verified with. Pure; a key is immutable
// and any thread may verify with it.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace obt::auth {

enum class Algorithm { kEs256, kRs256, kPs256, kEdDsa };
inline constexpr std::array<Algorithm, 4> kAlgorithms = {Algorithm::kEs256, Algorithm::kRs256,
                                                         Algorithm::kPs256, Algorithm::kEdDsa};
inline constexpr char kAlgorithmNames[] = "ES256, RS256, PS256, EdDSA";

// As tokens and keys spell it (RFC 7518, RFC 8037).
absl::string_view NameOf(Algorithm algorithm);
std::optional<Algorithm> AlgorithmNamed(absl::string_view name);

enum class KeyKind { kP256, kRsa, kEd25519 };
KeyKind KindFor(Algorithm algorithm);

inline constexpr int kMinRsaBits = 2048;
inline constexpr int kMaxRsaBits = 8192;

// Kept parsed: OpenSSL takes ten times as long to read a key as to verify with it.
class PublicKey {
 public:
  // From what a JWK holds, as bytes. INVALID_ARGUMENT, naming the member, for a point that is not on P-256,
  // an RSA key of fewer than 2048 or more than 8192 bits or an exponent below 65537, an Ed25519 key of
  // another size.
  static absl::StatusOr<PublicKey> P256(absl::string_view x, absl::string_view y);
  static absl::StatusOr<PublicKey> Rsa(absl::string_view n, absl::string_view e);
  static absl::StatusOr<PublicKey> Ed25519(absl::string_view x);

  KeyKind kind() const { return kind_; }
  // True when `signature`, the bytes a JWT carries, is this key's over `text`; false for an algorithm of
  // another kind of key.
  bool Verify(Algorithm algorithm, absl::string_view text, absl::string_view signature) const;

 private:
  PublicKey(KeyKind kind, std::shared_ptr<evp_pkey_st> key) : kind_(kind), key_(std::move(key)) {}

  KeyKind kind_;
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace obt::auth
