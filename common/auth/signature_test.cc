// The signatures of the RFCs' own examples, and which keys are taken at all.
#include "common/auth/signature.h"

#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/auth/private_key.h"
#include "common/auth/strict.h"

namespace obt::auth {
namespace {

using ::testing::HasSubstr;

// RFC 7515, A.2 and A.3: the same claims.
constexpr char kJoe[] =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr char kModulus[] =
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-"
    "SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-"
    "UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_"
    "h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
constexpr char kRs256[] =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_"
    "nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
    "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
    "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rq"
    "Vt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
constexpr char kEcX[] = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
constexpr char kEcY[] = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
constexpr char kEs256[] =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
// RFC 8037, A.1 to A.4.
constexpr char kEdX[] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
constexpr char kEdPrivate[] =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";
constexpr char kEdText[] = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
constexpr char kEdDsa[] =
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

std::string Bytes(absl::string_view text) { return *DecodeBase64Url(text); }

// True for the signature as it is, false for each of some changes of it and of the text.
void ExpectOnlyThis(const PublicKey& key, Algorithm algorithm, const std::string& text,
                    const std::string& signature) {
  EXPECT_TRUE(key.Verify(algorithm, text, signature)) << NameOf(algorithm);
  for (size_t i = 0; i < signature.size(); ++i) {
    std::string other = signature;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_FALSE(key.Verify(algorithm, text, other)) << NameOf(algorithm) << " byte " << i;
    EXPECT_FALSE(key.Verify(algorithm, text, signature.substr(0, i))) << NameOf(algorithm) << " cut at " << i;
  }
  EXPECT_FALSE(key.Verify(algorithm, text, absl::StrCat(signature, "x")));
  EXPECT_FALSE(key.Verify(algorithm, text, absl::StrCat(std::string(1, '\0'), signature)));
  EXPECT_FALSE(key.Verify(algorithm, absl::StrCat(text, "x"), signature));
  for (const Algorithm another : kAlgorithms) {
    EXPECT_EQ(key.Verify(another, text, signature), another == algorithm) << NameOf(another);
  }
}

TEST(Signature, TheExampleOfRfc7515A2IsRight) {
  const absl::StatusOr<PublicKey> key = PublicKey::Rsa(Bytes(kModulus), Bytes("AQAB"));
  ASSERT_TRUE(key.ok()) << key.status();
  ExpectOnlyThis(*key, Algorithm::kRs256, absl::StrCat("eyJhbGciOiJSUzI1NiJ9.", kJoe), Bytes(kRs256));
}

TEST(Signature, TheExampleOfRfc7515A3IsRight) {
  const absl::StatusOr<PublicKey> key = PublicKey::P256(Bytes(kEcX), Bytes(kEcY));
  ASSERT_TRUE(key.ok()) << key.status();
  ExpectOnlyThis(*key, Algorithm::kEs256, absl::StrCat("eyJhbGciOiJFUzI1NiJ9.", kJoe), Bytes(kEs256));
}

TEST(Signature, TheExampleOfRfc8037IsRightAndMadeAgain) {
  const absl::StatusOr<PublicKey> key = PublicKey::Ed25519(Bytes(kEdX));
  ASSERT_TRUE(key.ok()) << key.status();
  ExpectOnlyThis(*key, Algorithm::kEdDsa, kEdText, Bytes(kEdDsa));
  const absl::StatusOr<PrivateKey> mine = PrivateKey::FromPem(kEdPrivate);
  ASSERT_TRUE(mine.ok()) << mine.status();
  EXPECT_EQ(absl::WebSafeBase64Escape(mine->Sign(Algorithm::kEdDsa, kEdText)), kEdDsa);
  EXPECT_EQ(mine->members().at("x"), kEdX);
  EXPECT_EQ(mine->kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k") << "RFC 8037, A.3";
}

TEST(Signature, WhatAPrivateKeySignsItsPublicMembersVerify) {
  const PrivateKey ec = PrivateKey::Make(KeyKind::kP256), rsa = PrivateKey::Make(KeyKind::kRsa),
                   ed = PrivateKey::Make(KeyKind::kEd25519);
  const PublicKey ec_public = *PublicKey::P256(Bytes(ec.members().at("x")), Bytes(ec.members().at("y")));
  const PublicKey rsa_public = *PublicKey::Rsa(Bytes(rsa.members().at("n")), Bytes(rsa.members().at("e")));
  const PublicKey ed_public = *PublicKey::Ed25519(Bytes(ed.members().at("x")));
  ExpectOnlyThis(ec_public, Algorithm::kEs256, "text", ec.Sign(Algorithm::kEs256, "text"));
  ExpectOnlyThis(rsa_public, Algorithm::kRs256, "text", rsa.Sign(Algorithm::kRs256, "text"));
  ExpectOnlyThis(rsa_public, Algorithm::kPs256, "text", rsa.Sign(Algorithm::kPs256, "text"));
  ExpectOnlyThis(ed_public, Algorithm::kEdDsa, "text", ed.Sign(Algorithm::kEdDsa, "text"));
}

TEST(Signature, APrivateKeyComesBackFromItsPem) {
  for (const KeyKind kind : {KeyKind::kP256, KeyKind::kRsa, KeyKind::kEd25519}) {
    const PrivateKey key = PrivateKey::Make(kind);
    const absl::StatusOr<PrivateKey> again = PrivateKey::FromPem(key.Pem());
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->kind(), kind);
    EXPECT_EQ(again->kid(), key.kid());
    EXPECT_NE(PrivateKey::Make(kind).kid(), key.kid());
  }
  EXPECT_FALSE(PrivateKey::FromPem("").ok());
  EXPECT_FALSE(PrivateKey::FromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").ok());
}

TEST(Signature, WeakAndMisshapenKeysAreRefusedByMember) {
  const auto says = [](const absl::StatusOr<PublicKey>& key) { return std::string(key.status().message()); };
  const std::string n = Bytes(kModulus), e = Bytes("AQAB");
  EXPECT_THAT(says(PublicKey::Rsa(n.substr(128), e)),
              HasSubstr("n: must have at least 2048 bits, it has 10"));
  EXPECT_THAT(says(PublicKey::Rsa(std::string(1'025, '\xff'), e)),
              HasSubstr("n: must have at most 8192 bits"));
  EXPECT_THAT(says(PublicKey::Rsa(absl::StrCat(n.substr(0, 255), std::string(1, '\0')), e)),
              HasSubstr("n: "));
  EXPECT_THAT(says(PublicKey::Rsa(n, "\x03")), HasSubstr("e: must be an odd number of at least 65537"));
  EXPECT_THAT(says(PublicKey::Rsa(n, std::string("\x01\x00\x02", 3))), HasSubstr("e: must be an odd number"));
  EXPECT_THAT(says(PublicKey::Rsa(n, "")), HasSubstr("e: "));
  EXPECT_THAT(says(PublicKey::Rsa(n, std::string(9, '\x01'))), HasSubstr("e: "));
  std::string off = Bytes(kEcY);
  off[31] = static_cast<char>(off[31] ^ 1);
  EXPECT_THAT(says(PublicKey::P256(Bytes(kEcX), off)), HasSubstr("no point of the curve P-256"));
  EXPECT_THAT(says(PublicKey::P256(std::string(32, '\0'), std::string(32, '\0'))), HasSubstr("no point"));
  EXPECT_THAT(says(PublicKey::P256(Bytes(kEcX).substr(1), Bytes(kEcY))), HasSubstr("x: must be 32 bytes"));
  EXPECT_THAT(says(PublicKey::P256(Bytes(kEcX), "")), HasSubstr("y: must be 32 bytes"));
  EXPECT_THAT(says(PublicKey::Ed25519(std::string(31, 'x'))), HasSubstr("x: must be 32 bytes"));
}

// A signature of zeros is right for no key: r and s of 0, an RSA number of 0.
TEST(Signature, ZerosAreNoSignature) {
  const PublicKey ec = *PublicKey::P256(Bytes(kEcX), Bytes(kEcY));
  EXPECT_FALSE(ec.Verify(Algorithm::kEs256, "text", std::string(64, '\0')));
  const PublicKey rsa = *PublicKey::Rsa(Bytes(kModulus), Bytes("AQAB"));
  EXPECT_FALSE(rsa.Verify(Algorithm::kRs256, "text", std::string(256, '\0')));
  EXPECT_FALSE(rsa.Verify(Algorithm::kPs256, "text", std::string(256, '\0')));
  EXPECT_FALSE(PublicKey::Ed25519(Bytes(kEdX))->Verify(Algorithm::kEdDsa, "text", std::string(64, '\0')));
}

}  // namespace
}  // namespace obt::auth
