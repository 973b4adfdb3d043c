#include "services/reporting/making/joint.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "services/reporting/making/digests.h"

namespace obt::reporting::making {
namespace {

void SetCalendars(const v1::DisclosurePolicy& policy, tables::Plan& plan) {
  for (tables::PlannedTable& table : plan.tables) {
    for (const v1::TableCalendar& calendar : policy.calendars()) {
      if (calendar.table_id() == table.outline.table_id()) table.outline.set_calendar(calendar.calendar());
    }
  }
}

}  // namespace

absl::StatusOr<tables::Tables> TablesIn(const store::v1::ReleaseRow& row) {
  tables::Tables tables;
  for (const std::string& id : row.table_ids()) {
    const tables::StandardTable* const table = tables::FindTable(id);
    if (table == nullptr) return absl::DataLossError(absl::StrCat("no table is known as ", id));
    tables.push_back(table);
  }
  return tables;
}

bool IsPublished(const v1::Release& release) {
  return release.state() == v1::RELEASE_STATE_PUBLISHED || release.state() == v1::RELEASE_STATE_SUPERSEDED;
}

absl::StatusOr<Joint> Join(absl::Span<const Kept> releases) {
  Joint joint;
  for (const Kept& kept : releases) {
    const bool is_newest = &kept == &releases.back();
    OBT_ASSIGN_OR_RETURN(const tables::Counts counts, tables::Counts::Read(kept.answers));
    const std::string name = absl::StrCat(kept.row.release().number(), ".", kept.row.release().revision());
    OBT_ASSIGN_OR_RETURN(const tables::Tables standard, TablesIn(kept.row));
    const tables::Surveys surveys(kept.surveys);
    OBT_ASSIGN_OR_RETURN(tables::Plan plan, tables::AddRelease(standard, counts, surveys, name, joint.model));
    // Other tables or measures would give statuses to other cells.
    if (!kept.row.cells_sha256().empty() && kept.row.cells_sha256() != DigestOf(plan))
      return absl::DataLossError("a release was made of other cells than this program makes");
    if (!is_newest || !kept.statuses.empty())
      OBT_RETURN_IF_ERROR(tables::SetStatuses(plan, kept.statuses, !is_newest, joint.model));
    tables::Link(joint.plans, plan, joint.model);
    SetCalendars(kept.row.policy(), plan);
    joint.plans.push_back(std::move(plan));
  }
  joint.model.Finish();
  return joint;
}

std::vector<std::string> AuditedWith(const std::vector<store::v1::ReleaseRow>& releases,
                                     const store::v1::ReleaseRow& next) {
  std::set<std::string> missing;
  for (const tables::StandardTable& table : tables::StandardTables()) missing.insert(std::string(table.id));
  std::vector<std::string> with;
  int32_t number = 0;  // of the one looked at last
  for (const store::v1::ReleaseRow& row : releases) {
    if (!IsPublished(row.release())) continue;
    const bool is_revised = row.release().release_id() == next.release().revises_release_id();
    // What it supersedes, or superseded, was read as well.
    bool counts = is_revised || row.release().number() == number;
    if (row.release().state() == v1::RELEASE_STATE_PUBLISHED && !is_revised) {
      for (const std::string& table : row.table_ids()) counts = missing.erase(table) > 0 || counts;
    }
    if (!counts) continue;
    with.push_back(row.release().release_id());
    number = row.release().number();
  }
  std::reverse(with.begin(), with.end());
  return with;
}

std::vector<std::string> EverPublished(const std::vector<store::v1::ReleaseRow>& releases) {
  std::vector<std::string> ever;
  for (const store::v1::ReleaseRow& row : releases) {
    if (IsPublished(row.release())) ever.push_back(row.release().release_id());
  }
  std::reverse(ever.begin(), ever.end());
  return ever;
}

}  // namespace obt::reporting::making
