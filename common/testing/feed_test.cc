// The feed and its consumer: ordered, unique, atomic, resumable; and snapshots.
#include <atomic>
#include <future>
#include <optional>

#include "common/feed/consumer.h"
#include "common/feed/referred.h"
#include "common/store/core_tables.h"
#include "common/testing/deployment.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"
#include "obt/feed/v1/feed.pb.h"
#include "obt/learning/v1/events.pb.h"

namespace obt::testing {
namespace {

inline constexpr store::Table<std::tuple<uint64_t>, store::v1::Change> kSeen{"seen"};

class Feed : public ::testing::Test {
 protected:
  void Put(int first, int count) {
    ASSERT_OK(server->store().Execute([&](store::Txn& txn) {
      for (int i = first; i < first + count; ++i) {
        v1::Number number;
        number.set_name(absl::StrCat("n", i));
        number.set_value(i);
        kNumbers.Put(txn, {number.name()}, number);
        txn.Publish(number);
      }
      return absl::OkStatus();
    }));
  }
  // Keeps every change it is given under its sequence; one given twice would be seen as a clash. `fail` is
  // asked before each page.
  std::unique_ptr<feed::Consumer> Follow(int page = 7) { return Follow(page, *store); }
  std::unique_ptr<feed::Consumer> Follow(int page, store::Store& into,
                                         std::function<absl::Status()> fail = absl::OkStatus) {
    feed::ConsumerOptions options;
    options.source = "tiny";
    options.client = client.get();
    options.store = &into;
    options.page = page;
    options.apply = [fail](absl::Span<const store::v1::Change> changes, store::Txn& txn) {
      OBT_RETURN_IF_ERROR(fail());
      for (const store::v1::Change& change : changes) {
        OBT_ASSIGN_OR_RETURN(const bool twice, kSeen.Has(txn, {change.sequence()}));
        if (twice) return absl::InternalError("a change was delivered twice");
        kSeen.Put(txn, {change.sequence()}, change);
      }
      return absl::OkStatus();
    };
    return std::make_unique<feed::Consumer>(std::move(options));
  }
  size_t Seen() { return SeenIn(store->Now()); }
  static size_t SeenIn(const store::View& view) {
    return kSeen.Scan(view, std::tuple<>(), std::nullopt, 10'000)->size();
  }

  Deployment deployment;
  std::unique_ptr<app::Server> server = deployment.Start(TinySpec(), "admin");
  std::unique_ptr<rpc::Client> client = deployment.ClientTo("tiny", "reader");
  TempStore store{{&kSeen, &feed::kCursors}};
};

TEST_F(Feed, AServiceThatKeepsStateInMemoryIsToldOfEachCommitBeforeItsReplyLeaves) {
  std::vector<std::string> names;
  app::ServiceSpec spec = TinySpec();
  spec.build = [&names](app::Server& server) {
    server.OnCommit([&names](const store::Txn& written) {
      EXPECT_OK(kNumbers.EachWritten(
          written, [&names](const auto& key, const auto&) { names.push_back(std::get<0>(key)); }));
    });
    return absl::OkStatus();
  };
  Put(0, 2);
  server.reset();
  server = deployment.Start(spec);
  EXPECT_TRUE(names.empty()) << "what was there is scanned, not told";
  Put(2, 2);
  EXPECT_EQ(names, (std::vector<std::string>{"n2", "n3"}));
  server.reset();
}

TEST_F(Feed, AConsumerSeesEveryChangeOnceAndResumesWhereItWas) {
  Put(0, 100);
  auto consumer = Follow();
  ASSERT_TRUE(consumer->WaitFor(100, absl::Now() + absl::Seconds(20)));
  EXPECT_EQ(Seen(), 100u);
  consumer.reset();
  store.Reopen();
  Put(100, 50);
  consumer = Follow();
  ASSERT_TRUE(consumer->WaitFor(150, absl::Now() + absl::Seconds(20)));
  EXPECT_EQ(Seen(), 150u);
  EXPECT_TRUE(consumer->position().connected);
}

TEST_F(Feed, RowsAndTheirCursorMoveTogether) {
  Put(0, 50);
  TempDir dir;
  store::Options options = store.options();
  options.path = dir.path() + "/mine";
  std::atomic<store::Store*> mine{nullptr};
  std::atomic<int> commits{0}, apart{0};
  options.on_commit = [&](const store::Txn&) {
    const store::View view = mine.load()->Now();
    const auto cursor = feed::kCursors.Find(view, {"tiny"});
    ++commits;
    apart += (*cursor)->sequence() != SeenIn(view);
  };
  ASSERT_OK(store::Store::Init(options));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<store::Store> opened, store::Store::Open(options));
  mine = opened.get();
  const auto consumer = Follow(7, *opened);
  ASSERT_TRUE(consumer->WaitFor(50, absl::Now() + absl::Seconds(20)));
  consumer->Stop();
  EXPECT_GE(commits, 7);
  EXPECT_EQ(apart, 0);
}

TEST_F(Feed, AnAlteredChangeIsNotApplied) {
  Put(0, 10);
  ASSERT_OK(server->store().Execute([](store::Txn& txn) {
    OBT_ASSIGN_OR_RETURN(std::optional<store::v1::Change> change, store::kChanges.Find(txn, {5}));
    change->set_event("forged");
    store::kChanges.Put(txn, {5}, *change);
    return absl::OkStatus();
  }));
  const auto consumer = Follow(1);
  ASSERT_TRUE(consumer->WaitFor(4, absl::Now() + absl::Seconds(20)));
  feed::FeedPosition at = consumer->position();
  while (at.connected && at.applied < 5) at = consumer->position();  // until it has met the fifth
  EXPECT_FALSE(at.connected);
  EXPECT_EQ(at.applied, 4u);
  EXPECT_EQ(Seen(), 4u);
}

TEST_F(Feed, APageThatCouldNotBeAppliedComesAgainBeforeTheOneThatWasReadAhead) {
  Put(0, 40);
  std::atomic<int> pages{0};
  const auto consumer = Follow(7, *store, [&pages] {
    return ++pages == 3 ? absl::UnavailableError("the disk is full") : absl::OkStatus();
  });
  ASSERT_TRUE(consumer->WaitFor(40, absl::Now() + absl::Seconds(20)));
  EXPECT_EQ(Seen(), 40u);
  EXPECT_GT(pages, 6) << "six pages, and one of them twice";
}

TEST_F(Feed, AHoldIsKeptToWithinAPageThatWasReadAhead) {
  Put(0, 3);
  const auto consumer = Follow(7);
  ASSERT_TRUE(consumer->WaitFor(3, absl::Now() + absl::Seconds(20)));
  consumer->HoldAt(3);
  Put(3, 37);
  // At each hold a page of seven that begins behind it has been read ahead.
  for (const uint64_t hold : {5u, 8u, 20u, 27u}) {
    consumer->HoldAt(hold);
    ASSERT_TRUE(consumer->WaitFor(hold, absl::Now() + absl::Seconds(20)));
    consumer->HoldAt(hold);  // waits for what is being applied
    EXPECT_EQ(Seen(), hold);
  }
  consumer->Release();
  ASSERT_TRUE(consumer->WaitFor(40, absl::Now() + absl::Seconds(20)));
  EXPECT_EQ(Seen(), 40u);
}

TEST_F(Feed, AConsumerGoesOnAfterItsSourceRestarts) {
  Put(0, 10);
  auto consumer = Follow();
  ASSERT_TRUE(consumer->WaitFor(10, absl::Now() + absl::Seconds(20)));
  server.reset();
  server = deployment.Start(TinySpec());
  Put(10, 10);
  ASSERT_TRUE(consumer->WaitFor(20, absl::Now() + absl::Seconds(30)));
  EXPECT_EQ(Seen(), 20u);
}

// Neither of the two would end before its call's deadline, an hour away, if the cancellation did nothing.
TEST_F(Feed, CancellingEndsCallsUnderWayAndLaterOnes) {
  server->Stop();  // a call waits for it
  rpc::Cancellation cancellation;
  rpc::CallOptions options;
  options.timeout = absl::Hours(1);
  options.cancellation = &cancellation;
  std::promise<absl::Status> under_way;
  feed::v1::ReadChangesResponse response;
  client->Start(feed::v1::ReadChangesRequest(), &response, options,
                [&](absl::Status status) { under_way.set_value(std::move(status)); });
  cancellation.Cancel();
  EXPECT_THAT(under_way.get_future().get(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_THAT(client->Invoke(feed::v1::ReadChangesRequest(), response, options),
              StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(Feed, ACallThatIsTriedAgainEndsWhenItIsCancelled) {
  rpc::Cancellation cancellation;
  rpc::CallOptions options;
  options.timeout = absl::Hours(1);
  options.cancellation = &cancellation;
  feed::v1::ReadChangesRequest request;
  request.set_wait_ms(30'000);
  auto called = std::async(std::launch::async, [&] {
    feed::v1::ReadChangesResponse response;
    return client->Invoke(request, response, options);
  });
  cancellation.Cancel();
  EXPECT_THAT(called.get(), StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(Feed, AClientThatGoesHasEndedItsCalls) {
  feed::v1::ReadChangesRequest request;
  request.set_wait_ms(30'000);
  rpc::CallOptions options;
  options.timeout = absl::Hours(1);
  feed::v1::ReadChangesResponse response;
  std::optional<absl::Status> ended;
  client->Start(request, &response, options, [&](absl::Status status) { ended = std::move(status); });
  client.reset();
  ASSERT_TRUE(ended.has_value());
  EXPECT_THAT(*ended, StatusIs(absl::StatusCode::kCancelled));
}

TEST_F(Feed, CaughtUpIsWhereTheSourceWasWhenItWasAsked) {
  auto consumer = Follow();
  Put(0, 100);
  EXPECT_OK(consumer->CatchUp(absl::Seconds(20)));
  EXPECT_EQ(Seen(), 100u);
  consumer->HoldAt(0);
  Put(100, 1);
  const auto behind = StatusIs(absl::StatusCode::kUnavailable, "DIRECTORY_BEHIND");
  EXPECT_THAT(consumer->CatchUp(absl::Milliseconds(20)), behind);
  consumer->Release();
  EXPECT_OK(consumer->CatchUp(absl::Seconds(20)));
  EXPECT_EQ(Seen(), 101u);
  server.reset();
  EXPECT_THAT(consumer->CatchUp(absl::Milliseconds(20)), behind);
}

TEST_F(Feed, APageWaitsForTheChangeOfIdentityItRefersTo) {
  Put(0, 5);
  const auto first = Follow();
  ASSERT_TRUE(first->WaitFor(5, absl::Now() + absl::Seconds(20)));
  first->HoldAt(5);
  ASSERT_OK(server->store().Execute([](store::Txn& txn) {
    learning::v1::RetractionRecorded event;
    event.set_identity_sequence(7);
    txn.Publish(event);
    txn.Publish(event);
    return absl::OkStatus();
  }));
  TempStore other({&kSeen, &feed::kCursors});
  feed::ConsumerOptions options;
  options.source = "tiny";
  options.client = client.get();
  options.store = &*other;
  options.after = first.get();
  std::atomic<uint64_t> first_was_at{0};
  options.apply = [&](absl::Span<const store::v1::Change>, store::Txn&) {
    first_was_at = first->position().applied;
    return absl::OkStatus();
  };
  const auto second = std::make_unique<feed::Consumer>(std::move(options));
  while (second->position().source_last < 7) ASSERT_FALSE(second->WaitFor(1, absl::Now()));
  EXPECT_EQ(second->position().applied, 0u) << "it is behind, and says so";
  first->Release();
  ASSERT_TRUE(second->WaitFor(7, absl::Now() + absl::Seconds(20)));
  EXPECT_EQ(first_was_at, 7u);
}

TEST(ReferredSequence, IsReadFromEventsThatHaveOne) {
  learning::v1::LearningEventChanged event;
  event.set_person_id("somebody");
  event.set_identity_sequence(300);
  event.set_minutes(5);
  store::v1::Change change;
  change.set_type(event.GetDescriptor()->full_name());
  change.set_event(event.SerializeAsString());
  EXPECT_EQ(feed::ReferredSequence(change), 300u);
  change.set_event("\xff\xff");
  EXPECT_EQ(feed::ReferredSequence(change), 0u) << "what cannot be read is for whoever applies it";
  change.set_type("obt.learning.v1.CourseChanged");
  EXPECT_EQ(feed::ReferredSequence(change), 0u);
  change.set_type("obt.nowhere.v1.Nothing");
  EXPECT_EQ(feed::ReferredSequence(change), 0u);
}

TEST_F(Feed, ASourceWithAnotherHistoryIsNotFollowed) {
  Put(0, 10);
  auto consumer = Follow();
  ASSERT_TRUE(consumer->WaitFor(10, absl::Now() + absl::Seconds(20)));
  consumer.reset();
  feed::v1::ReadChangesRequest request;
  request.set_after(10);
  request.set_chain(std::string(32, 'x'));
  rpc::CallOptions once;
  once.retry = false;
  EXPECT_THAT(client->Call<feed::v1::ReadChangesResponse>(request, once),
              StatusIs(absl::StatusCode::kDataLoss, "FEED_DIVERGED"));
  request.set_after(11);
  EXPECT_THAT(client->Call<feed::v1::ReadChangesResponse>(request, once),
              StatusIs(absl::StatusCode::kOutOfRange, "FEED_POSITION"));
}

TEST_F(Feed, OnlyServicesMayRead) {
  EXPECT_THAT(
      deployment.ClientTo("tiny", "dwp")->Call<feed::v1::ReadChangesResponse>(feed::v1::ReadChangesRequest()),
      StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_MISSING"));
}

TEST_F(Feed, ASnapshotStaysAsItWasWhileTheStoreGoesOn) {
  Put(0, 20);
  ASSERT_OK_AND_ASSIGN(const auto opened,
                       client->Call<feed::v1::OpenSnapshotResponse>(feed::v1::OpenSnapshotRequest()));
  EXPECT_EQ(opened.sequence(), 20u);
  Put(20, 20);
  feed::v1::ReadSnapshotRequest request;
  request.set_snapshot_id(opened.snapshot_id());
  request.set_kind("numbers");
  request.set_limit(6);
  int rows = 0;
  while (true) {
    ASSERT_OK_AND_ASSIGN(const auto page, client->Call<feed::v1::ReadSnapshotResponse>(request));
    rows += page.rows_size();
    if (page.end()) break;
    request.set_after(page.rows(page.rows_size() - 1).key());
  }
  EXPECT_EQ(rows, 20);
  request.set_kind("clients");
  EXPECT_THAT(client->Call<feed::v1::ReadSnapshotResponse>(request),
              StatusIs(absl::StatusCode::kInvalidArgument));
  feed::v1::CloseSnapshotRequest close;
  close.set_snapshot_id(opened.snapshot_id());
  ASSERT_OK(client->Call<feed::v1::CloseSnapshotResponse>(close));
  request.set_kind("numbers");
  EXPECT_THAT(client->Call<feed::v1::ReadSnapshotResponse>(request),
              StatusIs(absl::StatusCode::kNotFound, "SNAPSHOT_NOT_FOUND"));
}

TEST_F(Feed, AFifthSnapshotIsRefused) {
  for (int i = 0; i < 4; ++i)
    ASSERT_OK(client->Call<feed::v1::OpenSnapshotResponse>(feed::v1::OpenSnapshotRequest()));
  EXPECT_THAT(client->Call<feed::v1::OpenSnapshotResponse>(feed::v1::OpenSnapshotRequest()),
              StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_SNAPSHOTS"));
}

}  // namespace
}  // namespace obt::testing
