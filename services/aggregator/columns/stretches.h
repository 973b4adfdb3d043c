// Many short lists in one array: a stretch for each. A list that outgrows its stretch moves to the end, with
// a little room to grow; when a third of the array is dead it is packed again. No allocation for each list,
// and quick to copy. A value.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace obt::aggregator {

template <typename T>
class Stretches {
 public:
  size_t size() const { return slots_.size(); }
  // Room for that many lists with that many items.
  void Reserve(size_t lists, size_t items) {
    slots_.reserve(lists);
    items_.reserve(items);
  }
  // Adds an empty list.
  void Add() { slots_.emplace_back(); }
  absl::Span<const T> Of(size_t list) const {
    const Slot& slot = slots_[list];
    return {items_.data() + slot.begin, slot.count};
  }
  absl::Span<T> Of(size_t list) {
    const Slot& slot = slots_[list];
    return {items_.data() + slot.begin, slot.count};
  }

  void Set(size_t list, absl::Span<const T> items) {
    Slot& slot = slots_[list];
    if (items.size() > slot.capacity) Move(slot, items.size());
    slot.count = static_cast<uint32_t>(items.size());
    std::copy(items.begin(), items.end(), items_.begin() + slot.begin);
    if (dead_ > kWorthPacking && dead_ > items_.size() / 3) Pack();
  }

  size_t bytes() const { return items_.capacity() * sizeof(T) + slots_.capacity() * sizeof(Slot); }

 private:
  static constexpr size_t kWorthPacking = 1 << 16;
  struct Slot {
    uint32_t begin = 0, count = 0, capacity = 0;
  };

  void Move(Slot& slot, size_t count) {
    const size_t room = slot.capacity == 0 ? 0 : count / 3;
    dead_ += slot.capacity;
    slot.capacity = static_cast<uint32_t>(count + room);
    slot.begin = static_cast<uint32_t>(items_.size());
    const size_t size = items_.size() + slot.capacity;
    if (size > items_.capacity()) items_.reserve(size + size / 5);  // doubling would waste tens of megabytes
    items_.resize(size);
  }

  void Pack() {
    std::vector<T> packed;
    packed.reserve((items_.size() - dead_) * 6 / 5);
    for (Slot& slot : slots_) {
      const uint32_t begin = static_cast<uint32_t>(packed.size());
      packed.insert(packed.end(), items_.begin() + slot.begin, items_.begin() + slot.begin + slot.capacity);
      slot.begin = begin;
    }
    items_ = std::move(packed);
    dead_ = 0;
  }

  std::vector<Slot> slots_;
  std::vector<T> items_;
  size_t dead_ = 0;
};

}  // namespace obt::aggregator
