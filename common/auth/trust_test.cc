// What a trust file and a key set may say, and what is said of what they may not.
#include "common/auth/trust.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/auth/strict.h"

namespace obt::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kEc[] = R"("kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                       R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")";
constexpr char kEd[] = R"("kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")";

std::string SetOf(const std::vector<std::string>& keys) {
  std::string text = R"({"keys":[)";
  for (const std::string& key : keys) absl::StrAppend(&text, text.back() == '[' ? "" : ",", "{", key, "}");
  return absl::StrCat(text, "]}");
}

TEST(Jwks, KeysAreFoundByKid) {
  const absl::StatusOr<Jwks> keys = ParseJwks(SetOf(
      {absl::StrCat(kEc, R"(,"kid":"a","alg":"ES256","use":"sig","x5t":"of no interest")"),
       absl::StrCat(kEd, R"(,"kid":"b","key_ops":["verify"])"), R"("kty":"RSA","use":"enc","kid":"a")"}));
  ASSERT_TRUE(keys.ok()) << keys.status();
  ASSERT_EQ(keys->size(), 2u);
  EXPECT_EQ(keys->at("a").key.kind(), KeyKind::kP256);
  EXPECT_EQ(keys->at("a").algorithm, Algorithm::kEs256);
  EXPECT_EQ(keys->at("b").key.kind(), KeyKind::kEd25519);
  EXPECT_EQ(keys->at("b").algorithm, std::nullopt);
  EXPECT_TRUE(ParseJwks(R"({"keys":[]})").ok()) << "the last key was revoked";
}

TEST(Jwks, WhatCannotBeUsedIsNamed) {
  const std::string named = absl::StrCat(kEc, R"(,"kid":"a")");
  struct Case {
    std::string text, says;
  };
  const std::vector<Case> cases = {
      {"{", "is no JSON object"},
      {"[]", "is no JSON object"},
      {R"({"keys":[],"keys":[]})", "has a member twice"},
      {R"({"key":[]})", "keys: must be a list of keys"},
      {R"({"keys":{}})", "keys: must be a list of keys"},
      {R"({"keys":[1]})", "keys[0] must be a JSON object"},
      {SetOf({kEc}), "keys[0].kid: must name the key"},
      {SetOf({absl::StrCat(kEc, R"(,"kid":"")")}), "keys[0].kid: must name"},
      {SetOf({absl::StrCat(kEc, R"(,"kid":7)")}), "keys[0].kid: must name"},
      {SetOf({absl::StrCat(kEc, ",\"kid\":\"", std::string(257, 'k'), "\"")}), "keys[0].kid: must name"},
      {SetOf({named, absl::StrCat(kEd, R"(,"kid":"a")")}), "keys[1].kid: is another key's too"},
      {SetOf({absl::StrCat(named, R"(,"d":"AQAB")")}), "keys[0].d: is a secret"},
      {SetOf({R"("kty":"oct","kid":"a","k":"c2VjcmV0")"}), "keys[0].k: is a secret"},
      {SetOf({R"("kty":"oct","kid":"a")"}), "keys[0].kty: must be EC, RSA or OKP"},
      {SetOf({R"("kid":"a")"}), "keys[0].kty: must be"},
      {SetOf({R"("kid":"a","kty":"EC","crv":"P-384","x":"AQ","y":"AQ")"}), "keys[0].crv: must be P-256"},
      {SetOf({R"("kid":"a","kty":"OKP","crv":"X25519","x":"AQ")"}), "keys[0].crv: must be Ed25519"},
      {SetOf({R"("kid":"a","kty":"EC","crv":"P-256","x":"AQ","y":"AQ")"}), "keys[0].x: must be 32 bytes"},
      {SetOf({R"("kid":"a","kty":"EC","crv":"P-256","y":"AQ")"}), "keys[0].x: must be base64url"},
      {SetOf({R"("kid":"a","kty":"RSA","n":"AQAB","e":"AQAB")"}), "keys[0].n: must have at least 2048 bits"},
      {SetOf({R"("kid":"a","kty":"RSA","n":"AQAB=","e":"AQAB")"}), "keys[0].n: must be base64url"},
      {SetOf({absl::StrCat(named, R"(,"alg":"HS256")")}), "keys[0].alg: must be one of ES256, RS256"},
      {SetOf({absl::StrCat(named, R"(,"alg":"none")")}), "keys[0].alg: must be one of"},
      {SetOf({absl::StrCat(named, R"(,"alg":"EdDSA")")}), "keys[0].alg: is not one of this kind of key"},
      {SetOf({absl::StrCat(named, R"(,"use":"any")")}), "keys[0].use: must be \"sig\""},
      {SetOf({absl::StrCat(named, R"(,"key_ops":["sign"])")}), "keys[0].key_ops: must hold \"verify\""},
      {SetOf(std::vector<std::string>(33, named)), "keys: has more than 32"},
      {absl::StrCat(R"({"keys":[],"pad":")", std::string(65'536, 'x'), "\"}"), "has more than 65536 bytes"},
  };
  for (const Case& each : cases) {
    const absl::Status status = ParseJwks(each.text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << each.says;
    EXPECT_THAT(std::string(status.message()), HasSubstr(each.says));
  }
}

