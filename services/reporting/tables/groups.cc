#include "services/reporting/tables/groups.h"

#include <algorithm>

namespace obt::reporting::tables {
namespace {

namespace agg = aggregator::v1;

constexpr char kUnknownName[] = "Unknown";

}  // namespace

Groups::Groups(const Tables& tables, const Counts& counts)
    : tables_(tables),
      counts_(counts),
      departments_(counts.Departments()),
      weeks_(counts.Codes(agg::DIMENSION_WEEK)) {
  const bool has_unknown = !departments_.empty() && departments_.back().first == kUnknown;
  if (!has_unknown) departments_.emplace_back(kUnknown, kUnknownName);
}

std::vector<Named> Groups::PartsOf(const std::string& department, Dimension across) const {
  if (across == agg::DIMENSION_UNSPECIFIED) return {};
  if (across != agg::DIMENSION_ORGANISATION) return counts_.Codes(across);
  std::vector<Named> bodies = counts_.Codes(across, department);
  if (department == kUnknown && bodies.empty()) bodies.emplace_back(kUnknown, kUnknownName);
  return bodies;
}

int64_t Groups::SizeOf(const Group& group) {
  if (group.across == agg::DIMENSION_WEEK) return SizeOf({.department = group.department});
  const auto found = sizes_.find(group);
  if (found != sizes_.end()) return found->second;
  Group registered = group;
  if (group.department == kUnknown) {  // it could be anybody
    registered.department = kAll;
    if (group.across == agg::DIMENSION_ORGANISATION) registered = Group();
  }
  int64_t size = counts_.Of(registered, NameOf(agg::MEASURE_EVER_REGISTERED, ""));
  for (const StandardTable* const table : tables_) {
    if (table->kind != Kind::kPeople) continue;
    for (const Measure measure : table->measures) {
      for (const Column& column : counts_.ColumnsOf(measure))
        size = std::max(size, counts_.Of(group, column.name));
    }
  }
  return sizes_.emplace(group, size).first->second;
}

bool Groups::IsEmpty(const Group& group) {
  if (SizeOf(group) > 0) return false;
  for (const StandardTable* const table : tables_) {
    if (table->kind != Kind::kItems) continue;
    for (const Measure measure : table->measures) {
      for (const Column& column : counts_.ColumnsOf(measure)) {
        if (counts_.Of(group, column.name) != 0) return false;
      }
    }
  }
  return true;
}

const Group& Groups::Canonical(const Group& group) {
  const auto found = canonical_.find(group);
  if (found != canonical_.end()) return found->second;
  Group same = group;
  if (group.across == agg::DIMENSION_WEEK && group.code == weeks_.back().first) {
    same = {.department = group.department};  // up to as_of
  } else if (group.is_national()) {
    same.department = OnlyDepartment(group).value_or(kAll);
  } else if (!group.is_whole() && group.across != agg::DIMENSION_WEEK && OnlyPart(group) == group.code) {
    same = {.department = group.department};
  }
  const bool is_other = group < same || same < group;
  const Group canonical = is_other ? Canonical(same) : same;
  return canonical_.emplace(group, canonical).first->second;
}

std::optional<std::string> Groups::OnlyDepartment(const Group& group) {
  std::optional<std::string> only;
  for (const auto& [department, name] : departments_) {
    if (IsEmpty({department, group.across, group.code})) continue;
    if (only.has_value()) return std::nullopt;
    only = department;
  }
  return only;
}

std::optional<std::string> Groups::OnlyPart(const Group& group) {
  std::optional<std::string> only;
  for (const auto& [code, name] : PartsOf(group.department, group.across)) {
    if (IsEmpty({group.department, group.across, code})) continue;
    if (only.has_value()) return std::nullopt;
    only = code;
  }
  return only;
}

}  // namespace obt::reporting::tables
