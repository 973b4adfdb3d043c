// Reading learner records and raw events.
#include <functional>
#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/learning/bind.h"
#include "services/learning/test_world.h"

namespace obt::learning {
namespace {

using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using samples::Completion;
using samples::kOtherPerson;
using samples::kPerson;
using samples::Retraction;
using samples::SelfRecorded;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kNobody[] = "01927f3a-0000-7000-8000-00000000ffff";

absl::StatusOr<v1::ListLearningEventsResponse> List(World& world,
                                                    const v1::ListLearningEventsRequest& request) {
  return world.Call<v1::ListLearningEventsResponse>(request);
}

v1::ListLearningEventsRequest ListRequest(int page_size) {
  v1::ListLearningEventsRequest request;
  request.set_programme_id("obt-2024");
  request.set_person_id(kPerson);
  request.set_page_size(page_size);
  return request;
}

// Ids of all events, page by page; `between` runs after each page.
std::vector<std::string> ListAll(
    World& world, int page_size, const std::function<void()>& between = [] {}) {
  std::vector<std::string> ids;
  v1::ListLearningEventsRequest request = ListRequest(page_size);
  for (int pages = 0; pages < 100; ++pages) {
    const v1::ListLearningEventsResponse page = List(world, request).value();
    EXPECT_LE(page.events_size(), page_size);
    for (const v1::RecordedLearningEvent& event : page.events())
      ids.push_back(event.event().source_event_id());
    if (page.next_page_token().empty()) return ids;
    request.set_page_token(page.next_page_token());
    between();
  }
  ADD_FAILURE() << "paging does not end";
  return ids;
}

TEST(GetLearnerRecord, SomebodyWithoutEventsHasAnEmptyRecord) {
  World world;
  const v1::LearnerRecord record = world.RecordOf(kPerson);
  EXPECT_EQ(record.person_id(), kPerson);
  EXPECT_EQ(record.programme_id(), "obt-2024");
  EXPECT_EQ(record.minutes(), 0);
  EXPECT_FALSE(record.has_started_on());
}

TEST(GetLearnerRecord, AnUnknownProgrammeIsNotFound) {
  World world;
  v1::GetLearnerRecordRequest request;
  request.set_programme_id("obt-1999");
  request.set_person_id(kPerson);
  EXPECT_THAT(world.Call<v1::GetLearnerRecordResponse>(request),
              StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST(GetLearnerRecord, ACorrectedCountingWindowCorrectsTheRecord) {
  World world;
  world.RecordAll({Completion("c", "ideas", "2024-09-30T08:00:00Z", 25)});
  EXPECT_EQ(world.RecordOf(kPerson).minutes(), 0);
  world.Change([](obt::store::Txn& txn) {
    identity::v1::Programme programme = samples::Programme2024();
    *programme.mutable_counting_from_day() = samples::DateOf("2024-09-01");
    feed::PutProgramme(txn, programme, 9);
    return absl::OkStatus();
  });
  EXPECT_EQ(world.RecordOf(kPerson).minutes(), 25);
}

TEST(BatchGetLearnerRecords, EachPersonHasTheirOwnResultInTheOrderOfTheRequest) {
  World world;
  world.RecordAll({Completion("c", "ideas", "2024-10-21T08:00:00Z", 25)});
  v1::BatchGetLearnerRecordsRequest request;
  request.set_programme_id("obt-2024");
  for (const char* person : {kOtherPerson, kPerson, kNobody, kPerson}) request.add_person_ids(person);
  ASSERT_OK_AND_ASSIGN(const v1::BatchGetLearnerRecordsResponse response,
                       world.Call<v1::BatchGetLearnerRecordsResponse>(request));
  ASSERT_EQ(response.results_size(), 4);
  EXPECT_EQ(response.results(1).record().SerializeAsString(), world.RecordOf(kPerson).SerializeAsString());
  EXPECT_EQ(response.results(1).status().code(), 0);
  EXPECT_EQ(response.results(3).record().minutes(), 25);
  EXPECT_FALSE(response.results(0).has_record());
  EXPECT_FALSE(response.results(2).has_record());
}

TEST(BatchGetLearnerRecords, APersonOutsideTheScopeAnswersExactlyLikeAnUnknownOne) {
  World world;
  v1::BatchGetLearnerRecordsRequest request;
  request.set_programme_id("obt-2024");
  request.add_person_ids(kOtherPerson);
  request.add_person_ids(kNobody);
  ASSERT_OK_AND_ASSIGN(v1::BatchGetLearnerRecordsResponse response,
                       world.Call<v1::BatchGetLearnerRecordsResponse>(request));
  std::string outside = response.results(0).DebugString(), unknown = response.results(1).DebugString();
  EXPECT_EQ(response.results(0).status().code(), static_cast<int>(absl::StatusCode::kNotFound));
  // The same but for the id.
  outside.replace(outside.find(kOtherPerson), 36, "ID");
  unknown.replace(unknown.find(kNobody), 36, "ID");
  EXPECT_EQ(outside, unknown);
}

TEST(ListLearningEvents, GivesTheEventsAsTheyCameInOrderOfTime) {
  World world;
  const v1::LearningEvent activity = SelfRecorded("talk", "2024-10-23T08:00:00Z", 15);
  world.RecordAll({Retraction("r", "c", "2024-10-24T08:00:00Z"), activity,
                   Completion("c", "ideas", "2024-10-21T08:00:00Z", 25)});
  ASSERT_OK_AND_ASSIGN(const v1::ListLearningEventsResponse page, List(world, ListRequest(0)));
  ASSERT_EQ(page.events_size(), 3);
  EXPECT_EQ(page.events(0).event().source_event_id(), "c");
  EXPECT_TRUE(page.events(0).retracted());
  EXPECT_EQ(page.events(1).event().SerializeAsString(), activity.SerializeAsString()) << "with its free text";
  EXPECT_EQ(page.events(2).event().verb(), v1::VERB_RETRACTED);
  EXPECT_GT(page.events(0).sequence(), page.events(1).sequence());
  EXPECT_EQ(page.events(0).record_time().seconds(), absl::ToUnixSeconds(world.clock().Now()));
  EXPECT_EQ(page.next_page_token(), "");
}

TEST(ListLearningEvents, PagesEndAndHoldEachEventOnce) {
  World world;
  std::vector<std::string> expected;
  for (int i = 10; i < 33; ++i) {
    expected.push_back("e" + std::to_string(i));
    // Several at one instant: then the id decides.
    world.RecordAll(
        {SelfRecorded(expected.back(), i < 20 ? "2024-10-21T08:00:00Z" : "2024-10-22T08:00:00Z")});
  }
  for (const int page_size : {1, 2, 5, 22, 23, 24, 500})
    EXPECT_EQ(ListAll(world, page_size), expected) << page_size;
}

TEST(ListLearningEvents, PagesAreStableWhileEventsArrive) {
  World world;
  for (const char* id : {"b", "d", "f", "h"}) world.RecordAll({SelfRecorded(id, "2024-10-21T08:00:00Z")});
  int late = 0;
  const std::vector<std::string> ids = ListAll(world, 2, [&] {
    // One before the page that was read, one behind it.
    world.RecordAll({SelfRecorded("a" + std::to_string(late), "2024-10-20T08:00:00Z"),
                     SelfRecorded("z" + std::to_string(late), "2024-10-22T08:00:00Z")});
    ++late;
  });
  EXPECT_THAT(ids, ElementsAre("b", "d", "f", "h", "z0", "z1"));
}

TEST(ListLearningEvents, ATokenOfAnotherPersonProgrammeOrCallerIsRefused) {
  World world;
  world.RecordAll({SelfRecorded("a", "2024-10-21T08:00:00Z"), SelfRecorded("b", "2024-10-21T08:00:00Z")});
  v1::ListLearningEventsRequest request = ListRequest(1);
  ASSERT_OK_AND_ASSIGN(const v1::ListLearningEventsResponse page, List(world, request));
  request.set_page_token(page.next_page_token());
  v1::ListLearningEventsRequest other_person = request, other_programme = request, torn = request;
  world.Change([](obt::store::Txn& txn) { return World::PutPerson(txn, kNobody, "dwp"); });
  other_person.set_person_id(kNobody);
  other_programme.set_programme_id("obt-2023");
  torn.mutable_page_token()->pop_back();
  for (const v1::ListLearningEventsRequest& wrong : {other_person, other_programme, torn}) {
    EXPECT_THAT(List(world, wrong), ViolatesFields(ElementsAre("page_token")));
  }
  EXPECT_THAT(world.Call<v1::ListLearningEventsResponse>(request, "", "everywhere"),
              ViolatesFields(ElementsAre("page_token")));
}

TEST(ListLearningEvents, SomebodyWithoutEventsHasAnEmptyList) {
  World world;
  EXPECT_THAT(ListAll(world, 10), IsEmpty());
}

}  // namespace
}  // namespace obt::learning
