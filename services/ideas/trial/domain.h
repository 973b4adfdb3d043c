// The life of what a team tries, as pure functions: what experiments and adoptions have in common, and what
// is an experiment's own (docs/domain.md §4). The day that a verb leaves open is today.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/idea.pb.h"

namespace obt::ideas::v1 {

Violations Validate(const ListExperimentsRequest& request);

}  // namespace obt::ideas::v1

namespace obt::ideas {

enum class TrialVerb {
  kUpdate,
  kStart,
  kConclude,  // an experiment
  kReport,    // how an adoption ended, though perhaps nobody told that it had started
  kTell,      // in a case study
};

// FAILED_PRECONDITION (EXPERIMENT_STATE, ADOPTION_STATE) naming the state and what is allowed, unless the
// verb may be done now.
absl::Status CheckState(const v1::ExperimentFacts& experiment, TrialVerb verb);
absl::Status CheckState(const v1::AdoptionFacts& adoption, TrialVerb verb);

// The day that is meant. A fault where it lies in the future, or before `earliest`, when `what` happened.
Day MeantDay(absl::string_view field, const google::type::Date& asked, Day earliest, absl::string_view what,
             Day today, Violations& out);
// CONCLUDED as told. INVALID_ARGUMENT naming the day where it is wrong, and each benefit that says nothing.
absl::Status End(const v1::TrialResult& result, Day earliest, absl::string_view what, Day today,
                 v1::Trial& trial);

// One with an idea. FAILED_PRECONDITION (EXPERIMENT_OPEN) where the latest one with it has not concluded.
absl::StatusOr<v1::ExperimentFacts> PlanWith(const v1::IdeaFacts& idea,
                                             const std::optional<v1::ExperimentFacts>& latest,
                                             const v1::ExperimentPlan& plan);
// The changes a verb makes, of the experiment and its idea; each is refused where the state of either does
// not allow it.
absl::Status Update(const v1::ExperimentPlan& plan, v1::ExperimentFacts& experiment);
absl::Status Start(const google::type::Date& asked, Day today, v1::IdeaFacts& idea,
                   v1::ExperimentFacts& experiment);
absl::Status Conclude(const v1::TrialResult& result, Day today, v1::IdeaFacts& idea,
                      v1::ExperimentFacts& experiment);

v1::ExperimentReceipt ReceiptOf(const v1::ExperimentFacts& experiment);

}  // namespace obt::ideas
