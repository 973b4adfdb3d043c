// Sends a request until it is answered: a service that is restarting, or busy, is waited for. Safe because
// everything sent has a natural key or a request id.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "tools/obtctl/session.h"

namespace obt::simulate {

// True for failures that pass: no service there at the moment, or too busy.
bool IsPassing(const absl::Status& status);

// Gives up after two minutes of passing failures in a row. `acting_for` is the person a call is made for, if
// any.
absl::Status AskUntilAnswered(ctl::Session& session, const std::string& service,
                              const google::protobuf::Message& request, google::protobuf::Message& response,
                              const std::string& acting_for = "");

// How long to wait before sending what failed `times` times already.
absl::Duration BackOff(int times);

}  // namespace obt::simulate
