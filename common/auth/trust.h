// The trust file: whose tokens a service takes, and the keys of each issuer. docs/tokens.md has an example.
// Pure: whoever calls says how files are read.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/auth/jwks.h"

namespace obt::auth {

inline constexpr size_t kMaxTrustBytes = 64 << 10;
inline constexpr size_t kMaxIssuers = 16;

struct TrustedIssuer {
  std::string audience;
  std::vector<Algorithm> algorithms;
  std::set<std::string> clients;  // whom its tokens may name; empty: any
  Jwks keys;
};
// By issuer.
using Trust = std::map<std::string, TrustedIssuer, std::less<>>;

// The content of a file that the trust file names, relative to it or absolute; a failure says why not.
using ReadNamed = absl::FunctionRef<absl::StatusOr<std::string>(const std::string& file)>;

// What was in force, and where one of its key sets cannot be used any more, why: its keys stay then.
struct Before {
  const Trust& trust;
  std::vector<std::string> broken;
};

// INVALID_ARGUMENT naming the file and the member that is wrong, and what to do. With `before`, an issuer
// whose key set cannot be used stops none of the others.
absl::StatusOr<Trust> ParseTrust(absl::string_view text, ReadNamed read, Before* before = nullptr);

// The text of a trust file with one issuer.
std::string TrustTextOf(absl::string_view issuer, absl::string_view audience, absl::string_view jwks_file,
                        Algorithm algorithm);

}  // namespace obt::auth
