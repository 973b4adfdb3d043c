#include "common/app/store_metrics.h"

#include <algorithm>

#include "common/app/rocksdb_metrics.h"

namespace obt::app {

std::vector<obs::Metrics::Reading> AddStoreMetrics(obs::Metrics& metrics, const store::Store& store) {
  using Kind = obs::Metrics::Kind;
  std::vector<obs::Metrics::Reading> readings = AddRocksMetrics(metrics, store);
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
  add(Kind::kCounter, "obt_audit_entries_total", "Entries added to the audit log.",
      [&store] { return static_cast<double>(store.statistics().audit_entries); });
  add(Kind::kGauge, "obt_audit_sequence", "Last durable entry of the audit log.",
      [&store] { return static_cast<double>(store.Now().audit_sequence()); });
  add(Kind::kGauge, "obt_store_keys", "Estimated number of rows.",
      [&store] { return static_cast<double>(store.Property("rocksdb.estimate-num-keys")); });
  add(Kind::kGauge, "obt_store_bytes", "Size of the table files.",
      [&store] { return static_cast<double>(store.Property("rocksdb.total-sst-files-size")); });
  add(Kind::kGauge, "obt_store_compaction_debt_bytes", "What compaction still has to rewrite.",
      [&store] { return static_cast<double>(store.Property("rocksdb.estimate-pending-compaction-bytes")); });
  return readings;
}

void AddFeedMetrics(obs::Metrics& metrics, const feed::Consumer& feed, const Clock& clock,
                    std::vector<obs::Metrics::Reading>& readings) {
  using Kind = obs::Metrics::Kind;
  const obs::Labels labels = {{"source", feed.position().source}};
  readings.push_back(
      metrics.AddReading(Kind::kGauge, "obt_feed_lag_changes",
                         "Changes the source has told of that are not applied yet.", labels, [&feed] {
                           const feed::FeedPosition at = feed.position();
                           return static_cast<double>(at.source_last - std::min(at.applied, at.source_last));
                         }));
  readings.push_back(metrics.AddReading(
      Kind::kGauge, "obt_feed_lag_seconds",
      "Age of the last applied change while changes are outstanding; else 0.", labels, [&feed, &clock] {
        const feed::FeedPosition at = feed.position();
        if (at.applied >= at.source_last) return 0.0;
        return absl::ToDoubleSeconds(clock.Now() - absl::FromUnixMicros(at.applied_commit_time_us));
      }));
  readings.push_back(metrics.AddReading(Kind::kGauge, "obt_feed_connected",
                                        "1 while the last poll succeeded.", labels,
                                        [&feed] { return feed.position().connected ? 1.0 : 0.0; }));
}

}  // namespace obt::app
