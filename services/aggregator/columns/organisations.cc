#include "services/aggregator/columns/organisations.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::aggregator {
namespace {

// Identity refuses cycles and what is deeper than 60, mergers included; this bounds what bad data would cost.
constexpr int kMaxSteps = 64;

}  // namespace

bool Tree::IsUnder(Number organisation, Number top) const {
  for (int step = 0; step < kMaxSteps && organisation != kNone; ++step) {
    if (organisation == top) return true;
    organisation = parent[organisation];
  }
  return false;
}

Number Organisations::Add(absl::string_view code) {
  const Number number = names_.Add(code);
  if (known_.size() < names_.size()) {
    known_.resize(names_.size());
    changed_ = true;
  }
  return number;
}

absl::StatusOr<Number> Organisations::Get(absl::string_view code) const {
  const Number number = Find(code);
  if (number != kNone && IsKnown(number)) return number;
  return Error(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND",
               absl::StrCat("there is no organisation \"", code, "\""));
}

void Organisations::Put(const identity::v1::Organisation& organisation) {
  known_[Add(organisation.code())] = organisation;
  changed_ = true;
  Add(organisation.parent_code());
  Add(organisation.successor_code());
  for (const identity::v1::OrganisationVersion& past : organisation.past()) Add(past.parent_code());
}

std::string Organisations::NameOn(Number number, Day day) const {
  const identity::v1::Organisation& organisation = known_[number];
  for (const identity::v1::OrganisationVersion& past : organisation.past()) {
    if (day < ParseDay(past.until()).value_or(kAlways)) return past.name();
  }
  return organisation.name().empty() ? CodeOf(number) : organisation.name();
}

Number Organisations::ParentOn(Number number, Day day) const {
  const identity::v1::Organisation& organisation = known_[number];
  for (const identity::v1::OrganisationVersion& past : organisation.past()) {
    if (day < ParseDay(past.until()).value_or(kAlways)) return names_.Find(past.parent_code());
  }
  return names_.Find(organisation.parent_code());
}

Number Organisations::FollowOn(Number number, Day day) const {
  for (int step = 0; step < kMaxSteps; ++step) {
    const Number successor = names_.Find(known_[number].successor_code());
    if (successor == kNone || ParseDay(known_[number].valid_to()).value_or(kNever) > day) break;
    number = successor;
  }
  return number;
}

Tree Organisations::MakeTree(Day day) const {
  Tree tree;
  const size_t count = size();
  tree.follow.resize(count);
  tree.parent.resize(count);
  tree.department.resize(count);
  for (size_t i = 1; i < count; ++i) {
    tree.follow[i] = FollowOn(static_cast<Number>(i), day);
    tree.parent[i] = FollowOn(ParentOn(static_cast<Number>(i), day), day);
  }
  for (size_t i = 1; i < count; ++i) {
    Number at = static_cast<Number>(i);
    for (int step = 0; step < kMaxSteps && at != kNone; ++step, at = tree.parent[at]) {
      if (IsDepartment(at)) tree.department[i] = at;
    }
  }
  return tree;
}

void Organisations::Compile() {
  if (!changed_) return;
  changed_ = false;
  changes_.clear();
  by_code_.clear();
  for (size_t i = 1; i < size(); ++i) {
    by_code_.push_back(static_cast<Number>(i));
    const identity::v1::Organisation& organisation = known_[i];
    const std::optional<Day> ended = ParseDay(organisation.valid_to());
    if (ended.has_value() && !organisation.successor_code().empty()) changes_.push_back(*ended);
    for (const identity::v1::OrganisationVersion& past : organisation.past()) {
      if (const std::optional<Day> until = ParseDay(past.until())) changes_.push_back(*until);
    }
  }
  std::sort(changes_.begin(), changes_.end());
  changes_.erase(std::unique(changes_.begin(), changes_.end()), changes_.end());
  std::sort(by_code_.begin(), by_code_.end(), [this](Number a, Number b) { return CodeOf(a) < CodeOf(b); });
  trees_ = {MakeTree(kAlways)};
  for (const Day day : changes_) trees_.push_back(MakeTree(day));
}

size_t Organisations::EpochOf(Day day) const {
  return static_cast<size_t>(std::upper_bound(changes_.begin(), changes_.end(), day) - changes_.begin());
}

}  // namespace obt::aggregator
