// Calls the methods bound to a router from within the process: with all a call has (policy, scope,
// validation, metrics, its line in the log) but without gRPC and without a token. Thread-safe. For tests
// only.
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/status.h"
#include "common/rpc/client.h"
#include "common/rpc/router.h"

namespace obt::rpc {

class LocalCaller {
 public:
  // As the client, on behalf of the person unless `acting_for` is empty.
  LocalCaller(Router& router, std::string client_id, std::string acting_for = "")
      : router_(router), client_id_(std::move(client_id)), acting_for_(std::move(acting_for)) {}

  // Blocks until the answer.
  absl::Status Invoke(const Message& request, Message& response, CallFacts* facts = nullptr) const;
  // A command or a batch as part of a transaction; on an error undo it.
  absl::Status Invoke(const Message& request, Message& response, store::Txn& txn) const;

  // The same, with the response returned.
  template <typename Response, typename... More>
  absl::StatusOr<Response> Call(const Message& request, More&&... more) const {
    Response response;
    OBT_RETURN_IF_ERROR(Invoke(request, response, std::forward<More>(more)...));
    return response;
  }

 private:
  Router& router_;
  const std::string client_id_;
  const std::string acting_for_;
};

}  // namespace obt::rpc
