// The groups of a release: how many people are in each, which are empty, and which are one and the same. Pure
// but for its memory.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/reporting/tables/counts.h"

namespace obt::reporting::tables {

class Groups {
 public:
  Groups(const Tables& tables, const Counts& counts);

  // In order; "unknown" is always among them: that nobody is there must not be seen.
  const std::vector<Named>& departments() const { return departments_; }
  const std::vector<Named>& weeks() const { return weeks_; }
  // Of a department, or of "all": in order.
  std::vector<Named> PartsOf(const std::string& department, Dimension across) const;

  // N: everybody who was ever there, at least as many as are counted.
  int64_t SizeOf(const Group& group);
  // Nobody and nothing is there to be told of.
  bool IsEmpty(const Group& group);
  // The group that stands for all that are the same: a part that is the only one is the whole.
  const Group& Canonical(const Group& group);

 private:
  std::optional<std::string> OnlyDepartment(const Group& group);
  std::optional<std::string> OnlyPart(const Group& group);

  const Tables& tables_;
  const Counts& counts_;
  std::vector<Named> departments_;
  const std::vector<Named> weeks_;
  std::map<Group, int64_t> sizes_;
  std::map<Group, Group> canonical_;
};

}  // namespace obt::reporting::tables
