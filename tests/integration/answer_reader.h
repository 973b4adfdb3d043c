// What stands in an answer, whatever its type. For tests.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "tests/integration/every_rpc.h"

namespace obt::testing {

// Every page of an answer, merged into one.
absl::Status ReadWhole(const rpc::Client& client, const Rpc& rpc, const google::protobuf::Message& request,
                       google::protobuf::Message& response, const rpc::CallOptions& options = {});

// All texts and whole numbers, names of enum values aside.
struct Contents {
  std::set<std::string> texts;
  std::set<int64_t> numbers;
};
Contents ContentsOf(const google::protobuf::Message& answer);

// A dictionary lists all codes there are, which everybody may know; this keeps those of groups that are
// there.
std::unique_ptr<google::protobuf::Message> WithoutUnusedCodes(const google::protobuf::Message& answer);

// The answer without how many changes there have been in all: whatever happens anywhere counts there, and
// nothing tells what it was.
std::unique_ptr<google::protobuf::Message> Settled(const google::protobuf::Message& answer);

}  // namespace obt::testing
