// The files of a development issuer: what is kept, what is written anew, who may read them.
#include "common/auth/key_files.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "common/auth/jwks.h"
#include "common/base/error.h"
#include "common/base/files.h"

namespace obt::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'728'900'000);

class KeyFilesTest : public ::testing::Test {
 protected:
  KeyFilesTest() {
    EXPECT_NE(::mkdtemp(directory_.data()), nullptr);
    files_ = {directory_ + "/private.pem", directory_ + "/keys.json", directory_ + "/trust.json"};
  }
  ~KeyFilesTest() override { std::filesystem::remove_all(directory_); }

  absl::Status Make(Algorithm algorithm) { return MakeKeyFiles(files_, algorithm, "issuer", "audience"); }
  Trust TrustNow() {
    return *ParseTrust(*ReadFile(files_.trust), [this](const std::string& file) {
      return ReadFile(absl::StrCat(directory_, "/", file));
    });
  }
  absl::StatusOr<std::string> Mint(const std::string& client = "dwp") {
    return MintWithKeyFiles(files_, {"issuer", "audience", client, kNow, kNow + absl::Hours(1)});
  }
  static unsigned ModeOf(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return status.st_mode & 0777;
  }

  std::string directory_ = absl::StrCat(::testing::TempDir(), "obt-key-files-XXXXXX");
  KeyFiles files_;
};

TEST_F(KeyFilesTest, OfEveryAlgorithmMakeTokensThatTheTrustFileAccepts) {
  for (const Algorithm algorithm : kAlgorithms) {
    for (const std::string& file : {files_.private_key, files_.jwks, files_.trust})
      std::filesystem::remove(file);
    ASSERT_TRUE(Make(algorithm).ok()) << NameOf(algorithm);
    EXPECT_EQ(ModeOf(files_.private_key), 0600u);
    EXPECT_EQ(ModeOf(files_.jwks), 0644u);
    const absl::StatusOr<VerifiedToken> read = ReadToken(TrustNow(), Mint().value());
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->claims.client_id, "dwp");
    EXPECT_TRUE(CheckTime(*read, kNow).ok());
  }
}

TEST_F(KeyFilesTest, APrivateKeyAndATrustFileAreKeptAndTheKeySetIsWrittenAnew) {
  ASSERT_TRUE(Make(Algorithm::kEs256).ok());
  const std::string key = *ReadFile(files_.private_key), keys = *ReadFile(files_.jwks);
  const std::string trust = *ReadFile(files_.trust) + "\n";
  ASSERT_TRUE(ReplaceFile(files_.trust, trust).ok());
  ASSERT_TRUE(ReplaceFile(files_.jwks, "{}").ok());
  ASSERT_TRUE(Make(Algorithm::kEs256).ok());
  EXPECT_EQ(*ReadFile(files_.private_key), key);
  EXPECT_EQ(*ReadFile(files_.jwks), keys);
  EXPECT_EQ(*ReadFile(files_.trust), trust);
  EXPECT_EQ(ReasonOf(Make(Algorithm::kRs256)), "KEY_FILE_EXISTS");
  EXPECT_EQ(*ReadFile(files_.private_key), key);
}

// Else every token would be refused within a second.
TEST_F(KeyFilesTest, ATrustFileThatIsKeptMustTakeWhatWillBeSigned) {
  ASSERT_TRUE(Make(Algorithm::kRs256).ok());
  EXPECT_EQ(ReasonOf(Make(Algorithm::kPs256)), "KEY_FILE_EXISTS");
  ASSERT_TRUE(ReplaceFile(files_.trust, "{}").ok());
  EXPECT_EQ(ReasonOf(Make(Algorithm::kRs256)), "TOKEN_NOT_MADE");
}

TEST_F(KeyFilesTest, MintingNeedsAKeyThatIsPublished) {
  EXPECT_EQ(ReasonOf(Mint().status()), "TOKEN_NOT_MADE");
  ASSERT_TRUE(Make(Algorithm::kEs256).ok());
  EXPECT_TRUE(Mint().ok());
  EXPECT_EQ(ReasonOf(Mint("Not A Code").status()), "TOKEN_NOT_MADE");
  EXPECT_EQ(ReasonOf(Mint("").status()), "TOKEN_NOT_MADE");
  ASSERT_TRUE(ReplaceFile(files_.jwks, JwksOf(PrivateKey::Make(KeyKind::kP256), Algorithm::kEs256)).ok());
  EXPECT_EQ(ReasonOf(Mint().status()), "TOKEN_NOT_MADE");
  ASSERT_TRUE(ReplaceFile(files_.private_key, "nothing").ok());
  EXPECT_EQ(ReasonOf(Mint().status()), "TOKEN_NOT_MADE");
}

TEST_F(KeyFilesTest, WhatCannotBeWrittenIsSaid) {
  files_.private_key = directory_ + "/no/such/place.pem";
  EXPECT_EQ(ReasonOf(Make(Algorithm::kEs256)), "KEY_FILE_UNWRITABLE");
}

}  // namespace
}  // namespace obt::auth
