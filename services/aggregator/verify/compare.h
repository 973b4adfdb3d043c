// Puts what the aggregator holds, in columns and in rows, and what the recount finds side by side. Pure but
// for reading the rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/store/reader.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "services/aggregator/columns/state.h"
#include "services/aggregator/query/query.h"
#include "services/aggregator/verify/recount.h"

namespace obt::aggregator {

// What was found to differ: how much, and the first of it.
class Differences {
 public:
  static constexpr size_t kMaxKept = 100;
  // `subject` without personal data; person ids are none.
  void Add(absl::string_view subject, absl::string_view aggregated, absl::string_view recounted);
  // The same if they are not equal.
  void AddUnlessSame(absl::string_view subject, absl::string_view aggregated, absl::string_view recounted) {
    if (aggregated != recounted) Add(subject, aggregated, recounted);
  }
  int64_t count() const { return count_; }
  const std::vector<v1::VerifyDifference>& first() const { return first_; }

 private:
  int64_t count_ = 0;
  std::vector<v1::VerifyDifference> first_;
};

// Each returns how much it compared: people; events, answers and conversations; figures.
int64_t ComparePeople(const State& state, const recount::Sources& sources, Differences& differences);
// Everybody's events, answers and conversations in every programme: in the rows, and in memory. The events of
// `sources` must be in order of their sequence. What somebody thinks is told to nobody: a difference between
// answers only says that there is one.
int64_t CompareRows(const obt::store::Reader& own, const recount::Sources& sources, Differences& differences);
int64_t CompareRowsInMemory(const State& state, const recount::Sources& sources, Differences& differences);
// One question of one measure, counted with the help of `pool` if there is one; of two groupings also person
// by person.
int64_t CompareFigures(const State& state, const recount::Sources& sources, const recount::Records& records,
                       const Question& question, WorkerPool* pool, Differences& differences,
                       const Counting& counting = {});
// What is tallied of a programme's surveys, in every group, before any of it is protected. A difference says
// only that there is one. Returns how many numbers were compared.
int64_t CompareSurveys(const State& state, const recount::Sources& sources, const std::string& programme_id,
                       Day as_of, Differences& differences);
// Everybody's milestones and credits, with the organisations of their days.
void CompareRecords(const State& state, const recount::Sources& sources, const std::string& programme_id,
                    const recount::Records& records, Differences& differences);

// The questions a recount asks of a programme: every measure by every dimension it has, THEN and NOW, as of
// its last day.
std::vector<Question> QuestionsAbout(const identity::v1::Programme& programme);

// An answer to one measure as the recount writes it down: what is 0 is not there.
recount::Figures FiguresOf(const Answer& answer);

}  // namespace obt::aggregator
