// The recount as operators run it: over real RPC, against three sources that hold and publish a small world.
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/feed/directory.h"
#include "common/testing/deployment.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "services/aggregator/schema.h"
#include "services/aggregator/spec.h"
#include "services/aggregator/testing/world.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator {
namespace {

using obt::testing::StatusIs;
using testing::At;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ItemText;
using testing::Person;
using testing::World;

// Learning's table of events, as it publishes it.
inline constexpr obt::store::Table<std::tuple<std::string, std::string>, learning::store::v1::EventRow>
    kEvents{"events"};

// And what people answered.
inline constexpr obt::store::Table<std::tuple<PersonId, std::string, std::string>,
                                   learning::store::v1::SurveyResponseRow>
    kSurveyResponses{"survey_responses"};

// A source that has its tables and its feed and nothing else.
app::ServiceSpec SourceSpec(const std::string& name) {
  app::ServiceSpec spec;
  spec.name = name;
  spec.owns_directory = name == kIdentity;
  if (name == kLearning) spec.tables = spec.published = {&kCourses, &kEvents, &kSurveys, &kSurveyResponses};
  if (name == kIdeasSource) {
    spec.tables =
        spec.published = {&kConversations, &kIdeas, &kExperiments, &kCaseStudies, &kAdoptions, &kThemes};
  }
  if (name == kIdentity) {
    spec.published = {&feed::kOrganisations, &feed::kProgrammes,     &feed::kHeadcounts, &feed::kPeople,
                      &feed::kClients,       &feed::kReferenceLists, &feed::kTeams};
  }
  spec.build = [](app::Server&) { return absl::OkStatus(); };
  return spec;
}

void Publish(const obt::store::v1::Change& change, obt::store::Txn& txn) {
  const auto* const type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(change.type());
  const std::unique_ptr<google::protobuf::Message> event(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  if (!event->ParseFromString(change.event())) Die("a change of the world must parse");
  txn.Publish(*event);
}

class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() {
    identity = deployment.Start(SourceSpec(kIdentity));
    AddClient("aggregator", options::v1::ROLE_SERVICE);
    AddClient("learning", options::v1::ROLE_SERVICE);
    AddClient("ideas", options::v1::ROLE_SERVICE);
    AddClient("operator", options::v1::ROLE_OPERATOR);
    MakeWorld();
    PublishIdentity();
    learning = deployment.Start(SourceSpec(kLearning));
    PublishLearning();
    ideas = deployment.Start(SourceSpec(kIdeasSource));
    PublishIdeas();
    StartAggregator();
  }
  ~VerifyTest() override {
    for (app::Server* server : {aggregator.get(), ideas.get(), learning.get(), identity.get()})
      server->Stop();
  }

  void StartAggregator() {
    aggregator = deployment.Start(Spec());
    client = deployment.ClientTo("aggregator", "operator");
  }
  void AddClient(const std::string& id, options::v1::Role role) {
    identity::v1::ClientChanged event;
    event.mutable_client()->set_client_id(id);
    event.mutable_client()->add_grants()->set_role(role);
    Commit(*identity, [&](obt::store::Txn& txn) {
      feed::PutClient(txn, event.client(), txn.next_sequence());
      txn.Publish(event);
    });
  }
  template <typename Write>
  void Commit(app::Server& server, Write write) {
    const auto run = [&](obt::store::Txn& txn) {
      write(txn);
      return absl::OkStatus();
    };
    const absl::StatusOr<uint64_t> committed = server.store().Execute(run);
    if (!committed.ok()) Die(committed.status().message());
  }
  void MakeWorld() {
    world.PutOrganisation("dwp", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutOrganisation("hse", "dwp", identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY);
    world.PutList(identity::v1::REFERENCE_KIND_GRADE, {"AO", "EO"});
    identity::v1::Programme programme = World::Programme2024();
    programme.set_target_minutes(40);
    world.PutProgramme(programme);
    world.PutHeadcount("obt-2024", "dwp", "2024-03-31", 100);
    world.PutHeadcount("obt-2024", "hse", "2024-03-31", 50);
    for (uint32_t i = 0; i < 30; ++i) {
      world.PutPerson(Person(i), {{"dwp", "2020-01-01", "2024-11-01"}, {"hse", "2024-11-01", ""}},
                      i % 2 ? "EO" : "");
    }
    world.PutCourse(World::Course("masterclass", 2, 2, 30));
    for (uint32_t i = 0; i < 60; ++i) {
      world.Record({.id = absl::StrCat("e", i),
                    .person = Person(i % 20),
                    .course = "masterclass",
                    .module = absl::StrCat("m", 1 + i % 2),
                    .at = At("2024-10-20T10:00:00Z"),
                    .minutes = static_cast<int>(i)});
    }
    world.Retract("csl", "e7", Person(7));
    world.PutSurvey(World::Survey("before", learning::v1::SURVEY_KIND_PRE, {"skills", "support"}));
    for (uint32_t i = 0; i < 25; ++i) {
      world.Answer(Person(i), "before", At("2024-10-18T10:00:00Z"), {1 + static_cast<int>(i % 5), 3});
    }
    world.WithdrawAnswers(Person(7), "before", At("2024-10-19T10:00:00Z"));
    MakeItems();
  }
  void MakeItems() {
    namespace iv1 = ideas::v1;
    world.PutTeam(ItemText(1), {{"dwp", ""}, {"hse", "2024-12-01"}});
    world.PutThemes({"forms"});
    const std::string of_team = "programme_id: 'obt-2024' team_id: '" + ItemText(1) + "' ";
    const std::string on = "{ year: 2024 month: 11 day: 20 } ";
    const std::string trial = "trial { state: TRIAL_STATE_CONCLUDED outcome: OUTCOME_WORKED started_on " +
                              on + "concluded_on " + on +
                              "benefits { kind: BENEFIT_KIND_MONEY per: PER_DAY before_thousandths: 7 } } ";
    world.Put(Parse<iv1::ConversationFacts>(of_team + "conversation_id: '" + ItemText(10) + "' held_on " +
                                            on + "state: CONVERSATION_STATE_LOGGED attendee_ids: '" +
                                            ToText(Person(3)) + "'"));
    world.Put(Parse<iv1::IdeaFacts>(of_team + "idea_id: '" + ItemText(20) + "' agreed_on " + on));
    world.Put(Parse<iv1::ExperimentFacts>(of_team + trial + "experiment_id: '" + ItemText(30) +
                                          "' idea_id: '" + ItemText(20) + "'"));
    world.Put(Parse<iv1::CaseStudyFacts>(of_team + "case_study_id: '" + ItemText(40) + "' published_on " +
                                         on + "state: CASE_STUDY_STATE_PUBLISHED"));
    world.Put(Parse<iv1::AdoptionFacts>(of_team + trial + "adoption_id: '" + ItemText(50) + "' adopted_on " +
                                        on + "chain: '" + ItemText(40) + "'"));
  }
  template <typename Facts>
  static Facts Parse(const std::string& text) {
    Facts facts;
    if (!google::protobuf::TextFormat::ParseFromString(text, &facts)) Die(text);
    return facts;
  }
  // What of the world identity has not published yet.
  void PublishIdentity() {
    Commit(*identity, [this](obt::store::Txn& txn) {
      for (; published < world.identity().size(); ++published) {
        obt::store::v1::Change change = world.identity()[published];
        change.set_sequence(txn.next_sequence());
        if (!feed::Directory::Apply(change, txn).ok()) Die("a change of the world must apply");
        Publish(change, txn);
      }
    });
  }
  void PublishLearning() {
    Commit(*learning, [this](obt::store::Txn& txn) {
      for (const auto& [key, course] : world.courses) kCourses.Put(txn, key, course);
      for (const auto& [key, row] : world.events) kEvents.Put(txn, key, row);
      for (const auto& [id, survey] : world.surveys) kSurveys.Put(txn, {"obt-2024", id}, survey);
      for (const auto& [key, row] : world.responses)
        kSurveyResponses.Put(txn, {key.second, "obt-2024", key.first}, row);
      for (const obt::store::v1::Change& change : world.learning()) Publish(change, txn);
    });
  }
  template <typename Rows, typename Facts>
  static void PutAll(const Rows& rows, const ItemTable<Facts>& table, obt::store::Txn& txn) {
    for (const auto& [id, facts] : rows) table.Put(txn, {*ParseId<ItemId>(id)}, facts);
  }
  void PublishIdeas() {
    Commit(*ideas, [this](obt::store::Txn& txn) {
      PutAll(world.conversations, kConversations, txn);
      PutAll(world.proposals, kIdeas, txn);
      PutAll(world.experiments, kExperiments, txn);
      PutAll(world.case_studies, kCaseStudies, txn);
      PutAll(world.adoptions, kAdoptions, txn);
      kThemes.Put(txn, {"obt-2024"}, world.themes);
      for (const obt::store::v1::Change& change : world.ideas()) Publish(change, txn);
    });
  }
  v1::Verification Verify() { return ToTheEnd<v1::StartVerifyResponse>(v1::StartVerifyRequest()); }
  v1::Verification Rebuild() { return ToTheEnd<v1::StartRebuildResponse>(v1::StartRebuildRequest()); }
  template <typename Started>
  v1::Verification ToTheEnd(const google::protobuf::Message& start) {
    absl::StatusOr<Started> started = client->Call<Started>(start);
    if (!started.ok()) Die(started.status().message());
    v1::Verification verification = started->verification();
    while (verification.state() == v1::VERIFY_STATE_RUNNING) {
      v1::GetVerifyRequest request;
      request.set_verify_id(verification.verify_id());
      absl::StatusOr<v1::GetVerifyResponse> got = client->Call<v1::GetVerifyResponse>(request);
      if (!got.ok()) Die(got.status().message());
      verification = got->verification();
    }
    EXPECT_EQ(verification.state(), v1::VERIFY_STATE_DONE) << verification.failure();
    return verification;
  }
  std::vector<std::string> SubjectsOf(const v1::Verification& verification) {
    std::vector<std::string> subjects;
    for (const v1::VerifyDifference& difference : verification.differences()) {
      subjects.push_back(difference.subject());
    }
    return subjects;
  }

  obt::testing::Deployment deployment;
  World world;
  size_t published = 0;
  std::unique_ptr<app::Server> identity, learning, ideas, aggregator;
  std::unique_ptr<rpc::Client> client;
};

TEST_F(VerifyTest, FindsNothingWhereNothingIsWrongAndEveryRowThatIs) {
  const v1::Verification clean = Verify();
  EXPECT_THAT(SubjectsOf(clean), IsEmpty());
  EXPECT_EQ(clean.people_compared(), 30);
  EXPECT_EQ(clean.rows_compared(), 59 + 48 + 1) << "events, answers and conversations that stand";
  EXPECT_GT(clean.figures_compared(), 100);
  EXPECT_EQ(clean.percent(), 100);
  ASSERT_EQ(clean.points_size(), 3);
  EXPECT_EQ(clean.points(1).sequence(), world.learning().size());

  Commit(*aggregator, [this](obt::store::Txn& txn) {
    store::v1::LearnerRow row = **kLearners.Find(txn, {"obt-2024", Person(3)});
    row.set_minutes(0, row.minutes(0) + 1);
    kLearners.Put(txn, {"obt-2024", Person(3)}, row);
    row = **kLearners.Find(txn, {"obt-2024", Person(24)});
    row.set_value(0, 6 - row.value(0));
    row.set_value(1, row.value(1) + 1);
    kLearners.Put(txn, {"obt-2024", Person(24)}, row);
    identity::v1::PersonFacts facts = world.people[Person(4)];
    facts.set_grade("AO");
    feed::kPeople.Put(txn, {Person(4)}, facts);
    feed::kPeople.Delete(txn, {Person(5)});
    feed::kPeople.Put(txn, {Person(99)}, facts);
  });
  const v1::Verification corrupted = Verify();
  EXPECT_THAT(
      SubjectsOf(corrupted),
      ElementsAre(HasSubstr(ToText(Person(4))), HasSubstr(ToText(Person(5))), HasSubstr(ToText(Person(99))),
                  HasSubstr(absl::StrCat("events in the rows of person ", ToText(Person(3)))),
                  HasSubstr(absl::StrCat("answers in the rows of person ", ToText(Person(24))))));
  EXPECT_EQ(corrupted.difference_count(), 5);
  EXPECT_EQ(corrupted.differences(4).aggregated(), "some") << "what somebody thinks is told to nobody";

  const v1::Verification rebuilt = Rebuild();
  EXPECT_TRUE(rebuilt.rebuild());
  EXPECT_EQ(rebuilt.rows_repaired(), 5);
  EXPECT_THAT(SubjectsOf(Verify()), IsEmpty());
  EXPECT_EQ(Rebuild().rows_repaired(), 0) << "what is right is left alone";
}

TEST_F(VerifyTest, FindsADifferenceInEveryTableOfItems) {
  EXPECT_THAT(SubjectsOf(Verify()), IsEmpty());
  const auto key = [](uint32_t number) { return std::make_tuple(*ParseId<ItemId>(ItemText(number))); };
  Commit(*aggregator, [&](obt::store::Txn& txn) {
    feed::kTeams.Delete(txn, {*ParseId<TeamId>(ItemText(1))});
    kThemes.Delete(txn, {"obt-2024"});
    kConversations.Delete(txn, key(10));
    ideas::v1::IdeaFacts idea = world.proposals[ItemText(20)];
    idea.mutable_agreed_on()->set_day(21);
    kIdeas.Put(txn, key(20), idea);
    kIdeas.Put(txn, key(21), idea);
    kExperiments.Delete(txn, key(30));
    kCaseStudies.Delete(txn, key(40));
    kAdoptions.Delete(txn, key(50));
    store::v1::LearnerRow row = **kLearners.Find(txn, {"obt-2024", Person(3)});
    row.set_held_on(0, row.held_on(0) + 1);
    kLearners.Put(txn, {"obt-2024", Person(3)}, row);
  });
  EXPECT_THAT(
      SubjectsOf(Verify()),
      ElementsAre(HasSubstr("row of teams"), HasSubstr("row of themes"), HasSubstr("row of conversations"),
                  HasSubstr("row of ideas"), HasSubstr("row of ideas"), HasSubstr("row of experiments"),
                  HasSubstr("row of case_studies"), HasSubstr("row of adoptions"),
                  HasSubstr(absl::StrCat("conversations in the rows of person ", ToText(Person(3))))));
  EXPECT_EQ(Rebuild().rows_repaired(), 9);
  EXPECT_THAT(SubjectsOf(Verify()), IsEmpty());
}

TEST_F(VerifyTest, WhatIsInMemoryOfItemsIsComparedByItsFigures) {
  ideas::v1::AdoptionFacts adoption = world.adoptions[ItemText(50)];
  adoption.mutable_trial()->mutable_benefits(0)->set_before_thousandths(8);
  Commit(*ideas, [&](obt::store::Txn& txn) {
    kAdoptions.Put(txn, {*ParseId<ItemId>(ItemText(50))}, adoption);  // and tells nobody
    txn.Publish(ideas::v1::ReportChanged());
  });
  const v1::Verification found = Verify();
  EXPECT_EQ(found.points(2).sequence(), world.ideas().size() + 1) << "what it does not know it goes past";
  EXPECT_THAT(SubjectsOf(found), Contains(HasSubstr("MEASURE_BENEFITS_A_YEAR")));
  EXPECT_EQ(Rebuild().rows_repaired(), 1);
  EXPECT_THAT(SubjectsOf(Verify()), IsEmpty()) << "the columns are those of the new rows";
}

TEST_F(VerifyTest, ComparesTheVeryPointOfTheSnapshotsWhileChangesGoOn) {
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (uint32_t i = 0; !done.load(); ++i) {
      world.PutPerson(Person(i % 30), {{i % 2 ? "hse" : "dwp", "2020-01-01", ""}}, i % 3 ? "EO" : "AO");
      PublishIdentity();
    }
  });
  for (int i = 0; i < 5; ++i) EXPECT_THAT(SubjectsOf(Verify()), IsEmpty());
  done.store(true);
  writer.join();
}

