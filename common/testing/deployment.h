// A deployment in a directory of its own: keys, tokens, endpoints and stores for real in-process servers on
// free ports. For tests and benches.
#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/app/server.h"
#include "common/auth/key_files.h"
#include "common/base/clock.h"
#include "common/rpc/client.h"
#include "common/testing/temp_store.h"

namespace obt::testing {

class Deployment {
 public:
  explicit Deployment(const Clock* clock = &SystemClock::Get());

  struct TokenSpec {
    std::string client;
    std::string issuer = auth::kDevelopmentIssuer;
    std::string audience = auth::kUsualAudience;
    absl::Duration life = absl::Hours(1);  // negative: expired
  };
  std::string Token(const TokenSpec& spec) const;

  // Makes the store if it is not there, and starts the service.
  std::unique_ptr<app::Server> Start(const app::ServiceSpec& spec, const std::string& admin_client = "");
  // A client to a started service, calling as `client_id`.
  std::unique_ptr<rpc::Client> ClientTo(const std::string& service, const std::string& client_id) const;
  std::unique_ptr<rpc::Client> ClientWithToken(const std::string& service, const std::string& token) const;
  app::ServerOptions OptionsOf(const std::string& service) const;
  const std::string& path() const { return dir_.path(); }

 private:
  const Clock& clock_;
  TempDir dir_;
  const auth::KeyFiles keys_;
};

}  // namespace obt::testing
