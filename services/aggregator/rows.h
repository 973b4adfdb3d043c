// Reads and writes the aggregator's own rows, and makes the state from them: what a start does, and what
// Verify does to prove that the rows say what the columns say.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/ids.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "services/aggregator/facts.h"
#include "services/aggregator/state.h"

namespace obt::aggregator {

// Everything from the rows. DATA_LOSS names the table that cannot be read.
absl::StatusOr<State> LoadState(const obt::store::Reader& reader);

// Somebody's facts in a programme; the row goes with the last of them.
void PutLearnerRow(obt::store::Txn& txn, const std::string& programme_id, const PersonId& person,
                   const std::vector<Fact>& facts);
void PutCourseRow(obt::store::Txn& txn, const learning::v1::Course& course);
// Writes the names that have no row yet. Names in memory may be ahead of the rows when an earlier commit
// failed.
absl::Status PutNewNames(obt::store::Txn& txn, const State& state);

}  // namespace obt::aggregator
