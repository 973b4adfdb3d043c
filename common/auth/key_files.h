// The files of a small issuer, as a development world has them: a private key, its public key set, and the
// trust file that services are given. Blocking.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/auth/token.h"

namespace obt::auth {

inline constexpr char kDevelopmentIssuer[] = "obt-dev";
inline constexpr char kUsualAudience[] = "one-big-thing";

struct KeyFiles {
  std::string private_key;  // PEM, 0600
  std::string jwks;         // 0644, in the trust file's directory
  std::string trust;        // 0644
};

// Makes a private key unless there is one, writes its public part into the key set anew, and a trust file
// unless there is one. ALREADY_EXISTS (KEY_FILE_EXISTS) for a private key that is not for this algorithm:
// keys are never overwritten.
absl::Status MakeKeyFiles(const KeyFiles& files, Algorithm algorithm, const std::string& issuer,
                          const std::string& audience);

// Signs with the private key and the algorithm that the key set has it for.
absl::StatusOr<std::string> MintWithKeyFiles(const KeyFiles& files, const TokenSpec& spec);

}  // namespace obt::auth
