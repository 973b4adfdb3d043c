// The load of the kill loop on the aggregator: asks for figures that must include what was acknowledged and
// nothing that was never asked for, and has everything recounted now and then.
#pragma once

#include <atomic>
#include <random>
#include <string>

#include "obt/aggregator/v1/verify.pb.h"
#include "tests/chaos/kill_record.h"
#include "tests/chaos/writers.h"
#include "tests/integration/world.h"

namespace obt::testing {

class FiguresReader {
 public:
  FiguresReader(World& world, KillRecord& record, const Crowd& crowd, uint64_t seed)
      : world_(world), record_(record), crowd_(crowd), random_(seed) {
    record_.AddLoad(kService);
  }
  void Run(const std::atomic<bool>& stop);
  // A recount of everything, to its end, which must be clean.
  void VerifyAll();

 private:
  static constexpr char kService[] = "aggregator";

  void AskForFigures();
  void LookAtRecount();
  void Judge(const aggregator::v1::Verification& verification);

  World& world_;
  KillRecord& record_;
  const Crowd& crowd_;
  std::mt19937_64 random_;
  std::string recount_;  // the one under way
};

}  // namespace obt::testing
