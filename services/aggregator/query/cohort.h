// Who stands somewhere: the people who have done some steps and not others, of a part of the tree. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/base/ids.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "services/aggregator/columns/state.h"

namespace obt::aggregator {

// A valid question (see Validate in progress_domain.h).
struct CohortQuery {
  std::string programme_id;
  std::string organisation_code;  // with everything below it; empty: all that `covers` lets through
  std::vector<v1::Step> done, not_done;
  std::function<bool(absl::string_view)> covers;  // whether the caller may see an organisation
  Day today = 0;
  PersonId after;  // people behind this id
  size_t limit = 0;
};

struct Cohort {
  std::vector<PersonId> people;  // in order, at most `limit`
  bool more = false;
  size_t total = 0;  // also those before `after`
};

// FAILED_PRECONDITION, NOT_DEFINED: the target of a programme that has none.
absl::Status CheckSteps(const ProgrammeState& programme, const std::vector<v1::Step>& steps);

// Registered people, as of today. NOT_FOUND: no such programme or organisation. FAILED_PRECONDITION /
// NOT_DEFINED: the target of a programme that has none.
absl::StatusOr<Cohort> FindCohort(const State& state, const CohortQuery& query);

}  // namespace obt::aggregator
