// Access tokens: signed JWTs (RFC 7515, 7519) whose subject is the id of a client. A token names the caller
// and grants nothing; what the client may do are its grants (rights.h). Pure; services ask verifier.h.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/auth/private_key.h"
#include "common/auth/trust.h"

namespace obt::auth {

struct Claims {
  std::string client_id;
  absl::Time expires_at;
};

// What a token says once its signature, issuer and audience are known to be right, and from when to when it
// holds.
struct VerifiedToken {
  Claims claims;
  absl::Time not_before = absl::InfinitePast();
  absl::Time expires = absl::InfinitePast();
};

// How far the clocks of issuer and verifier may differ.
inline constexpr absl::Duration kClockLeeway = absl::Seconds(60);
inline constexpr size_t kMaxTokenBytes = 8192;

// A token that a trusted issuer's key signed, with an algorithm that the issuer and the key are for, meant
// for the issuer's audience, with a well-formed client id as subject; whether it holds now is CheckTime's.
// Else UNAUTHENTICATED with reason TOKEN_MISSING, TOKEN_MALFORMED, TOKEN_ISSUER, TOKEN_SIGNATURE,
// TOKEN_AUDIENCE or TOKEN_CLIENT. Texts of refusals repeat nothing of the token.
absl::StatusOr<VerifiedToken> ReadToken(const Trust& trust, absl::string_view token);

// TOKEN_EXPIRED, also for a token that is not valid yet.
absl::Status CheckTime(const VerifiedToken& token, absl::Time now);

struct TokenSpec {
  std::string issuer;
  std::string audience;
  std::string client_id;
  absl::Time issued_at;
  absl::Time expires_at;
};

// INVALID_ARGUMENT for what is no client id.
absl::StatusOr<std::string> MintToken(const PrivateKey& key, Algorithm algorithm, const TokenSpec& spec);

// A JWT of any header and claims, as JSON.
std::string SignJwt(const PrivateKey& key, Algorithm algorithm, absl::string_view header,
                    absl::string_view claims);

}  // namespace obt::auth
