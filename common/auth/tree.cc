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

OrganisationTree::OrganisationTree(std::vector<Organisation> organisations)
    : organisations_(InOrder(std::move(organisations))) {
  for (size_t i = 0; i < organisations_.size(); ++i)
    index_.emplace(organisations_[i].code(), static_cast<int>(i));
  nodes_.reserve(organisations_.size());
  for (const Organisation& organisation : organisations_) nodes_.push_back(MakeNode(organisation));
  for (size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].within = WalkUp(static_cast<int>(i));
    for (const int above : {nodes_[i].parent, nodes_[i].successor}) {
      if (above != kNone) nodes_[above].below.push_back(static_cast<int>(i));
    }
  }
}

OrganisationTree::Node OrganisationTree::MakeNode(const Organisation& organisation) const {
  Node node;
  node.parent = IndexOf(organisation.parent_code());
  node.successor = IndexOf(organisation.successor_code());
  node.valid_to = ParseDay(organisation.valid_to()).value_or(kNever);
  for (const identity::v1::OrganisationVersion& version : organisation.past()) {
    const std::optional<Day> until = ParseDay(version.until());
    if (until.has_value()) node.past.push_back({*until, IndexOf(version.parent_code())});
  }
  std::stable_sort(node.past.begin(), node.past.end(),
                   [](const PastParent& a, const PastParent& b) { return a.until < b.until; });
  return node;
}

// Everything that can be reached over parents and successors, each once, nearest first.
std::vector<int> OrganisationTree::WalkUp(int from) const {
  std::vector<int> reached = {from};
  for (size_t i = 0; i < reached.size(); ++i) {
    const Node& node = nodes_[reached[i]];
    for (const int next : {node.successor, node.parent}) {
      if (next != kNone && std::find(reached.begin(), reached.end(), next) == reached.end())
        reached.push_back(next);
    }
  }
  return reached;
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
  const int node = IndexOf(code);
  const int top = IndexOf(ancestor);
  if (node == kNone || top == kNone) return false;
  const std::vector<int>& within = nodes_[node].within;
  return std::find(within.begin(), within.end(), top) != within.end();
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

std::string OrganisationTree::SuccessorOf(absl::string_view code, Day day) const {
  int node = IndexOf(code);
  if (node == kNone) return std::string(code);
  for (size_t steps = 0; steps < nodes_.size(); ++steps) {
    if (nodes_[node].successor == kNone || nodes_[node].valid_to > day) break;
    node = nodes_[node].successor;
  }
  return CodeOf(node);
}

int OrganisationTree::ParentAt(int node, Day day) const {
  for (const PastParent& past : nodes_[node].past) {
    if (day < past.until) return past.parent;
  }
  return nodes_[node].parent;
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

bool OrganisationTree::WouldCycle(absl::string_view code, absl::string_view new_parent) const {
  if (code == new_parent) return true;
  int node = IndexOf(new_parent);
  for (size_t steps = 0; node != kNone && steps < nodes_.size(); ++steps) {
    if (CodeOf(node) == code) return true;
    node = nodes_[node].parent;
  }
  return false;
}

}  // namespace obt::auth
