#include "services/ideas/spec.h"

#include <memory>

#include "services/ideas/bind.h"
#include "services/ideas/schema.h"

namespace obt::ideas {
namespace {

void ShowWhetherWhole(const LiveIndex& index, app::Server& server) {
  server.Own(std::make_unique<obs::Metrics::Reading>(
      server.metrics().AddReading(obs::Metrics::Kind::kGauge, "obt_search_index_whole",
                                  "1 once everything that can be found is in the search index.", {},
                                  [&index] { return index.is_whole() ? 1.0 : 0.0; })));
}

}  // namespace

app::ServiceSpec Spec() {
  app::ServiceSpec spec;
  spec.name = "ideas";
  spec.tables = Tables();
  spec.published = PublishedTables();
  spec.sensitive = "It holds who wrote what, also without a name.";
  spec.build = [](app::Server& server) {
    LiveIndex* const index = server.Own(std::make_unique<LiveIndex>(server.store()));
    server.OnCommit([index](const obt::store::Txn& written) { index->Follow(written); });
    server.OnStop([index] { index->Stop(); });
    ShowWhetherWhole(*index, server);
    BindAll(server.router(), server.directory(), *index);
    index->Start();
    return absl::OkStatus();
  };
  return spec;
}

}  // namespace obt::ideas
