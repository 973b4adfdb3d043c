#include "common/auth/token.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/auth/strict.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/validate.h"

namespace obt::auth {
namespace {

constexpr int64_t kLastSecond = 253'402'300'799;  // of the year 9999

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kUnauthenticated, reason, message);
}

struct Parts {
  absl::string_view signed_text;  // header and claims as they were signed
  std::string signature;
  Json header, claims;
};

absl::StatusOr<Json> ObjectOf(absl::string_view part, absl::string_view which) {
  const std::optional<std::string> text = DecodeBase64Url(part);
  if (!text.has_value())
    return Refuse("TOKEN_MALFORMED", absl::StrCat("the bearer token's ", which, " is not in base64url"));
  absl::StatusOr<Json> object = ParseStrictObject(*text);
  if (object.ok()) return object;
  return Refuse("TOKEN_MALFORMED",
                absl::StrCat("the bearer token's ", which, " ", object.status().message()));
}

absl::StatusOr<Parts> SplitToken(absl::string_view token) {
  if (token.empty()) return Refuse("TOKEN_MISSING", "the call carries no bearer token");
  if (token.size() > kMaxTokenBytes)
    return Refuse("TOKEN_MALFORMED", "the bearer token is longer than 8192 bytes");
  const std::vector<absl::string_view> three = absl::StrSplit(token, '.');
  if (three.size() != 3)
    return Refuse("TOKEN_MALFORMED",
                  "the bearer token is no JWT: header, claims and signature, with dots between");
  Parts parts;
  parts.signed_text = token.substr(0, three[0].size() + 1 + three[1].size());
  OBT_ASSIGN_OR_RETURN(parts.header, ObjectOf(three[0], "header"));
  OBT_ASSIGN_OR_RETURN(parts.claims, ObjectOf(three[1], "claims"));
  std::optional<std::string> signature = DecodeBase64Url(three[2]);
  if (!signature.has_value())
    return Refuse("TOKEN_MALFORMED", "the bearer token's signature is not in base64url");
  parts.signature = *std::move(signature);
  return parts;
}

// The algorithm is what issuer and key allow; what the header says must agree, and decides nothing.
absl::Status CheckSignature(const Parts& parts, const TrustedIssuer& issuer) {
  if (parts.header.contains("crit"))
    return Refuse("TOKEN_MALFORMED", "the bearer token needs extensions (crit), of which none is known here");
  const std::optional<Algorithm> algorithm = AlgorithmNamed(TextOf(parts.header, "alg").value_or(""));
  if (!algorithm.has_value() ||
      std::find(issuer.algorithms.begin(), issuer.algorithms.end(), *algorithm) == issuer.algorithms.end())
    return Refuse("TOKEN_SIGNATURE",
                  "the bearer token's algorithm (alg) is not one its issuer is trusted with");
  const std::optional<std::string> kid = TextOf(parts.header, "kid");
  if (!kid.has_value())
    return Refuse("TOKEN_MALFORMED", "the bearer token does not name its key (kid) in its header");
  const auto key = issuer.keys.find(*kid);
  if (key == issuer.keys.end())
    return Refuse("TOKEN_SIGNATURE", "the bearer token's key (kid) is none of its issuer's key set");
  if (key->second.key.kind() != KindFor(*algorithm) ||
      key->second.algorithm.value_or(*algorithm) != *algorithm)
    return Refuse("TOKEN_SIGNATURE", "the bearer token's key (kid) is not for its algorithm (alg)");
  if (!key->second.key.Verify(*algorithm, parts.signed_text, parts.signature))
    return Refuse("TOKEN_SIGNATURE", "the bearer token's signature is not that of its key");
  return absl::OkStatus();
}

bool IsFor(const Json& claims, const std::string& audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  if (found->is_array()) return std::find(found->begin(), found->end(), audience) != found->end();
  return *found == audience;
}

