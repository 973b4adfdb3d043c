#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/answer_page.h"
#include "common/store/page.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/api/progress_domain.h"
#include "services/aggregator/api/waiting.h"
#include "services/aggregator/query/cohort.h"

namespace obt::aggregator {
namespace {

absl::StatusOr<v1::GetPersonProgressResponse> GetPersonProgress(const v1::GetPersonProgressRequest& request,
                                                                const rpc::Call&, const obt::store::View&,
                                                                const Engine& engine) {
  return engine.ReadAt(
      request.at_least(), [&](const State& state) -> absl::StatusOr<v1::GetPersonProgressResponse> {
        OBT_ASSIGN_OR_RETURN(const ProgrammeState* const programme,
                             state.GetProgramme(request.programme_id()));
        const PersonIndex person = state.people.Find(*ParseId<PersonId>(request.person_id()));
        return ProgressOf(*programme, person == kNobody ? kNobody : programme->participants.Find(person));
      });
}

CohortQuery QueryOf(const v1::ListCohortRequest& request, const rpc::Call& call, absl::string_view after) {
  CohortQuery query;
  query.programme_id = request.programme_id();
  query.organisation_code = request.organisation_code();
  for (const int step : request.done()) query.done.push_back(static_cast<v1::Step>(step));
  for (const int step : request.not_done()) query.not_done.push_back(static_cast<v1::Step>(step));
  query.covers = [&call](absl::string_view code) { return call.Covers(code); };
  query.today = DayOf(call.now);
  if (!after.empty()) query.after = IdFromBytes<PersonId>(after).value();
  query.limit = static_cast<size_t>(validate::EffectivePageSize(request.page_size()));
  return query;
}

absl::StatusOr<v1::ListCohortResponse> ListCohort(const v1::ListCohortRequest& request, const rpc::Call& call,
                                                  const obt::store::View&, const Engine& engine) {
  size_t total = 0;
  const auto read = [&](const std::string& after, size_t) -> absl::StatusOr<obt::store::Page<PersonId>> {
    const CohortQuery query = QueryOf(request, call, after);
    OBT_ASSIGN_OR_RETURN(Cohort cohort, engine.ReadAt(request.at_least(), [&](const State& state) {
      return FindCohort(state, query);
    }));
    total = cohort.total;
    obt::store::Page<PersonId> page;
    for (const PersonId& person : cohort.people) page.ends.emplace_back(person.view());
    if (cohort.more) page.next = page.ends.back();
    page.rows = std::move(cohort.people);
    return page;
  };
  OBT_ASSIGN_OR_RETURN(v1::ListCohortResponse response,
                       rpc::AnswerPage(request, call, &v1::ListCohortResponse::mutable_person_ids, read,
                                       [](const PersonId& person) { return ToText(person); }));
  response.set_total(static_cast<int32_t>(total));
  return response;
}

}  // namespace

void BindProgress(rpc::Router& router, const Engine& engine) {
  router.Query(GetPersonProgress, engine)
      .Wait(WaitForPoints<v1::GetPersonProgressRequest>, engine)
      .Query(ListCohort, engine)
      .Wait(WaitForPoints<v1::ListCohortRequest>, engine);
}

}  // namespace obt::aggregator
