#include <utility>

#include "absl/algorithm/container.h"
#include "common/rpc/answer_page.h"
#include "services/ideas/bind.h"
#include "services/ideas/case_study/adoption_domain.h"
#include "services/ideas/case_study/adoption_rows.h"
#include "services/ideas/case_study/adoption_service.h"
#include "services/ideas/case_study/domain.h"
#include "services/ideas/case_study/rows.h"
#include "services/ideas/idea/domain.h"
#include "services/ideas/theme/rows.h"

namespace obt::ideas {
namespace {

using obt::store::View;
using rpc::Call;

// The case study a change is for.
template <typename Request>
absl::StatusOr<SeenCaseStudy> CaseStudyToChange(const Request& request, const Call& call, const Txn& txn,
                                                feed::Directory& directory, Right right) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  return SeeToChange<v1::CaseStudyFacts>(txn, viewer, request.case_study_id(), right, request.etag());
}

template <typename Response>
Response ReceiptIn(const v1::CaseStudyFacts& case_study) {
  Response response;
  *response.mutable_case_study() = ReceiptOf(case_study);
  return response;
}

// Keeps what a verb made of the case study, and answers with its receipt.
template <typename Response>
absl::StatusOr<Response> KeepCaseStudy(Txn& txn, const Call& call, v1::CaseStudyFacts& case_study) {
  OBT_RETURN_IF_ERROR(Put(txn, call.now, case_study));
  return ReceiptIn<Response>(case_study);
}

// Refuses themes that are not in the programme's list, but for those it has.
absl::Status SetThemes(const Reader& reader, const google::protobuf::RepeatedPtrField<std::string>& codes,
                       v1::CaseStudyFacts& case_study) {
  OBT_ASSIGN_OR_RETURN(const v1::ThemeList list, ThemesOf(reader, case_study.programme_id()));
  OBT_RETURN_IF_ERROR(CheckThemes(codes, case_study.theme_codes(), list, "theme_codes"));
  *case_study.mutable_theme_codes() = codes;
  return absl::OkStatus();
}

// A draft about an experiment or an adoption, which names it from then on.
template <typename Facts>
absl::StatusOr<v1::DraftCaseStudyResponse> Draft(const v1::DraftCaseStudyRequest& request, const Call& call,
                                                 Txn& txn, const Viewer& viewer, const std::string& id) {
  OBT_ASSIGN_OR_RETURN(Seen<Facts> about, SeeToChange<Facts>(txn, viewer, id, Right::kDecide, ""));
  OBT_ASSIGN_OR_RETURN(const auto told, Find<v1::CaseStudyFacts>(txn, ToldIn(about.facts)));
  OBT_ASSIGN_OR_RETURN(v1::CaseStudyFacts draft, DraftAbout(about.facts, told));
  OBT_RETURN_IF_ERROR(SetThemes(txn, request.theme_codes(), draft));
  OBT_RETURN_IF_ERROR(Insert(txn, call.now, draft, request.text()));
  ToldIn(about.facts) = draft.case_study_id();
  OBT_RETURN_IF_ERROR(Put(txn, call.now, about.facts));
  return ReceiptIn<v1::DraftCaseStudyResponse>(draft);
}

absl::StatusOr<v1::DraftCaseStudyResponse> DraftCaseStudy(const v1::DraftCaseStudyRequest& request,
                                                          const Call& call, Txn& txn,
                                                          feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  return request.adoption_id().empty()
             ? Draft<v1::ExperimentFacts>(request, call, txn, viewer, request.experiment_id())
             : Draft<v1::AdoptionFacts>(request, call, txn, viewer, request.adoption_id());
}

absl::StatusOr<v1::UpdateCaseStudyResponse> UpdateCaseStudy(const v1::UpdateCaseStudyRequest& request,
                                                            const Call& call, Txn& txn,
                                                            feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(SeenCaseStudy seen, CaseStudyToChange(request, call, txn, directory, Right::kDecide));
  OBT_RETURN_IF_ERROR(CheckState(seen.facts, CaseStudyVerb::kUpdate));
  OBT_RETURN_IF_ERROR(SetThemes(txn, request.theme_codes(), seen.facts));
  PutText(txn, seen.facts, request.text());
  return KeepCaseStudy<v1::UpdateCaseStudyResponse>(txn, call, seen.facts);
}

absl::StatusOr<v1::SubmitCaseStudyResponse> SubmitCaseStudy(const v1::SubmitCaseStudyRequest& request,
                                                            const Call& call, Txn& txn,
                                                            feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(SeenCaseStudy seen, CaseStudyToChange(request, call, txn, directory, Right::kDecide));
  OBT_RETURN_IF_ERROR(Submit(seen.facts));
  return KeepCaseStudy<v1::SubmitCaseStudyResponse>(txn, call, seen.facts);
}

absl::StatusOr<v1::PublishCaseStudyResponse> PublishCaseStudy(const v1::PublishCaseStudyRequest& request,
                                                              const Call& call, Txn& txn,
                                                              feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(SeenCaseStudy seen, CaseStudyToChange(request, call, txn, directory, Right::kApprove));
  OBT_ASSIGN_OR_RETURN(const v1::Trial about, TrialOf(txn, seen.facts));
  OBT_RETURN_IF_ERROR(Publish(request.published_on(), about, DayOf(call.now), seen.facts));
  return KeepCaseStudy<v1::PublishCaseStudyResponse>(txn, call, seen.facts);
}

absl::StatusOr<v1::WithdrawCaseStudyResponse> WithdrawCaseStudy(const v1::WithdrawCaseStudyRequest& request,
                                                                const Call& call, Txn& txn,
                                                                feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(SeenCaseStudy seen,
                       CaseStudyToChange(request, call, txn, directory, Right::kWithdraw));
  const v1::CaseStudyFacts before = seen.facts;
  OBT_RETURN_IF_ERROR(Withdraw(seen.facts));
  OBT_RETURN_IF_ERROR(Recount(txn, before, seen.facts));
  OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(txn, request.case_study_id()));
  remarks.set_withdrawn_reason(request.reason());
  PutRemarks(txn, request.case_study_id(), remarks);
  OBT_RETURN_IF_ERROR(PublishRetired(txn, request.case_study_id()));
  return KeepCaseStudy<v1::WithdrawCaseStudyResponse>(txn, call, seen.facts);
}

