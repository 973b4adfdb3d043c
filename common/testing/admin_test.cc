// What operators ask of any service: backups and verifications of its store while it serves.
#include <filesystem>
#include <future>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/app/store_jobs.h"
#include "common/store/care/backup.h"
#include "common/testing/deployment.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::testing {
namespace {

using admin::v1::Backup;
using admin::v1::StoreVerification;

class Admin : public ::testing::Test {
 protected:
  void Put(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_OK(server->store().Execute([i](store::Txn& txn) {
        v1::Number number;
        number.set_name(absl::StrCat("n", i));
        kNumbers.Put(txn, {number.name()}, number);
        txn.Publish(number);
        return absl::OkStatus();
      }));
    }
  }
  template <typename Response>
  absl::StatusOr<Response> Ask(const google::protobuf::Message& request) {
    return client->Call<Response>(request);
  }
  // Starts one and waits for its end.
  Backup Make() {
    const auto started = Ask<admin::v1::BackupResponse>(admin::v1::BackupRequest());
    EXPECT_OK(started);
    if (!started.ok()) return Backup();
    EXPECT_EQ(started->backup().state(), admin::v1::BACKUP_STATE_RUNNING);
    while (true) {
      const auto list = Ask<admin::v1::ListBackupsResponse>(admin::v1::ListBackupsRequest());
      EXPECT_OK(list);
      if (!list.ok() || list->backups(0).state() != admin::v1::BACKUP_STATE_RUNNING) return list->backups(0);
      EXPECT_EQ(list->backups(0).backup_id(), started->backup().backup_id());
    }
  }

  Deployment deployment;
  std::unique_ptr<app::Server> server = deployment.Start(TinySpec(), "admin");
  std::unique_ptr<rpc::Client> client = deployment.ClientTo("tiny", "operator");
};

TEST_F(Admin, ABackupIsListedAsVerifiedAndARestartedServiceServesWhatItHolds) {
  Put(30);
  const uint64_t sequence = server->store().Now().sequence();
  const Backup backup = Make();
  EXPECT_EQ(backup.state(), admin::v1::BACKUP_STATE_VERIFIED) << backup.failure();
  EXPECT_EQ(backup.sequence(), sequence);
  EXPECT_GT(backup.bytes(), 0);
  Put(5);
  server.reset();
  const app::ServerOptions options = deployment.OptionsOf("tiny");
  std::filesystem::rename(options.data, absl::StrCat(options.data, ".lost"));
  ASSERT_OK(store::RestoreBackup(options.backups, backup.backup_id(), options.data));
  server = deployment.Start(TinySpec());
  EXPECT_EQ(server->store().Now().sequence(), sequence);
  EXPECT_EQ(server->store().Now().chain(), backup.chain());
}

TEST_F(Admin, BackupsAreListedInPagesTheNewestFirst) {
  std::vector<std::string> made;
  for (int i = 0; i < 3; ++i) made.insert(made.begin(), Make().backup_id());
  admin::v1::ListBackupsRequest request;
  request.set_page_size(2);
  std::vector<std::string> listed;
  do {
    const auto page = Ask<admin::v1::ListBackupsResponse>(request);
    ASSERT_OK(page);
    for (const Backup& each : page->backups()) listed.push_back(each.backup_id());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, made);
}

TEST_F(Admin, OnlyOperatorsMayAskForThem) {
  const std::unique_ptr<rpc::Client> other = deployment.ClientTo("tiny", "admin");
  const auto refused = StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_MISSING");
  EXPECT_THAT(other->Call<admin::v1::BackupResponse>(admin::v1::BackupRequest()).status(), refused);
  EXPECT_THAT(other->Call<admin::v1::VerifyStoreResponse>(admin::v1::VerifyStoreRequest()).status(), refused);
}

