#include "common/auth/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <jwt.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"

namespace obt::auth {
namespace {

constexpr char kIssuer[] = "https://tokens.test";
constexpr char kAudience[] = "one-big-thing";
const absl::Time kNow = absl::FromUnixSeconds(1'728'900'000);

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A directory of its own with a key pair of the issuer and one of a stranger.
class TokenTest : public testing::Test {
 protected:
  TokenTest() {
    directory_ = absl::StrCat(testing::TempDir(), "obt-token-test-XXXXXX");
    EXPECT_NE(::mkdtemp(directory_.data()), nullptr);
    EXPECT_TRUE(MakeKeyPair(Path("issuer.key"), Path("issuer.pub")).ok());
    EXPECT_TRUE(MakeKeyPair(Path("stranger.key"), Path("stranger.pub")).ok());
    verifier_ = *TokenVerifier::Load(Path("issuer.pub"), kIssuer, kAudience);
  }
  ~TokenTest() override { std::filesystem::remove_all(directory_); }

  std::string Path(const std::string& name) const { return absl::StrCat(directory_, "/", name); }
  std::string Key(const std::string& name = "issuer.key") const { return ReadFile(Path(name)); }
  void Write(const std::string& name, const std::string& text) const { std::ofstream(Path(name)) << text; }

  // A token with these claims as JSON, signed as asked.
  std::string Sign(const std::string& claims, jwt_alg_t algorithm, const std::string& key) const {
    jwt_t* jwt = nullptr;
    EXPECT_EQ(jwt_new(&jwt), 0);
    EXPECT_EQ(jwt_add_grants_json(jwt, claims.c_str()), 0) << claims;
    EXPECT_EQ(jwt_set_alg(jwt, algorithm, reinterpret_cast<const unsigned char*>(key.data()),
                          static_cast<int>(key.size())),
              0);
    char* text = jwt_encode_str(jwt);
    std::string token = text == nullptr ? "" : text;
    std::free(text);
    jwt_free(jwt);
    return token;
  }
  std::string Sign(const std::string& claims) const { return Sign(claims, JWT_ALG_ES256, Key()); }
  std::string Mint(const std::string& client, absl::Duration lives) const {
    return *MintToken(Key(), {client, kNow + lives}, kIssuer, kAudience);
  }
  std::string ReasonFor(const std::string& token) const {
    return ReasonOf(verifier_->Verify(token, kNow).status());
  }

  std::string directory_;
  std::unique_ptr<TokenVerifier> verifier_;
};

// Claims that are right but for what a test replaces.
std::string ClaimsJson(const std::string& from = "", const std::string& to = "") {
  std::string json = R"({"iss":"https://tokens.test","aud":"one-big-thing","sub":"dwp-intranet",)"
                     R"("exp":1728900600,"nbf":1728899000})";
  const size_t at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return json.replace(at, from.size(), to);
}

TEST_F(TokenTest, AMintedTokenNamesItsClient) {
  const absl::StatusOr<Claims> claims = verifier_->Verify(Mint("dwp-intranet", absl::Minutes(10)), kNow);
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->client_id, "dwp-intranet");
  EXPECT_EQ(claims->expires_at, kNow + absl::Minutes(10));
}

TEST_F(TokenTest, EachWrongClaimHasItsReason) {
  struct Case {
    const char* from;
    const char* to;
    const char* reason;
  };
  const Case cases[] = {
      {"", "", ""},
      {R"("one-big-thing")", R"(["other","one-big-thing"])", ""},
      {R"(,"nbf":1728899000)", "", ""},
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
      {"1728900600", "1728899939", "TOKEN_EXPIRED"},
      {"1728900600", "1728899940", ""},  // within the leeway of 60 s
      {"1728900600", "-1", "TOKEN_EXPIRED"},
      {"1728900600", "9223372036854775807", ""},
      {R"("exp":1728900600,)", "", "TOKEN_MALFORMED"},
      {"1728900600", R"("1728900600")", "TOKEN_MALFORMED"},
      {"1728900600", "1728900600.5", "TOKEN_MALFORMED"},
      {"1728899000", "1728900061", "TOKEN_EXPIRED"},  // not yet
      {"1728899000", "1728900060", ""},
      {"1728899000", "true", "TOKEN_MALFORMED"},
      {"dwp-intranet", "", "TOKEN_CLIENT"},
      {"dwp-intranet", "DWP", "TOKEN_CLIENT"},
      {"dwp-intranet", "dwp intranet", "TOKEN_CLIENT"},
      {R"("sub":"dwp-intranet",)", "", "TOKEN_CLIENT"},
      {R"("dwp-intranet")", "42", "TOKEN_CLIENT"},
  };
  for (const Case& c : cases)
    EXPECT_EQ(ReasonFor(Sign(ClaimsJson(c.from, c.to))), c.reason) << c.from << "->" << c.to;
}

TEST_F(TokenTest, NoTokenIsMissing) { EXPECT_EQ(ReasonFor(""), "TOKEN_MISSING"); }

TEST_F(TokenTest, OnlyEs256IsAccepted) {
  const std::string claims = ClaimsJson();
  EXPECT_EQ(ReasonFor(Sign(claims)), "");
  // The public key is known to everybody: as a shared secret it must open nothing.
  for (const jwt_alg_t algorithm : {JWT_ALG_HS256, JWT_ALG_HS384, JWT_ALG_HS512}) {
    EXPECT_EQ(ReasonFor(Sign(claims, algorithm, ReadFile(Path("issuer.pub")))), "TOKEN_SIGNATURE");
  }
  const std::string body = absl::WebSafeBase64Escape(claims);
  for (const char* header :
       {R"({"alg":"none"})", R"({"typ":"JWT","alg":"none"})", R"({"typ":"JWT","alg":"None"})",
        R"({"typ":"JWT","alg":"RS256"})", R"({"typ":"JWT","alg":"es256"})"}) {
    const std::string head = absl::WebSafeBase64Escape(header);
    EXPECT_NE(ReasonFor(absl::StrCat(head, ".", body, ".")), "") << header;
    EXPECT_NE(ReasonFor(absl::StrCat(head, ".", body, ".AAAA")), "") << header;
  }
}

TEST_F(TokenTest, TheSignatureMustBeTheIssuers) {
  EXPECT_EQ(ReasonFor(Sign(ClaimsJson(), JWT_ALG_ES256, Key("stranger.key"))), "TOKEN_SIGNATURE");

  const std::string good = Sign(ClaimsJson());
  const std::vector<std::string> parts = absl::StrSplit(good, '.');
  const std::string other = absl::WebSafeBase64Escape(ClaimsJson("dwp-intranet", "central"));
  EXPECT_EQ(ReasonFor(absl::StrCat(parts[0], ".", other, ".", parts[2])), "TOKEN_SIGNATURE");
  EXPECT_EQ(ReasonFor(absl::StrCat(parts[0], ".", parts[1], ".")), "TOKEN_SIGNATURE");
  EXPECT_EQ(ReasonFor(absl::StrCat(parts[0], ".", parts[1], ".", std::string(86, 'A'))), "TOKEN_SIGNATURE");
  EXPECT_EQ(ReasonFor(good), "");
}

TEST_F(TokenTest, EveryFlippedCharacterIsNoticed) {
  const std::string good = Sign(ClaimsJson());
  // The last character carries unused bits, which decoding ignores.
  for (size_t i = 0; i + 1 < good.size(); i += 3) {
    std::string bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(ReasonFor(bad), "") << i;
  }
}

TEST_F(TokenTest, WhatIsNoJwtIsMalformed) {
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
                               std::string(4'097, 'a'),
                               std::string(4'000, '.')};
  for (const std::string& token : cases)
    EXPECT_EQ(ReasonFor(token), "TOKEN_MALFORMED") << token.substr(0, 60);
}

TEST_F(TokenTest, AnOverlongTokenIsMalformedEvenWithAGoodSignature) {
  const std::string padding = R"("pad":")" + std::string(3'200, 'p') + R"(","iss")";
  const std::string token = Sign(ClaimsJson(R"("iss")", padding));
  EXPECT_GT(token.size(), kMaxTokenBytes);
  EXPECT_EQ(ReasonFor(token), "TOKEN_MALFORMED");
}

TEST_F(TokenTest, TextsOfRefusalsNeverRepeatTheToken) {
  const std::string token = Sign(ClaimsJson("dwp-intranet", "Jane Doe"));
  const absl::Status status = verifier_->Verify(token, kNow).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(std::string(status.message()), testing::Not(testing::HasSubstr("Jane")));
}

TEST_F(TokenTest, ARememberedTokenStillExpires) {
  const std::string token = Mint("dwp-intranet", absl::Minutes(10));
  const absl::Time last = kNow + absl::Minutes(10) + kClockLeeway;
  EXPECT_TRUE(verifier_->Verify(token, kNow).ok());
  EXPECT_EQ(verifier_->cached(), 1u);
  EXPECT_TRUE(verifier_->Verify(token, last).ok());
  EXPECT_EQ(ReasonOf(verifier_->Verify(token, last + absl::Nanoseconds(1)).status()), "TOKEN_EXPIRED");
  EXPECT_EQ(verifier_->cached(), 0u);
}

TEST_F(TokenTest, ARememberedTokenStillHasItsBeginning) {
  const std::string token = Sign(ClaimsJson());
  EXPECT_TRUE(verifier_->Verify(token, kNow).ok());
  EXPECT_EQ(ReasonOf(verifier_->Verify(token, absl::FromUnixSeconds(1'728'898'939)).status()),
            "TOKEN_EXPIRED");
}

TEST_F(TokenTest, RefusedTokensAreNotRemembered) {
  for (int i = 0; i < 100; ++i) ReasonFor(Sign(ClaimsJson("one-big-thing", absl::StrCat("other-", i))));
  EXPECT_EQ(verifier_->cached(), 0u);
}

TEST_F(TokenTest, ManyThreadsVerifyAtOnce) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 8; ++i) tokens.push_back(Mint(absl::StrCat("client-", i), absl::Minutes(10)));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 400; ++i) {
        const absl::StatusOr<Claims> claims = verifier_->Verify(tokens[i % 8], kNow);
        ASSERT_TRUE(claims.ok()) << claims.status();
        EXPECT_EQ(claims->client_id, absl::StrCat("client-", i % 8));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(verifier_->cached(), 8u);
}

TEST_F(TokenTest, KeysRotateByStandingInOneFileOrOneDirectory) {
  const std::string mine = Mint("dwp-intranet", absl::Minutes(10));
  const std::string theirs =
      *MintToken(Key("stranger.key"), {"hmrc", kNow + absl::Minutes(1)}, kIssuer, kAudience);
  Write("both.txt", ReadFile(Path("stranger.pub")) + "a comment between\n" + ReadFile(Path("issuer.pub")));
  std::filesystem::create_directory(Path("keys"));
  Write("keys/old.pem", ReadFile(Path("issuer.pub")));
  Write("keys/new.pem", ReadFile(Path("stranger.pub")));
  Write("keys/private.pem", Key());
  Write("keys/README", "not a key");
  for (const char* place : {"both.txt", "keys"}) {
    const absl::StatusOr<std::unique_ptr<TokenVerifier>> both =
        TokenVerifier::Load(Path(place), kIssuer, kAudience);
    ASSERT_TRUE(both.ok()) << both.status();
    EXPECT_TRUE((*both)->Verify(mine, kNow).ok()) << place;
    EXPECT_TRUE((*both)->Verify(theirs, kNow).ok()) << place;
  }
}

TEST_F(TokenTest, UnusableKeysAreRefusedAtTheStart) {
  Write("garbage.pem", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
  Write("ed25519.pem",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
        "-----END PUBLIC KEY-----\n");
  std::filesystem::create_directory(Path("empty"));
  for (const char* name : {"absent.pem", "garbage.pem", "ed25519.pem", "empty", "issuer.key"}) {
    const absl::Status status = TokenVerifier::Load(Path(name), kIssuer, kAudience).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << name;
    EXPECT_EQ(ReasonOf(status), "TOKEN_KEYS") << name;
  }
  EXPECT_FALSE(TokenVerifier::Load(Path("issuer.pub"), "", kAudience).ok());
  EXPECT_FALSE(TokenVerifier::Load(Path("issuer.pub"), kIssuer, "").ok());
}

TEST_F(TokenTest, KeyFilesAreNeverOverwrittenAndThePrivateOneIsPrivate) {
  struct stat status;
  ASSERT_EQ(::stat(Path("issuer.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat(Path("issuer.pub").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0644u);

  const std::string before = Key();
  EXPECT_EQ(MakeKeyPair(Path("issuer.key"), Path("new.pub")).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(MakeKeyPair(Path("new.key"), Path("issuer.pub")).code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Key(), before);
  EXPECT_FALSE(std::filesystem::exists(Path("new.key")));
  EXPECT_FALSE(std::filesystem::exists(Path("new.pub")));
  EXPECT_EQ(MakeKeyPair(Path("no/such/place"), Path("new.pub")).code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(TokenTest, MintingNeedsAPrivateKeyAndAClient) {
  const Claims claims = {"dwp-intranet", kNow};
  EXPECT_EQ(MintToken(ReadFile(Path("issuer.pub")), claims, kIssuer, kAudience).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(MintToken("", claims, kIssuer, kAudience).ok());
  EXPECT_FALSE(MintToken(Key(), {"", kNow}, kIssuer, kAudience).ok());
  EXPECT_FALSE(MintToken(Key(), {"Not A Code", kNow}, kIssuer, kAudience).ok());
}

}  // namespace
}  // namespace obt::auth
