#include "common/auth/jwks.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/auth/strict.h"
#include "common/base/status.h"

namespace obt::auth {
namespace {

absl::Status Unfit(absl::string_view member, absl::string_view sentence) {
  return absl::InvalidArgumentError(absl::StrCat(member, ": ", sentence));
}

bool IsKid(absl::string_view kid) {
  return !kid.empty() && kid.size() <= kMaxKidBytes &&
         std::all_of(kid.begin(), kid.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

absl::StatusOr<std::string> BytesMember(const Json& jwk, const char* name) {
  const std::optional<std::string> text = TextOf(jwk, name);
  const std::optional<std::string> bytes = text.has_value() ? DecodeBase64Url(*text) : std::nullopt;
  if (!bytes.has_value()) return Unfit(name, "must be base64url without padding");
  return *bytes;
}

absl::Status CheckCurve(const Json& jwk, absl::string_view curve) {
  if (TextOf(jwk, "crv") == curve) return absl::OkStatus();
  return Unfit("crv", absl::StrCat("must be ", curve,
                                   "; have the issuer sign with a key of that curve, or take "
                                   "the key out of this file"));
}

absl::StatusOr<PublicKey> KeyOfJwk(const Json& jwk) {
  for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    if (jwk.contains(secret))
      return Unfit(secret, "is a secret: publish the public members alone, and replace the key");
  }
  const std::string type = TextOf(jwk, "kty").value_or("");
  if (type == "EC") {
    OBT_RETURN_IF_ERROR(CheckCurve(jwk, "P-256"));
    OBT_ASSIGN_OR_RETURN(const std::string x, BytesMember(jwk, "x"));
    OBT_ASSIGN_OR_RETURN(const std::string y, BytesMember(jwk, "y"));
    return PublicKey::P256(x, y);
  }
  if (type == "OKP") {
    OBT_RETURN_IF_ERROR(CheckCurve(jwk, "Ed25519"));
    OBT_ASSIGN_OR_RETURN(const std::string x, BytesMember(jwk, "x"));
    return PublicKey::Ed25519(x);
  }
  if (type == "RSA") {
    OBT_ASSIGN_OR_RETURN(const std::string n, BytesMember(jwk, "n"));
    OBT_ASSIGN_OR_RETURN(const std::string e, BytesMember(jwk, "e"));
    return PublicKey::Rsa(n, e);
  }
  return Unfit("kty", "must be EC, RSA or OKP; take other keys out of this file");
}

absl::StatusOr<std::optional<Algorithm>> AlgorithmOfJwk(const Json& jwk, KeyKind kind) {
  if (!jwk.contains("alg")) return std::optional<Algorithm>();
  const std::optional<Algorithm> algorithm = AlgorithmNamed(TextOf(jwk, "alg").value_or(""));
  if (!algorithm.has_value())
    return Unfit("alg", absl::StrCat("must be one of ", kAlgorithmNames, ", or left out"));
  if (KindFor(*algorithm) != kind) return Unfit("alg", "is not one of this kind of key");
  return algorithm;
}

absl::Status CheckOperations(const Json& jwk) {
  const auto found = jwk.find("key_ops");
  if (found == jwk.end()) return absl::OkStatus();
  const bool verifies =
      found->is_array() && std::find(found->begin(), found->end(), "verify") != found->end();
  return verifies ? absl::OkStatus() : Unfit("key_ops", "must hold \"verify\", or be left out");
}

absl::Status AddJwk(const Json& jwk, Jwks& keys) {
  if (!jwk.is_object()) return absl::InvalidArgumentError(" must be a JSON object");
  if (jwk.contains("use")) {
    const std::string use = TextOf(jwk, "use").value_or("");
    if (use == "enc") return absl::OkStatus();
    if (use != "sig") return Unfit(".use", "must be \"sig\", or left out");
  }
  const auto within = [](const absl::Status& status) {
    return absl::InvalidArgumentError(absl::StrCat(".", status.message()));
  };
  const std::optional<std::string> kid = TextOf(jwk, "kid");
  if (!kid.has_value() || !IsKid(*kid))
    return Unfit(".kid",
                 "must name the key in 1 to 256 printable ASCII characters; tokens say it in their header");
  const absl::StatusOr<PublicKey> key = KeyOfJwk(jwk);
  if (!key.ok()) return within(key.status());
  const absl::StatusOr<std::optional<Algorithm>> algorithm = AlgorithmOfJwk(jwk, key->kind());
  if (!algorithm.ok()) return within(algorithm.status());
  if (const absl::Status usable = CheckOperations(jwk); !usable.ok()) return within(usable);
  if (!keys.emplace(*kid, IssuerKey{*key, *algorithm}).second)
    return Unfit(".kid", "is another key's too; give each a name of its own");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Jwks> ParseJwks(absl::string_view text) {
  if (text.size() > kMaxJwksBytes) return absl::InvalidArgumentError("has more than 65536 bytes");
  OBT_ASSIGN_OR_RETURN(const Json set, ParseStrictObject(text));
  const auto found = set.find("keys");
  if (found == set.end() || !found->is_array()) return Unfit("keys", "must be a list of keys");
  if (found->size() > kMaxKeysOfIssuer)
    return Unfit("keys", absl::StrCat("has more than ", kMaxKeysOfIssuer, "; take out what signs no more"));
  Jwks keys;
  for (size_t i = 0; i < found->size(); ++i) {
    if (const absl::Status added = AddJwk((*found)[i], keys); !added.ok())
      return absl::InvalidArgumentError(absl::StrCat("keys[", i, "]", added.message()));
  }
  return keys;
}

std::string JwksOf(const PrivateKey& key, Algorithm algorithm) {
  Json jwk(key.members());
  jwk["use"] = "sig";
  jwk["alg"] = std::string(NameOf(algorithm));
  jwk["kid"] = key.kid();
  return Json{{"keys", Json::array({jwk})}}.dump(2) + "\n";
}

}  // namespace obt::auth
