#include "common/auth/private_key.h"

#include <openssl/ec.h>
#include <openssl/pem.h>

#include <optional>

#include "absl/strings/escaping.h"
#include "common/auth/openssl.h"
#include "common/auth/strict.h"
#include "common/base/error.h"

namespace obt::auth {
namespace {

constexpr int kWholeNumber = 0;  // as many bytes as it needs

// An encrypted key must not make the process ask for its pass phrase on the terminal.
int NoPassPhrase(char*, int, int, void*) { return -1; }

std::optional<KeyKind> KindOf(EVP_PKEY* key) {
  char group[64] = "";
  size_t length = 0;
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_ED25519:
      return KeyKind::kEd25519;
    case EVP_PKEY_RSA:
      if (EVP_PKEY_get_bits(key) < kMinRsaBits || EVP_PKEY_get_bits(key) > kMaxRsaBits) return std::nullopt;
      return KeyKind::kRsa;
    case EVP_PKEY_EC:
      if (EVP_PKEY_get_group_name(key, group, sizeof(group), &length) == 1 &&
          absl::string_view(group) == "prime256v1")
        return KeyKind::kP256;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

// A number of the key in base64url, in so many bytes.
std::string NumberIn(EVP_PKEY* key, const char* name, int bytes) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) Die("a key does not tell its public part");
  const OwnedNumber number(raw);
  const int size = bytes == kWholeNumber ? BN_num_bytes(raw) : bytes;
  std::string text(static_cast<size_t>(size), '\0');
  if (BN_bn2binpad(raw, reinterpret_cast<unsigned char*>(text.data()), size) != size)
    Die("a key's public part is too large");
  return absl::WebSafeBase64Escape(text);
}

std::map<std::string, std::string> MembersOf(KeyKind kind, EVP_PKEY* key) {
  if (kind == KeyKind::kRsa) {
    return {{"kty", "RSA"},
            {"n", NumberIn(key, OSSL_PKEY_PARAM_RSA_N, kWholeNumber)},
            {"e", NumberIn(key, OSSL_PKEY_PARAM_RSA_E, kWholeNumber)}};
  }
  if (kind == KeyKind::kP256) {
    return {{"kty", "EC"},
            {"crv", "P-256"},
            {"x", NumberIn(key, OSSL_PKEY_PARAM_EC_PUB_X, 32)},
            {"y", NumberIn(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
  }
  std::string x(32, '\0');
  size_t size = x.size();
  if (EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(x.data()), &size) != 1)
    Die("a key does not tell its public part");
  return {{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", absl::WebSafeBase64Escape(x)}};
}

// RFC 7638: the SHA-256 of these members, in the order of their names, as JSON without blanks.
std::string ThumbprintOf(const std::map<std::string, std::string>& members) {
  const std::string text = Json(members).dump();
  std::string digest(32, '\0');
  if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
                 EVP_sha256(), nullptr) != 1)
    Die("no SHA-256 here");
  return absl::WebSafeBase64Escape(digest);
}

// r and s, 32 bytes each, of OpenSSL's DER.
std::string RawOf(const std::string& der) {
  const unsigned char* at = BytesOf(der);
  const OwnedSignature pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  std::string raw(64, '\0');
  auto* const bytes = reinterpret_cast<unsigned char*>(raw.data());
  if (pair == nullptr || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), bytes, 32) != 32 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), bytes + 32, 32) != 32)
    Die("OpenSSL made a signature that is none");
  return raw;
}

}  // namespace

PrivateKey::PrivateKey(KeyKind kind, std::shared_ptr<evp_pkey_st> key)
    : kind_(kind),
      key_(std::move(key)),
      members_(MembersOf(kind, key_.get())),
      kid_(ThumbprintOf(members_)) {}

PrivateKey PrivateKey::Make(KeyKind kind) {
  OwnedKey key(kind == KeyKind::kP256  ? EVP_EC_gen("P-256")
               : kind == KeyKind::kRsa ? EVP_RSA_gen(static_cast<unsigned>(kMinRsaBits))
                                       : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (key == nullptr) Die("the system gave no key");
  return PrivateKey(kind, std::move(key));
}

absl::StatusOr<PrivateKey> PrivateKey::FromPem(const std::string& pem) {
  const OwnedBio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  OwnedKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &NoPassPhrase, nullptr));
  ERR_clear_error();
  const std::optional<KeyKind> kind = key == nullptr ? std::nullopt : KindOf(key.get());
  if (!kind.has_value())
    return absl::InvalidArgumentError(
        "is no private key of P-256, RSA (2048 to 8192 bits) or Ed25519, as PEM without a pass phrase");
  return PrivateKey(*kind, std::move(key));
}

std::string PrivateKey::Pem() const {
  const OwnedBio bio(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    Die("a private key could not be written as PEM");
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

std::string PrivateKey::Sign(Algorithm algorithm, absl::string_view text) const {
  if (KindFor(algorithm) != kind_) Die("a key was asked for a signature of another kind of key");
  const OwnedDigestContext context(EVP_MD_CTX_new());
  const EVP_MD* const digest = algorithm == Algorithm::kEdDsa ? nullptr : EVP_sha256();
  EVP_PKEY_CTX* details = nullptr;
  size_t size = 0;
  bool made = EVP_DigestSignInit(context.get(), &details, digest, nullptr, key_.get()) == 1;
  if (algorithm == Algorithm::kPs256) {
    made = made && EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_pss_saltlen(details, RSA_PSS_SALTLEN_DIGEST) == 1;
  }
  made = made && EVP_DigestSign(context.get(), nullptr, &size, BytesOf(text), text.size()) == 1;
  std::string signature(size, '\0');
  made = made && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                                BytesOf(text), text.size()) == 1;
  if (!made) Die("a token could not be signed");
  signature.resize(size);
  return algorithm == Algorithm::kEs256 ? RawOf(signature) : signature;
}

}  // namespace obt::auth
