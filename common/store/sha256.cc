#include "common/store/sha256.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>

#include "common/base/error.h"

namespace obt::store {

std::string Sha256(std::initializer_list<absl::string_view> parts) {
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  std::string digest(32, '\0');
  bool ok = EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1;
  for (absl::string_view part : parts)
    ok = ok && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  ok = ok && EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1;
  if (!ok) Die("OpenSSL cannot compute SHA-256");
  return digest;
}

std::string RandomBytes(size_t n) {
  std::string bytes(n, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(n)) != 1) {
    Die("OpenSSL has no random bytes");
  }
  return bytes;
}

}  // namespace obt::store
