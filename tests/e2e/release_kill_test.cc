// SIGKILL of the real reporting while a release is made, published and revised: it ends as a draft or as what
// it was to become, with the bytes it has when nothing disturbs it, and nothing is half there at any time.
#include <signal.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/admin/v1/admin.pb.h"
#include "services/reporting/making/digests.h"
#include "services/reporting/release/rows.h"
#include "tests/e2e/reporting_store.h"
#include "tests/integration/releases.h"

namespace obt::testing {
namespace {

namespace fs = std::filesystem;
namespace rel = reporting::v1;
using ::testing::AnyOf;
using ::testing::Pair;

// Where the making of a release is: from which per cent on.
enum Stage { kCopying, kDeciding, kWriting, kStages };
constexpr std::array<int, kStages> kFrom = {1, 10, 85};
Stage StageOf(int percent) {
  return percent < kFrom[kDeciding] ? kCopying : percent < kFrom[kWriting] ? kDeciding : kWriting;
}

// What there is of a release that is made.
struct Finished {
  std::string bundle;
  std::vector<std::string> tables;
  bool operator==(const Finished& other) const { return bundle == other.bundle && tables == other.tables; }
};

class ReleaseKill : public ::testing::Test, protected Releases {
 protected:
  static void SetUpTestSuite() {
    world = std::make_unique<World>(World::Mode::kBinaries);
    Releases releases(*world);
    releases.AddPeople("dwp", "first", 30, 12);
    releases.AddPeople("jobcentre", "second", 12, 3);
    releases.AddPeople("hmrc", "third", 25, 11);
    world->CatchUp();
    world->Stop("reporting");
    fs::copy(Data(), absl::StrCat(Data(), ".empty"), fs::copy_options::recursive);
  }
  static void TearDownTestSuite() { world.reset(); }

  ReleaseKill() : Releases(*world) {
    const char* given = std::getenv("OBT_SEED");
    const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    std::cout << "seed: OBT_SEED=" << seed << std::endl;
    random_.seed(seed);
    StartFrom("empty");
  }
  void TearDown() override {
    if (HasFailure()) world->PrintLogs();
    KillReporting();
  }

  static std::string Data() { return world->deployment().OptionsOf("reporting").data; }
  static void AwaitServing() {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    const rpc::Client& client = world->ClientTo("reporting", "admin");
    absl::Status served = absl::UnknownError("not asked yet");
    while (!served.ok() && absl::Now() < deadline)
      served = client.Call<admin::v1::GetBuildInfoResponse>(admin::v1::GetBuildInfoRequest()).status();
    ASSERT_OK(served);
  }
  static void Start() {
    world->Start("reporting");
    is_started = true;
    AwaitServing();
  }
  // The store as it was kept under a name.
  static void StartFrom(const std::string& name) {
    fs::remove_all(Data());
    fs::copy(absl::StrCat(Data(), ".", name), Data(), fs::copy_options::recursive);
    Start();
  }
  static void KillReporting() {
    if (std::exchange(is_started, false)) world->Kill({"reporting"});
  }
  // Of a service that was killed.
  static void Keep(const std::string& name) {
    fs::copy(Data(), absl::StrCat(Data(), ".", name), fs::copy_options::recursive);
  }
  // From a store with a release that is to be made, until its copying is seen: the aggregator stands still
  // until then, or most of that would be over. It is a new one: snapshots that were open when reporting was
  // killed stay open there until their leases end, and it has room for two.
  void StartCopying(const std::string& name, const std::string& id) {
    world->Restart("aggregator", /*kill=*/true);
    world->CatchUp();
    const pid_t aggregator = world->PidOf("aggregator");
    ASSERT_GT(aggregator, 0);
    ASSERT_EQ(kill(aggregator, SIGSTOP), 0);
    StartFrom(name);
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (Look(id).percent() < kFrom[kCopying] && absl::Now() < deadline) std::this_thread::yield();
    ASSERT_EQ(kill(aggregator, SIGCONT), 0);
  }
  absl::Duration Draw(absl::Duration most) {
    return most * std::uniform_real_distribution<double>(0, 1.2)(random_);
  }

