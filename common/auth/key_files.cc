#include "common/auth/key_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "common/base/status.h"

namespace obt::auth {
namespace {

constexpr size_t kMaxPemBytes = 64 << 10;
constexpr unsigned kOwnerAlone = 0600;

absl::Status Unwritable(absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, "KEY_FILE_UNWRITABLE", message);
}

absl::Status NotMade(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "TOKEN_NOT_MADE", message);
}

// Makes a file that must not be there yet, readable by its owner alone from its first byte on.
absl::Status WriteSecret(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerAlone);
  if (file < 0) return Unwritable(absl::StrCat(path, " cannot be made: ", std::strerror(errno)));
  const bool written = ::fchmod(file, kOwnerAlone) == 0 &&
                       ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fsync(file) == 0;
  if (::close(file) == 0 && written) return absl::OkStatus();
  ::unlink(path.c_str());
  return Unwritable(absl::StrCat(path, " cannot be written"));
}

absl::Status WritePublic(const std::string& path, const std::string& text) {
  const absl::Status written = ReplaceFile(path, text);
  return written.ok() ? written : Unwritable(written.message());
}

absl::StatusOr<PrivateKey> ReadPrivateKey(const std::string& path) {
  const absl::StatusOr<std::string> pem = ReadSmallFile(path, kMaxPemBytes);
  if (!pem.ok()) return NotMade(pem.status().message());
  absl::StatusOr<PrivateKey> key = PrivateKey::FromPem(*pem);
  if (!key.ok()) return NotMade(absl::StrCat(path, " ", key.status().message()));
  return key;
}

absl::StatusOr<PrivateKey> KeptOrMade(const std::string& path, Algorithm algorithm) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) {
    OBT_ASSIGN_OR_RETURN(PrivateKey kept, ReadPrivateKey(path));
    if (kept.kind() == KindFor(algorithm)) return kept;
    return Error(absl::StatusCode::kAlreadyExists, "KEY_FILE_EXISTS",
                 absl::StrCat(path, " holds a key that is not for ", NameOf(algorithm),
                              "; keys are never overwritten"));
  }
  PrivateKey made = PrivateKey::Make(KindFor(algorithm));
  OBT_RETURN_IF_ERROR(WriteSecret(path, made.Pem()));
  return made;
}

// A trust file that is kept must take what will be signed.
absl::Status CheckKept(const std::string& path, const std::string& jwks, Algorithm algorithm,
                       const std::string& issuer, const std::string& audience) {
  const absl::StatusOr<std::string> text = ReadSmallFile(path, kMaxTrustBytes);
  if (!text.ok()) return NotMade(text.status().message());
  const absl::StatusOr<Trust> trust = ParseTrust(*text, [&jwks](const std::string&) { return jwks; });
  if (!trust.ok()) return NotMade(absl::StrCat(path, ": ", trust.status().message()));
  const auto found = trust->find(issuer);
  if (found != trust->end() && found->second.audience == audience &&
      absl::c_linear_search(found->second.algorithms, algorithm))
    return absl::OkStatus();
  return Error(absl::StatusCode::kAlreadyExists, "KEY_FILE_EXISTS",
               absl::StrCat(path, " does not trust ", issuer, " with ", NameOf(algorithm), " for ", audience,
                            "; trust files are never overwritten: add it there, or take the file away"));
}

}  // namespace

absl::Status MakeKeyFiles(const KeyFiles& files, Algorithm algorithm, const std::string& issuer,
                          const std::string& audience) {
  OBT_ASSIGN_OR_RETURN(const PrivateKey key, KeptOrMade(files.private_key, algorithm));
  const std::string jwks = JwksOf(key, algorithm);
  std::error_code ignored;
  const bool is_kept = std::filesystem::exists(files.trust, ignored);
  if (is_kept) OBT_RETURN_IF_ERROR(CheckKept(files.trust, jwks, algorithm, issuer, audience));
  OBT_RETURN_IF_ERROR(WritePublic(files.jwks, jwks));
  if (is_kept) return absl::OkStatus();
  const std::string name = std::filesystem::path(files.jwks).filename().string();
  return WritePublic(files.trust, TrustTextOf(issuer, audience, name, algorithm));
}

absl::StatusOr<std::string> MintWithKeyFiles(const KeyFiles& files, const TokenSpec& spec) {
  OBT_ASSIGN_OR_RETURN(const PrivateKey key, ReadPrivateKey(files.private_key));
  const absl::StatusOr<std::string> text = ReadSmallFile(files.jwks, kMaxJwksBytes);
  if (!text.ok()) return NotMade(text.status().message());
  const absl::StatusOr<Jwks> jwks = ParseJwks(*text);
  if (!jwks.ok()) return NotMade(absl::StrCat(files.jwks, ": ", jwks.status().message()));
  const auto published = jwks->find(key.kid());
  if (published == jwks->end() || !published->second.algorithm.has_value())
    return NotMade(absl::StrCat(files.jwks, " does not hold the key of ", files.private_key,
                                " with its algorithm (alg)"));
  return MintToken(key, *published->second.algorithm, spec);
}

}  // namespace obt::auth
