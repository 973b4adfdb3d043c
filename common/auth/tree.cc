#include "common/auth/tree.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace obt::auth {
namespace {

using Organisation = OrganisationTree::Organisation;

// By code, and of those with the same code only the last.
std::vector<Organisation> InOrder(std::vector<Organisation> organisations) {
  std::stable_sort(organisations.begin(), organisations.end(),
                   [](const Organisation& a, const Organisation& b) { return a.code() < b.code(); });
  std::vector<Organisation> unique;
  unique.reserve(organisations.size());
  for (Organisation& organisation : organisations) {
    if (!unique.empty() && unique.back().code() == organisation.code()) unique.pop_back();
    unique.push_back(std::move(organisation));
  }
  return unique;
}

}  // namespace

OrganisationTree::OrganisationTree(std::vector<Organisation> organisations, Day today)
    : organisations_(InOrder(std::move(organisations))) {
  for (size_t i = 0; i < organisations_.size(); ++i)
    index_.emplace(organisations_[i].code(), static_cast<int>(i));
  nodes_.reserve(organisations_.size());
  for (const Organisation& organisation : organisations_) nodes_.push_back(MakeNode(organisation));
  for (size_t i = 0; i < nodes_.size(); ++i) {
    const int node = static_cast<int>(i);
    nodes_[i].above = Above(node, today);
    if (nodes_[i].above != kNone) nodes_[nodes_[i].above].below.push_back(node);
  }
}

OrganisationTree::Node OrganisationTree::MakeNode(const Organisation& organisation) const {
  Node node;
  node.parent = IndexOf(organisation.parent_code());
  node.successor = IndexOf(organisation.successor_code());
  node.valid_to_day = ParseDay(organisation.valid_to_day()).value_or(kNever);
  for (const identity::v1::OrganisationVersion& version : organisation.past()) {
    const std::optional<Day> until = ParseDay(version.to_day());
    if (until.has_value()) node.past.push_back({*until, IndexOf(version.parent_code())});
  }
  std::stable_sort(node.past.begin(), node.past.end(),
                   [](const PastParent& a, const PastParent& b) { return a.until < b.until; });
  return node;
}

int OrganisationTree::IndexOf(absl::string_view code) const {
  const auto it = index_.find(code);
  return it == index_.end() ? kNone : it->second;
}

const Organisation* OrganisationTree::Find(absl::string_view code) const {
  const int node = IndexOf(code);
  return node == kNone ? nullptr : &organisations_[node];
}

bool OrganisationTree::IsWithin(absl::string_view code, absl::string_view ancestor) const {
  const int top = IndexOf(ancestor);
  int node = top == kNone ? kNone : IndexOf(code);
  for (size_t steps = 0; node != kNone && steps < nodes_.size(); ++steps, node = nodes_[node].above) {
    if (node == top) return true;
  }
  return false;
}

std::vector<std::string> OrganisationTree::Subtree(absl::string_view code) const {
  std::vector<int> found;
  if (const int top = IndexOf(code); top != kNone) found.push_back(top);
  std::vector<bool> seen(nodes_.size());
  if (!found.empty()) seen[found[0]] = true;
  for (size_t begin = 0; begin < found.size();) {  // layer by layer
    const size_t end = found.size();
    for (size_t i = begin; i < end; ++i) {
      for (const int below : nodes_[found[i]].below) {
        if (!seen[below]) found.push_back(below);
        seen[below] = true;
      }
    }
    begin = end;
    std::sort(found.begin() + static_cast<std::ptrdiff_t>(begin),
              found.end());  // nodes are in the order of codes
  }
  std::vector<std::string> codes;
  codes.reserve(found.size());
  for (const int node : found) codes.push_back(CodeOf(node));
  return codes;
}

absl::string_view OrganisationTree::NameAt(absl::string_view code, Day day) const {
  const Organisation* const organisation = Find(code);
  if (organisation == nullptr) return code;
  for (const identity::v1::OrganisationVersion& past : organisation->past()) {
    if (day < ParseDay(past.to_day()).value_or(kAlways)) return past.name();
  }
  return organisation->name();
}

std::string OrganisationTree::SuccessorOf(absl::string_view code, Day day) const {
  const int node = IndexOf(code);
  return node == kNone ? std::string(code) : CodeOf(Follow(node, day));
}

// As stated for that day, whether or not it still existed.
int OrganisationTree::StatedParent(int node, Day day) const {
  for (const PastParent& past : nodes_[node].past) {
    if (day < past.until) return past.parent;
  }
  return nodes_[node].parent;
}

int OrganisationTree::Follow(int node, Day day) const {
  for (size_t steps = 0; steps < nodes_.size() && HasEnded(node, day); ++steps) node = nodes_[node].successor;
  return node;
}

int OrganisationTree::ParentAt(int node, Day day) const {
  const int parent = StatedParent(node, day);
  return parent == kNone ? kNone : Follow(parent, day);
}

// One step up: to who took over, else to the parent.
int OrganisationTree::Above(int node, Day day) const {
  return HasEnded(node, day) ? nodes_[node].successor : StatedParent(node, day);
}

std::string OrganisationTree::ParentAt(absl::string_view code, Day day) const {
  const int node = IndexOf(code);
  if (node == kNone) return "";
  const int parent = ParentAt(node, day);
  return parent == kNone ? "" : CodeOf(parent);
}

std::optional<std::string> OrganisationTree::DepartmentAt(absl::string_view code, Day day) const {
  int department = kNone;
  int node = IndexOf(code);
  for (size_t steps = 0; node != kNone && steps < nodes_.size(); ++steps) {
    if (organisations_[node].kind() == identity::v1::ORGANISATION_KIND_DEPARTMENT) department = node;
    node = ParentAt(node, day);
  }
  if (department == kNone) return std::nullopt;
  return CodeOf(department);
}

std::vector<Day> OrganisationTree::ChangesAfter(Day from) const {
  std::vector<Day> days;
  for (const Node& node : nodes_) {
    if (node.successor != kNone && node.valid_to_day != kNever) days.push_back(node.valid_to_day);
    for (const PastParent& past : node.past) days.push_back(past.until);
  }
  days.erase(std::remove_if(days.begin(), days.end(), [from](Day day) { return day <= from; }), days.end());
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

std::optional<OrganisationTree::Fault> OrganisationTree::FirstFault(Day from) const {
  std::vector<Day> days = ChangesAfter(from);
  days.insert(days.begin(), from);
  for (const Day day : days) {
    for (size_t i = 0; i < nodes_.size(); ++i) {
      int node = static_cast<int>(i);
      for (int depth = 0; node != kNone && depth < kMaxDepth; ++depth) node = Above(node, day);
      if (node != kNone) return Fault{organisations_[i].code(), day};
    }
  }
  return std::nullopt;
}

}  // namespace obt::auth