TEST_F(VerifyTest, ARecountThatAStopInterruptedSaysSo) {
  const JobId id = NewId<JobId>(absl::Now());
  aggregator->Stop();
  aggregator.reset();
  app::ServiceSpec idle = Spec();  // its tables without its jobs
  idle.build = [](app::Server&) { return absl::OkStatus(); };
  aggregator = deployment.Start(idle);
  Commit(*aggregator, [&id](obt::store::Txn& txn) {
    v1::Verification row;
    row.set_verify_id(ToText(id));
    row.set_state(v1::VERIFY_STATE_RUNNING);
    kVerifications.Put(txn, {id}, row);
  });
  aggregator->Stop();
  aggregator.reset();
  StartAggregator();
  v1::GetVerifyRequest request;
  request.set_verify_id(ToText(id));
  ASSERT_OK_AND_ASSIGN(const v1::GetVerifyResponse got, client->Call<v1::GetVerifyResponse>(request));
  EXPECT_EQ(got.verification().state(), v1::VERIFY_STATE_FAILED);
  EXPECT_THAT(got.verification().failure(), HasSubstr("interrupted"));
  request.set_verify_id(ToText(NewId<JobId>(absl::Now())));
  EXPECT_THAT(client->Call<v1::GetVerifyResponse>(request), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace obt::aggregator
