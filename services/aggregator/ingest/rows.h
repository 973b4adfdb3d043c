// Reads and writes the aggregator's own rows, and makes the state from them, as a start does.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/ids.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "services/aggregator/columns/state.h"

namespace obt::aggregator {

// Everything from the rows, read by two threads (no Txn). DATA_LOSS names the table that cannot be read.
absl::StatusOr<State> LoadState(const obt::store::Reader& reader);

// What the numbers in the rows below stand for.
absl::StatusOr<NameBook> LoadNames(const obt::store::Reader& reader);
// Everybody's row in every programme, in the order of the keys. Goes past rows that cannot be read and then
// fails.
absl::Status ForEachPersonRow(
    const obt::store::Reader& reader, const NameBook& names,
    absl::FunctionRef<void(const std::string& programme_id, const PersonId&, const PersonRow&)> visit);

// Somebody's row in a programme; it goes with the last of what it holds.
void PutPersonRow(obt::store::Txn& txn, const std::string& programme_id, const PersonId& person,
                  const PersonRowView& row);
void PutCourseRow(obt::store::Txn& txn, const learning::v1::Course& course);
void PutSurveyRow(obt::store::Txn& txn, const learning::v1::Survey& survey);
// Writes the names that have no row yet. Names in memory may be ahead of the rows when an earlier commit
// failed.
absl::Status PutNewNames(obt::store::Txn& txn, const NameBook& names);

}  // namespace obt::aggregator
