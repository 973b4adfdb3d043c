#include "services/reporting/release/domain.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "services/reporting/making/joint.h"
#include "services/reporting/release/policy.h"
#include "services/reporting/tables/standard.h"

namespace obt::reporting {
namespace {

using making::IsPublished;

bool IsWithdrawn(const ReleaseRow& row) { return row.release().state() == v1::RELEASE_STATE_WITHDRAWN; }
bool IsOpen(const ReleaseRow& row) { return !IsPublished(row.release()) && !IsWithdrawn(row); }

// The newest that is not withdrawn.
const v1::Release* NewestOf(const std::vector<ReleaseRow>& releases) {
  const auto newest = std::find_if_not(releases.begin(), releases.end(), IsWithdrawn);
  return newest == releases.end() ? nullptr : &newest->release();
}

absl::Status CheckNoneOpen(const std::vector<ReleaseRow>& releases) {
  const auto open = std::find_if(releases.begin(), releases.end(), IsOpen);
  if (open == releases.end()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "RELEASE_OPEN",
               absl::StrCat("release ", open->release().release_id(),
                            " of this programme is not published; publish or discard it first"));
}

ReleaseRow Begin(const std::string& programme_id, int32_t number, int32_t revision,
                 const v1::DisclosurePolicy& policy) {
  ReleaseRow row;
  *row.mutable_policy() = policy;
  v1::Release& release = *row.mutable_release();
  release.set_programme_id(programme_id);
  release.set_number(number);
  release.set_revision(revision);
  release.set_state(v1::RELEASE_STATE_CREATING);
  release.set_metric_version(tables::kMetricVersion);
  release.set_policy_version(policy.version());
  return row;
}

void SetTables(bool monthly, ReleaseRow& row) {
  for (const tables::StandardTable* const table : tables::TablesOf(monthly, CalendarsOf(row.policy())))
    row.add_table_ids(std::string(table->id));
  row.mutable_release()->set_table_count(row.table_ids_size());
}

std::string WordOf(v1::ReleaseState state) {
  return v1::ReleaseState_Name(state).substr(std::string("RELEASE_STATE_").size());
}

}  // namespace

Day LastSundayBefore(Day today) { return MondayOf(today) - 1; }

absl::StatusOr<ReleaseRow> NextRelease(const v1::CreateReleaseRequest& request,
                                       const v1::DisclosurePolicy& policy,
                                       const std::vector<ReleaseRow>& releases, Day today) {
  OBT_RETURN_IF_ERROR(CheckNoneOpen(releases));
  const Day as_of = ParseDay(request.as_of()).value_or(LastSundayBefore(today));
  Violations out;
  if (as_of >= today)
    out.Add("as_of", absl::StrCat("is not over yet; the last day that may count is ", FormatDay(today - 1)));
  std::optional<Day> last;
  if (const v1::Release* const newest = NewestOf(releases)) last = ParseDay(newest->as_of());
  if (last.has_value() && as_of <= *last)
    out.Add("as_of", absl::StrCat("must be after ", FormatDay(*last),
                                  ", the last release's; to correct that, revise it"));
  OBT_RETURN_IF_ERROR(out.ToStatus());
  const int32_t number = releases.empty() ? 1 : releases.front().release().number() + 1;
  ReleaseRow row = Begin(request.programme_id(), number, 0, policy);
  *row.mutable_release()->mutable_as_of() = ToDate(as_of);
  const bool is_first = !last.has_value() || MonthStartOf(as_of) > MonthStartOf(*last);
  SetTables(request.has_monthly() ? request.monthly() : is_first, row);
  return row;
}

absl::StatusOr<ReleaseRow> RevisionOf(const ReleaseRow& revised, const std::string& reason,
                                      const std::vector<ReleaseRow>& releases) {
  OBT_RETURN_IF_ERROR(CheckNoneOpen(releases));
  const v1::Release& before = revised.release();
  if (before.state() != v1::RELEASE_STATE_PUBLISHED ||
      before.release_id() != NewestOf(releases)->release_id()) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "RELEASE_STATE",
        "only the newest PUBLISHED release can be revised; what is later would stand on other figures");
  }
  int32_t revision = before.revision();
  for (const ReleaseRow& each : releases) {
    if (each.release().number() == before.number()) revision = std::max(revision, each.release().revision());
  }
  ReleaseRow row = Begin(before.programme_id(), before.number(), revision + 1, revised.policy());
  v1::Release& release = *row.mutable_release();
  *release.mutable_as_of() = before.as_of();
  release.set_reason(reason);
  release.set_revises_release_id(before.release_id());
  *row.mutable_table_ids() = revised.table_ids();
  release.set_table_count(row.table_ids_size());
  return row;
}

absl::Status CheckVerb(const ReleaseRow& row, Verb verb) {
  const v1::ReleaseState state = row.release().state();
  const bool is_ready = state == v1::RELEASE_STATE_DRAFT || state == v1::RELEASE_STATE_PRE_RELEASE;
  if (verb == Verb::kDiscard ? IsOpen(row) : is_ready) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "RELEASE_STATE",
               absl::StrCat("the release is ", WordOf(state), "; it must ",
                            verb == Verb::kDiscard ? "not be published, nor withdrawn: what is published "
                                                     "is revised"
                                                   : "be DRAFT or PRE_RELEASE"));
}

absl::StatusOr<ReleaseRow> Withdrawn(ReleaseRow row, const std::string& reason) {
  Violations out;
  if (reason.empty()) out.Add("reason", "must say why: readers have been shown the release");
  OBT_RETURN_IF_ERROR(out.ToStatus());
  v1::Release& release = *row.mutable_release();
  release.set_state(v1::RELEASE_STATE_WITHDRAWN);
  release.set_withdrawal_reason(reason);
  release.clear_bundle_bytes();
  release.clear_bundle_sha256();
  release.clear_figure_count();
  release.clear_changed_figures();
  release.clear_narrowed_by_history();
  row.clear_told_to_insiders();
  row.clear_copied_sha256();
  row.clear_decided_sha256();
  row.clear_cells_sha256();
  return row;
}

bool MaySee(const ReleaseRow& row, absl::string_view client_id, bool is_admin) {
  if (is_admin || IsPublished(row.release())) return true;
  return row.release().state() == v1::RELEASE_STATE_PRE_RELEASE &&
         std::find(row.readers().begin(), row.readers().end(), client_id) != row.readers().end();
}

v1::Release ShownRelease(const ReleaseRow& row, bool is_admin) {
  v1::Release shown = row.release();
  if (is_admin) return shown;
  shown.clear_failure();
  shown.clear_withdrawal_reason();
  return shown;
}

}  // namespace obt::reporting
