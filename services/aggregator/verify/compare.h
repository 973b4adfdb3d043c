// Puts what the columns say and what the recount finds side by side: people, everybody's records, and
// figures. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
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
  int64_t count() const { return count_; }
  const std::vector<v1::VerifyDifference>& first() const { return first_; }

 private:
  int64_t count_ = 0;
  std::vector<v1::VerifyDifference> first_;
};

// Each returns how much it compared: people; records' days, credits and organisations; figures.
int64_t ComparePeople(const State& state, const recount::Sources& sources, Differences& differences);
int64_t CompareRecords(const State& state, const recount::Sources& sources, const std::string& programme_id,
                       const recount::Records& records, Differences& differences);
// One query of one measure, counted with the help of `pool` if there is one.
int64_t CompareFigures(const State& state, const recount::Sources& sources, const recount::Records& records,
                       const Query& query, WorkerPool* pool, Differences& differences);

// The questions a recount asks of a programme: every measure by every dimension it has, THEN and NOW, as of
// its last day.
std::vector<Query> QuestionsAbout(const identity::v1::Programme& programme);

// An answer to one measure as the recount writes it down: what is 0 is not there.
recount::Figures FiguresOf(const Answer& answer);

}  // namespace obt::aggregator
