// A proxy named by the environment is not for the addresses of a deployment, whatever the variable and
// whoever calls.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/testing/deployment.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"
#include "grpc/health/v1/health.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::testing {
namespace {

// A port of this machine at which nobody listens and nobody will.
class DeadPort {
 public:
  DeadPort() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~DeadPort() { close(socket_); }
  int port() const { return port_; }

 private:
  const int socket_;
  int port_ = 0;
};

class Proxy : public ::testing::TestWithParam<const char*> {
 protected:
  Proxy() {
    for (const char* name : {"http_proxy", "https_proxy", "grpc_proxy", "no_proxy", "no_grpc_proxy"})
      unsetenv(name);
    setenv(GetParam(), absl::StrCat("http://127.0.0.1:", nobody.port()).c_str(), 1);
  }
  ~Proxy() override { unsetenv(GetParam()); }

  DeadPort nobody;
  Deployment deployment;
  std::unique_ptr<app::Server> server = deployment.Start(TinySpec(), "admin");
};

TEST_P(Proxy, TheSuitesOwnClientsDoNotUseIt) {
  const auto client = deployment.ClientTo("tiny", "admin");
  EXPECT_OK(client->Call<admin::v1::GetBuildInfoResponse>(admin::v1::GetBuildInfoRequest()));
  EXPECT_OK(server->peer("tiny").Call<grpc::health::v1::HealthCheckResponse>(
      grpc::health::v1::HealthCheckRequest()));
  const rpc::Client by_address(server->address(), [] { return std::string(); });
  EXPECT_OK(by_address.Call<grpc::health::v1::HealthCheckResponse>(grpc::health::v1::HealthCheckRequest()));
}

TEST_P(Proxy, AnotherClientWouldBeLedAstrayByIt) {
  const auto channel = grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials());
  grpc_connectivity_state state = channel->GetState(true);
  while (state != GRPC_CHANNEL_TRANSIENT_FAILURE && state != GRPC_CHANNEL_READY) {
    channel->WaitForStateChange(state, std::chrono::system_clock::now() + std::chrono::seconds(30));
    state = channel->GetState(true);
  }
  EXPECT_EQ(state, GRPC_CHANNEL_TRANSIENT_FAILURE) << "or this test proves nothing";
}

INSTANTIATE_TEST_SUITE_P(Variables, Proxy, ::testing::Values("http_proxy", "https_proxy", "grpc_proxy"));

}  // namespace
}  // namespace obt::testing
