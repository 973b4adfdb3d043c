#include "services/aggregator/spec.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rules/measures.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/api/progress_domain.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/ingest/rows.h"
#include "services/aggregator/query/axes.h"
#include "services/aggregator/query/count.h"
#include "services/aggregator/query/worker_pool.h"
#include "services/aggregator/rules/derive.h"
#include "services/aggregator/schema.h"
#include "services/aggregator/verify/verify_job.h"

namespace obt::aggregator {
namespace {

constexpr int kFeedPage = 5000;

void DieOfFault(const std::string& fault) {
  if (!fault.empty()) Die(fault);
}

FollowedSource Follow(const Source& source, Engine& engine, const feed::Consumer* after,
                      app::Server& server) {
  feed::ConsumerOptions options;
  options.after = after;
  options.source = source.name;
  options.page = kFeedPage;
  options.apply = [&source, &engine](absl::Span<const obt::store::v1::Change> page, obt::store::Txn& txn) {
    return engine.Apply(source.name, source.apply, page, txn);
  };
  return {source, &server.peer(source.name), &server.Follow(std::move(options))};
}

absl::Status Build(app::Server& server) {
  CheckContract();
  OBT_ASSIGN_OR_RETURN(State state, LoadState(server.store().Now().Passing()));
  Engine* const engine = server.Own(std::make_unique<Engine>(std::move(state)));
  const size_t helpers = std::max(1u, std::thread::hardware_concurrency()) - 1;  // a core is the asker's
  WorkerPool* const pool = server.Own(std::make_unique<WorkerPool>(helpers));
  auto* const sources = server.Own(std::make_unique<std::vector<FollowedSource>>());
  for (const Source& source : AllSources()) {
    // The first is identity, to which the others refer.
    const feed::Consumer* const after = sources->empty() ? nullptr : sources->front().feed;
    sources->push_back(Follow(source, *engine, after, server));
  }
  Standstill* const standstill = server.Own(std::make_unique<Standstill>(*sources));
  VerifyJob* const verify = server.Own(std::make_unique<VerifyJob>(
      VerifyInputs{engine, pool, &server.store(), &server.jobs(), &server.clock(), standstill, *sources}));
  OBT_RETURN_IF_ERROR(verify->FailInterrupted());
  PinnedStates* const pinned = server.Own(std::make_unique<PinnedStates>());
  Figures* const figures = server.Own(std::make_unique<Figures>(*engine, *pool, *pinned));
  BindMetrics(server.router(), *figures, *sources);
  BindSnapshots(server.router(), *engine, *pinned);
  BindSurveys(server.router(), *server.Own(std::make_unique<SurveyWeeks>(*engine, server.store(), *sources)));
  BindProgress(server.router(), *engine);
  BindVerify(server.router(), *verify);
  return absl::OkStatus();
}

}  // namespace

void CheckContract(const Contract& contract) {
  DieOfFault(rules::FaultOfMilestones(contract.milestones, [](options::v1::Milestone milestone) {
    return IsDerived(milestone) && recount::IsRecounted(milestone);
  }));
  DieOfFault(rules::FaultOfMeasures(contract.measures, [](v1::Measure measure) {
    return RuleOf(measure) != Rule::kNone && recount::IsRecounted(measure);
  }));
  DieOfFault(rules::FaultOfDimensions(contract.dimensions, [](v1::Dimension dimension) {
    return CanGroupBy(dimension) && recount::IsRecounted(dimension);
  }));
  DieOfFault(rules::FaultOfSteps(contract.steps, IsTold));
}

app::ServiceSpec Spec() {
  app::ServiceSpec spec;
  spec.name = "aggregator";
  spec.tables = Tables();
  spec.sensitive = "It holds what each person did, and figures nobody protected.";
  spec.build = Build;
  return spec;
}

}  // namespace obt::aggregator
