#include "common/auth/keys.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/auth/token.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "common/base/status.h"

namespace obt::auth {
namespace {

constexpr size_t kMaxKeys = 16;

using Bio = std::unique_ptr<BIO, decltype(&BIO_free_all)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

absl::Status Unusable(absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, "TOKEN_KEYS", message);
}

bool IsP256(EVP_PKEY* key) {
  char group[64] = "";
  size_t length = 0;
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, group, sizeof(group), &length) == 1 &&
         OBJ_txt2nid(group) == NID_X9_62_prime256v1;
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// A JWT carries r and s as 32 bytes each, OpenSSL takes them as DER. Empty when it is not 64 bytes.
std::string DerOf(absl::string_view signature) {
  if (signature.size() != 64) return "";
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), &ECDSA_SIG_free);
  ECDSA_SIG_set0(pair.get(), BN_bin2bn(Bytes(signature), 32, nullptr),
                 BN_bin2bn(Bytes(signature) + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return "";
  std::string text(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return text;
}

std::string TextOf(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return std::string(data, static_cast<size_t>(size));
}

std::string PublicPem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free_all);
  if (PEM_write_bio_PUBKEY(bio.get(), key) != 1) Die("a public key could not be written as PEM");
  return TextOf(bio);
}

std::string PrivatePem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()), &BIO_free_all);
  if (PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    Die("a private key could not be written as PEM");
  }
  return TextOf(bio);
}

// An encrypted key must not make the process ask for its pass phrase on the terminal.
int NoPassPhrase(char*, int, int, void*) { return -1; }

absl::StatusOr<std::vector<PublicKey>> PublicKeysOf(const std::string& path) {
  const absl::StatusOr<std::string> pem = ReadFile(path);
  if (!pem.ok()) return Unusable(pem.status().message());
  const Bio bio(BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size())), &BIO_free_all);
  std::vector<PublicKey> keys;
  for (;;) {
    Key key(PEM_read_bio_PUBKEY(bio.get(), nullptr, &NoPassPhrase, nullptr), &EVP_PKEY_free);
    if (key == nullptr) break;
    if (!IsP256(key.get())) {
      return Unusable(absl::StrCat("a key in ", path, " is not an elliptic-curve key of the curve P-256"));
    }
    keys.emplace_back(std::shared_ptr<EVP_PKEY>(std::move(key)));
  }
  ERR_clear_error();  // "no start line" is how the end is found
  return keys;
}

absl::StatusOr<std::vector<std::string>> PemFilesOf(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (std::filesystem::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".pem" && it->is_regular_file(error)) files.push_back(it->path().string());
  }
  if (error) return Unusable(absl::StrCat("the key directory ", path, " cannot be read"));
  std::sort(files.begin(), files.end());
  return files;
}

// Makes a file that must not be there yet, with exactly these permissions.
absl::Status WriteNew(const std::string& path, const std::string& text, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0 && errno == EEXIST) {
    return Error(absl::StatusCode::kAlreadyExists, "KEY_FILE_EXISTS",
                 absl::StrCat(path, " exists; keys are never overwritten"));
  }
  if (file < 0) return Unusable(absl::StrCat(path, " cannot be made: ", std::strerror(errno)));
  const bool written = ::fchmod(file, mode) == 0 &&
                       ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(file) == 0;
  if (::close(file) == 0 && written) return absl::OkStatus();
  ::unlink(path.c_str());
  return Unusable(absl::StrCat(path, " cannot be written"));
}

}  // namespace

bool PublicKey::Verify(absl::string_view text, absl::string_view signature) const {
  const std::string der = DerOf(signature);
  if (der.empty()) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  const bool right = EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
                     EVP_DigestVerify(context.get(), Bytes(der), der.size(), Bytes(text), text.size()) == 1;
  ERR_clear_error();  // what failed here must not be found by this thread's next TLS read
  return right;
}

absl::StatusOr<std::vector<PublicKey>> ReadPublicKeys(const std::string& path) {
  OBT_ASSIGN_OR_RETURN(const std::vector<std::string> files, PemFilesOf(path));
  std::vector<PublicKey> keys;
  for (const std::string& file : files) {
    OBT_ASSIGN_OR_RETURN(const std::vector<PublicKey> more, PublicKeysOf(file));
    keys.insert(keys.end(), more.begin(), more.end());
  }
  if (keys.empty()) return Unusable(absl::StrCat("there is no public key in ", path));
  if (keys.size() > kMaxKeys)
    return Unusable(absl::StrCat("there are more than ", kMaxKeys, " keys in ", path));
  return keys;
}

bool IsPrivateKey(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free_all);
  const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &NoPassPhrase, nullptr), &EVP_PKEY_free);
  ERR_clear_error();
  return key != nullptr && IsP256(key.get());
}

absl::Status MakeKeyPair(const std::string& private_path, const std::string& public_path) {
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  if (key == nullptr) Die("the system gave no P-256 key");
  OBT_RETURN_IF_ERROR(WriteNew(private_path, PrivatePem(key.get()), 0600));
  absl::Status written = WriteNew(public_path, PublicPem(key.get()), 0644);
  if (!written.ok()) ::unlink(private_path.c_str());
  return written;
}

}  // namespace obt::auth
