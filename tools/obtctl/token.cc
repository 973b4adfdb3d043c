// obtctl token: key pairs and tokens for development. Real deployments have an issuer of their own.
#include "common/auth/token.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/files.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/place.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {
namespace {

constexpr unsigned kOwnerOnly = 0600;
constexpr int64_t kMaxDays = 3650;

absl::Status MakeDirectory(const std::string& file) {
  std::error_code fault;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), fault);
  return fault ? UsageError(absl::StrCat("cannot make the directory of ", file, ": ", fault.message()))
               : absl::OkStatus();
}

absl::Status MakeKeys(Session& session, const Arguments&) {
  const absl::StatusOr<std::string> found = session.Place();
  const std::string place = found.ok() ? *found : ".obt";
  OBT_RETURN_IF_ERROR(MakeDirectory(PrivateKeyPath(place)));
  OBT_RETURN_IF_ERROR(MakeDirectory(PublicKeyPath(place)));
  OBT_RETURN_IF_ERROR(auth::MakeKeyPair(PrivateKeyPath(place), PublicKeyPath(place)));
  session.Say(absl::StrCat("private key ", PrivateKeyPath(place), "\npublic key  ", PublicKeyPath(place)));
  return absl::OkStatus();
}

absl::Status Mint(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const std::string place, session.Place());
  const absl::StatusOr<std::string> key = ReadFile(PrivateKeyPath(place));
  if (!key.ok())
    return UsageError(absl::StrCat(key.status().message(), "; make a key pair first: obtctl token keys"));
  auth::Claims claims;
  claims.client_id = arguments.Text("client");
  claims.expires_at = absl::Now() + absl::Hours(24) * arguments.Number("days");
  OBT_ASSIGN_OR_RETURN(const std::string token,
                       auth::MintToken(*key, claims, arguments.Text("issuer"), arguments.Text("audience")));
  if (arguments.Flag("print")) {
    session.Write(token);
    return absl::OkStatus();
  }
  const std::string path = TokenPath(place, claims.client_id);
  OBT_RETURN_IF_ERROR(MakeDirectory(path));
  OBT_RETURN_IF_ERROR(ReplaceFile(path, token + "\n", kOwnerOnly));
  session.Say(
      absl::StrCat("token of ", claims.client_id, " for ", arguments.Number("days"), " days: ", path));
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> TokenCommands() {
  return {
      {"token keys",
       "Make the development key pair in .obt/keys",
       "The private key signs tokens and never leaves this machine; services are given the public one.\n"
       "An existing pair is kept: the command then fails.\n\nExample:\n"
       "  obtctl token keys --dir elsewhere/.obt",
       {},
       MakeKeys},
      {"token mint",
       "Sign a token for a client with the development key",
       "A token names a client and grants nothing: what the client may do are its grants.\n\nExamples:\n"
       "  obtctl token mint --client dwp-intranet\n"
       "  obtctl people find --email a.b@dwp.gov.uk --as dwp-intranet\n"
       "  curl -H \"authorization: Bearer $(obtctl token mint --client dwp-intranet --print)\" ...",
       {Required("client", "ID", "The client it is for"),
        Number("days", "N", "How long it holds", 30).Between(1, kMaxDays),
        Flag("print", "Print the token instead of writing .obt/tokens/ID.token"),
        Text("issuer", "NAME", "Must be the one the services accept", "obt-dev"),
        Text("audience", "NAME", "Must be the one the services accept", "one-big-thing")},
       Mint},
  };
}

}  // namespace obt::ctl
