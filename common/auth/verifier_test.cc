// Reloading, remembering and counting: what stands around the pure reading of tokens.
#include "common/auth/verifier.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/auth/key_files.h"
#include "common/auth/strict.h"
#include "common/auth/token_cache.h"
#include "common/base/error.h"
#include "common/base/files.h"

namespace obt::auth {
namespace {

using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1'728'900'000);

class VerifierTest : public ::testing::Test {
 protected:
  VerifierTest() {
    EXPECT_NE(::mkdtemp(directory_.data()), nullptr);
    mine_ = {Path("private.pem"), Path("keys.json"), Path("trust.json")};
    other_ = {Path("other.pem"), Path("other.json"), Path("other-trust.json")};
    for (const KeyFiles& files : {mine_, other_})
      EXPECT_TRUE(MakeKeyFiles(files, Algorithm::kEs256, "issuer", "audience").ok());
    verifier_ = TokenVerifier::Load(mine_.trust, metrics_).value();
  }
  ~VerifierTest() override {
    verifier_.reset();
    std::filesystem::remove_all(directory_);
  }

  std::string Path(const std::string& name) const { return absl::StrCat(directory_, "/", name); }
  static std::string Mint(const KeyFiles& files, const std::string& client = "dwp",
                          absl::Duration life = absl::Minutes(10)) {
    return MintWithKeyFiles(files, {"issuer", "audience", client, kNow, kNow + life}).value();
  }
  std::string ReasonFor(const std::string& token) const {
    return ReasonOf(verifier_->Verify(token, kNow).status());
  }
  // The number on the metrics page; -1 where it is not there.
  double Number(const std::string& name) const {
    for (const absl::string_view line : absl::StrSplit(metrics_.Text(), '\n')) {
      if (absl::StartsWith(line, name + " ")) return std::stod(std::string(line.substr(line.rfind(' '))));
    }
    return -1;
  }
  double Reloads(const std::string& outcome) const {
    return Number(absl::StrCat("obt_trust_reloads_total{outcome=\"", outcome, "\"}"));
  }
  // How long it took until it was so; printed, as it is promised.
  template <typename Condition>
  absl::Duration Await(const char* what, Condition so) {
    const absl::Time begin = absl::Now();
    while (!so() && absl::Now() < begin + absl::Seconds(20)) std::this_thread::yield();
    const absl::Duration took = absl::Now() - begin;
    std::cout << what << ": " << absl::ToInt64Milliseconds(took) << " ms\n";
    return took;
  }

