#include "services/ideas/case_study/adoption_domain.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "services/ideas/case_study/domain.h"
#include "services/ideas/trial/domain.h"

namespace obt::ideas::v1 {

Violations Validate(const ReportAdoptionRequest& request) {
  Violations out = validate::ByRules(request);
  if (request.has_started_on() == request.has_result())
    out.Add("started_on", "give either started_on or result");
  return out;
}

Violations Validate(const ListAdoptionsRequest& request) {
  Violations out = validate::ByRules(request);
  if (request.case_study_id().empty() == request.adoption_id().empty())
    out.Add("case_study_id", "give either case_study_id or adoption_id");
  return out;
}

}  // namespace obt::ideas::v1

namespace obt::ideas {
namespace {

absl::Status NotAdopted(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

absl::Status CheckAdoption(const AdoptionContext& context) {
  OBT_RETURN_IF_ERROR(CheckState(context.case_study, CaseStudyVerb::kAdopt));
  if (context.case_study.hidden()) return NotAdopted("HIDDEN", "it is hidden by moderation");
  if (context.own) return NotAdopted("OWN_CASE_STUDY", "a team adopts what another team has tried");
  for (const v1::AdoptionFacts& adoption : context.adoptions) {
    if (adoption.case_study_id() != context.case_study.case_study_id()) continue;
    if (adoption.trial().state() == v1::TRIAL_STATE_CONCLUDED) continue;
    return NotAdopted("ADOPTION_OPEN",
                      "a team has one adoption of a case study at a time: report how that one ended first");
  }
  if (context.adoptions.size() < kMostAdoptions) return absl::OkStatus();
  return NotAdopted("ADOPTION_LIMIT", absl::StrCat("the team has ", context.adoptions.size(),
                                                   " adoptions, the most there can be"));
}

}  // namespace

std::vector<std::string> ChainOf(const v1::CaseStudyFacts& case_study, const v1::AdoptionFacts& origin) {
  std::vector<std::string> chain = {case_study.case_study_id()};
  chain.insert(chain.end(), origin.chain().begin(), origin.chain().end());
  if (chain.size() > kMostRepeated) chain.resize(kMostRepeated);
  return chain;
}

absl::StatusOr<v1::AdoptionFacts> Adopt(const v1::AdoptCaseStudyRequest& request,
                                        const std::string& programme_id, const AdoptionContext& context,
                                        Day today) {
  OBT_RETURN_IF_ERROR(CheckAdoption(context));
  Violations out;
  const Day day = MeantDay("adopted_on", request.adopted_on(), *ParseDay(context.case_study.published_on()),
                           "the case study was published", today, out);
  if (request.has_last_day() && *ParseDay(request.last_day()) < day)
    out.Add("last_day", "must not be before it is adopted");
  if (!request.copied_from().empty() && context.copied.case_study_id() != request.case_study_id())
    out.Add("copied_from", "must be an adoption of the same case study");
  OBT_RETURN_IF_ERROR(out.ToStatus());
  v1::AdoptionFacts adoption;
  adoption.set_programme_id(programme_id);
  adoption.set_team_id(request.team_id());
  adoption.set_case_study_id(request.case_study_id());
  adoption.set_copied_from(request.copied_from());
  adoption.mutable_trial()->set_state(v1::TRIAL_STATE_PLANNED);
  if (request.has_last_day()) *adoption.mutable_trial()->mutable_last_day() = request.last_day();
  *adoption.mutable_adopted_on() = ToDate(day);
  for (std::string& repeated : ChainOf(context.case_study, context.origin))
    adoption.add_chain(std::move(repeated));
  return adoption;
}

absl::Status Report(const v1::ReportAdoptionRequest& request, Day today, v1::AdoptionFacts& adoption) {
  v1::Trial& trial = *adoption.mutable_trial();
  const Day adopted = *ParseDay(adoption.adopted_on());
  if (request.has_result()) {
    OBT_RETURN_IF_ERROR(CheckState(adoption, TrialVerb::kReport));
    const std::optional<Day> started = ParseDay(trial.started_on());
    return End(request.result(), started.value_or(adopted), started ? "it started" : "it was adopted", today,
               trial);
  }
  OBT_RETURN_IF_ERROR(CheckState(adoption, TrialVerb::kStart));
  Violations out;
  const Day day = MeantDay("started_on", request.started_on(), adopted, "it was adopted", today, out);
  OBT_RETURN_IF_ERROR(out.ToStatus());
  trial.set_state(v1::TRIAL_STATE_RUNNING);
  *trial.mutable_started_on() = ToDate(day);
  return absl::OkStatus();
}

v1::AdoptionReceipt ReceiptOf(const v1::AdoptionFacts& adoption) {
  v1::AdoptionReceipt receipt;
  receipt.set_adoption_id(adoption.adoption_id());
  receipt.set_state(adoption.trial().state());
  receipt.set_etag(adoption.etag());
  return receipt;
}

}  // namespace obt::ideas
