#include "services/aggregator/rules/names.h"

#include "common/base/error.h"

namespace obt::aggregator {

Number Names::Find(absl::string_view code) const {
  const auto found = numbers_.find(code);
  return found == numbers_.end() ? kNone : found->second;
}

Number Names::Add(absl::string_view code) {
  if (code.empty()) return kNone;
  const Number known = Find(code);
  if (known != kNone) return known;
  if (codes_.size() > kMaxNames) Die("more than 65,000 different codes of one kind");
  const Number number = static_cast<Number>(codes_.size());
  codes_.emplace_back(code);
  numbers_.emplace(codes_.back(), number);
  return number;
}

size_t NameBook::size() const {
  size_t size = 0;
  for (const Names& names : of_kind_) size += names.size();
  return size;
}

}  // namespace obt::aggregator
