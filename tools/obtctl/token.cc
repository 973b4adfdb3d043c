// obtctl token: key pairs and tokens for development. Real deployments have an issuer of their own.
#include <filesystem>
#include <optional>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/key_files.h"
#include "common/base/files.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/place.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {
namespace {

constexpr unsigned kOwnerOnly = 0600;
constexpr int64_t kMaxDays = 3650;

Option IssuerOption() {
  return Text("issuer", "NAME", "One that the services' trust file names", auth::kDevelopmentIssuer);
}
Option AudienceOption() {
  return Text("audience", "NAME", "The one that the trust file has for the issuer", auth::kUsualAudience);
}

absl::Status MakeDirectory(const std::string& file) {
  std::error_code fault;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path(), fault);
  return fault ? UsageError(absl::StrCat("cannot make the directory of ", file, ": ", fault.message()))
               : absl::OkStatus();
}

auth::KeyFiles FilesOf(const std::string& place) {
  return {PrivateKeyPath(place), JwksPath(place), TrustPath(place)};
}

absl::Status MakeKeys(Session& session, const Arguments& arguments) {
  const absl::StatusOr<std::string> found = session.Place();
  const auth::KeyFiles files = FilesOf(found.ok() ? *found : ".obt");
  OBT_RETURN_IF_ERROR(MakeDirectory(files.private_key));
  OBT_RETURN_IF_ERROR(MakeDirectory(files.trust));
  const std::optional<auth::Algorithm> algorithm = auth::AlgorithmNamed(arguments.Text("algorithm"));
  OBT_RETURN_IF_ERROR(
      auth::MakeKeyFiles(files, *algorithm, arguments.Text("issuer"), arguments.Text("audience")));
  session.Say(absl::StrCat("private key ", files.private_key, "\nkey set     ", files.jwks, "\ntrust file  ",
                           files.trust));
  return absl::OkStatus();
}

absl::Status Mint(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const std::string place, session.Place());
  const auth::KeyFiles files = FilesOf(place);
  for (const std::string& file : {files.private_key, files.jwks}) {
    if (const absl::StatusOr<std::string> there = ReadFile(file); !there.ok())
      return UsageError(absl::StrCat(there.status().message(), "; make a key pair first: obtctl token keys"));
  }
  const std::string client = arguments.Text("client");
  const absl::Time now = absl::Now();
  OBT_ASSIGN_OR_RETURN(
      const std::string token,
      auth::MintWithKeyFiles(files, {arguments.Text("issuer"), arguments.Text("audience"), client, now,
                                     now + absl::Hours(24) * arguments.Number("days")}));
  if (arguments.Flag("print")) {
    session.Write(token);
    return absl::OkStatus();
  }
  const std::string path = TokenPath(place, client);
  OBT_RETURN_IF_ERROR(MakeDirectory(path));
  OBT_RETURN_IF_ERROR(ReplaceFile(path, token + "\n", kOwnerOnly));
  session.Say(absl::StrCat("token of ", client, " for ", arguments.Number("days"), " days: ", path));
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> TokenCommands() {
  return {
      {"token keys",
       "Make the development key pair and trust file in .obt/keys",
       "The private key signs tokens and never leaves this machine. Services are given the trust file,\n"
       "which names the key set with the public key. A private key and a trust file that are there are\n"
       "kept; the key set is written anew from the private key.\n\nExample:\n"
       "  obtctl token keys --dir elsewhere/.obt",
       {OneOf("algorithm", {"ES256", "RS256", "PS256", "EdDSA"}, "What tokens are signed with", "ES256"),
        IssuerOption(), AudienceOption()},
       MakeKeys},
      {"token mint",
       "Sign a token for a client with the development key",
       "A token names a client and grants nothing: what the client may do are its grants.\n\nExamples:\n"
       "  obtctl token mint --client dwp-intranet\n"
       "  obtctl people find --email a.b@dwp.gov.uk --as dwp-intranet\n"
       "  curl -H \"authorization: Bearer $(obtctl token mint --client dwp-intranet --print)\" ...",
       {Required("client", "ID", "The client it is for"),
        Number("days", "N", "How long it holds", 30).Between(1, kMaxDays),
        Flag("print", "Print the token instead of writing .obt/tokens/ID.token"), IssuerOption(),
        AudienceOption()},
       Mint},
  };
}

}  // namespace obt::ctl