  std::string directory_ = absl::StrCat(::testing::TempDir(), "obt-verifier-XXXXXX");
  KeyFiles mine_, other_;
  obs::Metrics metrics_;
  std::unique_ptr<TokenVerifier> verifier_;
};

TEST_F(VerifierTest, ARevokedKeyIsRefusedWithinASecondAlsoWhereItsTokenIsRemembered) {
  const std::string mine = Mint(mine_), others = Mint(other_);
  EXPECT_EQ(ReasonFor(mine), "");
  EXPECT_EQ(ReasonFor(others), "TOKEN_SIGNATURE");
  EXPECT_EQ(verifier_->cached(), 1u);
  ASSERT_TRUE(ReplaceFile(mine_.jwks, *ReadFile(other_.jwks)).ok());
  EXPECT_LT(Await("refused after its key was revoked", [&] { return ReasonFor(mine) == "TOKEN_SIGNATURE"; }),
            absl::Seconds(1));
  EXPECT_EQ(ReasonFor(others), "");
  EXPECT_EQ(Reloads("ok"), 1);
  ASSERT_TRUE(ReplaceFile(mine_.jwks, R"({"keys":[]})").ok());
  EXPECT_LT(Await("refused after the last key was revoked", [&] { return !ReasonFor(others).empty(); }),
            absl::Seconds(1));
}

TEST_F(VerifierTest, AChangedTrustFileIsTakenWithinASecond) {
  const std::string mine = Mint(mine_);
  EXPECT_EQ(ReasonFor(mine), "");
  ASSERT_TRUE(
      ReplaceFile(mine_.trust, TrustTextOf("issuer", "elsewhere", "keys.json", Algorithm::kEs256)).ok());
  EXPECT_LT(Await("another audience", [&] { return ReasonFor(mine) == "TOKEN_AUDIENCE"; }), absl::Seconds(1));
  ASSERT_TRUE(
      ReplaceFile(mine_.trust, TrustTextOf("issuer", "audience", other_.jwks, Algorithm::kEs256)).ok());
  EXPECT_LT(Await("another key set", [&] { return ReasonFor(Mint(other_)).empty(); }), absl::Seconds(1));
  EXPECT_EQ(ReasonFor(mine), "TOKEN_SIGNATURE");
}

// Written in place, of the same length, within the same tick of the clock: what stat does not show.
TEST_F(VerifierTest, AFileWrittenInPlaceIsSeen) {
  const std::string mine = Mint(mine_);
  std::string text = *ReadFile(mine_.trust);
  text[text.find("audience\": \"audience") + 12] = 'A';
  struct stat before {};
  ASSERT_EQ(::stat(mine_.trust.c_str(), &before), 0);
  std::ofstream(mine_.trust) << text;
  const timespec times[2] = {before.st_atim, before.st_mtim};
  ASSERT_EQ(::utimensat(AT_FDCWD, mine_.trust.c_str(), times, 0), 0);
  EXPECT_LT(Await("written in place", [&] { return ReasonFor(mine) == "TOKEN_AUDIENCE"; }), absl::Seconds(1));
}

TEST_F(VerifierTest, ABrokenFileLeavesTheOldOneInForceAndIsCounted) {
  const std::string mine = Mint(mine_), good = *ReadFile(mine_.jwks);
  EXPECT_EQ(Number("obt_trust_broken"), 0);
  ASSERT_TRUE(ReplaceFile(mine_.jwks, R"({"keys":[{"kty":"oct"}]})").ok());
  Await("a broken key set", [&] { return Reloads("failed") == 1; });
  EXPECT_EQ(ReasonFor(mine), "");
  EXPECT_EQ(Number("obt_trust_broken"), 1);
  ASSERT_TRUE(std::filesystem::remove(mine_.trust));
  Await("no trust file", [&] { return Reloads("failed") == 2; });
  EXPECT_EQ(ReasonFor(mine), "");
  ASSERT_TRUE(
      ReplaceFile(mine_.trust, TrustTextOf("issuer", "audience", "keys.json", Algorithm::kEs256)).ok());
  Await("the key set is still broken", [&] { return Reloads("failed") == 3; });
  ASSERT_TRUE(ReplaceFile(mine_.jwks, good).ok());
  Await("whole again", [&] { return Reloads("ok") == 1; });
  EXPECT_EQ(Reloads("failed"), 3) << "each state is counted once, however often it is looked at";
  EXPECT_EQ(Number("obt_trust_broken"), 0);
  EXPECT_EQ(ReasonFor(mine), "");
}

// One issuer's slip must not keep another's stolen key in force.
TEST_F(VerifierTest, ABrokenKeySetStopsNoOtherIssuersRevocation) {
  Json trust = Json::parse(TrustTextOf("issuer", "audience", "keys.json", Algorithm::kEs256));
  trust["issuers"].push_back({{"issuer", "other"},
                              {"audience", "audience"},
                              {"jwks", "other.json"},
                              {"algorithms", {"ES256"}},
                              {"clients", {"dwp"}}});
  ASSERT_TRUE(ReplaceFile(mine_.trust, trust.dump()).ok());
  const auto of_other = [&](const std::string& client) {
    return MintWithKeyFiles(other_, {"other", "audience", client, kNow, kNow + absl::Hours(1)}).value();
  };
  const std::string mine = Mint(mine_), others = of_other("dwp");
  Await("two issuers", [&] { return ReasonFor(others).empty(); });
  EXPECT_EQ(ReasonFor(of_other("hmt")), "TOKEN_CLIENT") << "not one of its clients";
  ASSERT_TRUE(ReplaceFile(other_.jwks, "{").ok());
  Await("one is broken", [&] { return Number("obt_trust_broken") == 1; });
  EXPECT_EQ(ReasonFor(others), "") << "its keys stay";
  ASSERT_TRUE(ReplaceFile(mine_.jwks, R"({"keys":[]})").ok());
  EXPECT_LT(Await("the other is revoked", [&] { return ReasonFor(mine) == "TOKEN_SIGNATURE"; }),
            absl::Seconds(1));
  EXPECT_EQ(ReasonFor(others), "");
  EXPECT_EQ(Number("obt_trust_broken"), 1);
}

TEST_F(VerifierTest, AFileThatIsBackAsItWasCostsNothing) {
  const std::string mine = Mint(mine_), trust = *ReadFile(mine_.trust);
  EXPECT_EQ(ReasonFor(mine), "");
  ASSERT_TRUE(std::filesystem::remove(mine_.trust));
  Await("no trust file", [&] { return Number("obt_trust_broken") == 1; });
  ASSERT_TRUE(ReplaceFile(mine_.trust, trust).ok());
  Await("it is back", [&] { return Number("obt_trust_broken") == 0; });
  EXPECT_EQ(verifier_->cached(), 1u) << "tokens are remembered still";
}

TEST_F(VerifierTest, WhatIsBrokenAtTheStartIsSaid) {
  const auto says = [this](const std::string& path) {
    obs::Metrics metrics;
    const absl::Status status = TokenVerifier::Load(path, metrics).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(status), "TRUST_BROKEN");
    return std::string(status.message());
  };
  EXPECT_THAT(says(Path("none.json")), HasSubstr("--trust: cannot read"));
  EXPECT_THAT(says(directory_), HasSubstr("is no ordinary file"));
  ASSERT_TRUE(ReplaceFile(Path("large.json"), std::string(65'537, ' ')).ok());
  EXPECT_THAT(says(Path("large.json")), HasSubstr("has more than 65536 bytes"));
  ASSERT_EQ(::mkfifo(Path("pipe").c_str(), 0600), 0);
  EXPECT_THAT(says(Path("pipe")), HasSubstr("is no ordinary file"));
  ASSERT_TRUE(ReplaceFile(Path("trust.json"), TrustTextOf("i", "a", "pipe", Algorithm::kEs256)).ok());
  EXPECT_THAT(says(Path("trust.json")), HasSubstr("issuers[0].jwks: "));
}

TEST_F(VerifierTest, CallsAreCountedByOutcome) {
  const std::string mine = Mint(mine_);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ReasonFor(mine), "");
  EXPECT_EQ(ReasonFor(""), "TOKEN_MISSING");
  EXPECT_EQ(ReasonFor("x"), "TOKEN_MALFORMED");
  EXPECT_EQ(ReasonFor("x"), "TOKEN_MALFORMED");
  EXPECT_EQ(ReasonFor(Mint(mine_, "dwp", absl::Hours(-1))), "TOKEN_EXPIRED");
  const auto refused = [this](const char* reason) {
    return Number(absl::StrCat("obt_tokens_refused_total{reason=\"", reason, "\"}"));
  };
  EXPECT_EQ(Number("obt_tokens_accepted_total"), 3);
  EXPECT_EQ(refused("TOKEN_MISSING"), 1);
  EXPECT_EQ(refused("TOKEN_MALFORMED"), 2);
  EXPECT_EQ(refused("TOKEN_EXPIRED"), 1);
  for (const char* reason : {"TOKEN_ISSUER", "TOKEN_SIGNATURE", "TOKEN_AUDIENCE", "TOKEN_CLIENT"})
    EXPECT_EQ(refused(reason), 0) << reason;
  EXPECT_GE(Number("obt_trust_age_seconds"), 0);
  EXPECT_LT(Number("obt_trust_age_seconds"), 600);
}

TEST_F(VerifierTest, ARememberedTokenStillExpires) {
  const std::string token = Mint(mine_);
  const absl::Time end = kNow + absl::Minutes(10) + kClockLeeway;
  EXPECT_TRUE(verifier_->Verify(token, kNow).ok());
  EXPECT_EQ(verifier_->cached(), 1u);
  EXPECT_TRUE(verifier_->Verify(token, end - absl::Nanoseconds(1)).ok());
  EXPECT_EQ(ReasonOf(verifier_->Verify(token, end).status()), "TOKEN_EXPIRED");
  EXPECT_EQ(verifier_->cached(), 0u);
}

TEST_F(VerifierTest, ARememberedTokenStillHasItsBeginning) {
  const std::string token = Mint(mine_);
  EXPECT_TRUE(verifier_->Verify(token, kNow).ok());
  EXPECT_EQ(ReasonOf(verifier_->Verify(token, kNow - absl::Seconds(61)).status()), "TOKEN_EXPIRED");
}

TEST_F(VerifierTest, RefusedTokensAreNotRemembered) {
  for (int i = 0; i < 100; ++i) {
    const absl::StatusOr<std::string> token =
        MintWithKeyFiles(mine_, {"issuer", absl::StrCat("other-", i), "dwp", kNow, kNow + absl::Hours(1)});
    EXPECT_EQ(ReasonFor(*token), "TOKEN_AUDIENCE");
  }
  EXPECT_EQ(verifier_->cached(), 0u);
}

TEST_F(VerifierTest, ManyThreadsVerifyWhileFilesChange) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 8; ++i) tokens.push_back(Mint(mine_, absl::StrCat("client-", i)));
  const std::string keys = *ReadFile(mine_.jwks);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; Reloads("ok") < 2 || i < 400; ++i) {
        const absl::StatusOr<Claims> claims = verifier_->Verify(tokens[i % 8], kNow);
        ASSERT_TRUE(claims.ok()) << claims.status();
        EXPECT_EQ(claims->client_id, absl::StrCat("client-", i % 8));
      }
    });
  }
  for (int i = 1; i <= 2; ++i) {
    ASSERT_TRUE(ReplaceFile(mine_.jwks, keys + std::string(i, ' ')).ok());
    Await("reloaded", [&] { return Reloads("ok") == i; });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace obt::auth
