// The life of a case study, as pure functions (docs/domain.md §4): what it takes of the trial it tells of,
// and what each verb makes of it.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/experiment.pb.h"

namespace obt::ideas::v1 {

Violations Validate(const DraftCaseStudyRequest& request);

}  // namespace obt::ideas::v1

namespace obt::ideas {

enum class CaseStudyVerb { kUpdate, kSubmit, kPublish, kWithdraw, kAdopt };

// FAILED_PRECONDITION (CASE_STUDY_STATE) naming the state and what is allowed, unless the verb may be done
// now.
absl::Status CheckState(const v1::CaseStudyFacts& case_study, CaseStudyVerb verb);

// A draft about something that has concluded. FAILED_PRECONDITION (CASE_STUDY_OPEN) where the case study that
// `told` of it last is not withdrawn.
absl::StatusOr<v1::CaseStudyFacts> DraftAbout(const v1::ExperimentFacts& experiment,
                                              const std::optional<v1::CaseStudyFacts>& told);
absl::StatusOr<v1::CaseStudyFacts> DraftAbout(const v1::AdoptionFacts& adoption,
                                              const std::optional<v1::CaseStudyFacts>& told);
// The id of the latest case study about a trial.
std::string& ToldIn(v1::ExperimentFacts& experiment);
std::string& ToldIn(v1::AdoptionFacts& adoption);

// The changes a verb makes; each is refused by CheckState where that says so.
absl::Status Submit(v1::CaseStudyFacts& case_study);
// `about`: the trial it tells of; not before that concluded, and not in the future.
absl::Status Publish(const google::type::Date& asked, const v1::Trial& about, Day today,
                     v1::CaseStudyFacts& case_study);
absl::Status Withdraw(v1::CaseStudyFacts& case_study);

v1::CaseStudyReceipt ReceiptOf(const v1::CaseStudyFacts& case_study);

}  // namespace obt::ideas
