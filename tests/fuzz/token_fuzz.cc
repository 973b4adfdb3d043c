// Any text as an access token is refused: nobody can have signed it. Any client id is refused when a token is
// minted, or comes back from the token.
#include <cstdint>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "common/auth/token.h"
#include "common/testing/temp_store.h"
#include "tests/fuzz/require.h"

namespace obt::fuzz {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'728'900'000);

struct Issuer {
  Issuer() {
    const testing::TempDir place;
    const std::string key = place.path() + "/key.pem", public_key = place.path() + "/public.pem";
    Require(auth::MakeKeyPair(key, public_key).ok(), "no key pair can be made");
    std::stringstream text;
    text << std::ifstream(key).rdbuf();
    private_key = text.str();
    verifier = *auth::TokenVerifier::Load(public_key, "issuer", "audience");
  }
  std::string private_key;
  std::unique_ptr<auth::TokenVerifier> verifier;
};

void Run(absl::string_view bytes) {
  static const Issuer& issuer = *new Issuer();
  Require(!issuer.verifier->Verify(bytes, kNow).ok(), "a token nobody signed was accepted");
  const auth::Claims claims{std::string(bytes), kNow + absl::Hours(1)};
  const auto token = auth::MintToken(issuer.private_key, claims, "issuer", "audience");
  if (!token.ok()) return Require(absl::IsInvalidArgument(token.status()), "an odd refusal");
  const absl::StatusOr<auth::Claims> read = issuer.verifier->Verify(*token, kNow);
  Require(read.ok() && read->client_id == bytes, "a client id does not come back from its token");
}

}  // namespace
}  // namespace obt::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  obt::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
