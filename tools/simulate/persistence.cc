#include "tools/simulate/persistence.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace obt::simulate {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(2);
// Short, so that a service that came back at another address is found soon.
constexpr absl::Duration kCallTimeout = absl::Seconds(20);

absl::Status AskOnce(ctl::Session& session, const std::string& service,
                     const google::protobuf::Message& request, google::protobuf::Message& response,
                     const std::string& acting_for) {
  OBT_ASSIGN_OR_RETURN(const rpc::Client* client, session.Client(service));
  rpc::CallOptions options;
  options.acting_for = acting_for;
  options.timeout = kCallTimeout;
  return client->Invoke(request, response, options);
}

}  // namespace

bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         absl::IsResourceExhausted(status) || absl::IsCancelled(status);
}

absl::Duration BackOff(int times) {
  return std::min(absl::Milliseconds(20) * (1 << std::min(times, 10)), absl::Seconds(1));
}

absl::Status AskUntilAnswered(ctl::Session& session, const std::string& service,
                              const google::protobuf::Message& request, google::protobuf::Message& response,
                              const std::string& acting_for) {
  const absl::Time deadline = absl::Now() + kPatience;
  for (int times = 0;; ++times) {
    const absl::Status status = AskOnce(session, service, request, response, acting_for);
    if (!IsPassing(status) || absl::Now() > deadline) return status;
    absl::SleepFor(std::max(BackOff(times), RetryAfterOf(status)));
  }
}

}  // namespace obt::simulate