absl::StatusOr<v1::GetCaseStudyResponse> GetCaseStudy(const v1::GetCaseStudyRequest& request,
                                                      const Call& call, const View& view,
                                                      feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  OBT_ASSIGN_OR_RETURN(SeenCaseStudy seen, See<v1::CaseStudyFacts>(view, viewer, request.case_study_id()));
  v1::GetCaseStudyResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_case_study(), ToCaseStudy(view, viewer, std::move(seen)));
  return response;
}

absl::StatusOr<v1::ListCaseStudiesResponse> ListCaseStudies(const v1::ListCaseStudiesRequest& request,
                                                            const Call& call, const View& view,
                                                            feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  const auto keep = [&](const SeenCaseStudy& seen) {
    return seen.facts.programme_id() == request.programme_id() &&
           (request.states().empty() || absl::c_linear_search(request.states(), seen.facts.state()));
  };
  return rpc::AnswerPage(
      request, call, &v1::ListCaseStudiesResponse::mutable_case_studies,
      [&](const std::string& position, size_t limit) -> absl::StatusOr<Page<v1::CaseStudy>> {
        OBT_ASSIGN_OR_RETURN(auto page,
                             PageOfCaseStudies(view, viewer, request.team_id(), position, limit, keep));
        return Answered<v1::CaseStudy>(
            std::move(page), [&](SeenCaseStudy seen) { return ToCaseStudy(view, viewer, std::move(seen)); });
      });
}

}  // namespace

void BindCaseStudies(rpc::Router& router, feed::Directory& directory) {
  router.Command(DraftCaseStudy, directory)
      .Command(UpdateCaseStudy, directory)
      .Command(SubmitCaseStudy, directory)
      .Command(PublishCaseStudy, directory)
      .Command(WithdrawCaseStudy, directory)
      .Query(GetCaseStudy, directory)
      .Query(ListCaseStudies, directory)
      .Command(AdoptCaseStudy, directory)
      .Command(ReportAdoption, directory)
      .Query(ListAdoptions, directory);
}

}  // namespace obt::ideas
