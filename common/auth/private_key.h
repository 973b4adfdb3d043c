// The keys tokens are signed with: those of development worlds, and of an issuer that needs no more than
// obtctl. A service never has one. Pure but for the system's random numbers; thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/auth/signature.h"

namespace obt::auth {

class PrivateKey {
 public:
  // A fresh one: of P-256, of 2048 bits of RSA, or of Ed25519.
  static PrivateKey Make(KeyKind kind);
  // INVALID_ARGUMENT for anything else than the PEM text of such a key, without a pass phrase.
  static absl::StatusOr<PrivateKey> FromPem(const std::string& pem);

  KeyKind kind() const { return kind_; }
  std::string Pem() const;
  // The members of its public JWK that are the key: kty and, as they fit, crv, x, y, n, e.
  const std::map<std::string, std::string>& members() const { return members_; }
  // Its thumbprint (RFC 7638): a name that is the same wherever the key is.
  const std::string& kid() const { return kid_; }
  // As a JWT carries it; aborts for an algorithm of another kind of key.
  std::string Sign(Algorithm algorithm, absl::string_view text) const;

 private:
  PrivateKey(KeyKind kind, std::shared_ptr<evp_pkey_st> key);

  KeyKind kind_;
  std::shared_ptr<evp_pkey_st> key_;
  std::map<std::string, std::string> members_;
  std::string kid_;
};

}  // namespace obt::auth
