// SIGKILL of each real service in the middle of a load: every acknowledged write is there, nothing counts
// twice, the figures equal a recount.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "tests/integration/world.h"

namespace obt::testing {
namespace {

constexpr int kWriters = 4;
constexpr int kPeople = 40;        // a writer
constexpr int kAcksPerKill = 300;  // the load between two kills; a test that was idle proves nothing
constexpr int kMinutes = 3;        // of each event

// One writer: creates its people, then records events of theirs until told to stop. What it was told is
// durable.
struct Writer {
  void Run(World& world, const std::atomic<bool>& stop, std::atomic<int64_t>& acks) {
    for (int i = 0; i < kPeople; ++i) CreateOne(world, i);
    for (int64_t n = 0; !stop.load(); ++n) {
      const std::string& person = people[n % kPeople];
      learning::v1::RecordLearningRequest request;
      *request.add_events() = EventOf(world, person, n);
      const auto response = Patiently<learning::v1::RecordLearningResponse>(world, request, "dwp");
      if (response.results(0).status().code() != 0) {
        ADD_FAILURE() << response.results(0).status().ShortDebugString();
        return;
      }
      sequences.push_back(response.results(0).sequence());
      ++acks;
    }
  }
  learning::v1::LearningEvent EventOf(World& world, const std::string& person, int64_t n) const {
    return world.Event(person, absl::StrCat("w", number, "-", n), learning::v1::VERB_PROGRESSED, "m1",
                       absl::FromUnixSeconds(1'729'500'000 + n), kMinutes);
  }
  void CreateOne(World& world, int i) {
    identity::v1::CreatePersonRequest request;
    request.set_organisation_code("dwp");
    request.set_name("somebody");
    request.set_email(absl::StrCat("w", number, "-", i, "@dwp.gov.uk"));
    *request.mutable_from_day() = DateOf(2024, 4, 1);
    request.set_request_id(absl::StrCat("create-", number, "-", i));
    people.push_back(
        Patiently<identity::v1::CreatePersonResponse>(world, request, "admin").person().person_id());
  }
  // As the client presets do, for as long as a restart takes. An item that met a stopping service is sent
  // again too.
  template <typename Response>
  static Response Patiently(World& world, const google::protobuf::Message& request,
                            const std::string& client) {
    while (true) {
      absl::StatusOr<Response> response = world.Call<Response>(request, client);
      const bool passing = !response.ok() && (absl::IsUnavailable(response.status()) ||
                                              absl::IsDeadlineExceeded(response.status()) ||
                                              absl::IsCancelled(response.status()));
      if (response.ok() && !Interrupted(*response)) return *std::move(response);
      if (!response.ok() && !passing) Die(response.status().ToString());
    }
  }
  static bool Interrupted(const learning::v1::RecordLearningResponse& response) {
    return response.results(0).status().code() == static_cast<int>(absl::StatusCode::kUnavailable);
  }
  template <typename Response>
  static bool Interrupted(const Response&) {
    return false;
  }

  int number = 0;
  std::vector<std::string> people;
  std::vector<uint64_t> sequences;  // of its n-th event
};

void ExpectEverythingIsThereOnce(World& world, const std::vector<Writer>& writers) {
  int64_t events = 0;
  for (const Writer& writer : writers) {
    events += static_cast<int64_t>(writer.sequences.size());
    for (size_t n = 0; n < writer.sequences.size(); n += 7) {  // a retry gets the first result
      learning::v1::RecordLearningRequest request;
      *request.add_events() = writer.EventOf(world, writer.people[n % kPeople], static_cast<int64_t>(n));
      const auto again = Writer::Patiently<learning::v1::RecordLearningResponse>(world, request, "dwp");
      ASSERT_EQ(again.results(0).sequence(), writer.sequences[n]);
    }
  }
  world.CatchUp();
  aggregator::v1::QueryMetricsRequest request;
  request.set_programme_id("obt-2024");
  request.add_measures(aggregator::v1::MEASURE_REGISTERED);
  request.add_measures(aggregator::v1::MEASURE_LEARNING_STARTED);
  request.add_measures(aggregator::v1::MEASURE_LEARNING_MINUTES);
  const auto figures = world.Must<aggregator::v1::QueryMetricsResponse>(request);
  EXPECT_EQ(figures.measures(0).values(0), kWriters * kPeople);
  EXPECT_EQ(figures.measures(1).values(0), kWriters * kPeople);
  EXPECT_EQ(figures.measures(2).values(0), events * kMinutes);
}

TEST(Kill, EveryAcknowledgedWriteIsThereOnceAfterEachServiceWasKilledUnderLoad) {
  World world(World::Mode::kBinaries);
  std::atomic<bool> stop{false};
  std::atomic<int64_t> acks{0};
  std::vector<Writer> writers(kWriters);
  std::vector<std::thread> threads;
  for (int i = 0; i < kWriters; ++i) {
    writers[i].number = i;
    threads.emplace_back([&, i] { writers[i].Run(world, stop, acks); });
  }
  const auto run_until = [&acks](int64_t target) {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    while (acks.load() < target && absl::Now() < deadline) std::this_thread::yield();
    ASSERT_GE(acks.load(), target) << "the load does not go on";
  };
  run_until(kAcksPerKill);
  for (int round = 0; round < 2; ++round) {
    for (const char* service : kServiceNames) {
      world.Restart(service, /*kill=*/true);
      run_until(acks.load() + kAcksPerKill);
    }
  }
  stop.store(true);
  for (std::thread& thread : threads) thread.join();
  ExpectEverythingIsThereOnce(world, writers);
  const aggregator::v1::Verification verification = world.Recount();
  EXPECT_EQ(verification.state(), aggregator::v1::VERIFY_STATE_DONE) << verification.failure();
  EXPECT_EQ(verification.difference_count(), 0) << verification.ShortDebugString();
}

}  // namespace
}  // namespace obt::testing
