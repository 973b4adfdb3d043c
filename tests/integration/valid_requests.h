// Valid requests, written once for all tests that call every RPC. For tests.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace obt::testing {

// Requests as text. $S stands for what the scope is checked against, of organisations too where there is no
// scope; $P for a person, $T a team, $I an item of ideas of the kind that its field says, $R a release, $B a
// table, $V a verification, $M a snapshot.
struct Asked {
  std::string text;
  // Of PERMISSION_DENIED, NOT_FOUND and INVALID_ARGUMENT: why it may be refused by somebody who reaches the
  // thing.
  std::vector<std::string> reasons = {};
  // Other ways to ask.
  std::vector<std::string> also = {};
};

using Requests = std::map<std::string, Asked>;

// By the name of the RPC: all of them. Those of commands leave things where they are, as often as they are
// sent: they name an etag that is not the last one, or what is there already.
const Requests& ValidRequests();

// Of what changes things.
Requests ValidCommands();

}  // namespace obt::testing
