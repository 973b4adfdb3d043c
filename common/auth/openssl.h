// OpenSSL's things with an owner each. For the files of this folder alone.
#pragma once

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <memory>

#include "absl/strings/string_view.h"

namespace obt::auth {

template <auto kFree>
struct Freer {
  template <typename Thing>
  void operator()(Thing* thing) const {
    kFree(thing);
  }
};

using OwnedKey = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using OwnedKeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using OwnedDigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using OwnedNumber = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using OwnedBio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using OwnedSignature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;
using OwnedParamBuild = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using OwnedParams = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;

inline const unsigned char* BytesOf(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace obt::auth