  // What a client sees of a release that is being made: nothing or all of it.
  rel::Release Look(const std::string& id) {
    rel::ListTablesRequest request;
    request.set_release_id(id);
    const rel::Release before = Read(id);
    const int tables = world->Must<rel::ListTablesResponse>(request).tables_size();
    rel::Release after = Read(id);
    if (after.state() == rel::RELEASE_STATE_CREATING) EXPECT_EQ(tables, 0);
    if (before.state() == rel::RELEASE_STATE_DRAFT) EXPECT_EQ(tables, before.table_count());
    return after;
  }
  // What is kept of it on disk: of a step that has not ended nothing, else everything.
  void ExpectNothingHalf(const std::string& id);
  Finished FinishedOf(const std::string& id) {
    Finished finished = {Bundle(id)};
    for (const rel::Table& table : Tables(id)) finished.tables.push_back(table.SerializeAsString());
    const rel::AuditReleaseResponse audit = Audit(id);
    EXPECT_TRUE(audit.passed()) << absl::StrJoin(audit.faults(), "; ");
    return finished;
  }
  // A release that is to be made, when nothing of that is done: `begin` starts it, it is kept under `name`.
  template <typename Begins>
  std::string KeepUnmade(const std::string& name, Begins begin) {
    world->Stop("aggregator", /*kill=*/true);
    const std::string id = begin();
    KillReporting();
    Keep(name);
    world->Start("aggregator");
    world->CatchUp();
    return id;
  }
  Finished MakeUndisturbed(const std::string& name, const std::string& id);
  // Lets it come to a stage, and a drawn while further; kills reporting there.
  void KillAt(const std::string& id, Stage stage);
  void ExpectTheSameWhereverItIsKilled(const std::string& name, const std::string& id, int chains);
  // Makes a call and kills reporting a drawn while later; whether it was answered with success.
  template <typename Response, typename Request>
  bool KillDuring(const Request& request);

  static inline std::unique_ptr<World> world;
  static inline bool is_started = false;  // reporting; what has ended is not killed again

