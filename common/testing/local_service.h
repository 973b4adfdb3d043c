// A service's methods over a store, called in this process: with policy, scope and validation, without gRPC
// and without tokens. For tests only.
#pragma once

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "common/base/error.h"
#include "common/obs/metrics.h"
#include "common/rpc/access.h"
#include "common/rpc/executor.h"
#include "common/rpc/router.h"
#include "common/testing/local_caller.h"
#include "google/protobuf/descriptor.h"

namespace obt::testing {

class LocalService {
 public:
  // All of these outlive it; `bind` binds the methods.
  LocalService(store::Store& store, rpc::Access& access, const Clock& clock,
               absl::FunctionRef<void(rpc::Router&)> bind)
      : router_(OptionsFor(store, access, clock)) {
    bind(router_);
    router_.Open();
  }

  rpc::LocalCaller As(const std::string& client, const std::string& person = "") {
    return rpc::LocalCaller(router_, client, person);
  }

 private:
  rpc::RouterOptions OptionsFor(store::Store& store, rpc::Access& access, const Clock& clock) {
    rpc::RouterOptions options;
    options.service = "local";
    options.store = &store;
    options.access = &access;
    options.metrics = &metrics_;
    options.executor = &executor_;
    options.clock = &clock;
    return options;
  }

  obs::Metrics metrics_;
  rpc::Executor executor_{2, 1000};
  rpc::Router router_;
};

// An empty request of the RPC that answers with a Response.
template <typename Response>
std::unique_ptr<google::protobuf::Message> RequestFor() {
  const google::protobuf::FileDescriptor& file = *Response::descriptor()->file();
  for (int s = 0; s < file.service_count(); ++s) {
    for (int m = 0; m < file.service(s)->method_count(); ++m) {
      const google::protobuf::MethodDescriptor& rpc = *file.service(s)->method(m);
      if (rpc.output_type() != Response::descriptor()) continue;
      using google::protobuf::MessageFactory;
      return std::unique_ptr<google::protobuf::Message>(
          MessageFactory::generated_factory()->GetPrototype(rpc.input_type())->New());
    }
  }
  Die("no RPC answers with this response");
}

}  // namespace obt::testing
