// Everybody, as columns: one array per field, a dense index per person, in the order in which they were first
// heard of. Most people have one stay; the few who moved have the stays before their last one elsewhere. A
// value.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "common/base/days.h"
#include "common/base/ids.h"
#include "services/aggregator/columns/attributes.h"
#include "services/aggregator/columns/stretches.h"
#include "services/aggregator/rules/names.h"

namespace obt::aggregator {

using PersonIndex = uint32_t;
inline constexpr PersonIndex kNobody = std::numeric_limits<PersonIndex>::max();

// A membership, [from, to).
struct Stay {
  Number organisation = kNone;
  Day from = kNever;
  Day to = kNever;
  bool Covers(Day day) const { return from <= day && day < to; }
  friend bool operator==(const Stay& a, const Stay& b) = default;
};

// Everybody with the same attributes has the same profile: one look-up instead of three.
using Profile = uint32_t;

// Somebody's profile and last stay; of most people the only one.
struct Placement {
  Profile profile = 0;
  Number organisation = kNone;
  Day from = kNever;  // without stays: kNever, kNever
  Day to = kNever;
};

// People who share a stay and the code of an attribute. They are counted together.
struct Crowd {
  Number organisation = kNone;
  uint32_t code = 0;
  Day from = kNever;
  Day to = kNever;
  friend bool operator==(const Crowd& a, const Crowd& b) = default;
  template <typename H>
  friend H AbslHashValue(H hash, const Crowd& crowd) {
    return H::combine(std::move(hash), crowd.organisation, crowd.code, crowd.from, crowd.to);
  }
};

// How many there are of each; nothing of none.
class Crowds {
 public:
  struct Counted {
    Crowd crowd;
    uint32_t people = 0;
  };
  void Add(const Crowd& crowd);
  void Remove(const Crowd& crowd);  // which must be there
  // In no order.
  const std::vector<Counted>& all() const { return all_; }
  size_t bytes() const;

 private:
  std::vector<Counted> all_;
  absl::flat_hash_map<Crowd, uint32_t> index_of_;
};

class People {
 public:
  PersonIndex Find(const PersonId& id) const;  // kNobody if never heard of
  // A new person has no stays and nothing known.
  PersonIndex Add(const PersonId& id);
  // Adds many in a row: each must be new, and nobody can be found before they are Indexed.
  PersonIndex Append(const PersonId& id);
  void Index();
  size_t size() const { return ids_.size(); }

  // `stays` in order, without overlap.
  void Set(PersonIndex person, const Attributes& attributes, absl::Span<const Stay> stays);

  const PersonId& IdOf(PersonIndex person) const { return ids_[person]; }
  // The organisation of the stay that covers a day; kNone if none does.
  Number OrganisationOn(PersonIndex person, Day day) const {
    const Placement& last = placements_[person];
    if (last.from <= day) return day < last.to ? last.organisation : kNone;
    return moves_[person] == 0 ? kNone : EarlierOn(person, day);
  }
  // Where somebody belongs on a day: as above, else the last one before; kNone before the first.
  Number BelongsTo(PersonIndex person, Day day) const {
    const Placement& last = placements_[person];
    if (last.from <= day) return last.organisation;
    return moves_[person] == 0 ? kNone : EarlierBelonging(person, day);
  }
  // They have had one stay at most, and no end of it is known.
  bool IsSettled(PersonIndex person) const;
  // All stays in order.
  std::vector<Stay> StaysOf(PersonIndex person) const;
  bool HasEarlierStays(PersonIndex person) const { return moves_[person] != 0; }
  // All but the last, of somebody who has some.
  absl::Span<const Stay> EarlierStays(PersonIndex person) const { return earlier_.Of(moves_[person] - 1); }
  const Attributes& AttributesOf(PersonIndex person) const { return profiles_[placements_[person].profile]; }
  // What each profile stands for; 0 is nothing known.
  const std::vector<Attributes>& profiles() const { return profiles_; }

  // By person.
  const std::vector<Placement>& placements() const { return placements_; }
  // Every stay of everybody, by the code of an attribute, kTogether or kByProfile.
  const std::vector<Crowds::Counted>& crowds(size_t by) const { return crowds_[by].all(); }
  size_t bytes() const;

 private:
  Number EarlierOn(PersonIndex person, Day day) const;
  Number EarlierBelonging(PersonIndex person, Day day) const;
  size_t SlotOf(const PersonId& id) const;
  // As many slots as everybody and one more need.
  bool HasRoom() const { return slots_.size() >= 2 * (ids_.size() + 1); }
  Profile ProfileOf(const Attributes& attributes);
  // Adds somebody's stays to the crowds, or takes them out.
  void Count(PersonIndex person, void (Crowds::*change)(const Crowd&));

  std::vector<PersonId> ids_;
  std::vector<PersonIndex> slots_;  // open addressing over ids_; a power of two, at most half full
  std::vector<Attributes> profiles_ = std::vector<Attributes>(1);
  absl::flat_hash_map<Attributes, Profile> profile_of_ = {{Attributes(), 0}};
  std::vector<Placement> placements_;
  std::array<Crowds, kByProfile + 1> crowds_;
  std::vector<uint32_t> moves_;  // 0, or 1 + index in earlier_ (which may be empty)
  Stretches<Stay> earlier_;
};

}  // namespace obt::aggregator
