#include <utility>

#include "absl/algorithm/container.h"
#include "common/rpc/answer_page.h"
#include "services/ideas/bind.h"
#include "services/ideas/idea/domain.h"
#include "services/ideas/trial/domain.h"
#include "services/ideas/trial/rows.h"

namespace obt::ideas {
namespace {

using obt::store::View;
using rpc::Call;

// An experiment that may be changed, and its idea.
struct ExperimentToChange {
  v1::ExperimentFacts facts;
  v1::IdeaFacts idea;
  Day today = 0;
};

template <typename Request>
absl::StatusOr<ExperimentToChange> ToChange(const Request& request, const Call& call, const Txn& txn,
                                            feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(
      SeenExperiment seen,
      SeeToChange<v1::ExperimentFacts>(txn, viewer, request.experiment_id(), Right::kDecide, request.etag()));
  ExperimentToChange change{std::move(seen.facts), {}, viewer.today};
  OBT_ASSIGN_OR_RETURN(change.idea, Get<v1::IdeaFacts>(txn, change.facts.idea_id()));
  return change;
}

// Keeps what a verb made of the experiment and its idea, and answers with the receipt.
template <typename Response>
absl::StatusOr<Response> KeepBoth(Txn& txn, const Call& call, ExperimentToChange& change) {
  OBT_RETURN_IF_ERROR(Put(txn, call.now, change.facts));
  OBT_RETURN_IF_ERROR(Put(txn, call.now, change.idea));
  Response response;
  *response.mutable_experiment() = ReceiptOf(change.facts);
  return response;
}

// The latest experiment with an idea.
absl::StatusOr<std::optional<v1::ExperimentFacts>> LatestWith(const Reader& reader,
                                                              const v1::IdeaFacts& idea) {
  if (idea.experiment_id().empty()) return std::optional<v1::ExperimentFacts>();
  return Get<v1::ExperimentFacts>(reader, idea.experiment_id());
}

absl::StatusOr<v1::PlanExperimentResponse> PlanExperiment(const v1::PlanExperimentRequest& request,
                                                          const Call& call, Txn& txn,
                                                          feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(auto idea,
                       SeeToChange<v1::IdeaFacts>(txn, viewer, request.idea_id(), Right::kDecide, ""));
  OBT_RETURN_IF_ERROR(CheckOpen(idea.team));
  OBT_ASSIGN_OR_RETURN(const auto latest, LatestWith(txn, idea.facts));
  OBT_ASSIGN_OR_RETURN(v1::ExperimentFacts experiment, PlanWith(idea.facts, latest, request.plan()));
  v1::ExperimentText text;
  text.set_hypothesis(request.plan().hypothesis());
  text.set_measure(request.plan().measure());
  OBT_RETURN_IF_ERROR(InsertExperiment(txn, call.now, experiment, text));
  OBT_RETURN_IF_ERROR(Plan(experiment.experiment_id(), idea.facts));
  OBT_RETURN_IF_ERROR(Put(txn, call.now, idea.facts));
  v1::PlanExperimentResponse response;
  *response.mutable_experiment() = ReceiptOf(experiment);
  return response;
}

absl::StatusOr<v1::UpdateExperimentResponse> UpdateExperiment(const v1::UpdateExperimentRequest& request,
                                                              const Call& call, Txn& txn,
                                                              feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(ExperimentToChange change, ToChange(request, call, txn, directory));
  OBT_RETURN_IF_ERROR(Update(request.plan(), change.facts));
  OBT_ASSIGN_OR_RETURN(v1::ExperimentText text, ReadText(txn, change.facts));
  text.set_hypothesis(request.plan().hypothesis());
  text.set_measure(request.plan().measure());
  PutText(txn, change.facts, text);
  OBT_RETURN_IF_ERROR(Put(txn, call.now, change.facts));
  v1::UpdateExperimentResponse response;
  *response.mutable_experiment() = ReceiptOf(change.facts);
  return response;
}

absl::StatusOr<v1::StartExperimentResponse> StartExperiment(const v1::StartExperimentRequest& request,
                                                            const Call& call, Txn& txn,
                                                            feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(ExperimentToChange change, ToChange(request, call, txn, directory));
  OBT_RETURN_IF_ERROR(Start(request.started_on(), change.today, change.idea, change.facts));
  return KeepBoth<v1::StartExperimentResponse>(txn, call, change);
}

absl::StatusOr<v1::ConcludeExperimentResponse> ConcludeExperiment(
    const v1::ConcludeExperimentRequest& request, const Call& call, Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(ExperimentToChange change, ToChange(request, call, txn, directory));
  OBT_RETURN_IF_ERROR(Conclude(request.result(), change.today, change.idea, change.facts));
  OBT_ASSIGN_OR_RETURN(v1::ExperimentText text, ReadText(txn, change.facts));
  text.set_learnt(request.result().learnt());
  PutText(txn, change.facts, text);
  return KeepBoth<v1::ConcludeExperimentResponse>(txn, call, change);
}

absl::StatusOr<v1::GetExperimentResponse> GetExperiment(const v1::GetExperimentRequest& request,
                                                        const Call& call, const View& view,
                                                        feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  OBT_ASSIGN_OR_RETURN(SeenExperiment seen, See<v1::ExperimentFacts>(view, viewer, request.experiment_id()));
  v1::GetExperimentResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_experiment(), ToExperiment(view, viewer, std::move(seen)));
  return response;
}

// What a list keeps of the experiments the caller sees.
bool Keeps(const v1::ListExperimentsRequest& request, const v1::ExperimentFacts& facts) {
  if (facts.programme_id() != request.programme_id()) return false;
  const v1::Trial& trial = facts.trial();
  return (request.states().empty() || absl::c_linear_search(request.states(), trial.state())) &&
         (request.outcomes().empty() || absl::c_linear_search(request.outcomes(), trial.outcome()));
}

absl::StatusOr<v1::ListExperimentsResponse> ListExperiments(const v1::ListExperimentsRequest& request,
                                                            const Call& call, const View& view,
                                                            feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  return rpc::AnswerPage(
      request, call, &v1::ListExperimentsResponse::mutable_experiments,
      [&](const std::string& position, size_t limit) -> absl::StatusOr<Page<v1::Experiment>> {
        OBT_ASSIGN_OR_RETURN(auto page, PageOfExperiments(view, viewer, request.idea_id(), request.team_id(),
                                                          position, limit, [&](const SeenExperiment& seen) {
                                                            return Keeps(request, seen.facts);
                                                          }));
        return Answered<v1::Experiment>(std::move(page), [&](SeenExperiment seen) {
          return ToExperiment(view, viewer, std::move(seen));
        });
      });
}

}  // namespace

void BindExperiments(rpc::Router& router, feed::Directory& directory) {
  router.Command(PlanExperiment, directory)
      .Command(UpdateExperiment, directory)
      .Command(StartExperiment, directory)
      .Command(ConcludeExperiment, directory)
      .Query(GetExperiment, directory)
      .Query(ListExperiments, directory);
}

}  // namespace obt::ideas
