// The facts of one call, as plain values, for handlers: who calls, for whom, when, until when, and over which
// part of the tree the caller's grants reach.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/auth/rights.h"
#include "common/base/ids.h"
#include "common/obs/trace.h"

namespace obt::rpc {

struct Call {
  std::string client_id;
  std::optional<PersonId> acting_for;  // metadata obt-person, already checked against the scope
  absl::Time now;                      // read once, from the injected clock
  absl::Time deadline;
  obs::Trace trace;
  std::shared_ptr<const auth::Rights> rights;
  auth::Scope scope;     // what the roles of this RPC's policy give this client
  std::string page_key;  // binds page tokens (page_token.h)

  // True when the organisation lies in the caller's scope.
  bool Covers(absl::string_view organisation_code) const { return rights->Covers(scope, organisation_code); }

  // The organisations a list is about, by code: `top` and everything below it, or (empty) all that the caller
  // covers. NOT_FOUND, naming organisation_code, where there is no such organisation.
  absl::StatusOr<std::vector<std::string>> CodesWithin(const std::string& top) const;
};

}  // namespace obt::rpc
