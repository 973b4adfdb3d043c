// A closed loop of calls: keeps a number of them in flight for a while and tells how many finished and how
// long they took. The calling thread waits; replies are counted on gRPC's threads.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "google/protobuf/message.h"

namespace obt::bench {

struct LoadPlan {
  const rpc::Client* client = nullptr;
  std::string acting_for;  // a person's id, or empty
  int in_flight = 64;
  absl::Duration length = absl::Seconds(4);
  int64_t limit = -1;  // calls at most; -1: as many as fit in the time
  // Makes the n-th request; called on gRPC's threads, concurrently.
  std::function<std::unique_ptr<google::protobuf::Message>(int64_t n)> request;
  const google::protobuf::Message* response = nullptr;  // prototype
  // Looks at a response; false counts it as failed. Optional.
  std::function<bool(const google::protobuf::Message&)> check;
};

struct LoadResult {
  int64_t calls = 0;
  int64_t failed = 0;
  double seconds = 0;
  double p50_ms = 0, p99_ms = 0, most_ms = 0;
  absl::Status first_failure;
  double rate() const { return seconds > 0 ? static_cast<double>(calls) / seconds : 0; }
};

LoadResult Run(const LoadPlan& plan);
// Dies where a call failed.
void Check(const LoadResult& result);

// The cheapest call that a service answers: what its others are compared with.
LoadPlan NoOp(const rpc::Client& client, int in_flight);

double Median(std::vector<double> values);

}  // namespace obt::bench
