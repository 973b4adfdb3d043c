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
  size_t size() const { return places_.size(); }
  // Room for that many lists with that many items.
  void Reserve(size_t lists, size_t items) {
    places_.reserve(lists);
    items_.reserve(items);
  }
  // Adds an empty list.
  void Add() { places_.emplace_back(); }
  absl::Span<const T> Of(size_t list) const {
    const Place& place = places_[list];
    return {items_.data() + place.begin, place.count};
  }
  absl::Span<T> Of(size_t list) {
    const Place& place = places_[list];
    return {items_.data() + place.begin, place.count};
  }

  void Set(size_t list, absl::Span<const T> items) {
    Place& place = places_[list];
    if (items.size() > place.capacity) Move(place, items.size());
    place.count = static_cast<uint32_t>(items.size());
    std::copy(items.begin(), items.end(), items_.begin() + place.begin);
    if (dead_ > kWorthPacking && dead_ > items_.size() / 3) Pack();
  }

  size_t bytes() const { return items_.capacity() * sizeof(T) + places_.capacity() * sizeof(Place); }

 private:
  static constexpr size_t kWorthPacking = 1 << 16;
  struct Place {
    uint32_t begin = 0, count = 0, capacity = 0;
  };

  void Move(Place& place, size_t count) {
    const size_t room = place.capacity == 0 ? 0 : count / 3;
    dead_ += place.capacity;
    place.capacity = static_cast<uint32_t>(count + room);
    place.begin = static_cast<uint32_t>(items_.size());
    const size_t size = items_.size() + place.capacity;
    if (size > items_.capacity()) items_.reserve(size + size / 5);  // doubling would waste tens of megabytes
    items_.resize(size);
  }

  void Pack() {
    std::vector<T> packed;
    packed.reserve((items_.size() - dead_) * 6 / 5);
    for (Place& place : places_) {
      const uint32_t begin = static_cast<uint32_t>(packed.size());
      packed.insert(packed.end(), items_.begin() + place.begin,
                    items_.begin() + place.begin + place.capacity);
      place.begin = begin;
    }
    items_ = std::move(packed);
    dead_ = 0;
  }

  std::vector<Place> places_;
  std::vector<T> items_;
  size_t dead_ = 0;
};

}  // namespace obt::aggregator
