// The elliptic-curve keys (P-256, PEM) tokens are signed with. Files are read with blocking I/O when the
// process starts; after that a PublicKey is immutable and any thread may verify with it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace obt::auth {

// Kept parsed: OpenSSL takes ten times as long to read a key as to verify with it.
class PublicKey {
 public:
  explicit PublicKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  // True when `signature`, the 64 bytes a JWT carries, is this key's over the SHA-256 of `text` (ES256).
  bool Verify(absl::string_view text, absl::string_view signature) const;

 private:
  std::shared_ptr<evp_pkey_st> key_;
};

// The public keys of a file, or of all *.pem files of a directory; at least 1, at most 16.
absl::StatusOr<std::vector<PublicKey>> ReadPublicKeys(const std::string& path);

// True for the PEM text of a private key of the curve P-256.
bool IsPrivateKey(const std::string& pem);

}  // namespace obt::auth
