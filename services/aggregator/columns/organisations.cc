#include "services/aggregator/columns/organisations.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::aggregator {

bool Tree::IsUnder(Number organisation, Number top) const {
  for (int step = 0; step < auth::OrganisationTree::kMaxDepth && organisation != kNone; ++step) {
    if (organisation == top) return true;
    organisation = parent[organisation];
  }
  return false;
}

absl::StatusOr<Number> Organisations::Get(absl::string_view code) const {
  const Number number = Find(code);
  if (number != kNone && IsKnown(number)) return number;
  return Error(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND",
               absl::StrCat("there is no organisation \"", code, "\""));
}

void Organisations::Put(const Organisation& organisation) {
  Add(organisation.code());
  put_.push_back(organisation);
}

Tree Organisations::MakeTree(Day day) const {
  Tree tree;
  tree.follow.resize(size());
  tree.parent.resize(size());
  tree.department.resize(size());
  for (const Number number : by_code_) {
    const std::string& code = CodeOf(number);
    tree.follow[number] = Find(rows_->SuccessorOf(code, day));
    tree.parent[number] = Find(rows_->ParentAt(code, day));
    tree.department[number] = Find(rows_->DepartmentAt(code, day).value_or(""));
  }
  return tree;
}

void Organisations::Compile() {
  if (put_.empty() && known_.size() == size()) return;
  std::vector<Organisation> rows = rows_->organisations();
  rows.insert(rows.end(), put_.begin(), put_.end());
  put_.clear();
  rows_ = std::make_shared<const auth::OrganisationTree>(std::move(rows), kAlways);
  known_.assign(size(), nullptr);
  for (const Organisation& row : rows_->organisations()) known_[Find(row.code())] = &row;
  by_code_.clear();
  for (size_t i = 1; i < size(); ++i) by_code_.push_back(static_cast<Number>(i));
  std::sort(by_code_.begin(), by_code_.end(), [this](Number a, Number b) { return CodeOf(a) < CodeOf(b); });
  changes_ = rows_->ChangesAfter(kAlways);
  trees_ = {MakeTree(kAlways)};
  for (const Day day : changes_) trees_.push_back(MakeTree(day));
}

size_t Organisations::EpochOf(Day day) const {
  return static_cast<size_t>(std::upper_bound(changes_.begin(), changes_.end(), day) - changes_.begin());
}

}  // namespace obt::aggregator
