// Reads a service's feed as its consumers do, across its deaths: dense, chained as documented, and what was
// once shown is shown for ever.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/rpc/client.h"
#include "obt/store/v1/store.pb.h"
#include "tests/chaos/kill_record.h"
#include "tests/integration/world.h"

namespace obt::testing {

class FeedWatch {
 public:
  // Begins to watch.
  FeedWatch(World& world, KillRecord& record, const std::string& service);
  ~FeedWatch();
  // Catches up and ends; then reads everything anew, which must be what was seen, and returns it.
  std::vector<store::v1::Change> Finish();

 private:
  // One page behind what was seen; false when the service refuses.
  bool Read(std::vector<std::string>& chains, std::vector<store::v1::Change>* kept, int wait_ms);
  void Stop();

  KillRecord& record_;
  const std::string service_;
  const std::unique_ptr<const rpc::Client> client_;
  std::atomic<bool> stopping_{false};
  std::vector<std::string> seen_;  // the chain at each change; of the thread, until it has ended
  std::thread thread_;
};

}  // namespace obt::testing
