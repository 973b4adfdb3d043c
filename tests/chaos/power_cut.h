// The power-cut explorer: lives through a store's life over a journal of every file operation, then cuts the
// power at any point of it, again and again, and looks at what opens.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/chaos/apart.h"
#include "tests/chaos/disk.h"
#include "tests/chaos/ledger.h"

namespace obt::testing {

struct History {
  DiskImage start;
  std::vector<Note> notes;
  std::vector<Acknowledgement> told;  // `at` counts notes
  std::vector<std::string> chain;     // of the whole log at the end
  size_t ready = 0;                   // from here on every image has to open
};

class PowerCut {
 public:
  // What is found goes to `tally`, the first fault of each kind to stderr.
  PowerCut(uint64_t seed, bool lying_disk, Tally& tally);
  // One life and `images` power cuts, some of them followed by another life and more cuts. False when
  // anything was found.
  bool Explore(int images);

 private:
  History Live(DiskImage start, std::vector<Acknowledgement> told);
  void Load(store::Store& store, const Journal& journal, std::vector<Acknowledgement>& told);
  void CutAndCheck(const History& history, int images, bool again);
  bool Check(const DiskImage& image, const std::vector<Acknowledgement>& told,
             const std::vector<std::string>& chain);
  void Report(const std::string& what);

  const uint64_t seed_;
  const bool lying_disk_;
  Tally& tally_;
  const Ledger ledger_;
  std::mt19937_64 random_;
  uint64_t next_command_ = 0;
  int64_t faults_ = 0;
};

}  // namespace obt::testing
