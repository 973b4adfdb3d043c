#include "common/auth/token.h"

#include <jwt.h>
#include <openssl/err.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "common/auth/keys.h"
#include "common/auth/token_cache.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace obt::auth {
namespace {

using Jwt = std::unique_ptr<jwt_t, decltype(&jwt_free)>;

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kUnauthenticated, reason, message);
}

absl::Status Malformed() {
  return Refuse("TOKEN_MALFORMED", "the bearer token is not a JWT of this suite's form");
}

// Three parts of base64url. libjwt is more lenient than that.
bool LooksLikeJwt(absl::string_view token) {
  if (token.size() > kMaxTokenBytes || std::count(token.begin(), token.end(), '.') != 2) return false;
  const auto allowed = [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
  };
  return std::all_of(token.begin(), token.end(), allowed);
}

// The header and the claims of a token. libjwt is used to read, not to verify: it would parse the key anew
// each time, and take the algorithm from the token, so that a public key could be passed off as the shared
// secret of HS256.
Jwt Parse(const std::string& token) {
  jwt_t* jwt = nullptr;
  if (jwt_decode(&jwt, token.c_str(), nullptr, 0) != 0) jwt = nullptr;
  ERR_clear_error();  // what failed here must not be found by this thread's next TLS read
  return Jwt(jwt, &jwt_free);
}

absl::Status CheckSignature(jwt_t* jwt, absl::string_view token, const std::vector<PublicKey>& keys) {
  const char* algorithm = jwt_get_header(jwt, "alg");
  if (algorithm == nullptr || absl::string_view(algorithm) != "ES256") {
    return Refuse("TOKEN_SIGNATURE", "the bearer token must be signed with ES256");
  }
  const std::unique_ptr<char, decltype(&std::free)> critical(jwt_get_headers_json(jwt, "crit"), &std::free);
  if (critical != nullptr) return Malformed();  // extensions that must be understood; none is
  const size_t dot = token.rfind('.');
  std::string signature;
  if (absl::WebSafeBase64Unescape(token.substr(dot + 1), &signature)) {
    for (const PublicKey& key : keys) {
      if (key.Verify(token.substr(0, dot), signature)) return absl::OkStatus();
    }
  }
  return Refuse("TOKEN_SIGNATURE", "the bearer token was signed with none of the keys known here");
}

// The claim as the JSON it is in the token, string or number or list; nothing if it is not there.
std::optional<std::string> JsonClaim(jwt_t* jwt, const char* name) {
  const std::unique_ptr<char, decltype(&std::free)> json(jwt_get_grants_json(jwt, name), &std::free);
  if (json == nullptr) return std::nullopt;
  return std::string(json.get());
}

std::string TextClaim(jwt_t* jwt, const char* name) {
  const char* text = jwt_get_grant(jwt, name);
  return text == nullptr ? "" : text;
}

// `otherwise` where the token does not have it; nothing where it is no whole number.
std::optional<absl::Time> TimeClaim(jwt_t* jwt, const char* name, absl::Time otherwise) {
  const std::optional<std::string> json = JsonClaim(jwt, name);
  if (!json.has_value()) return otherwise;
  int64_t seconds = 0;
  if (!absl::SimpleAtoi(*json, &seconds)) return std::nullopt;
  return absl::FromUnixSeconds(seconds);
}

bool IsFor(jwt_t* jwt, const std::string& audience) {
  if (TextClaim(jwt, "aud") == audience) return true;
  google::protobuf::Value claim;
  const std::optional<std::string> json = JsonClaim(jwt, "aud");
  if (!json.has_value() || !google::protobuf::util::JsonStringToMessage(*json, &claim).ok()) return false;
  return std::any_of(claim.list_value().values().begin(), claim.list_value().values().end(),
                     [&](const google::protobuf::Value& entry) { return entry.string_value() == audience; });
}

