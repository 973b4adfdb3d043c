#include "common/app/store_metrics.h"

namespace obt::app {

std::vector<obs::Metrics::Reading> AddStoreMetrics(obs::Metrics& metrics, const store::Store& store) {
  using Kind = obs::Metrics::Kind;
  std::vector<obs::Metrics::Reading> readings;
  const auto add = [&](Kind kind, const char* name, const char* help, std::function<double()> read) {
    readings.push_back(metrics.AddReading(kind, name, help, {}, std::move(read)));
  };
  add(Kind::kCounter, "obt_store_commits_total", "Synced batches.",
      [&store] { return static_cast<double>(store.statistics().commits); });
  add(Kind::kCounter, "obt_store_commands_total", "Commands run.",
      [&store] { return static_cast<double>(store.statistics().commands); });
  add(Kind::kCounter, "obt_store_failed_commands_total", "Commands that were refused and undone.",
      [&store] { return static_cast<double>(store.statistics().failed_commands); });
  add(Kind::kCounter, "obt_store_commit_seconds_total", "Time spent in synced writes.",
      [&store] { return store.statistics().commit_seconds; });
  add(Kind::kGauge, "obt_store_queue", "Commands waiting for the committer.",
      [&store] { return static_cast<double>(store.statistics().queue); });
  add(Kind::kGauge, "obt_store_sequence", "Last durable change.",
      [&store] { return static_cast<double>(store.Now().sequence()); });
  add(Kind::kGauge, "obt_store_keys", "Estimated number of rows.",
      [&store] { return static_cast<double>(store.Property("rocksdb.estimate-num-keys")); });
  add(Kind::kGauge, "obt_store_bytes", "Size of the table files.",
      [&store] { return static_cast<double>(store.Property("rocksdb.total-sst-files-size")); });
  add(Kind::kGauge, "obt_store_compaction_debt_bytes", "What compaction still has to rewrite.",
      [&store] { return static_cast<double>(store.Property("rocksdb.estimate-pending-compaction-bytes")); });
  return readings;
}

}  // namespace obt::app
