// The life of a release: which comes next, what may be done with it, who may see it. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting {

using store::v1::ReleaseRow;

// `releases` are those of the programme, the newest first; the result is CREATING, without an id.
// FAILED_PRECONDITION: RELEASE_OPEN; INVALID_ARGUMENT where as_of is not after the last release's, or after
// yesterday.
absl::StatusOr<ReleaseRow> NextRelease(const v1::CreateReleaseRequest& request,
                                       const v1::DisclosurePolicy& policy,
                                       const std::vector<ReleaseRow>& releases, Day today);
// FAILED_PRECONDITION: RELEASE_OPEN, RELEASE_STATE where what is revised is not the newest that is published.
absl::StatusOr<ReleaseRow> RevisionOf(const ReleaseRow& revised, const std::string& reason,
                                      const std::vector<ReleaseRow>& releases);

// The last day of the last week that is over.
Day LastSundayBefore(Day today);

enum class Verb { kPreRelease, kPublish, kDiscard };
// FAILED_PRECONDITION (RELEASE_STATE) where the release's state does not allow it.
absl::Status CheckVerb(const ReleaseRow& row, Verb verb);


// What is left of one in PRE_RELEASE that is discarded. INVALID_ARGUMENT where it is not said why.
absl::StatusOr<ReleaseRow> Withdrawn(ReleaseRow row, const std::string& reason);

// Whether a client may know of it; `is_admin`: of the centre.
bool MaySee(const ReleaseRow& row, absl::string_view client_id, bool is_admin);
// What a client sees that may.
v1::Release ShownRelease(const ReleaseRow& row, bool is_admin);

// A table as far as organisations are covered: rows by department whose department is, rows by organisation
// whose organisation is. What is no code of one (a total, "unknown") is covered with everything alone.
template <typename Covers>
v1::Table NarrowTable(v1::Table table, Covers covers) {
  int organisation = -1;  // the dimension that says where a row belongs
  for (int i = 0; i < table.outline().dimensions_size(); ++i) {
    const std::string& name = table.outline().dimensions(i).name();
    if (name == "department" || name == "organisation") organisation = i;
  }
  google::protobuf::RepeatedPtrField<v1::TableRow> rows;
  for (v1::TableRow& row : *table.mutable_rows()) {
    if (organisation < 0) continue;
    const std::string& code = row.codes(organisation);
    const std::string& of = code == "all" && organisation > 0 ? row.codes(organisation - 1) : code;
    if (of != "all" && covers(of)) *rows.Add() = std::move(row);
  }
  table.mutable_rows()->Swap(&rows);
  table.mutable_outline()->set_row_count(table.rows_size());
  return table;
}

}  // namespace obt::reporting
