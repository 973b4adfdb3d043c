// Calls other services: the only way in the suite. The method is found by the request's type (every RPC has
// its own), so no stubs are generated. Presets: wait for ready, reconnect 50 to 500 ms, keepalive 10 s / 5 s,
// retries of UNAVAILABLE (and of CANCELLED we did not cause) within the deadline; never through a proxy that
// http_proxy and its like name. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/status.h"
#include "common/obs/trace.h"
#include "common/rpc/endpoints.h"
#include "google/protobuf/message.h"

namespace obt::rpc {

// Gives the bearer token for the next call.
using TokenSource = std::function<std::string()>;
// Reads the token from a file, again every 30 s, so that it can be rotated.
TokenSource TokenFromFile(std::string path);

// Ends calls from another thread: those under way and all later ones that name it answer CANCELLED.
class Cancellation {
 public:
  Cancellation();
  void Cancel();

 private:
  friend class Client;
  struct Core;
  std::shared_ptr<Core> core_;
};

struct CallOptions {
  absl::Duration timeout = absl::Seconds(10);
  bool retry = true;                               // safe: mutations carry a request_id or have natural keys
  std::string acting_for;                          // metadata obt-person
  std::string token;                               // the caller's, sent on; empty: the client's own
  std::optional<obs::Trace> trace = std::nullopt;  // of the call this one is made for
  const Cancellation* cancellation = nullptr;
};

// What came back beside the response.
struct CallFacts {
  uint64_t sequence = 0;  // obt-sequence of commands
  uint64_t as_of = 0;     // obt-as-of of queries
};

class Client {
 public:
  Client(const std::string& address, TokenSource token);
  // Reconnects when the address changes; UNAVAILABLE while it is empty.
  Client(AddressSource address, TokenSource token);
  // Waits for the calls under way, which end CANCELLED unless they name a cancellation of their own. Not from
  // within a `done`.
  ~Client();

  // Blocks until the answer or the deadline.
  absl::Status Invoke(const google::protobuf::Message& request, google::protobuf::Message& response,
                      const CallOptions& options = {}, CallFacts* facts = nullptr) const;

  template <typename Response>
  absl::StatusOr<Response> Call(const google::protobuf::Message& request, const CallOptions& options = {},
                                CallFacts* facts = nullptr) const {
    Response response;
    OBT_RETURN_IF_ERROR(Invoke(request, response, options, facts));
    return response;
  }

  // Does not block and does not retry; `done` runs on one of gRPC's threads and must be quick. `request` is
  // serialised before it returns; `response` must live until then.
  void Start(const google::protobuf::Message& request, google::protobuf::Message* response,
             const CallOptions& options, absl::AnyInvocable<void(absl::Status)> done) const;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace obt::rpc
