// Any text is refused as an access token, as its header and as its claims: nobody can have signed it. As a
// key set or a trust file it is read or refused. What is a client id comes back from the token minted for it.
#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/auth/token.h"
#include "tests/fuzz/require.h"

namespace obt::fuzz {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'728'900'000);
constexpr auth::Algorithm kAlgorithm = auth::Algorithm::kEs256;

struct Issuer {
  auth::PrivateKey key = auth::PrivateKey::Make(auth::KeyKind::kP256);
  auth::Trust trust = *auth::ParseTrust(
      auth::TrustTextOf("issuer", "audience", "keys", kAlgorithm),
      [this](const std::string&) { return absl::StatusOr<std::string>(auth::JwksOf(key, kAlgorithm)); });
};

void Run(absl::string_view bytes) {
  static const Issuer& issuer = *new Issuer();
  const std::string part = absl::WebSafeBase64Escape(bytes);
  const std::string signature(86, 'A');
  for (const std::string& token :
       {std::string(bytes), absl::StrCat(part, ".", part, ".", signature), absl::StrCat(part, ".e30."),
        absl::StrCat(
            absl::WebSafeBase64Escape(absl::StrCat("{\"alg\":\"ES256\",\"kid\":\"", issuer.key.kid(), "\"}")),
            ".", part, ".", signature)})
    Require(!auth::ReadToken(issuer.trust, token).ok(), "a token nobody signed was accepted");
  auth::ParseJwks(bytes).IgnoreError();
  auth::ParseTrust(bytes, [&bytes](const std::string&) {
    return absl::StatusOr<std::string>(bytes);
  }).IgnoreError();
  const auto token = auth::MintToken(issuer.key, kAlgorithm,
                                     {"issuer", "audience", std::string(bytes), kNow, kNow + absl::Hours(1)});
  if (!token.ok()) return Require(absl::IsInvalidArgument(token.status()), "an odd refusal");
  const absl::StatusOr<auth::VerifiedToken> read = auth::ReadToken(issuer.trust, *token);
  Require(read.ok() && read->claims.client_id == bytes, "a client id does not come back from its token");
  Require(auth::CheckTime(*read, kNow).ok(), "a fresh token does not hold");
}

}  // namespace
}  // namespace obt::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  obt::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
