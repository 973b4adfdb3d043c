// What clients are answered, by whatever they may call: every RPC of the descriptors, in every way there is a
// request for it, about the things of a world of two sides. For tests.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/every_rpc.h"
#include "tests/integration/two_sides.h"

namespace obt::testing {

// Who asks: a client of one role, for somebody or (empty) for nobody.
struct Asker {
  std::string client;
  options::v1::Role role;
  std::string person = "";

  bool MayCall(const Rpc& rpc) const;
};

struct Answer {
  Rpc rpc;
  std::string asked;
  absl::Status status;
  std::unique_ptr<google::protobuf::Message> response;
};

// Every way to ask; none if there is no request for it.
std::vector<std::unique_ptr<google::protobuf::Message>> RequestsOf(const Rpc& rpc, const TwoSides& sides);

// Asks and reads on to the end.
Answer AnswerTo(const Asker& asker, const Rpc& rpc, const google::protobuf::Message& request,
                TwoSides& sides);

}  // namespace obt::testing
