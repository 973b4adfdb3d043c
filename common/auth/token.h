// Access tokens: JWTs signed with ES256 whose subject is the id of a client. A token names the caller and
// grants nothing; what the client may do are its grants (rights.h). TokenVerifier is thread-safe; a token
// seen before costs a look-up.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace obt::auth {

struct Claims {
  std::string client_id;
  absl::Time expires_at;
};

// How far the clocks of issuer and verifier may differ.
inline constexpr absl::Duration kClockLeeway = absl::Seconds(60);
inline constexpr size_t kMaxTokenBytes = 4096;

class PublicKey;
class TokenCache;

class TokenVerifier {
 public:
  // Reads public keys (PEM, P-256) from a file, which may hold several, or from all *.pem files of a
  // directory. Private keys and certificates beside them are passed over; no key at all, or one of another
  // kind, is FAILED_PRECONDITION.
  static absl::StatusOr<std::unique_ptr<TokenVerifier>> Load(const std::string& path,
                                                             absl::string_view issuer,
                                                             absl::string_view audience);
  ~TokenVerifier();

  // The claims of a token that one of the keys signed with ES256, for this audience (string or list) and by
  // this issuer, at a time when it holds, with a well-formed client id as subject. Else UNAUTHENTICATED with
  // reason TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_SIGNATURE, TOKEN_ISSUER, TOKEN_AUDIENCE, TOKEN_EXPIRED
  // (also: not valid yet) or TOKEN_CLIENT.
  absl::StatusOr<Claims> Verify(absl::string_view token, absl::Time now) const;

  // Tokens remembered now; bounded.
  size_t cached() const;

 private:
  TokenVerifier(std::vector<PublicKey> keys, absl::string_view issuer, absl::string_view audience);

  const std::vector<PublicKey> keys_;
  const std::string issuer_;
  const std::string audience_;
  const std::unique_ptr<TokenCache> cache_;
};

// A token for a client, signed with a private key (PEM, P-256). INVALID_ARGUMENT for another key or client
// id.
absl::StatusOr<std::string> MintToken(const std::string& private_key_pem, const Claims& claims,
                                      absl::string_view issuer, absl::string_view audience);

// Makes a P-256 key pair as two PEM files, readable by the owner (0600) and by everybody (0644).
// ALREADY_EXISTS, and nothing is changed, if either is there.
absl::Status MakeKeyPair(const std::string& private_path, const std::string& public_path);

}  // namespace obt::auth
