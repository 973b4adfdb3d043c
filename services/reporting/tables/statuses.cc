#include <algorithm>
#include <set>
#include <utility>

#include "services/reporting/tables/plan.h"

namespace obt::reporting::tables {

using disclosure::CellId;
using disclosure::Model;

absl::Status SetStatuses(const Plan& plan, const std::vector<disclosure::Status>& statuses, bool frozen,
                         Model& model) {
  if (statuses.size() != plan.end - plan.first)
    return absl::DataLossError("a release has not as many statuses as figures");
  for (CellId id = plan.first; id < plan.end; ++id) {
    model.cell(id).status = statuses[id - plan.first];
    model.cell(id).frozen = frozen;
  }
  return absl::OkStatus();
}

std::vector<disclosure::Status> StatusesOf(const Plan& plan, const Model& model) {
  std::vector<disclosure::Status> statuses;
  for (CellId id = plan.first; id < plan.end; ++id) statuses.push_back(model.cell(id).status);
  return statuses;
}

void Link(absl::Span<const Plan> older, const Plan& newest, Model& model) {
  std::set<std::pair<CellId, CellId>> linked;  // a quantity may have several names
  for (const auto& [name, id] : newest.names) {
    for (size_t i = older.size(); i-- > 0;) {
      const auto before = older[i].names.find(name);
      if (before == older[i].names.end()) continue;
      if (model.cell(before->second).truth <= model.cell(id).truth &&
          linked.emplace(before->second, id).second)
        model.AddOrder(before->second, id);
      break;
    }
  }
}

}  // namespace obt::reporting::tables
