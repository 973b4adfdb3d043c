#include "services/ideas/case_study/adoption_service.h"

#include <utility>

#include "common/rpc/answer_page.h"
#include "services/ideas/case_study/adoption_domain.h"
#include "services/ideas/case_study/adoption_rows.h"
#include "services/ideas/item/viewer.h"

namespace obt::ideas {
namespace {

// What is known when a team adopts a case study that the caller sees. Where they may not be told whose it is,
// it passes for another team's.
absl::StatusOr<AdoptionContext> ReadAdoptionContext(const Reader& reader, const Viewer& viewer,
                                                    const v1::AdoptCaseStudyRequest& request) {
  OBT_ASSIGN_OR_RETURN(auto seen, See<v1::CaseStudyFacts>(reader, viewer, request.case_study_id()));
  AdoptionContext context;
  context.own = seen.facts.team_id() == request.team_id() && seen.ShowsTeam();
  context.case_study = std::move(seen.facts);
  OBT_ASSIGN_OR_RETURN(context.adoptions, AdoptionsOf(reader, request.team_id()));
  OBT_ASSIGN_OR_RETURN(context.origin, OriginOf(reader, context.case_study));
  if (!request.copied_from().empty()) {
    OBT_ASSIGN_OR_RETURN(auto copied, See<v1::AdoptionFacts>(reader, viewer, request.copied_from()));
    if (copied.sight != Sight::kAll) return NotFound<v1::AdoptionFacts>();
    context.copied = std::move(copied.facts);
  }
  return context;
}

}  // namespace

absl::StatusOr<v1::AdoptCaseStudyResponse> AdoptCaseStudy(const v1::AdoptCaseStudyRequest& request,
                                                          const rpc::Call& call, Txn& txn,
                                                          feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(const Team team, ReadTeam(txn, viewer, request.team_id()));
  OBT_RETURN_IF_ERROR(CheckRight(StandingTo(viewer, team), Right::kDecide));
  OBT_RETURN_IF_ERROR(CheckOpen(team));
  OBT_ASSIGN_OR_RETURN(const AdoptionContext context, ReadAdoptionContext(txn, viewer, request));
  OBT_ASSIGN_OR_RETURN(v1::AdoptionFacts adoption,
                       Adopt(request, team.facts.programme_id(), context, viewer.today));
  v1::AdoptionText text;
  text.set_plan(request.plan());
  OBT_RETURN_IF_ERROR(InsertAdoption(txn, call.now, adoption, text));
  v1::AdoptCaseStudyResponse response;
  *response.mutable_adoption() = ReceiptOf(adoption);
  return response;
}

absl::StatusOr<v1::ReportAdoptionResponse> ReportAdoption(const v1::ReportAdoptionRequest& request,
                                                          const rpc::Call& call, Txn& txn,
                                                          feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(SeenAdoption seen, SeeToChange<v1::AdoptionFacts>(txn, viewer, request.adoption_id(),
                                                                         Right::kDecide, request.etag()));
  OBT_RETURN_IF_ERROR(Report(request, viewer.today, seen.facts));
  if (request.has_result()) {
    OBT_ASSIGN_OR_RETURN(v1::AdoptionText text, ReadText(txn, seen.facts));
    text.set_learnt(request.result().learnt());
    PutText(txn, seen.facts, text);
  }
  OBT_RETURN_IF_ERROR(Put(txn, call.now, seen.facts));
  v1::ReportAdoptionResponse response;
  *response.mutable_adoption() = ReceiptOf(seen.facts);
  return response;
}

absl::StatusOr<v1::ListAdoptionsResponse> ListAdoptions(const v1::ListAdoptionsRequest& request,
                                                        const rpc::Call& call, const obt::store::View& view,
                                                        feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  const bool back = !request.adoption_id().empty();
  if (back) {
    OBT_RETURN_IF_ERROR(See<v1::AdoptionFacts>(view, viewer, request.adoption_id()).status());
  } else {
    OBT_RETURN_IF_ERROR(See<v1::CaseStudyFacts>(view, viewer, request.case_study_id()).status());
  }
  return rpc::AnswerPage(
      request, call, &v1::ListAdoptionsResponse::mutable_adoptions,
      [&](const std::string& position, size_t limit) -> absl::StatusOr<Page<v1::Adoption>> {
        OBT_ASSIGN_OR_RETURN(auto page,
                             back ? PageOfWayBack(view, viewer, request.adoption_id(), position, limit)
                                  : PageOfRepeats(view, viewer, request.case_study_id(), position, limit));
        return Answered<v1::Adoption>(
            std::move(page), [&](SeenAdoption seen) { return ToAdoption(view, viewer, std::move(seen)); });
      });
}

}  // namespace obt::ideas
