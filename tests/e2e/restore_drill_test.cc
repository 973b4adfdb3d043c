// The drill an operator should be able to rely on, with the real processes and the real obtctl: a backup is
// made under load, the store is lost, the backup is restored and served, and who had read further notices.
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt_tree.h"
#include "tests/integration/world.h"

namespace obt::testing {
namespace {

constexpr int kWriters = 3;
constexpr int kAcks = 200;  // the load before, and at least as much after the backup
constexpr int kMinutes = 3;

// Records events of one person until told to stop; remembers what it was told.
struct Writer {
  void Run(World& world, const std::atomic<bool>& stop, std::atomic<int>& acks) {
    for (int64_t n = 0; !stop.load(); ++n) {
      sequences.push_back(Send(world, n));
      ++acks;
    }
  }
  uint64_t Send(World& world, int64_t n) const {
    learning::v1::RecordLearningRequest request;
    *request.add_events() = world.Event(person, absl::StrCat(person, n), learning::v1::VERB_PROGRESSED, "m1",
                                        absl::FromUnixSeconds(1'729'500'000 + n), kMinutes);
    const auto response = world.Must<learning::v1::RecordLearningResponse>(request, "dwp");
    EXPECT_EQ(response.results(0).status().code(), 0) << response.ShortDebugString();
    return response.results(0).sequence();
  }

  std::string person;
  std::vector<uint64_t> sequences;  // of its n-th event
};

class RestoreDrill : public ::testing::Test {
 protected:
  admin::v1::Backup MakeBackup() {
    const auto started = operations->Call<admin::v1::BackupResponse>(admin::v1::BackupRequest());
    EXPECT_OK(started);
    admin::v1::Backup backup = started->backup();
    while (backup.state() == admin::v1::BACKUP_STATE_RUNNING) {
      const auto list = operations->Call<admin::v1::ListBackupsResponse>(admin::v1::ListBackupsRequest());
      EXPECT_OK(list);
      backup = list->backups(0);
    }
    return backup;
  }
  int Obtctl(std::vector<std::string> words) {
    words.insert(words.begin(), absl::StrCat(OBT_BINARY_DIR, "/bin/obtctl"));
    return Process(words, absl::StrCat(world.deployment().path(), "/obtctl.log")).Wait();
  }
  // Whether the aggregator says, to who asks and in its log, that learning lacks what it had read.
  bool AggregatorNotices() {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (absl::Now() < deadline) {
      const auto fresh =
          world.Call<aggregator::v1::GetFreshnessResponse>(aggregator::v1::GetFreshnessRequest());
      if (!fresh.ok() || !LogOf("aggregator", "FEED_POSITION")) continue;
      for (const auto& feed : fresh->feeds()) {
        if (feed.source() == "learning" && !feed.connected()) return true;
      }
    }
    return false;
  }
  bool LogOf(const std::string& service, const std::string& word) {
    std::stringstream text;
    text << std::ifstream(absl::StrCat(world.deployment().path(), "/", service, ".log")).rdbuf();
    return text.str().find(word) != std::string::npos;
  }
  int64_t LearningMinutes() {
    aggregator::v1::QueryMetricsRequest request;
    request.set_programme_id("obt-2024");
    request.add_measures(aggregator::v1::MEASURE_LEARNING_MINUTES);
    return static_cast<int64_t>(
        world.Must<aggregator::v1::QueryMetricsResponse>(request).measures(0).values(0));
  }

  World world{World::Mode::kBinaries};
  std::unique_ptr<rpc::Client> operations = world.deployment().ClientTo("learning", "operator");
};

TEST_F(RestoreDrill, EveryAcknowledgedWriteUpToTheBackupIsServedAgainAndWhoHadReadFurtherNotices) {
  std::atomic<bool> stop{false};
  std::atomic<int> acks{0};
  std::vector<Writer> writers(kWriters);
  for (int i = 0; i < kWriters; ++i) writers[i].person = world.CreatePerson("dwp", absl::StrCat("w", i));
  std::vector<std::thread> threads;
  for (Writer& writer : writers) threads.emplace_back([&] { writer.Run(world, stop, acks); });
  const auto run_until = [&acks](int target) {
    const absl::Time deadline = absl::Now() + absl::Seconds(100);
    while (acks.load() < target && absl::Now() < deadline) std::this_thread::yield();
    EXPECT_GE(acks.load(), target) << "the load does not go on";
  };
  run_until(kAcks);
  const admin::v1::Backup backup = MakeBackup();
  run_until(acks.load() + kAcks);
  stop.store(true);
  for (std::thread& thread : threads) thread.join();
  ASSERT_EQ(backup.state(), admin::v1::BACKUP_STATE_VERIFIED) << backup.failure();
  world.CatchUp();

  world.Stop("learning");
  const app::ServerOptions options = world.deployment().OptionsOf("learning");
  std::filesystem::rename(options.data, absl::StrCat(options.data, ".lost"));
  ASSERT_EQ(
      Obtctl({"backup", "restore", backup.backup_id(), "--from", options.backups, "--to", options.data}), 0);
  ASSERT_EQ(Obtctl({"store", "verify", "--data", options.data}), 0);
  world.Start("learning");

  int kept = 0, lost = 0;
  for (const Writer& writer : writers) {
    for (size_t n = 0; n < writer.sequences.size(); ++n) {
      if (writer.sequences[n] > backup.sequence()) {
        ++lost;
        continue;
      }
      ++kept;  // sent again, it is known and has the sequence it was acknowledged with
      ASSERT_EQ(writer.Send(world, static_cast<int64_t>(n)), writer.sequences[n]);
    }
  }
  EXPECT_GE(kept, kAcks);
  EXPECT_GE(lost, kAcks - kWriters) << "the store went on after the backup";
  EXPECT_NE(Obtctl({"store", "verify", "--data", options.data}), 0) << "its service runs";

  EXPECT_TRUE(AggregatorNotices());
  world.Stop("aggregator");
  std::filesystem::remove_all(world.deployment().OptionsOf("aggregator").data);
  world.Start("aggregator");
  world.CatchUp();
  EXPECT_EQ(LearningMinutes(), kept * kMinutes);
}

}  // namespace
}  // namespace obt::testing
