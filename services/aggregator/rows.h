// Reads and writes the aggregator's own rows, and makes the state from them: what a start does, and what Verify does to
// prove that the rows say what the columns say.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
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

// Somebody's facts in a programme; none is an empty list.
absl::Status ReadLearner(const obt::store::Reader& reader, const std::string& programme_id, const PersonId& person,
                         std::vector<Fact>& facts);
void PutLearner(obt::store::Txn& txn, const std::string& programme_id, const PersonId& person,
                const std::vector<Fact>& facts);
// Everybody's facts in a programme, person by person.
absl::Status ForEachLearner(const obt::store::Reader& reader, const std::string& programme_id,
                            absl::FunctionRef<void(const PersonId&, const std::vector<Fact>&)> visit);

// A person with what the facts come to.
struct Derived {
  PersonId person;
  Record record;
};
// Everybody with facts in a programme, by these rules.
absl::StatusOr<std::vector<Derived>> DeriveAll(const obt::store::Reader& reader, const std::string& programme_id,
                                               const Rules& rules, const Names& sources);

void PutCourseRow(obt::store::Txn& txn, const learning::v1::Course& course);
// Writes the names that have no row yet. Names in memory may be ahead of the rows when an earlier commit failed.
absl::Status PutNewNames(obt::store::Txn& txn, const State& state);

}  // namespace obt::aggregator
