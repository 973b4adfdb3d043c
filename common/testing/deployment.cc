#include "common/testing/deployment.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::testing {

Deployment::Deployment(const Clock* clock)
    : clock_(*clock),
      keys_{absl::StrCat(path(), "/private.pem"), absl::StrCat(path(), "/jwks.json"),
            absl::StrCat(path(), "/trust.json")} {
  const absl::Status made =
      auth::MakeKeyFiles(keys_, auth::Algorithm::kEs256, auth::kDevelopmentIssuer, auth::kUsualAudience);
  if (!made.ok()) Die(made.message());
}

std::string Deployment::Token(const TokenSpec& spec) const {
  const absl::Time now = clock_.Now();
  const absl::StatusOr<std::string> token =
      auth::MintWithKeyFiles(keys_, {spec.issuer, spec.audience, spec.client, now, now + spec.life});
  if (!token.ok()) Die(token.status().message());
  return *token;
}

app::ServerOptions Deployment::OptionsOf(const std::string& service) const {
  app::ServerOptions options;
  options.data = absl::StrCat(path(), "/", service);
  options.endpoints = absl::StrCat(path(), "/endpoints.json");
  options.trust = keys_.trust;
  options.token_file = absl::StrCat(path(), "/", service, ".token");
  options.backups = absl::StrCat(path(), "/", service, "-backups");
  options.clock = &clock_;
  options.cache_bytes = 16u << 20;
  return options;
}

std::unique_ptr<app::Server> Deployment::Start(const app::ServiceSpec& spec,
                                               const std::string& admin_client) {
  const app::ServerOptions options = OptionsOf(spec.name);
  std::ofstream(options.token_file) << Token({.client = spec.name});
  if (!std::filesystem::exists(options.data)) {
    if (absl::Status made = app::InitStore(spec, options, admin_client); !made.ok()) Die(made.message());
  }
  absl::StatusOr<std::unique_ptr<app::Server>> server = app::Server::Start(spec, options);
  if (!server.ok()) Die(server.status().message());
  return *std::move(server);
}

std::unique_ptr<rpc::Client> Deployment::ClientWithToken(const std::string& service,
                                                         const std::string& token) const {
  return std::make_unique<rpc::Client>(
      rpc::AddressFromEndpoints(absl::StrCat(path(), "/endpoints.json"), service), [token] { return token; });
}

std::unique_ptr<rpc::Client> Deployment::ClientTo(const std::string& service,
                                                  const std::string& client_id) const {
  return ClientWithToken(service, Token({.client = client_id}));
}

}  // namespace obt::testing
