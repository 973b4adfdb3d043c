// Reads and writes the aggregator's own rows, and makes the state from them, as a start does.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/ids.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "services/aggregator/columns/state.h"
#include "services/aggregator/rules/facts.h"

namespace obt::aggregator {

// Everything from the rows, read by two threads (no Txn). DATA_LOSS names the table that cannot be read.
absl::StatusOr<State> LoadState(const obt::store::Reader& reader);

// What the numbers in learner rows stand for: the names of a state, nothing else of it.
absl::Status LoadNames(const obt::store::Reader& reader, State& state);
// Everybody's facts and answers in every programme, in the order of the keys.
absl::Status ForEachLearnerRow(
    const obt::store::Reader& reader,
    absl::FunctionRef<void(const std::string& programme_id, const PersonId&, const std::vector<Fact>&,
                           const std::vector<AnswerFact>&)>
        visit);

// Somebody's facts and answers in a programme; the row goes with the last of them.
void PutLearnerRow(obt::store::Txn& txn, const std::string& programme_id, const PersonId& person,
                   const std::vector<Fact>& facts, const std::vector<AnswerFact>& answers);
void PutCourseRow(obt::store::Txn& txn, const learning::v1::Course& course);
void PutSurveyRow(obt::store::Txn& txn, const learning::v1::Survey& survey);
// Writes the names that have no row yet. Names in memory may be ahead of the rows when an earlier commit
// failed.
absl::Status PutNewNames(obt::store::Txn& txn, const State& state);

}  // namespace obt::aggregator
