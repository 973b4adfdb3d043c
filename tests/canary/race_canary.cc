// A race planted in a plain struct: ThreadSanitizer, with the suppressions the suite runs under and gRPC and
// RocksDB loaded, must report it. If it does not, it would report no race of ours either.
#include <thread>

#include "common/base/mutex.h"
#include "common/store/store.h"

namespace {

struct Tally {
  int count = 0;  // two threads, no lock
};

}  // namespace

int main() {
  obt::store::Store::Statistics loaded;  // the suite's libraries are loaded as in any test
  Tally tally;
  const auto add = [&tally] {
    for (int i = 0; i < 1000; ++i) ++tally.count;
  };
  std::thread first(add), second(add);
  first.join();
  second.join();
  return tally.count > 0 && loaded.commits == 0 ? 0 : 1;
}
