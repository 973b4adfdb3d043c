// What chaos tests have a store do, and how they tell afterwards that nothing is missing, in part, twice or
// other than it was written: every byte follows from a seed and the command's number.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/store/store.h"

namespace obt::testing {

// An acknowledgement: the command and the sequence its caller was told. `at`: how long the journal was then.
struct Acknowledgement {
  uint64_t command = 0;
  uint64_t sequence = 0;
  size_t at = 0;
};

struct Findings {
  int lost = 0;          // acknowledged and not there, or under another sequence
  int duplicated = 0;    // there twice
  int wrong = 0;         // in part, broken, out of order
  std::string first;     // in words
  absl::Status refused;  // reading was refused: nothing else is known then
  bool clean() const { return lost + duplicated + wrong == 0 && refused.ok(); }
  void Add(int& kind, const std::string& text);
};

class Ledger {
 public:
  explicit Ledger(uint64_t seed) : seed_(seed) {}

  // A store whose tables are small, so that little load makes it write and merge files.
  static store::Options StoreOptions(std::shared_ptr<rocksdb::FileSystem> files, const std::string& path);

  using Done = std::function<void(const absl::Status&, uint64_t sequence)>;
  // Enters command number `n`: rows of two tables, a running total, one to three events, a kept reply, an
  // audit entry. Every seventh does all that and then fails. One that was entered before gets its first
  // sequence.
  std::unique_ptr<store::Command> Enter(uint64_t n, Done done) const;
  static bool Fails(uint64_t n) { return n % 7 == 6; }
  // Enters it and waits.
  absl::StatusOr<uint64_t> EnterAndWait(store::Store& store, uint64_t n) const;

  // Reads everything. `chain`: what the log's chain has to be, by sequence, as far as it goes; empty: any.
  Findings Check(const store::View& view, const std::vector<Acknowledgement>& told,
                 const std::vector<std::string>& chain) const;

 private:
  absl::Status Run(uint64_t n, store::Txn& txn, uint64_t& sequence) const;
  void CheckEntry(const store::View& view, uint64_t n, const store::v1::Cursor& row, uint64_t first,
                  Findings& found) const;
  std::string Payload(uint64_t n) const;
  const uint64_t seed_;
};

// The chain after each change of the log.
absl::StatusOr<std::vector<std::string>> ChainOf(const store::View& view);

}  // namespace obt::testing
