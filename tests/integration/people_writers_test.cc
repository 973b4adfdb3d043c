// Sixty-four writers at once through the router and the committer, at few people and few addresses, so that
// they are for ever in each other's way: no two people share an address, no stays overlap, no change is lost.
// The seed is printed; OBT_SEED=... runs it again.
#include <atomic>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/feed/v1/feed.pb.h"
#include "obt/identity/v1/events.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "tests/integration/world.h"

namespace obt::testing {
namespace {

namespace v1 = identity::v1;

constexpr int kWriters = 64;
constexpr int kSteps = 25;  // of each writer
constexpr int kPeople = 12;
constexpr int kAddresses = 18;  // more than people, so that changes of address succeed at times

std::string AddressOf(int n) { return absl::StrCat("p", n, "@dwp.gov.uk"); }

class PeopleWritersTest : public ::testing::Test {
 protected:
  PeopleWritersTest() : world_(World::Mode::kInProcess, SystemClock::Get(), {"identity", "learning"}) {
    const char* given = std::getenv("OBT_SEED");
    seed_ = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
    std::cout << "seed: OBT_SEED=" << seed_ << std::endl;
    for (int n = 0; n < kPeople; ++n) {
      v1::CreatePersonRequest create;
      create.set_organisation_code("dwp");
      create.set_name("N");
      create.set_email(AddressOf(n));
      *create.mutable_from_day() = DateOf(2024, 1, 1);
      people_.push_back(world_.Must<v1::CreatePersonResponse>(create).person().person_id());
    }
  }
  // Every writer on a thread of its own; `run(writer, random)`.
  void WithWriters(const std::function<void(int, std::mt19937_64&)>& run) {
    std::vector<std::thread> threads;
    for (int writer = 0; writer < kWriters; ++writer) {
      threads.emplace_back([&, writer] {
        std::mt19937_64 random(seed_ * 1000 + writer);
        run(writer, random);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  template <typename Response>
  absl::StatusOr<Response> Try(const google::protobuf::Message& request) {
    absl::StatusOr<Response> response = world_.Call<Response>(request, "admin");
    if (!response.ok()) {
      const absl::StatusCode code = response.status().code();
      const bool refusal = code == absl::StatusCode::kAlreadyExists || code == absl::StatusCode::kAborted ||
                           code == absl::StatusCode::kFailedPrecondition;
      EXPECT_TRUE(refusal) << response.status();
    }
    return response;
  }
  v1::Person Get(const std::string& id) {
    v1::GetPersonRequest get;
    get.set_person_id(id);
    return world_.Must<v1::GetPersonResponse>(get).person();
  }
  // Everything identity published, oldest first.
  std::vector<v1::PersonFacts> Published() {
    std::vector<v1::PersonFacts> all;
    world_.CreateClient("reader", options::v1::ROLE_SERVICE);
    const std::unique_ptr<rpc::Client> client = world_.deployment().ClientTo("identity", "reader");
    feed::v1::ReadChangesRequest request;
    request.set_limit(10'000);
    while (true) {
      const auto page = client->Call<feed::v1::ReadChangesResponse>(request);
      if (!page.ok()) Die(page.status().ToString());
      for (const auto& change : page->changes()) {
        request.set_after(change.sequence());
        request.set_chain(change.chain());
        v1::PersonChanged event;
        if (change.type() != event.GetDescriptor()->full_name()) continue;
        if (!event.ParseFromString(change.event())) Die("an event cannot be read");
        all.push_back(event.person());
      }
      if (page->changes().empty()) return all;
    }
  }
  World world_;
  uint64_t seed_ = 0;
  std::vector<std::string> people_;
};

int OneOf(std::mt19937_64& random, int count) { return static_cast<int>(random() % count); }

void ExpectWellFormed(const v1::PersonFacts& facts) {
  Day end_before = kAlways;
  for (int i = 0; i < facts.stays_size(); ++i) {
    const v1::Stay& stay = facts.stays(i);
    const Day from = ParseDay(stay.from_day()).value_or(kAlways);
    const Day to = stay.has_to_day() ? ParseDay(stay.to_day()).value_or(kAlways) : kNever;
    EXPECT_GE(from, end_before) << "stays overlap: " << facts.ShortDebugString();
    EXPECT_LT(from, to) << "a stay is empty: " << facts.ShortDebugString();
    EXPECT_TRUE(to != kNever || i + 1 == facts.stays_size()) << "an open stay is not the last";
    end_before = to;
  }
}

// One random change of one random person.
class AnyChange {
 public:
  AnyChange(std::mt19937_64& random, const std::vector<std::string>& people, std::string import_id)
      : random_(random),
        person_(people[OneOf(random, kPeople)]),
        address_(AddressOf(OneOf(random, kAddresses))),
        import_id_(std::move(import_id)) {}

  // `call` makes a call of a request and says whether it was accepted.
  template <typename Try>
  bool Run(Try call) {
    switch (OneOf(random_, 6)) {
      case 0: {
        v1::UpdatePersonRequest update;
        update.set_email(address_);
        update.mutable_update_mask()->add_paths("email");
        return call(ForPerson(update), v1::UpdatePersonResponse());
      }
      case 1: {
        v1::CreatePersonRequest create;
        create.set_organisation_code("dwp");
        create.set_name("N");
        create.set_email(address_);
        return call(create, v1::CreatePersonResponse());
      }
      case 2: {
        v1::MovePersonRequest move;
        move.set_to_organisation_code(OneOf(random_, 2) == 0 ? "hmrc" : "jobcentre");
        return call(Dated(ForPerson(move)), v1::MovePersonResponse());
      }
      case 3:
        return call(Dated(ForPerson(v1::MarkLeftRequest())), v1::MarkLeftResponse());
      case 4:
        return call(Dated(ForPerson(v1::ReinstateRequest())), v1::ReinstateResponse());
      default: {
        v1::ImportPeopleRequest import;
        import.set_import_id(import_id_);
        import.add_rows()->set_email(address_);
        return call(import, v1::ImportPeopleResponse());
      }
    }
  }

 private:
  template <typename Request>
  Request ForPerson(Request request) {
    request.set_person_id(person_);
    return request;
  }
  template <typename Request>
  Request Dated(Request request) {
    *request.mutable_effective() = DateOf(2024, 1 + OneOf(random_, 12), 1 + OneOf(random_, 28));
    return request;
  }

  std::mt19937_64& random_;
  const std::string person_, address_, import_id_;
};

TEST_F(PeopleWritersTest, NoTwoPeopleShareAnAddressAndNoStaysOverlap) {
  std::atomic<int> accepted{0};
  v1::StartImportRequest start;
  start.set_organisation_code("hmrc");
  start.set_mode(v1::IMPORT_MODE_DELTA);
  *start.mutable_from_day() = DateOf(2024, 9, 1);
  const std::string import_id = world_.Must<v1::StartImportResponse>(start).import().import_id();
  WithWriters([&](int, std::mt19937_64& random) {
    for (int step = 0; step < kSteps; ++step) {
      const bool ok = AnyChange(random, people_, import_id).Run([this](const auto& request, auto response) {
        const auto tried = Try<decltype(response)>(request);
        if constexpr (std::is_same_v<decltype(response), v1::ImportPeopleResponse>)
          return tried.ok() && tried->results(0).status().code() == 0;
        return tried.ok();
      });
      accepted += ok ? 1 : 0;
    }
  });
  EXPECT_GT(accepted.load(), kWriters * kSteps / 10);  // a test in which everything is refused shows nothing
  // As the feed tells it, after each change; each change of a person is one etag on.
  std::map<std::string, int> revisions;
  for (const v1::PersonFacts& facts : Published()) {
    ExpectWellFormed(facts);
    EXPECT_EQ(facts.etag(), absl::StrCat(++revisions[facts.person_id()]))
        << "a change is lost or there twice";
  }
  std::set<std::string> addresses;
  for (const auto& [id, revision] : revisions) {
    const v1::Person person = Get(id);
    EXPECT_EQ(person.facts().etag(), absl::StrCat(revision));
    EXPECT_TRUE(addresses.insert(person.contact().email()).second) << "two people have one address";
    v1::FindPersonRequest find;
    find.set_email(person.contact().email());
    EXPECT_EQ(world_.Must<v1::FindPersonResponse>(find).person().facts().person_id(), id);
  }
}

TEST_F(PeopleWritersTest, WhoSendsTheEtagTheyReadLosesNobodysChange) {
  // Each adds a letter to what it read; an accepted change is never overwritten unseen.
  std::atomic<int> stale{0};
  std::vector<std::atomic<int>> accepted(kPeople);
  WithWriters([&](int writer, std::mt19937_64& random) {
    for (int step = 0; step < kSteps; ++step) {
      const int n = OneOf(random, 3);  // at three people alone
      const v1::Person read = Get(people_[n]);
      v1::UpdatePersonRequest update;
      update.set_person_id(people_[n]);
      update.set_name(absl::StrCat(read.contact().name().substr(0, 150), std::string(1, 'a' + writer % 26)));
      update.mutable_update_mask()->add_paths("name");
      update.set_etag(read.facts().etag());
      if (read.contact().name().size() > 150) continue;
      const auto done = Try<v1::UpdatePersonResponse>(update);
      if (done.ok()) {
        ++accepted[n];
      } else {
        ++stale;
      }
    }
  });
  EXPECT_GT(stale.load(), 0) << "the writers were not in each other's way";
  for (int n = 0; n < 3; ++n) {
    const v1::Person person = Get(people_[n]);
    EXPECT_EQ(person.contact().name().size(), 1u + accepted[n].load()) << "a letter is lost";
    EXPECT_EQ(person.facts().etag(), absl::StrCat(1 + accepted[n].load()));
  }
}

TEST_F(PeopleWritersTest, ATeamGainsEverybodyWhoWasAddedWithTheEtag) {
  const std::string team_id = world_.CreateTeam("dwp", people_[0]);
  std::atomic<int> accepted{0};
  WithWriters([&](int writer, std::mt19937_64&) {
    if (writer >= kPeople) return;
    while (true) {
      v1::GetTeamRequest get;
      get.set_team_id(team_id);
      const v1::TeamFacts read = world_.Must<v1::GetTeamResponse>(get).team().facts();
      v1::UpdateTeamRequest update;
      update.set_team_id(team_id);
      *update.mutable_member_ids() = read.member_ids();
      update.add_member_ids(people_[writer]);
      update.mutable_update_mask()->add_paths("member_ids");
      update.set_etag(read.etag());
      if (!Try<v1::UpdateTeamResponse>(update).ok()) continue;
      ++accepted;
      return;
    }
  });
  v1::GetTeamRequest get;
  get.set_team_id(team_id);
  const v1::TeamFacts team = world_.Must<v1::GetTeamResponse>(get).team().facts();
  EXPECT_EQ(accepted.load(), kPeople);
  EXPECT_EQ(team.member_ids_size(), kPeople);
  EXPECT_EQ(team.etag(), absl::StrCat(1 + kPeople));
}

}  // namespace
}  // namespace obt::testing
