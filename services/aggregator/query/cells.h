// Where a query counts: one number per cell, in an array where that is small, else in a hash map.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace obt::aggregator {

class DenseCells {
 public:
  explicit DenseCells(uint64_t cells) : values_(cells + kApart, 0) {}
  void Add(uint64_t cell, int64_t value) { values_[cell] += value; }
  int64_t Get(uint64_t cell) const { return values_[cell]; }
  // Every cell that is not 0, some order.
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (size_t cell = 0; cell < values_.size(); ++cell) {
      if (values_[cell] != 0) visit(cell);
    }
  }

 private:
  // Behind the cells, so that two threads' never share a line of the cache.
  static constexpr uint64_t kApart = 8;
  std::vector<int64_t> values_;
};

class SparseCells {
 public:
  explicit SparseCells(uint64_t) {}
  void Add(uint64_t cell, int64_t value) { values_[cell] += value; }
  int64_t Get(uint64_t cell) const {
    const auto found = values_.find(cell);
    return found == values_.end() ? 0 : found->second;
  }
  template <typename Visit>
  void ForEach(Visit visit) const {
    for (const auto& [cell, value] : values_) {
      if (value != 0) visit(cell);
    }
  }

 private:
  absl::flat_hash_map<uint64_t, int64_t> values_;
};

}  // namespace obt::aggregator
