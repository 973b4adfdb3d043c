// Every RPC of every service, from the descriptors, and a world in which each of them has something to name.
// For tests.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "obt/options/v1/options.pb.h"
#include "tests/integration/world.h"

namespace obt::testing {

// What nobody and nothing has.
inline constexpr char kUnknownId[] = "01890a5d-ac96-774b-bcce-b302099a8057";

struct Rpc {
  std::string service;  // which process
  const google::protobuf::MethodDescriptor* method;
  const options::v1::RpcPolicy& policy() const { return method->options().GetExtension(options::v1::rpc); }
  std::unique_ptr<google::protobuf::Message> NewRequest() const;
  std::unique_ptr<google::protobuf::Message> NewResponse() const;
};

// Those of every proto under protos/: of a package obt.<service>, or served by every process. Aborts at one
// that belongs to no service of the suite, and at a service without any.
std::vector<Rpc> EveryRpc();

// What no caller can be to blame for: a fault within, or an RPC with nothing behind it.
bool IsFaultOfOurs(absl::StatusCode code);
// The statuses of a response's results, each an item's; none where results carry none.
std::vector<absl::Status> StatusesOf(const google::protobuf::Message& response);
// Once, without retries. `response`: if wanted.
absl::Status Invoke(const rpc::Client& client, const Rpc& rpc, const google::protobuf::Message& request,
                    google::protobuf::Message* response = nullptr, rpc::CallOptions options = {});
// The answer to a request as text, of the one RPC of that name, which must succeed; `person`: whom the call
// is made for.
std::unique_ptr<google::protobuf::Message> Do(World& world, const std::string& rpc, const std::string& text,
                                              const std::string& client = "admin",
                                              const std::string& person = "");
// A survey "before" of obt-2024, with one question.
void PutSurveyBefore(World& world);
// The first text of a field of that name, however deep; empty if there is none.
std::string FirstOf(const google::protobuf::Message& message, const std::string& field);

// Things of dwp, things of hmrc and things that do not exist, by what a scope names.
struct Things {
  std::string inside, outside, unknown;
};

// One world for all tests of a program. Clients: "everything" holds every role, "nothing" none, and each role
// has one of its own, of dwp where it is an organisation's.
class EveryRpcTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();
  static std::string ClientOf(int role);
  static const rpc::Client& ClientTo(const Rpc& rpc, const std::string& client) {
    return world->ClientTo(rpc.service, client);
  }
  static const Things& Of(options::v1::ScopeKind kind) { return things.at(kind); }

  static inline std::unique_ptr<World> world;

 private:
  static inline std::map<options::v1::ScopeKind, Things> things;
};

}  // namespace obt::testing
