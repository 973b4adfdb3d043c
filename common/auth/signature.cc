#include "common/auth/signature.h"

#include "absl/strings/str_cat.h"
#include "common/auth/openssl.h"
#include "common/base/error.h"

namespace obt::auth {
namespace {

constexpr size_t kCoordinateBytes = 32;  // of P-256: of x, y, r and s
constexpr size_t kEd25519Bytes = 32;
constexpr BN_ULONG kLeastExponent = 65'537;

absl::Status BadMember(absl::string_view sentence) { return absl::InvalidArgumentError(sentence); }

OwnedNumber NumberOf(absl::string_view bytes) {
  return OwnedNumber(BN_bin2bn(BytesOf(bytes), static_cast<int>(bytes.size()), nullptr));
}

// A public key of the type, from what `add` puts into the parameters; nothing if OpenSSL does not take it.
template <typename Add>
OwnedKey KeyOf(const char* type, Add add) {
  const OwnedParamBuild build(OSSL_PARAM_BLD_new());
  if (build == nullptr || !add(build.get())) return nullptr;
  const OwnedParams params(OSSL_PARAM_BLD_to_param(build.get()));
  const OwnedKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  const bool made = params != nullptr && context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) == 1;
  ERR_clear_error();  // what failed here must not be found by this thread's next TLS read
  return OwnedKey(made ? key : nullptr);
}

// The point is on the curve, and not at infinity.
bool IsWhole(EVP_PKEY* key) {
  const OwnedKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  const bool whole = context != nullptr && EVP_PKEY_public_check(context.get()) == 1;
  ERR_clear_error();
  return whole;
}

// A JWT carries r and s as 32 bytes each, OpenSSL takes them as DER. Empty when it is not 64 bytes.
std::string DerOf(absl::string_view signature) {
  if (signature.size() != 2 * kCoordinateBytes) return "";
  const OwnedSignature pair(ECDSA_SIG_new());
  OwnedNumber r = NumberOf(signature.substr(0, kCoordinateBytes));
  OwnedNumber s = NumberOf(signature.substr(kCoordinateBytes));
  if (pair == nullptr || r == nullptr || s == nullptr) Die("out of memory");
  ECDSA_SIG_set0(pair.get(), r.release(), s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return "";
  std::string text(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return text;
}

}  // namespace

absl::string_view NameOf(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::kEs256:
      return "ES256";
    case Algorithm::kRs256:
      return "RS256";
    case Algorithm::kPs256:
      return "PS256";
    case Algorithm::kEdDsa:
      return "EdDSA";
  }
  Die("an algorithm without a name");
}

std::optional<Algorithm> AlgorithmNamed(absl::string_view name) {
  for (const Algorithm algorithm : kAlgorithms) {
    if (NameOf(algorithm) == name) return algorithm;
  }
  return std::nullopt;
}

KeyKind KindFor(Algorithm algorithm) {
  if (algorithm == Algorithm::kEs256) return KeyKind::kP256;
  return algorithm == Algorithm::kEdDsa ? KeyKind::kEd25519 : KeyKind::kRsa;
}

absl::StatusOr<PublicKey> PublicKey::P256(absl::string_view x, absl::string_view y) {
  if (x.size() != kCoordinateBytes) return BadMember("x: must be 32 bytes");
  if (y.size() != kCoordinateBytes) return BadMember("y: must be 32 bytes");
  const std::string point = absl::StrCat("\x04", x, y);
  OwnedKey key = KeyOf("EC", [&point](OSSL_PARAM_BLD* build) {
    return OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
           OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1;
  });
  if (key == nullptr || !IsWhole(key.get())) return BadMember("x: is with y no point of the curve P-256");
  return PublicKey(KeyKind::kP256, std::move(key));
}

absl::StatusOr<PublicKey> PublicKey::Rsa(absl::string_view n, absl::string_view e) {
  if (n.size() > kMaxRsaBits / 8) return BadMember("n: must have at most 8192 bits");
  if (e.empty() || e.size() > sizeof(uint64_t)) return BadMember("e: must be a number of 1 to 8 bytes");
  const OwnedNumber modulus = NumberOf(n), exponent = NumberOf(e);
  if (modulus == nullptr || exponent == nullptr) Die("out of memory");
  if (BN_num_bits(modulus.get()) < kMinRsaBits)
    return BadMember(
        absl::StrCat("n: must have at least ", kMinRsaBits, " bits, it has ", BN_num_bits(modulus.get())));
  if (BN_is_odd(modulus.get()) == 0) return BadMember("n: is no product of two primes");
  if (BN_get_word(exponent.get()) < kLeastExponent || BN_is_odd(exponent.get()) == 0)
    return BadMember("e: must be an odd number of at least 65537");
  OwnedKey key = KeyOf("RSA", [&](OSSL_PARAM_BLD* build) {
    return OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1 &&
           OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1;
  });
  if (key == nullptr) return BadMember("n: is with e no RSA key");
  return PublicKey(KeyKind::kRsa, std::move(key));
}

absl::StatusOr<PublicKey> PublicKey::Ed25519(absl::string_view x) {
  if (x.size() != kEd25519Bytes) return BadMember("x: must be 32 bytes");
  OwnedKey key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, BytesOf(x), x.size()));
  ERR_clear_error();
  if (key == nullptr) return BadMember("x: is no key of Ed25519");
  return PublicKey(KeyKind::kEd25519, std::move(key));
}

bool PublicKey::Verify(Algorithm algorithm, absl::string_view text, absl::string_view signature) const {
  if (KindFor(algorithm) != kind_) return false;
  const std::string der = algorithm == Algorithm::kEs256 ? DerOf(signature) : std::string(signature);
  if (der.empty()) return false;
  const OwnedDigestContext context(EVP_MD_CTX_new());
  const EVP_MD* const digest = algorithm == Algorithm::kEdDsa ? nullptr : EVP_sha256();
  EVP_PKEY_CTX* details = nullptr;  // the context's own
  bool right =
      context != nullptr && EVP_DigestVerifyInit(context.get(), &details, digest, nullptr, key_.get()) == 1;
  if (algorithm == Algorithm::kPs256) {
    right = right && EVP_PKEY_CTX_set_rsa_padding(details, RSA_PKCS1_PSS_PADDING) == 1 &&
            EVP_PKEY_CTX_set_rsa_pss_saltlen(details, RSA_PSS_SALTLEN_DIGEST) == 1 &&
            EVP_PKEY_CTX_set_rsa_mgf1_md(details, EVP_sha256()) == 1;
  }
  right = right && EVP_DigestVerify(context.get(), BytesOf(der), der.size(), BytesOf(text), text.size()) == 1;
  ERR_clear_error();  // what failed here must not be found by this thread's next TLS read
  return right;
}

}  // namespace obt::auth