absl::StatusOr<Trust> Parse(absl::string_view text) {
  return ParseTrust(text, [](const std::string& file) -> absl::StatusOr<std::string> {
    if (file == "none.json") return absl::NotFoundError("cannot read none.json");
    return file == "bad.json" ? "{}" : SetOf({absl::StrCat(kEc, R"(,"kid":"a")")});
  });
}

std::string Entry(const std::string& from = "", const std::string& to = "") {
  std::string text = R"({"issuer":"one","audience":"obt","jwks":"k.json","algorithms":["ES256","PS256"]})";
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(TrustFile, SaysWhoIsTrustedWithWhat) {
  const absl::StatusOr<Trust> trust =
      Parse(absl::StrCat(R"({"issuers":[)", Entry(), ",", Entry("\"one\"", "\"two\""), "]}"));
  ASSERT_TRUE(trust.ok()) << trust.status();
  ASSERT_EQ(trust->size(), 2u);
  const TrustedIssuer& one = trust->at("one");
  EXPECT_EQ(one.audience, "obt");
  EXPECT_THAT(one.algorithms, ElementsAre(Algorithm::kEs256, Algorithm::kPs256));
  EXPECT_EQ(one.keys.count("a"), 1u);
}

TEST(TrustFile, WhatIsWrongIsNamedWithWhatToDo) {
  const std::vector<std::pair<std::string, std::string>> entries = {
      {"1", "issuers[0]: must be a JSON object"},
      {Entry(R"("issuer":"one",)", ""), "issuers[0].issuer: must be what its tokens have as iss"},
      {Entry(R"("one")", R"("")"), "issuers[0].issuer: must be"},
      {Entry(R"("obt")", "[]"), "issuers[0].audience: must be what its tokens have as aud"},
      {Entry(R"("k.json")", "7"), "issuers[0].jwks: must be the path of its key set"},
      {Entry("k.json", "none.json"),
       "issuers[0].jwks: cannot read none.json; put the issuer's key set there"},
      {Entry("k.json", "bad.json"), "issuers[0].jwks: bad.json: keys: must be a list of keys"},
      {Entry(R"(["ES256","PS256"])", "[]"), "issuers[0].algorithms: must be a list of some of ES256, RS256"},
      {Entry(R"(["ES256","PS256"])", R"("ES256")"), "issuers[0].algorithms: must be"},
      {Entry("PS256", "HS256"), "issuers[0].algorithms: must be"},
      {Entry("PS256", "none"), "issuers[0].algorithms: must be"},
      {Entry("PS256", "ES256"), "issuers[0].algorithms: must be"},
      {Entry("PS256", "es256"), "issuers[0].algorithms: must be"},
      {Entry("algorithms", "algorithm"), "issuers[0].algorithm: is no member of a trust file"},
      {absl::StrCat(Entry(), ",", Entry()), "issuers[1].issuer: is there already"},
      {Entry("audience", "issuer"), "has a member twice"},
  };
  for (const auto& [entry, says] : entries) {
    const absl::Status status = Parse(absl::StrCat(R"({"issuers":[)", entry, "]}")).status();
    EXPECT_THAT(std::string(status.message()), HasSubstr(says));
  }
  EXPECT_THAT(std::string(Parse(R"({"issuers":[]})").status().message()), HasSubstr("1 to 16 issuers"));
  EXPECT_THAT(std::string(Parse("{}").status().message()), HasSubstr("issuers: must be a list"));
  EXPECT_THAT(std::string(Parse(R"({"issuer":[]})").status().message()), HasSubstr("issuer: is no member"));
  EXPECT_THAT(std::string(Parse("").status().message()), HasSubstr("is no JSON object"));
}

}  // namespace
}  // namespace obt::auth
