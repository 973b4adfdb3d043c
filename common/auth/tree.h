// The tree of organisations with its history, as identity publishes it: who lies within whom, what an
// organisation became, what it belonged to on a day. Immutable, so any thread may read it; every walk ends,
// also over data that has cycles.
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

  // Of organisations with the same code the last one counts. A parent or successor that is not there counts
  // as none.
  explicit OrganisationTree(std::vector<Organisation> organisations);
  OrganisationTree(const OrganisationTree&) = delete;
  OrganisationTree& operator=(const OrganisationTree&) = delete;

  // nullptr if there is no such organisation.
  const Organisation* Find(absl::string_view code) const;
  // All organisations by code.
  const std::vector<Organisation>& organisations() const { return organisations_; }

  // True when `code` is `ancestor`, or lies below it in the current tree, or its successor does: the
  // successor of an organisation that has ended takes over for scope. False when either is unknown.
  bool IsWithin(absl::string_view code, absl::string_view ancestor) const;
  // Every code that is within `code`, nearest first, then by code; empty if it is unknown.
  std::vector<std::string> Subtree(absl::string_view code) const;
  // What the organisation has become by that day: follows the successors of those that have ended, to the
  // last. The code itself where it has not ended, has no successor or is unknown.
  std::string SuccessorOf(absl::string_view code, Day day) const;
  // The parent on that day; empty at the top and for unknown codes.
  std::string ParentAt(absl::string_view code, Day day) const;
  // The topmost of the organisation and its ancestors of that day which is of kind DEPARTMENT.
  std::optional<std::string> DepartmentAt(absl::string_view code, Day day) const;
  // True when moving `code` below `new_parent` would make it its own ancestor.
  bool WouldCycle(absl::string_view code, absl::string_view new_parent) const;

 private:
  static constexpr int kNone = -1;
  struct PastParent {
    Day until = kAlways;  // the first day it no longer held
    int parent = kNone;
  };
  struct Node {
    int parent = kNone;
    int successor = kNone;
    Day valid_to = kNever;
    std::vector<PastParent> past;  // by day
    std::vector<int> within;       // itself and all it lies within, nearest first
    std::vector<int> below;        // those whose parent or successor it is
  };

  int IndexOf(absl::string_view code) const;
  Node MakeNode(const Organisation& organisation) const;
  std::vector<int> WalkUp(int from) const;
  int ParentAt(int node, Day day) const;
  const std::string& CodeOf(int node) const { return organisations_[node].code(); }

  std::vector<Organisation> organisations_;  // by code; nodes_[i] belongs to organisations_[i]
  std::vector<Node> nodes_;
  absl::flat_hash_map<std::string, int> index_;
};

}  // namespace obt::auth