TEST_F(Admin, AVerificationReadsTheWholeStoreAndFindsNothingWrong) {
  Put(30);
  auto started = Ask<admin::v1::VerifyStoreResponse>(admin::v1::VerifyStoreRequest());
  ASSERT_OK(started);
  StoreVerification verification = started->verification();
  admin::v1::GetStoreVerificationRequest get;
  get.set_verification_id(verification.verification_id());
  while (verification.state() == admin::v1::STORE_VERIFICATION_STATE_RUNNING) {
    const auto now = Ask<admin::v1::GetStoreVerificationResponse>(get);
    ASSERT_OK(now);
    verification = now->verification();
  }
  EXPECT_EQ(verification.state(), admin::v1::STORE_VERIFICATION_STATE_DONE) << verification.failure();
  EXPECT_EQ(verification.percent(), 100);
  EXPECT_EQ(verification.faults_size(), 0) << verification.ShortDebugString();
  EXPECT_EQ(verification.sequence(), server->store().Now().sequence());
  EXPECT_GT(verification.row_count(), 60);
  get.set_verification_id(ToText(NewId<JobId>(absl::Now())));
  EXPECT_THAT(Ask<admin::v1::GetStoreVerificationResponse>(get).status(),
              StatusIs(absl::StatusCode::kNotFound, "VERIFICATION_NOT_FOUND"));
}

// Stands still until it is let go: what asks it for the time cannot end before.
class StandingClock final : public Clock {
 public:
  absl::Time Now() const override {
    go_.wait();
    return absl::Now();
  }
  void Go() { promise_.set_value(); }

 private:
  std::promise<void> promise_;
  std::shared_future<void> go_{promise_.get_future()};
};

// The store's jobs, without a service around them.
struct Aside {
  Aside(const store::Store& store, const std::string& backups, const Clock& clock = SystemClock::Get())
      : all(store, SystemClock::Get(), metrics), of_store(all, store, backups, clock) {}
  ~Aside() { all.Stop(); }
  obs::Metrics metrics;
  jobs::Jobs all;
  app::StoreJobs of_store;
};

TEST_F(Admin, ASecondBackupAtOnceIsRefused) {
  StandingClock clock;
  Aside aside(server->store(), absl::StrCat(deployment.path(), "/other"), clock);
  app::StoreJobs& jobs = aside.of_store;
  aside.all.Start();
  ASSERT_OK_AND_ASSIGN(const Backup first, jobs.StartBackup(absl::Now()));
  EXPECT_THAT(jobs.StartBackup(absl::Now()).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "BACKUP_RUNNING"));
  ASSERT_OK_AND_ASSIGN(const std::vector<Backup> running, jobs.ListBackups("", 10));
  ASSERT_EQ(running.size(), 1u);
  EXPECT_EQ(running[0].state(), admin::v1::BACKUP_STATE_RUNNING);
  clock.Go();
  Backup now = first;
  while (now.state() == admin::v1::BACKUP_STATE_RUNNING) now = jobs.ListBackups("", 10)->at(0);
  EXPECT_EQ(now.state(), admin::v1::BACKUP_STATE_VERIFIED) << now.failure();
  EXPECT_OK(jobs.StartBackup(absl::Now()));
}

TEST_F(Admin, WithoutADirectoryForThemOrWhenStoppingThereAreNoBackups) {
  Aside nowhere(server->store(), "");
  EXPECT_THAT(nowhere.of_store.StartBackup(absl::Now()).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "BACKUPS_OFF"));
  Aside stopped(server->store(), absl::StrCat(deployment.path(), "/other"));
  stopped.all.Stop();
  EXPECT_THAT(stopped.of_store.StartBackup(absl::Now()).status(),
              StatusIs(absl::StatusCode::kUnavailable, "STOPPING"));
  EXPECT_THAT(stopped.of_store.StartVerification(absl::Now()).status(),
              StatusIs(absl::StatusCode::kUnavailable, "STOPPING"));
}

TEST_F(Admin, ABackupThatCannotBeMadeSaysWhy) {
  Aside aside(server->store(), "/proc/no-such-place");
  ASSERT_OK(aside.of_store.StartBackup(absl::Now()));
  aside.all.WorkOff();
  const auto list = aside.of_store.ListBackups("", 10);
  ASSERT_OK(list);
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->at(0).state(), admin::v1::BACKUP_STATE_FAILED);
  EXPECT_THAT(list->at(0).failure(), ::testing::HasSubstr("/proc/no-such-place"));
}

}  // namespace
}  // namespace obt::testing
