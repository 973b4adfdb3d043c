// Jobs of a kind that counts its row down, a piece a step.
#include "common/jobs/jobs.h"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <set>
#include <tuple>

#include "common/base/status.h"
#include "common/store/table.h"
#include "common/testing/fake_clock.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"

namespace obt::jobs {
namespace {

using google::protobuf::Int64Value;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr store::Table<std::tuple<std::string>, Int64Value> kCounts{"counts"};

class JobsTest : public ::testing::Test {
 protected:
  JobsTest() {
    options_.path = dir_.path() + "/store";
    options_.tables = {&kCounts};
    options_.on_commit = [this](const store::Txn& written) {
      if (jobs_ != nullptr) jobs_->OnCommit(written);
    };
    EXPECT_OK(store::Store::Init(options_));
    store_ = *store::Store::Open(options_);
    Begin();
  }
  ~JobsTest() override {
    jobs_->Stop();
    store_.reset();
  }

  // As a restart would.
  void Begin() {
    jobs_ = std::make_unique<Jobs>(*store_, clock_, metrics_);
    jobs_->Add({"count", &kCounts,
                [this](const store::View& view, const MayTry& may_try) { return Next(view, may_try); },
                [this](const std::string& name) { return Step(name); }});
  }
  void Put(const std::string& name, int64_t pieces) {
    ASSERT_OK(store_->Execute([&](store::Txn& txn) {
      Int64Value row;
      row.set_value(pieces);
      kCounts.Put(txn, {name}, row);
      return absl::OkStatus();
    }));
  }
  // Nobody looks by himself for an hour: what is not woken does not happen.
  static void Await(std::promise<void>& event) {
    EXPECT_EQ(event.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  }
  int64_t Left(const std::string& name) { return (*kCounts.Find(store_->Now(), {name}))->value(); }

  absl::StatusOr<std::optional<std::string>> Next(const store::View& view, const MayTry& may_try) {
    if (blind_) return absl::DataLossError("unreadable");
    std::optional<std::string> next;
    OBT_RETURN_IF_ERROR(kCounts.ScanEach(view, std::tuple<>(), std::nullopt, 100,
                                         [&](const std::tuple<std::string>& key, const Int64Value& row) {
                                           if (row.value() > 0 && may_try(std::get<0>(key)))
                                             next = std::get<0>(key);
                                           return !next.has_value();
                                         }));
    if (!next.has_value() && looks_in_vain_++ == 0) looked_in_vain_.set_value();
    return next;
  }
  absl::StatusOr<bool> Step(const std::string& name) {
    steps_.push_back(name);
    if (stuck_.count(name) > 0) return absl::UnavailableError("stuck");
    int64_t left = 0;
    OBT_RETURN_IF_ERROR(store_
                            ->Execute([&](store::Txn& txn) -> absl::Status {
                              OBT_ASSIGN_OR_RETURN(std::optional<Int64Value> row, kCounts.Find(txn, {name}));
                              left = row->value() - 1;
                              row->set_value(left);
                              kCounts.Put(txn, {name}, *row);
                              return absl::OkStatus();
                            })
                            .status());
    if (after_step_) after_step_(left);
    return left > 0;
  }

  testing::TempDir dir_;
  testing::FakeClock clock_{absl::FromUnixSeconds(1'728'907'200)};
  obs::Metrics metrics_;
  store::Options options_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Jobs> jobs_;
  std::set<std::string> stuck_;
  bool blind_ = false;
  std::vector<std::string> steps_;
  std::function<void(int64_t left)> after_step_;
  int looks_in_vain_ = 0;
  std::promise<void> looked_in_vain_;  // for the first time
};

TEST_F(JobsTest, EachJobIsWorkedOffToItsEndBeforeTheNext) {
  Put("b", 1);
  Put("a", 2);
  EXPECT_EQ(jobs_->WorkOff(), absl::Hours(1)) << "nothing is left; it looks again all the same";
  EXPECT_THAT(steps_, ElementsAre("a", "a", "b"));
}

TEST_F(JobsTest, OneWhoseStepKeepsFailingWaitsLongerEachTimeAndTheOthersGoOn) {
  stuck_ = {"a"};
  Put("a", 1);
  Put("b", 1);
  EXPECT_EQ(jobs_->WorkOff(), absl::Seconds(1));
  EXPECT_EQ(Left("b"), 0);
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_jobs_waiting{job=\"count\"} 1"));
  Put("c", 1);
  jobs_->WorkOff();
  EXPECT_EQ(Left("c"), 0);
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_job_failed_steps_total{job=\"count\"} 1"))
      << "it was not tried in between";
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(jobs_->WorkOff(), absl::Seconds(2));
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_job_failed_steps_total{job=\"count\"} 2"));
  stuck_.clear();
  clock_.Advance(absl::Seconds(2));
  EXPECT_EQ(jobs_->WorkOff(), absl::Hours(1));
  EXPECT_EQ(Left("a"), 0);
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_jobs_waiting{job=\"count\"} 0"));
}

TEST_F(JobsTest, AFinderThatFailsIsAskedAgainSoon) {
  blind_ = true;
  Put("a", 1);
  EXPECT_EQ(jobs_->WorkOff(), absl::Seconds(1));
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_job_failed_steps_total{job=\"count\"} 1"));
  blind_ = false;
  EXPECT_EQ(jobs_->WorkOff(), absl::Hours(1));
  EXPECT_EQ(Left("a"), 0);
}

TEST_F(JobsTest, ACommitThatWritesARowWakesItsKind) {
  std::promise<void> done;
  after_step_ = [&done](int64_t) { done.set_value(); };
  jobs_->Start();
  Await(looked_in_vain_);
  Put("a", 1);
  Await(done);
  jobs_->Stop();
  EXPECT_EQ(Left("a"), 0);
}

TEST_F(JobsTest, AStopEndsAfterTheStepUnderWayAndTheRestIsDoneAfterwards) {
  std::promise<void> begun;
  std::promise<void> go;
  after_step_ = [&](int64_t left) {
    if (left != 9) return;
    begun.set_value();
    go.get_future().wait();
    while (jobs_->GoesOn().ok()) {
    }
  };
  Put("a", 10);
  jobs_->Start();
  begun.get_future().wait();
  EXPECT_OK(jobs_->GoesOn());
  go.set_value();
  jobs_->Stop();
  EXPECT_EQ(Left("a"), 9);
  EXPECT_THAT(jobs_->GoesOn(), testing::StatusIs(absl::StatusCode::kUnavailable, "STOPPING"));
  EXPECT_THAT(metrics_.Text(), HasSubstr("obt_job_failed_steps_total{job=\"count\"} 0"));
  Begin();
  jobs_->WorkOff();
  EXPECT_EQ(Left("a"), 0);
}

TEST_F(JobsTest, JobsInMemoryAreWokenByName) {
  std::promise<void> first, done;
  std::atomic<bool> asked{false};
  std::atomic<int> looks{0};
  jobs_->Add({"in_memory", nullptr,
              [&](const store::View&, const MayTry&) -> absl::StatusOr<std::optional<std::string>> {
                const bool found = asked.exchange(false);
                if (++looks == 1) first.set_value();
                return found ? std::make_optional<std::string>("it") : std::nullopt;
              },
              [&](const std::string& name) -> absl::StatusOr<bool> {
                EXPECT_EQ(name, "it");
                done.set_value();
                return false;
              }});
  jobs_->Start();
  Await(first);
  asked = true;
  jobs_->Wake("in_memory");
  Await(done);
  jobs_->Stop();
}

}  // namespace
}  // namespace obt::jobs