// Seconds since 1970, whole, up to the year 9999. `otherwise` where the token does not have it.
absl::StatusOr<absl::Time> TimeClaim(const Json& claims, const char* name, absl::Time otherwise) {
  const auto found = claims.find(name);
  if (found == claims.end()) return otherwise;
  if (found->is_number_unsigned() && found->get<uint64_t>() <= uint64_t{kLastSecond})
    return absl::FromUnixSeconds(found->get<int64_t>());
  return Refuse("TOKEN_MALFORMED",
                absl::StrCat("the bearer token's ", name, " is not a whole number of seconds since 1970"));
}

absl::StatusOr<VerifiedToken> ReadClaims(const Json& claims, const TrustedIssuer& issuer) {
  if (!IsFor(claims, issuer.audience))
    return Refuse("TOKEN_AUDIENCE", "the bearer token is not meant for this service (aud)");
  OBT_ASSIGN_OR_RETURN(const absl::Time expires, TimeClaim(claims, "exp", absl::InfiniteFuture()));
  OBT_ASSIGN_OR_RETURN(const absl::Time not_before, TimeClaim(claims, "nbf", absl::InfinitePast()));
  OBT_ASSIGN_OR_RETURN(const absl::Time issued, TimeClaim(claims, "iat", absl::InfinitePast()));
  if (expires == absl::InfiniteFuture())
    return Refuse("TOKEN_MALFORMED", "the bearer token does not say when it expires (exp)");
  std::string client_id = TextOf(claims, "sub").value_or("");
  if (!validate::IsCode(client_id))
    return Refuse("TOKEN_CLIENT", "the subject of the bearer token (sub) is not the id of a client");
  if (!issuer.clients.empty() && issuer.clients.count(client_id) == 0)
    return Refuse("TOKEN_CLIENT", "the bearer token's issuer is not trusted with its subject (sub)");
  return VerifiedToken{
      {std::move(client_id), expires}, std::max(not_before, issued) - kClockLeeway, expires + kClockLeeway};
}

}  // namespace

absl::StatusOr<VerifiedToken> ReadToken(const Trust& trust, absl::string_view token) {
  OBT_ASSIGN_OR_RETURN(const Parts parts, SplitToken(token));
  const auto issuer = trust.find(TextOf(parts.claims, "iss").value_or(""));
  if (issuer == trust.end())
    return Refuse("TOKEN_ISSUER", "the bearer token is of an issuer (iss) that is not trusted here");
  OBT_RETURN_IF_ERROR(CheckSignature(parts, issuer->second));
  return ReadClaims(parts.claims, issuer->second);
}

absl::Status CheckTime(const VerifiedToken& token, absl::Time now) {
  if (now >= token.expires) return Refuse("TOKEN_EXPIRED", "the bearer token has expired");
  if (now < token.not_before) return Refuse("TOKEN_EXPIRED", "the bearer token is not valid yet");
  return absl::OkStatus();
}

absl::StatusOr<std::string> MintToken(const PrivateKey& key, Algorithm algorithm, const TokenSpec& spec) {
  if (!validate::IsCode(spec.client_id))
    return Error(absl::StatusCode::kInvalidArgument, "TOKEN_NOT_MADE", "a token needs the id of a client");
  const Json header = {{"alg", std::string(NameOf(algorithm))}, {"kid", key.kid()}, {"typ", "JWT"}};
  const Json claims = {{"iss", spec.issuer},
                       {"aud", spec.audience},
                       {"sub", spec.client_id},
                       {"iat", absl::ToUnixSeconds(spec.issued_at)},
                       {"exp", absl::ToUnixSeconds(spec.expires_at)}};
  return SignJwt(key, algorithm, header.dump(), claims.dump());
}

std::string SignJwt(const PrivateKey& key, Algorithm algorithm, absl::string_view header,
                    absl::string_view claims) {
  const std::string text =
      absl::StrCat(absl::WebSafeBase64Escape(header), ".", absl::WebSafeBase64Escape(claims));
  return absl::StrCat(text, ".", absl::WebSafeBase64Escape(key.Sign(algorithm, text)));
}

}  // namespace obt::auth