  std::mt19937_64 random_;
  std::array<absl::Duration, kStages> took_;  // by an undisturbed making
  std::array<int, kStages> killed_ = {};
  absl::Duration call_took_ = absl::Milliseconds(10);
};

void ReleaseKill::ExpectNothingHalf(const std::string& id) {
  const ReportingStore store(Data());
  const obt::store::View view = store.Now();
  const reporting::ReleaseId key = *ParseId<reporting::ReleaseId>(id);
  ASSERT_OK_AND_ASSIGN(const reporting::ReleaseRow row, reporting::ReadRelease(view, key));
  const bool is_copied = !row.copied_sha256().empty();
  const bool is_made = row.release().state() != rel::RELEASE_STATE_CREATING;
  ASSERT_NE(row.release().state(), rel::RELEASE_STATE_FAILED) << row.release().failure();
  ASSERT_OK_AND_ASSIGN(const auto all, reporting::ReadKept(view, {id}, reporting::Proofs::kRead));
  const reporting::making::Kept& kept = all.front();
  ASSERT_OK_AND_ASSIGN(const auto tables, reporting::kTables.Scan(view, std::tuple(key), std::nullopt, 1000));
  ASSERT_OK_AND_ASSIGN(const std::string bundle, reporting::ReadBundle(view, key, 0, 1 << 30));
  EXPECT_EQ(kept.answers.empty(), !is_copied);
  if (is_copied) EXPECT_EQ(reporting::making::DigestOfCopied(kept), row.copied_sha256());
  EXPECT_EQ(kept.statuses.empty(), !is_made);
  EXPECT_EQ(kept.worlds.empty(), !is_made);
  if (is_made) EXPECT_EQ(reporting::making::DigestOf(kept.statuses, kept.worlds), row.decided_sha256());
  EXPECT_EQ(tables.size(), is_made ? static_cast<size_t>(row.table_ids_size()) : 0u);
  EXPECT_EQ(static_cast<int64_t>(bundle.size()), row.release().bundle_bytes());
  EXPECT_EQ(bundle.empty(), !is_made);
}

Finished ReleaseKill::MakeUndisturbed(const std::string& name, const std::string& id) {
  StartCopying(name, id);
  std::array<absl::Time, kStages + 1> seen;
  seen.fill(absl::InfiniteFuture());
  for (rel::Release release = Look(id);; release = Look(id)) {
    const bool is_made = release.state() != rel::RELEASE_STATE_CREATING;
    for (int stage = 0; stage <= kStages; ++stage) {
      if (is_made || (stage < kStages && release.percent() >= kFrom[stage]))
        seen[stage] = std::min(seen[stage], absl::Now());
    }
    if (is_made) break;
  }
  for (int stage = 0; stage < kStages; ++stage) took_[stage] = seen[stage + 1] - seen[stage];
  EXPECT_EQ(Read(id).state(), rel::RELEASE_STATE_DRAFT) << Read(id).failure();
  Finished finished = FinishedOf(id);
  EXPECT_FALSE(finished.bundle.empty());
  KillReporting();
  return finished;
}

void ReleaseKill::KillAt(const std::string& id, Stage stage) {
  absl::Time until = absl::InfiniteFuture();
  rel::Release seen = Look(id);
  for (; seen.state() == rel::RELEASE_STATE_CREATING; seen = Look(id)) {
    if (seen.percent() >= kFrom[stage]) until = std::min(until, absl::Now() + Draw(took_[stage]));
    if (absl::Now() >= until) break;
  }
  KillReporting();
  if (seen.state() == rel::RELEASE_STATE_CREATING && seen.percent() > 0) ++killed_[StageOf(seen.percent())];
  ExpectNothingHalf(id);
}

void ReleaseKill::ExpectTheSameWhereverItIsKilled(const std::string& name, const std::string& id,
                                                  int chains) {
  const Finished undisturbed = MakeUndisturbed(name, id);
  killed_.fill(0);
  // What begins a chain is seen from its beginning, so that all of it can be hit.
  for (int chain = 0; chain < chains; ++chain) {
    StartCopying(name, id);
    for (int stage = chain % kStages; stage < kStages; ++stage) {
      KillAt(id, static_cast<Stage>(stage));
      Start();
    }
    EXPECT_EQ(Await(id).etag(), "3") << "each step is kept once";
    EXPECT_TRUE(FinishedOf(id) == undisturbed);
    KillReporting();
    ExpectNothingHalf(id);
  }
  std::cout << "killed while copying, deciding, writing: " << absl::StrJoin(killed_, ", ") << " times"
            << std::endl;
}

template <typename Response, typename Request>
bool ReleaseKill::KillDuring(const Request& request) {
  absl::Status answered;
  const rpc::Client& client = world->ClientTo("reporting", "admin");
  std::thread call([&] {
    rpc::CallOptions options;
    options.retry = false;
    answered = client.Call<Response>(request, options).status();
  });
  const absl::Time until = absl::Now() + Draw(call_took_);
  while (absl::Now() < until) std::this_thread::yield();
  KillReporting();
  call.join();
  return answered.ok();
}

TEST_F(ReleaseKill, WhileItIsMadeLeavesADraftWithTheBytesOfAnUndisturbedOne) {
  const std::string id = KeepUnmade("unmade", [this] { return Begin("2024-10-27"); });
  std::array<int, kStages> killed = {};
  for (int round = 0; round < 5 && absl::c_count(killed, 0) > 0; ++round) {
    ExpectTheSameWhereverItIsKilled("unmade", id, kStages);
    for (int stage = 0; stage < kStages; ++stage) killed[stage] += killed_[stage];
  }
  EXPECT_GT(killed[kCopying] + killed[kDeciding] + killed[kWriting], 0) << "nothing was ever hit";
}

TEST_F(ReleaseKill, WhileItIsPublishedLeavesADraftOrAPublishedOne) {
  const std::string id = Await(Begin("2024-10-27")).release_id();
  const Finished draft = FinishedOf(id);
  KillReporting();
  Keep("draft");
  rel::PublishReleaseRequest publish;
  publish.set_release_id(id);
  for (int i = 0; i < 3; ++i) {
    StartFrom("draft");
    const bool answered = KillDuring<rel::PublishReleaseResponse>(publish);
    ExpectNothingHalf(id);
    Start();
    const rel::Release release = Read(id);
    EXPECT_EQ(release.state() == rel::RELEASE_STATE_PUBLISHED, release.has_publish_time());
    if (answered) EXPECT_EQ(release.state(), rel::RELEASE_STATE_PUBLISHED) << "it was acknowledged";
    if (release.state() != rel::RELEASE_STATE_PUBLISHED) {
      EXPECT_EQ(release.state(), rel::RELEASE_STATE_DRAFT);
      EXPECT_EQ(Publish(id).state(), rel::RELEASE_STATE_PUBLISHED) << "the way goes on";
    }
    EXPECT_TRUE(FinishedOf(id) == draft);
    KillReporting();
  }
}

TEST_F(ReleaseKill, WhileItIsRevisedLeavesTheOldOneOrItsRevision) {
  const std::string id = Published("2024-10-27");
  const Finished first = FinishedOf(id);
  AddPeople("jobcentre", "late", 10, 9);
  world->CatchUp();
  const std::string revision = KeepUnmade("revising", [&] { return Revise(id, "Late returns"); });
  ExpectTheSameWhereverItIsKilled("revising", revision, 1);

  fs::remove_all(absl::StrCat(Data(), ".draft"));
  Keep("draft");
  rel::PublishReleaseRequest publish;
  publish.set_release_id(revision);
  for (int i = 0; i < 3; ++i) {
    StartFrom("draft");
    const bool answered = KillDuring<rel::PublishReleaseResponse>(publish);
    for (const std::string& each : {id, revision}) ExpectNothingHalf(each);
    Start();
    const auto states = std::pair(Read(id).state(), Read(revision).state());
    const auto done = std::pair(rel::RELEASE_STATE_SUPERSEDED, rel::RELEASE_STATE_PUBLISHED);
    const auto undone = std::pair(rel::RELEASE_STATE_PUBLISHED, rel::RELEASE_STATE_DRAFT);
    EXPECT_THAT(states, AnyOf(done, undone));
    if (answered) EXPECT_EQ(states, done) << "it was acknowledged";
    EXPECT_TRUE(FinishedOf(id) == first);
    KillReporting();
  }
}

}  // namespace
}  // namespace obt::testing
