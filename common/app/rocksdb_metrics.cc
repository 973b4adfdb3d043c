#include "common/app/rocksdb_metrics.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace obt::app {
namespace {

using Kind = obs::Metrics::Kind;

constexpr int kLevels = 7;

// A property and the metric that shows it.
struct Shown {
  Kind kind;
  const char* metric;
  const char* help;
  const char* property;
};

// Of each table; shown as their sum.
constexpr Shown kOfTables[] = {
    {Kind::kGauge, "rocksdb_memtable_bytes", "Rows in memory that are in no table file yet, all tables.",
     "rocksdb.cur-size-all-mem-tables"},
    {Kind::kGauge, "rocksdb_memtables_immutable", "Memtables that wait to become files.",
     "rocksdb.num-immutable-mem-table"},
    {Kind::kGauge, "rocksdb_table_readers_bytes", "Memory of indexes and filters outside the block cache.",
     "rocksdb.estimate-table-readers-mem"},
    {Kind::kGauge, "rocksdb_live_files_bytes", "Table files in use.", "rocksdb.live-sst-files-size"},
    {Kind::kGauge, "rocksdb_live_data_bytes", "Estimated size of what is not overwritten or deleted.",
     "rocksdb.estimate-live-data-size"},
    {Kind::kGauge, "rocksdb_pending_compaction_bytes", "What compaction still has to rewrite.",
     "rocksdb.estimate-pending-compaction-bytes"},
    {Kind::kGauge, "rocksdb_flush_pending", "Tables of which a memtable has to be flushed.",
     "rocksdb.mem-table-flush-pending"},
    {Kind::kGauge, "rocksdb_compaction_pending", "Tables that have to be compacted.",
     "rocksdb.compaction-pending"},
};

// Of the database, or of the cache that all tables share.
constexpr Shown kShared[] = {
    {Kind::kGauge, "rocksdb_block_cache_capacity_bytes", "Room of the block cache.",
     "rocksdb.block-cache-capacity"},
    {Kind::kGauge, "rocksdb_block_cache_usage_bytes", "What is in the block cache.",
     "rocksdb.block-cache-usage"},
    {Kind::kGauge, "rocksdb_block_cache_pinned_bytes", "What of it cannot be thrown out now.",
     "rocksdb.block-cache-pinned-usage"},
    {Kind::kGauge, "rocksdb_running_flushes", "Flushes under way.", "rocksdb.num-running-flushes"},
    {Kind::kGauge, "rocksdb_running_compactions", "Compactions under way.",
     "rocksdb.num-running-compactions"},
    {Kind::kGauge, "rocksdb_background_errors", "Flushes and compactions that failed since the start.",
     "rocksdb.background-errors"},
    {Kind::kGauge, "rocksdb_snapshots", "Moments that are pinned.", "rocksdb.num-snapshots"},
    {Kind::kGauge, "rocksdb_write_stopped", "1 while no write is taken.", "rocksdb.is-write-stopped"},
    {Kind::kGauge, "rocksdb_delayed_write_bytes_per_second",
     "The rate that writes are slowed to; 0: they are not.", "rocksdb.actual-delayed-write-rate"},
};

}  // namespace

std::vector<obs::Metrics::Reading> AddRocksMetrics(obs::Metrics& metrics, const store::Store& store) {
  std::vector<obs::Metrics::Reading> readings;
  for (const Shown& shown : kOfTables) {
    readings.push_back(metrics.AddReading(
        shown.kind, shown.metric, shown.help, {},
        [&store, name = shown.property] { return static_cast<double>(store.Property(name)); }));
  }
  for (const Shown& shown : kShared) {
    readings.push_back(metrics.AddReading(
        shown.kind, shown.metric, shown.help, {},
        [&store, name = shown.property] { return static_cast<double>(store.SharedProperty(name)); }));
  }
  for (int level = 0; level < kLevels; ++level) {
    readings.push_back(metrics.AddReading(Kind::kGauge, "rocksdb_files", "Table files, by level.",
                                          {{"level", absl::StrCat(level)}},
                                          [&store, name = absl::StrCat("rocksdb.num-files-at-level", level)] {
                                            return static_cast<double>(store.TextProperty(name));
                                          }));
  }
  for (const char* const stall : {"slowdown", "stop"}) {
    readings.push_back(metrics.AddReading(
        Kind::kCounter, "rocksdb_write_stalls_total", "Times that writes were slowed down or stopped.",
        {{"kind", stall}}, [&store, entry = absl::StrCat("io_stalls.total_", stall)] {
          return static_cast<double>(store.TextProperty("rocksdb.cfstats", entry));
        }));
  }
  return readings;
}

}  // namespace obt::app
