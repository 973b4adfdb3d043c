#include "common/auth/token.h"

#include <gmock/gmock.h>
#include <openssl/hmac.h>

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/auth/openssl.h"
#include "common/auth/strict.h"
#include "common/base/error.h"

namespace obt::auth {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kIssuer[] = "https://tokens.test";
const absl::Time kNow = absl::FromUnixSeconds(1'728'900'000);

// A key of the issuer's set, as the set has it: for one algorithm or for whatever fits.
struct Signer {
  std::string kid;
  PrivateKey key;
  std::optional<Algorithm> algorithm;
};

const std::vector<Signer>& Signers() {
  static const auto& signers =
      *new std::vector<Signer>{{"ec", PrivateKey::Make(KeyKind::kP256), Algorithm::kEs256},
                               {"rs", PrivateKey::Make(KeyKind::kRsa), Algorithm::kRs256},
                               {"ps", PrivateKey::Make(KeyKind::kRsa), Algorithm::kPs256},
                               {"rsa", PrivateKey::Make(KeyKind::kRsa), std::nullopt},
                               {"ed", PrivateKey::Make(KeyKind::kEd25519), std::nullopt}};
  return signers;
}
const PrivateKey& KeyOf(absl::string_view kid) {
  for (const Signer& signer : Signers()) {
    if (signer.kid == kid) return signer.key;
  }
  Die("no such key");
}

std::string JwksOfSigners() {
  Json set = {{"keys", Json::array()}};
  for (const Signer& signer : Signers()) {
    Json jwk(signer.key.members());
    jwk["kid"] = signer.kid;
    if (signer.algorithm.has_value()) jwk["alg"] = std::string(NameOf(*signer.algorithm));
    set["keys"].push_back(jwk);
  }
  return set.dump();
}

// Of the issuer, trusted with all four algorithms; of "narrow", the same keys, trusted with ES256 alone.
const Trust& TheTrust() {
  static const Trust& trust = *new Trust(
      *ParseTrust(R"({"issuers":[{"issuer":"https://tokens.test","audience":"one-big-thing","jwks":"k",)"
                  R"("algorithms":["ES256","RS256","PS256","EdDSA"]},)"
                  R"({"issuer":"narrow","audience":"one-big-thing","jwks":"k","algorithms":["ES256"]}]})",
                  [](const std::string&) { return absl::StatusOr<std::string>(JwksOfSigners()); }));
  return trust;
}

// Claims that are right but for what a test replaces.
std::string ClaimsJson(const std::string& from = "", const std::string& to = "") {
  std::string json = R"({"iss":"https://tokens.test","aud":"one-big-thing","sub":"dwp-intranet",)"
                     R"("iat":1728899000,"exp":1728900600,"nbf":1728899000})";
  const size_t at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return json.replace(at, from.size(), to);
}
std::string HeaderJson(absl::string_view alg, absl::string_view kid) {
  return absl::StrCat(R"({"typ":"JWT","alg":")", alg, R"(","kid":")", kid, "\"}");
}
std::string Sign(const std::string& claims, const std::string& header = HeaderJson("ES256", "ec"),
                 Algorithm algorithm = Algorithm::kEs256, absl::string_view key = "ec") {
  return SignJwt(KeyOf(key), algorithm, header, claims);
}

absl::Status Refusal(absl::string_view token) {
  const absl::StatusOr<VerifiedToken> read = ReadToken(TheTrust(), token);
  if (read.ok()) return CheckTime(*read, kNow);
  EXPECT_EQ(read.status().code(), absl::StatusCode::kUnauthenticated);
  return read.status();
}
std::string ReasonFor(absl::string_view token) { return ReasonOf(Refusal(token)); }

TEST(Token, AMintedTokenNamesItsClient) {
  const PrivateKey& key = KeyOf("ec");
  const std::string token = *MintToken(
      key, Algorithm::kEs256, {kIssuer, "one-big-thing", "dwp-intranet", kNow, kNow + absl::Minutes(10)});
  Trust trust = TheTrust();
  trust.at(kIssuer).keys.emplace(key.kid(), trust.at(kIssuer).keys.at("ec"));
  const absl::StatusOr<VerifiedToken> read = ReadToken(trust, token);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->claims.client_id, "dwp-intranet");
  EXPECT_EQ(read->claims.expires_at, kNow + absl::Minutes(10));
  EXPECT_EQ(read->not_before, kNow - kClockLeeway);
  EXPECT_EQ(read->expires, kNow + absl::Minutes(10) + kClockLeeway);
}

