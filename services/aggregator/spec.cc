#include "services/aggregator/spec.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>

#include "common/base/status.h"
#include "services/aggregator/api/metrics_service.h"
#include "services/aggregator/api/progress_service.h"
#include "services/aggregator/api/verify_service.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/ingest/rows.h"
#include "services/aggregator/query/worker_pool.h"
#include "services/aggregator/schema.h"
#include "services/aggregator/verify/verify_job.h"

namespace obt::aggregator {
namespace {

constexpr int kFeedPage = 5000;

using Apply = absl::Status (Engine::*)(absl::Span<const obt::store::v1::Change>, obt::store::Txn&);

feed::Consumer& Follow(app::Server& host, Engine& engine, const char* source, Apply apply) {
  feed::ConsumerOptions options;
  options.source = source;
  options.page = kFeedPage;
  options.apply = [&engine, apply](absl::Span<const obt::store::v1::Change> page, obt::store::Txn& txn) {
    return (engine.*apply)(page, txn);
  };
  return host.Follow(std::move(options));
}

absl::Status Build(app::Server& host) {
  OBT_ASSIGN_OR_RETURN(State state, LoadState(host.store().Now().Passing()));
  Engine* const engine = host.Own(std::make_unique<Engine>(std::move(state)));
  const size_t helpers = std::max(1u, std::thread::hardware_concurrency()) - 1;  // a core is the asker's
  WorkerPool* const pool = host.Own(std::make_unique<WorkerPool>(helpers));
  VerifyInputs inputs;
  inputs.engine = engine;
  inputs.pool = pool;
  inputs.store = &host.store();
  inputs.identity = &host.peer(kIdentity);
  inputs.learning = &host.peer(kLearning);
  inputs.identity_feed = &Follow(host, *engine, kIdentity, &Engine::ApplyIdentity);
  inputs.learning_feed = &Follow(host, *engine, kLearning, &Engine::ApplyLearning);
  inputs.clock = &host.clock();
  VerifyJob* const verify = host.Own(std::make_unique<VerifyJob>(inputs));
  OBT_RETURN_IF_ERROR(verify->MarkInterrupted());
  host.OnStop([verify] { verify->Stop(); });
  const std::vector<const feed::Consumer*> feeds = {inputs.identity_feed, inputs.learning_feed};
  host.Own(std::make_unique<MetricsService>(*engine, *pool, feeds))->BindTo(host.router());
  host.Own(std::make_unique<ProgressService>(*engine))->BindTo(host.router());
  host.Own(std::make_unique<VerifyService>(*verify))->BindTo(host.router());
  return absl::OkStatus();
}

}  // namespace

app::ServiceSpec Spec() {
  app::ServiceSpec spec;
  spec.name = "aggregator";
  spec.tables = Tables();
  spec.build = Build;
  return spec;
}

}  // namespace obt::aggregator
