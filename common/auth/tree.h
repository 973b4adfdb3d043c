// The tree of organisations with its history, as identity publishes it: who lies within whom, what an
// organisation became, what it belonged to on a day. What was recorded for a later day counts from that day
// on. Immutable, so any thread may read it; every walk ends, also over data that has cycles.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "obt/identity/v1/organisation.pb.h"

namespace obt::auth {

class OrganisationTree {
 public:
  using Organisation = identity::v1::Organisation;

  // More organisations than this above one another are taken for a fault of the data.
  static constexpr int kMaxDepth = 60;

  // Of organisations with the same code the last one counts. A parent or successor that is not there counts
  // as none. `today` decides who lies within whom; every other question names its day.
  OrganisationTree(std::vector<Organisation> organisations, Day today);
  OrganisationTree(const OrganisationTree&) = delete;
  OrganisationTree& operator=(const OrganisationTree&) = delete;

  // nullptr if there is no such organisation.
  const Organisation* Find(absl::string_view code) const;
  // All organisations by code.
  const std::vector<Organisation>& organisations() const { return organisations_; }

  // True when today `code` is `ancestor`, or lies below it, or did so when it ended and was taken over by
  // another that does: the successor takes over for scope, in its parent's place. False when either is
  // unknown.
  bool IsWithin(absl::string_view code, absl::string_view ancestor) const;
  // Every code that is within `code`, nearest first, then by code; empty if it is unknown.
  std::vector<std::string> Subtree(absl::string_view code) const;
  // The name it had on that day; the code itself where it is unknown.
  absl::string_view NameAt(absl::string_view code, Day day) const;
  // What the organisation has become by that day: follows the successors of those that have ended, to the
  // last. The code itself where it has not ended, has no successor or is unknown.
  std::string SuccessorOf(absl::string_view code, Day day) const;
  // The parent on that day, or what that parent has become by then; empty at the top and for unknown codes.
  std::string ParentAt(absl::string_view code, Day day) const;
  // The topmost of the organisation and its ancestors of that day which is of kind DEPARTMENT.
  std::optional<std::string> DepartmentAt(absl::string_view code, Day day) const;

  // The days after `from` on which the tree becomes another one.
  std::vector<Day> ChangesAfter(Day from) const;
  // An organisation that lies within itself on a day, or deeper than kMaxDepth.
  struct Fault {
    std::string code;
    Day day = 0;
  };
  // The first on `from` or any later day; nothing in a sound tree.
  std::optional<Fault> FirstFault(Day from) const;

 private:
  static constexpr int kNone = -1;
  struct PastParent {
    Day until = kAlways;  // the first day it no longer held
    int parent = kNone;
  };
  struct Node {
    int parent = kNone;
    int successor = kNone;
    Day valid_to_day = kNever;
    std::vector<PastParent> past;  // by day
    int above = kNone;             // today
    std::vector<int> below;        // those right below it today
  };

  int IndexOf(absl::string_view code) const;
  Node MakeNode(const Organisation& organisation) const;
  int StatedParent(int node, Day day) const;
  int Follow(int node, Day day) const;
  int ParentAt(int node, Day day) const;
  int Above(int node, Day day) const;
  bool HasEnded(int node, Day day) const {
    return nodes_[node].successor != kNone && nodes_[node].valid_to_day <= day;
  }
  const std::string& CodeOf(int node) const { return organisations_[node].code(); }

  std::vector<Organisation> organisations_;  // by code; nodes_[i] belongs to organisations_[i]
  std::vector<Node> nodes_;
  absl::flat_hash_map<std::string, int> index_;
};

}  // namespace obt::auth