TEST(Token, EachWrongClaimHasItsReason) {
  struct Case {
    const char* from;
    const char* to;
    const char* reason;
  };
  const Case cases[] = {
      {"", "", ""},
      {R"("one-big-thing")", R"(["other","one-big-thing"])", ""},
      {R"(,"nbf":1728899000)", "", ""},
      {R"("iat":1728899000,)", "", ""},
      {R"("one-big-thing")", R"("other")", "TOKEN_AUDIENCE"},
      {R"("one-big-thing")", R"(["other","one-big-thing-2"])", "TOKEN_AUDIENCE"},
      {R"("one-big-thing")", R"([])", "TOKEN_AUDIENCE"},
      {R"("one-big-thing")", R"([["one-big-thing"]])", "TOKEN_AUDIENCE"},
      {R"("one-big-thing")", R"({"a":"one-big-thing"})", "TOKEN_AUDIENCE"},
      {R"("one-big-thing")", "7", "TOKEN_AUDIENCE"},
      {R"("aud":"one-big-thing",)", "", "TOKEN_AUDIENCE"},
      {"https://tokens.test", "https://tokens.test/", "TOKEN_ISSUER"},
      {R"("iss":"https://tokens.test",)", "", "TOKEN_ISSUER"},
      {R"("https://tokens.test")", R"(["https://tokens.test"])", "TOKEN_ISSUER"},
      {R"("exp":1728900600,)", "", "TOKEN_MALFORMED"},
      {"1728900600", R"("1728900600")", "TOKEN_MALFORMED"},
      {"1728900600", "1728900600.5", "TOKEN_MALFORMED"},
      {"1728900600", "1728900600.0", "TOKEN_MALFORMED"},
      {"1728900600", "1.7289006e9", "TOKEN_MALFORMED"},
      {"1728900600", "-1", "TOKEN_MALFORMED"},
      {"1728900600", "null", "TOKEN_MALFORMED"},
      {"1728900600", "253402300799", ""},
      {"1728900600", "253402300800", "TOKEN_MALFORMED"},
      {"1728900600", "9223372036854775808", "TOKEN_MALFORMED"},
      {"1728900600", "99999999999999999999999", "TOKEN_MALFORMED"},
      {R"("nbf":1728899000)", R"("nbf":true)", "TOKEN_MALFORMED"},
      {R"("iat":1728899000)", R"("iat":"now")", "TOKEN_MALFORMED"},
      {"dwp-intranet", "", "TOKEN_CLIENT"},
      {"dwp-intranet", "DWP", "TOKEN_CLIENT"},
      {"dwp-intranet", "dwp intranet", "TOKEN_CLIENT"},
      {R"("sub":"dwp-intranet",)", "", "TOKEN_CLIENT"},
      {R"("dwp-intranet")", "42", "TOKEN_CLIENT"},
      {R"("aud")", R"("sub":"central","aud")", "TOKEN_MALFORMED"},  // a member twice
      {R"("aud")", R"("\u0073ub":"central","aud")", "TOKEN_MALFORMED"},
      {R"("aud")", R"("a":{"b":1,"b":1},"aud")", "TOKEN_MALFORMED"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(ReasonFor(Sign(ClaimsJson(c.from, c.to))), c.reason) << c.from << "->" << c.to;
}

TEST(Token, TimesHoldToTheSecondWithAMinuteOfLeeway) {
  const auto reason = [](const char* name, int64_t seconds) {
    const std::string claims = absl::StrCat(
        R"({"iss":"https://tokens.test","aud":"one-big-thing","sub":"dwp",)",
        name == absl::string_view("exp") ? "" : R"("exp":1728999999,)", "\"", name, "\":", seconds, "}");
    return ReasonFor(Sign(claims));
  };
  const int64_t now = absl::ToUnixSeconds(kNow);
  for (int64_t off = -65; off <= 65; ++off) {
    EXPECT_EQ(reason("exp", now + off), off <= -60 ? "TOKEN_EXPIRED" : "") << off;
    EXPECT_EQ(reason("nbf", now + off), off > 60 ? "TOKEN_EXPIRED" : "") << off;
    EXPECT_EQ(reason("iat", now + off), off > 60 ? "TOKEN_EXPIRED" : "") << off;
  }
  const absl::StatusOr<VerifiedToken> read = ReadToken(TheTrust(), Sign(ClaimsJson()));
  ASSERT_TRUE(read.ok()) << read.status();
  const absl::Time end = absl::FromUnixSeconds(1'728'900'660), first = absl::FromUnixSeconds(1'728'898'940);
  EXPECT_TRUE(CheckTime(*read, end - absl::Nanoseconds(1)).ok());
  EXPECT_THAT(std::string(CheckTime(*read, end).message()), HasSubstr("has expired"));
  EXPECT_TRUE(CheckTime(*read, first).ok());
  EXPECT_THAT(std::string(CheckTime(*read, first - absl::Nanoseconds(1)).message()),
              HasSubstr("not valid yet"));
}

TEST(Token, TheAlgorithmIsThatOfIssuerAndKey) {
  for (const Signer& signer : Signers()) {
    for (const Algorithm algorithm : kAlgorithms) {
      if (KindFor(algorithm) != signer.key.kind()) continue;
      const bool fine = signer.algorithm.value_or(algorithm) == algorithm;
      const std::string header = HeaderJson(NameOf(algorithm), signer.kid);
      EXPECT_EQ(ReasonFor(SignJwt(signer.key, algorithm, header, ClaimsJson())),
                fine ? "" : "TOKEN_SIGNATURE")
          << header;
      const std::string narrow = ClaimsJson("https://tokens.test", "narrow");
      EXPECT_EQ(ReasonFor(SignJwt(signer.key, algorithm, header, narrow)),
                fine && algorithm == Algorithm::kEs256 ? "" : "TOKEN_SIGNATURE")
          << header;
    }
  }
  // An RS256 token with the key that is for PS256 alone.
  EXPECT_THAT(
      std::string(Refusal(Sign(ClaimsJson(), HeaderJson("RS256", "ps"), Algorithm::kRs256, "ps")).message()),
      HasSubstr("key (kid) is not for its algorithm (alg)"));
}

TEST(Token, WhatTheHeaderSaysDecidesNothing) {
  const std::string claims = ClaimsJson();
  for (const char* alg : {"none", "None", "NONE", "", "HS256", "HS384", "HS512", "ES384", "ES512", "PS512",
                          "es256", "ES256K", "Ed25519"}) {
    EXPECT_EQ(ReasonFor(Sign(claims, HeaderJson(alg, "ec"))), "TOKEN_SIGNATURE") << alg;
    const std::string text = absl::StrCat(absl::WebSafeBase64Escape(HeaderJson(alg, "ec")), ".",
                                          absl::WebSafeBase64Escape(claims), ".");
    EXPECT_EQ(ReasonFor(text), "TOKEN_SIGNATURE") << alg << " without a signature";
    EXPECT_EQ(ReasonFor(absl::StrCat(text, "AAAA")), "TOKEN_SIGNATURE") << alg;
  }
  const std::pair<const char*, const char*> headers[] = {
      {R"({"alg":"ES256"})", "TOKEN_MALFORMED"},
      {R"({"alg":"ES256","kid":7})", "TOKEN_MALFORMED"},
      {R"({"kid":"ec"})", "TOKEN_SIGNATURE"},
      {R"({"alg":["ES256"],"kid":"ec"})", "TOKEN_SIGNATURE"},
      {R"({"alg":"ES256","kid":"ec","crit":["exp"]})", "TOKEN_MALFORMED"},
      {R"({"alg":"ES256","kid":"ec","crit":[]})", "TOKEN_MALFORMED"},
      {R"({"alg":"ES256","kid":"ec","b64":false,"crit":["b64"]})", "TOKEN_MALFORMED"},
      {R"({"alg":"none","alg":"ES256","kid":"ec"})", "TOKEN_MALFORMED"},
      {R"({"alg":"ES256","kid":"ed","kid":"ec"})", "TOKEN_MALFORMED"},
      {R"({"alg":"ES256","kid":"nobody"})", "TOKEN_SIGNATURE"},
      {R"({"alg":"ES256","kid":""})", "TOKEN_SIGNATURE"},
      {R"({"alg":"ES256","kid":"rs"})", "TOKEN_SIGNATURE"},
      {R"({"alg":"ES256","kid":"ed"})", "TOKEN_SIGNATURE"},
      {R"({"alg":"EdDSA","kid":"ec"})", "TOKEN_SIGNATURE"},
      {R"({"alg":"RS256","kid":"ec"})", "TOKEN_SIGNATURE"},
      {R"({"alg":"ES256","kid":"ec","jku":"https://evil.test","x5u":"https://evil.test"})", ""},
  };
  for (const auto& [header, reason] : headers) EXPECT_EQ(ReasonFor(Sign(claims, header)), reason) << header;
}

TEST(Token, AKeyThatTheTokenBringsAlongIsNotUsed) {
  const PrivateKey mine = PrivateKey::Make(KeyKind::kP256);
  Json header = {{"alg", "ES256"}, {"kid", "ec"}, {"jwk", mine.members()}};
  EXPECT_EQ(ReasonFor(SignJwt(mine, Algorithm::kEs256, header.dump(), ClaimsJson())), "TOKEN_SIGNATURE");
  header["kid"] = mine.kid();
  EXPECT_EQ(ReasonFor(SignJwt(mine, Algorithm::kEs256, header.dump(), ClaimsJson())), "TOKEN_SIGNATURE");
}

TEST(Token, ASwappedKidIsNoticed) {
  EXPECT_EQ(ReasonFor(Sign(ClaimsJson(), HeaderJson("PS256", "ps"), Algorithm::kPs256, "rsa")),
            "TOKEN_SIGNATURE");
  EXPECT_EQ(ReasonFor(Sign(ClaimsJson(), HeaderJson("RS256", "rsa"), Algorithm::kRs256, "rs")),
            "TOKEN_SIGNATURE");
  EXPECT_EQ(ReasonFor(Sign(ClaimsJson(), HeaderJson("RS256", "rs"), Algorithm::kRs256, "rs")), "");
}

TEST(Token, PartsAreNotInterchangeable) {
  const std::string good = Sign(ClaimsJson());
  const std::vector<std::string> parts = absl::StrSplit(good, '.');
  const std::string other = absl::WebSafeBase64Escape(ClaimsJson("dwp-intranet", "central"));
  EXPECT_EQ(ReasonFor(absl::StrCat(parts[0], ".", other, ".", parts[2])), "TOKEN_SIGNATURE");
  EXPECT_EQ(ReasonFor(absl::StrCat(parts[0], ".", parts[1], ".")), "TOKEN_SIGNATURE");
  EXPECT_EQ(ReasonFor(absl::StrCat(parts[0], ".", parts[1], ".", std::string(86, 'A'))), "TOKEN_SIGNATURE");
  EXPECT_EQ(ReasonFor(absl::StrCat(parts[0], ".", parts[1], ".", parts[2], "AA")), "TOKEN_SIGNATURE");
  EXPECT_EQ(ReasonFor(good), "");
}

TEST(Token, EveryLengthOfATokenButTheWholeIsRefused) {
  for (const Signer& signer : Signers()) {
    const Algorithm algorithm =
        signer.algorithm.value_or(signer.kid == "ed" ? Algorithm::kEdDsa : Algorithm::kPs256);
    const std::string good =
        SignJwt(signer.key, algorithm, HeaderJson(NameOf(algorithm), signer.kid), ClaimsJson());
    EXPECT_EQ(ReasonFor(good), "");
    for (size_t length = 0; length < good.size(); ++length) {
      const std::string reason = ReasonFor(good.substr(0, length));
      EXPECT_TRUE(reason == "TOKEN_MALFORMED" || reason == "TOKEN_SIGNATURE" ||
                  (length == 0 && reason == "TOKEN_MISSING"))
          << signer.kid << " " << length << " " << reason;
    }
  }
}

TEST(Token, EveryChangedCharacterIsNoticed) {
  const std::string good = Sign(ClaimsJson());
  for (size_t i = 0; i < good.size(); ++i) {
    for (const char c : {'A', 'Q', '.', '='}) {
      std::string bad = good;
      const bool same = std::exchange(bad[i], c) == c;
      EXPECT_EQ(ReasonFor(bad).empty(), same) << i << c;
    }
  }
}

TEST(Token, WhatIsNoJwtIsMalformed) {
  const std::string good = Sign(ClaimsJson());
  const std::string cases[] = {"x",
                               ".",
                               "..",
                               "...",
                               "a.b.c",
                               "Bearer " + good,
                               good + ".x",
                               good + "=",
                               good + " ",
                               good + "\n",
                               std::string("\0", 1) + good,
                               good + std::string("\0x", 2),
                               good.substr(0, good.rfind('.')),
                               absl::WebSafeBase64Escape("[]") + ".e30.AAAA",
                               absl::WebSafeBase64Escape("{") + ".e30.AAAA",
                               absl::WebSafeBase64Escape("\xef\xbb\xbf{") + ".e30.AAAA",
                               std::string(4'000, '.')};
  for (const std::string& token : cases)
    EXPECT_EQ(ReasonFor(token), "TOKEN_MALFORMED") << token.substr(0, 60);
  EXPECT_EQ(ReasonFor(""), "TOKEN_MISSING");
}

TEST(Token, AnOverlongTokenIsMalformedEvenWithAGoodSignature) {
  const auto padded = [](size_t padding) {
    return Sign(ClaimsJson(R"("iss")", absl::StrCat(R"("pad":")", std::string(padding, 'p'), R"(","iss")")));
  };
  const size_t without = padded(0).size();
  const std::string longest = padded((kMaxTokenBytes - without) / 4 * 3), longer = padded(6'100);
  EXPECT_GT(longest.size(), kMaxTokenBytes - 8);
  EXPECT_LE(longest.size(), kMaxTokenBytes);
  EXPECT_EQ(ReasonFor(longest), "");
  EXPECT_GT(longer.size(), kMaxTokenBytes);
  for (const std::string& token : {longer, std::string(8'193, 'a'), std::string(50'000'000, 'a')})
    EXPECT_THAT(std::string(Refusal(token).message()), HasSubstr("longer than 8192 bytes"));
}

TEST(Token, TextsOfRefusalsNeverRepeatTheToken) {
  const std::string marked[] = {
      Sign(ClaimsJson("dwp-intranet", "Jane Doe")),
      Sign(ClaimsJson("https://tokens.test", "Jane Doe")),
      Sign(ClaimsJson("one-big-thing", "Jane Doe")),
      Sign(ClaimsJson(R"("exp":1728900600)", R"("exp":"Jane Doe")")),
      Sign(ClaimsJson(R"("aud")", R"("Jane Doe":1,"Jane Doe":2,"aud")")),
      Sign(ClaimsJson(), HeaderJson("Jane Doe", "ec")),
      Sign(ClaimsJson(), HeaderJson("ES256", "Jane Doe")),
      Sign(ClaimsJson(), R"({"alg":"ES256","kid":"ec","crit":["Jane Doe"]})"),
      absl::StrCat(absl::WebSafeBase64Escape("Jane Doe"), ".e30.e30"),
      "Jane.Doe.Jane",
  };
  for (const std::string& token : marked) {
    const absl::Status status = Refusal(token);
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
    EXPECT_THAT(status.ToString(), Not(HasSubstr("Jane")));
    EXPECT_THAT(status.ToString(), Not(HasSubstr(token.substr(0, 12))));
  }
}

// The public key is known to everybody: as the shared secret of HS256 it opens nothing, however spelt.
TEST(Token, APublicKeyIsNoSecret) {
  const std::string text = absl::StrCat(absl::WebSafeBase64Escape(HeaderJson("HS256", "ec")), ".",
                                        absl::WebSafeBase64Escape(ClaimsJson()));
  const std::map<std::string, std::string>& members = KeyOf("ec").members();
  for (const std::string& secret : {JwksOfSigners(), Json(members).dump(), members.at("x"),
                                    *DecodeBase64Url(members.at("x")), std::string("ec")}) {
    unsigned char mac[32];
    ASSERT_NE(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), BytesOf(text), text.size(),
                   mac, nullptr),
              nullptr);
    const std::string token = absl::StrCat(
        text, ".",
        absl::WebSafeBase64Escape(absl::string_view(reinterpret_cast<const char*>(mac), sizeof(mac))));
    EXPECT_EQ(ReasonFor(token), "TOKEN_SIGNATURE");
  }
}

TEST(Token, MintingNeedsAClient) {
  const TokenSpec spec = {kIssuer, "one-big-thing", "", kNow, kNow};
  EXPECT_EQ(ReasonOf(MintToken(KeyOf("ec"), Algorithm::kEs256, spec).status()), "TOKEN_NOT_MADE");
}

}  // namespace
}  // namespace obt::auth
