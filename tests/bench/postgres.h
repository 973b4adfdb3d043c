// PostgreSQL doing what RecordLearning does: the same rows plus an outbox, each statement durable when it
// returns, with events that are sent twice ignored. To be compared with.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/load.h"

namespace obt::bench {

class Postgres {
 public:
  // Makes the tables anew where the connection string points, and keeps so many connections open.
  Postgres(const std::string& where, int connections);
  ~Postgres();

  // One set-based statement per `batch` events over the first so many connections; a call of the result is an
  // event.
  LoadResult Record(const std::vector<std::string>& people, int connections, int batch, absl::Duration length,
                    const std::string& run);

  // The processes that work for the connections, and those of the server's own.
  std::vector<int> Pids();

 private:
  class Connection;
  std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace obt::bench
