// A question about figures, as plain values: what a query compiles, and what a recount answers too.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/days.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/aggregator/v1/progress.pb.h"

namespace obt::aggregator {

// Keeps what has one of the codes; empty lists keep all.
struct Filter {
  std::vector<std::string> organisation_codes;
  bool organisations_alone = false;      // without what is below them
  Day from = kAlways;                    // what happened on that day or later
  std::vector<v1::Step> done, not_done;  // people who have done all of these and none of those by as_of
  std::map<v1::Dimension, std::vector<std::string>> attributes;  // by the dimension that groups by it
  // Whether the caller may see an organisation; empty: all, and people without one too.
  std::function<bool(absl::string_view)> covers;
};

// A valid one (see Validate in metrics_domain.h).
struct Question {
  std::string programme_id;
  Filter filter;
  std::vector<v1::Dimension> group_by;
  std::vector<v1::Measure> measures;  // without repeats
  bool then = false;                  // attribution THEN, else NOW
  bool only_new = false;              // per period, else all up to its end
  Day as_of = kNever;                 // later than the programme's last day is that day
  bool include_out_of_scope = false;
  // The organisations for which the caller has a role, where it does not reach everything.
  std::vector<std::string> caller_organisations;
};

// What a question cuts figures by: what it groups by and what it filters by.
std::vector<v1::Dimension> CutsOf(const Question& question);
// Why a measure is not defined in these cuts, as a sentence; empty if it is. `of_steps`: only of people who
// have done some steps.
std::string WhyNotDefined(v1::Measure measure, const std::vector<v1::Dimension>& cuts, bool of_steps);
// The same of a question.
std::string WhyNotDefined(v1::Measure measure, const Question& question);

// How it is counted changes no answer.
struct Counting {
  // Nobody waits for the answer any longer.
  absl::Time until = absl::InfiniteFuture();
  // Tests set these.
  // So many participants, 1 or more, are a part of the pass.
  size_t part_participants = 2048;
  // The pool helps even where it costs more than it gains.
  bool always_together = false;
  // Everybody is, also where sums of days would do; Verify compares both.
  bool one_by_one = false;
  // More cells than these are counted in hash maps.
  size_t max_dense_cells = size_t{1} << 21;
};

}  // namespace obt::aggregator
