// Valid requests, written once for all tests that call every RPC. For tests.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace obt::testing {

// Requests as text. $S stands for what the scope is checked against, of organisations too where the answer is
// narrowed; $P for a person, $T a team, $I an item of ideas, $R a release, $B a table, $M a snapshot.
struct Asked {
  std::string text;
  // Why it may be refused by somebody who reaches the thing, after other RPCs and other roles had their turn.
  std::vector<std::string> reasons = {};
  // Other ways to ask.
  std::vector<std::string> also = {};
};

// By the name of the RPC: every one that has a scope, needs a person, or may be called by a reporter.
const std::map<std::string, Asked>& ValidRequests();

}  // namespace obt::testing