absl::StatusOr<VerifiedToken> ReadClaims(jwt_t* jwt, const std::string& issuer, const std::string& audience) {
  if (TextClaim(jwt, "iss") != issuer) return Refuse("TOKEN_ISSUER", "the bearer token is of another issuer");
  if (!IsFor(jwt, audience))
    return Refuse("TOKEN_AUDIENCE", "the bearer token is not meant for this service");
  const std::optional<absl::Time> expires = TimeClaim(jwt, "exp", absl::InfiniteFuture());
  const std::optional<absl::Time> not_before = TimeClaim(jwt, "nbf", absl::InfinitePast());
  if (!expires.has_value() || !not_before.has_value() || *expires == absl::InfiniteFuture())
    return Malformed();
  std::string client_id = TextClaim(jwt, "sub");
  if (!validate::IsCode(client_id)) {
    return Refuse("TOKEN_CLIENT", "the subject of the bearer token is not the id of a client");
  }
  return VerifiedToken{{std::move(client_id), *expires}, *not_before - kClockLeeway, *expires + kClockLeeway};
}

}  // namespace

TokenVerifier::TokenVerifier(std::vector<PublicKey> keys, absl::string_view issuer,
                             absl::string_view audience)
    : keys_(std::move(keys)), issuer_(issuer), audience_(audience), cache_(std::make_unique<TokenCache>()) {}

TokenVerifier::~TokenVerifier() = default;

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Load(const std::string& path,
                                                                   absl::string_view issuer,
                                                                   absl::string_view audience) {
  if (issuer.empty() || audience.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "TOKEN_KEYS",
                 "issuer and audience of tokens must be given");
  }
  OBT_ASSIGN_OR_RETURN(std::vector<PublicKey> keys, ReadPublicKeys(path));
  return std::unique_ptr<TokenVerifier>(new TokenVerifier(std::move(keys), issuer, audience));
}

absl::StatusOr<Claims> TokenVerifier::Verify(absl::string_view token, absl::Time now) const {
  if (token.empty()) return Refuse("TOKEN_MISSING", "the call carries no bearer token");
  if (token.size() > kMaxTokenBytes) return Malformed();
  if (std::optional<Claims> known = cache_->Find(token, now); known.has_value()) return *std::move(known);

  if (!LooksLikeJwt(token)) return Malformed();
  const Jwt jwt = Parse(std::string(token));
  if (jwt == nullptr) return Malformed();
  OBT_RETURN_IF_ERROR(CheckSignature(jwt.get(), token, keys_));
  OBT_ASSIGN_OR_RETURN(VerifiedToken verified, ReadClaims(jwt.get(), issuer_, audience_));
  if (now > verified.not_after) return Refuse("TOKEN_EXPIRED", "the bearer token has expired");
  if (now < verified.not_before) return Refuse("TOKEN_EXPIRED", "the bearer token is not valid yet");
  cache_->Put(token, verified, now);
  return std::move(verified.claims);
}

size_t TokenVerifier::cached() const { return cache_->size(); }

absl::StatusOr<std::string> MintToken(const std::string& private_key_pem, const Claims& claims,
                                      absl::string_view issuer, absl::string_view audience) {
  const auto refuse = [](absl::string_view message) {
    return Error(absl::StatusCode::kInvalidArgument, "TOKEN_NOT_MADE", message);
  };
  if (!validate::IsCode(claims.client_id)) return refuse("a token needs the id of a client");
  if (!IsPrivateKey(private_key_pem)) return refuse("a token needs a private key of the curve P-256, as PEM");
  jwt_t* raw = nullptr;
  if (jwt_new(&raw) != 0) Die("out of memory");
  const Jwt jwt(raw, &jwt_free);
  const bool made =
      jwt_add_grant(raw, "iss", std::string(issuer).c_str()) == 0 &&
      jwt_add_grant(raw, "aud", std::string(audience).c_str()) == 0 &&
      jwt_add_grant(raw, "sub", claims.client_id.c_str()) == 0 &&
      jwt_add_grant_int(raw, "exp", absl::ToUnixSeconds(claims.expires_at)) == 0 &&
      jwt_set_alg(raw, JWT_ALG_ES256, reinterpret_cast<const unsigned char*>(private_key_pem.data()),
                  static_cast<int>(private_key_pem.size())) == 0;
  const std::unique_ptr<char, decltype(&std::free)> text(made ? jwt_encode_str(raw) : nullptr, &std::free);
  if (text == nullptr) return refuse("the token could not be signed");
  return std::string(text.get());
}

}  // namespace obt::auth
