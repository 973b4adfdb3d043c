#include "services/ideas/case_study/domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "services/ideas/item/state_domain.h"
#include "services/ideas/trial/domain.h"

namespace obt::ideas::v1 {

Violations Validate(const DraftCaseStudyRequest& request) {
  Violations out = validate::ByRules(request);
  if (request.experiment_id().empty() == request.adoption_id().empty())
    out.Add("experiment_id", "give either experiment_id or adoption_id");
  return out;
}

}  // namespace obt::ideas::v1

namespace obt::ideas {
namespace {

using CaseStudyRules = std::vector<StateRule<CaseStudyVerb, v1::CaseStudyState>>;

const CaseStudyRules& RulesOfCaseStudies() {
  static const auto& rules = *new CaseStudyRules{
      {CaseStudyVerb::kUpdate, "changed", {v1::CASE_STUDY_STATE_DRAFT, v1::CASE_STUDY_STATE_SUBMITTED}},
      {CaseStudyVerb::kSubmit, "submitted", {v1::CASE_STUDY_STATE_DRAFT}},
      {CaseStudyVerb::kPublish, "published", {v1::CASE_STUDY_STATE_SUBMITTED}},
      {CaseStudyVerb::kWithdraw,
       "withdrawn",
       {v1::CASE_STUDY_STATE_DRAFT, v1::CASE_STUDY_STATE_SUBMITTED, v1::CASE_STUDY_STATE_PUBLISHED}},
      {CaseStudyVerb::kAdopt, "adopted", {v1::CASE_STUDY_STATE_PUBLISHED}},
  };
  return rules;
}

template <typename Facts>
v1::CaseStudyFacts DraftOf(const Facts& source) {
  v1::CaseStudyFacts draft;
  draft.set_programme_id(source.programme_id());
  draft.set_team_id(source.team_id());
  draft.set_state(v1::CASE_STUDY_STATE_DRAFT);
  draft.set_outcome(source.trial().outcome());
  for (const v1::Benefit& benefit : source.trial().benefits()) {
    if (!absl::c_linear_search(draft.benefit_kinds(), benefit.kind()))
      draft.add_benefit_kinds(benefit.kind());
  }
  return draft;
}

absl::Status CheckTakenBack(const std::optional<v1::CaseStudyFacts>& told) {
  if (!told.has_value() || told->state() == v1::CASE_STUDY_STATE_WITHDRAWN) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "CASE_STUDY_OPEN",
               absl::StrCat("it has one case study at a time, and one is ", WordOf(told->state())));
}

absl::Status Become(v1::CaseStudyState state, CaseStudyVerb verb, v1::CaseStudyFacts& case_study) {
  OBT_RETURN_IF_ERROR(CheckState(case_study, verb));
  case_study.set_state(state);
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckState(const v1::CaseStudyFacts& case_study, CaseStudyVerb verb) {
  const std::string refusal = RefusalOf(RulesOfCaseStudies(), verb, case_study.state(), "case study");
  if (refusal.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "CASE_STUDY_STATE", refusal);
}

absl::StatusOr<v1::CaseStudyFacts> DraftAbout(const v1::ExperimentFacts& experiment,
                                              const std::optional<v1::CaseStudyFacts>& told) {
  OBT_RETURN_IF_ERROR(CheckState(experiment, TrialVerb::kTell));
  OBT_RETURN_IF_ERROR(CheckTakenBack(told));
  v1::CaseStudyFacts draft = DraftOf(experiment);
  draft.set_experiment_id(experiment.experiment_id());
  return draft;
}

absl::StatusOr<v1::CaseStudyFacts> DraftAbout(const v1::AdoptionFacts& adoption,
                                              const std::optional<v1::CaseStudyFacts>& told) {
  OBT_RETURN_IF_ERROR(CheckState(adoption, TrialVerb::kTell));
  OBT_RETURN_IF_ERROR(CheckTakenBack(told));
  v1::CaseStudyFacts draft = DraftOf(adoption);
  draft.set_adoption_id(adoption.adoption_id());
  return draft;
}

std::string& ToldIn(v1::ExperimentFacts& experiment) { return *experiment.mutable_case_study_id(); }
std::string& ToldIn(v1::AdoptionFacts& adoption) { return *adoption.mutable_own_case_study_id(); }

absl::Status Submit(v1::CaseStudyFacts& case_study) {
  return Become(v1::CASE_STUDY_STATE_SUBMITTED, CaseStudyVerb::kSubmit, case_study);
}

absl::Status Publish(const google::type::Date& asked, const v1::Trial& about, Day today,
                     v1::CaseStudyFacts& case_study) {
  OBT_RETURN_IF_ERROR(CheckState(case_study, CaseStudyVerb::kPublish));
  Violations out;
  const Day day = MeantDay("published_on", asked, *ParseDay(about.concluded_on()),
                           "what it tells of concluded", today, out);
  OBT_RETURN_IF_ERROR(out.ToStatus());
  case_study.set_state(v1::CASE_STUDY_STATE_PUBLISHED);
  *case_study.mutable_published_on() = ToDate(day);
  return absl::OkStatus();
}

absl::Status Withdraw(v1::CaseStudyFacts& case_study) {
  return Become(v1::CASE_STUDY_STATE_WITHDRAWN, CaseStudyVerb::kWithdraw, case_study);
}

v1::CaseStudyReceipt ReceiptOf(const v1::CaseStudyFacts& case_study) {
  v1::CaseStudyReceipt receipt;
  receipt.set_case_study_id(case_study.case_study_id());
  receipt.set_state(case_study.state());
  receipt.set_etag(case_study.etag());
  return receipt;
}

}  // namespace obt::ideas
