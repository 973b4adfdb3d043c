// Who stands somewhere, on a small world.
#include "services/aggregator/query/cohort.h"

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/aggregator/testing/world.h"

namespace obt::aggregator {
namespace {

using obt::testing::StatusIs;
using testing::At;
using testing::D;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using testing::World;

// DWP with an agency, and MOJ; "club" is outside the programme.
class CohortTest : public ::testing::Test {
 protected:
  CohortTest() {
    world.PutOrganisation("dwp", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutOrganisation("hse", "dwp", identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY);
    world.PutOrganisation("moj", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutOrganisation("club", "", identity::v1::ORGANISATION_KIND_OTHER);
    world.PutProgramme(World::Programme2024());
    for (const char* organisation : {"dwp", "hse", "moj"}) {
      world.PutHeadcount("obt-2024", organisation, "2024-03-31", 1000);
    }
    world.PutCourse(World::Course("masterclass", 1, 1, 30));
    world.PutSurvey(World::Survey("before", learning::v1::SURVEY_KIND_PRE, {"skills"}));
    world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
    world.PutPerson(Person(2), {{"hse", "2020-01-01", ""}});
    world.PutPerson(Person(3), {{"moj", "2020-01-01", ""}});
    world.PutPerson(Person(4), {{"club", "2020-01-01", ""}});
    world.PutPerson(Person(5), {{"dwp", "2020-01-01", "2024-11-01"}});  // has left
    for (uint32_t i = 1; i <= 5; ++i) world.Answer(Person(i), "before", At("2024-10-15T10:00:00Z"), {3});
    query.programme_id = "obt-2024";
    query.covers = [](absl::string_view) { return true; };
    query.today = D("2024-12-01");
    query.limit = 10;
    query.done = {v1::STEP_PRE_SURVEY};
    query.not_done = {v1::STEP_START_LEARNING};
  }
  absl::StatusOr<Cohort> Find() {
    follower.CatchUp(world);
    return follower.engine().Read([&](const State& state) { return FindCohort(state, query); });
  }
  std::vector<PersonId> People() { return Find().value().people; }

  World world;
  testing::Follower follower;
  CohortQuery query;
};

TEST_F(CohortTest, HoldsWhoHasLearntAndNotTalkedAboutIt) {
  for (uint32_t i = 1; i <= 2; ++i)
    world.Record({.id = absl::StrCat("e", i), .person = Person(i), .at = At("2024-11-01T10:00:00Z")});
  query.done = {v1::STEP_START_LEARNING};
  query.not_done = {v1::STEP_CONVERSE};
  EXPECT_THAT(People(), ElementsAre(Person(1), Person(2)));
  ideas::v1::ConversationFacts conversation;
  conversation.set_conversation_id(testing::ItemText(10));
  conversation.set_programme_id("obt-2024");
  conversation.set_state(ideas::v1::CONVERSATION_STATE_LOGGED);
  *conversation.mutable_held_on() = testing::Date("2024-11-20");
  conversation.add_attendee_ids(ToText(Person(2)));
  conversation.add_attendee_ids(ToText(Person(3)));
  world.Put(conversation);
  EXPECT_THAT(People(), ElementsAre(Person(1)));
}

TEST_F(CohortTest, HoldsWhoHasDoneOneStepAndNotAnotherInScopeToday) {
  EXPECT_THAT(People(), ElementsAre(Person(1), Person(2), Person(3)));
  world.Record({.id = "a", .person = Person(2), .at = At("2024-11-01T10:00:00Z")});
  EXPECT_THAT(People(), ElementsAre(Person(1), Person(3)));
  world.WithdrawAnswers(Person(1), "before", At("2024-10-16T10:00:00Z"));
  EXPECT_THAT(People(), ElementsAre(Person(3)));
  query.done = {};
  EXPECT_THAT(People(), ElementsAre(Person(1), Person(3))) << "who has done nothing has not started either";
}

TEST_F(CohortTest, HoldsTheSubtreeAskedForAndNothingTheCallerMayNotSee) {
  query.organisation_code = "dwp";
  EXPECT_THAT(People(), ElementsAre(Person(1), Person(2)));
  query.organisation_code = "hse";
  EXPECT_THAT(People(), ElementsAre(Person(2)));
  query.organisation_code = "";
  query.covers = [](absl::string_view code) { return code == "moj"; };
  EXPECT_THAT(People(), ElementsAre(Person(3)));
  query.organisation_code = "dwp";
  EXPECT_THAT(People(), IsEmpty());
  query.organisation_code = "atlantis";
  EXPECT_THAT(Find(), StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
}

TEST_F(CohortTest, AfterAMergerPeopleBelongToTheSuccessor) {
  world.Merge("hse", "moj", "2024-11-15");
  query.organisation_code = "moj";
  EXPECT_THAT(People(), ElementsAre(Person(2), Person(3)));
}

TEST_F(CohortTest, PagesFollowTheIdsAndCountEverybody) {
  query.limit = 2;
  const Cohort first = Find().value();
  EXPECT_THAT(first.people, ElementsAre(Person(1), Person(2)));
  EXPECT_TRUE(first.more);
  EXPECT_EQ(first.total, 3u);
  query.after = first.people.back();
  const Cohort second = Find().value();
  EXPECT_THAT(second.people, ElementsAre(Person(3)));
  EXPECT_FALSE(second.more);
  EXPECT_EQ(second.total, 3u);
}

TEST_F(CohortTest, ATargetNobodySetIsNotDefined) {
  query.not_done = {v1::STEP_REACH_TARGET};
  EXPECT_THAT(Find(), StatusIs(absl::StatusCode::kFailedPrecondition, "NOT_DEFINED"));
  query.programme_id = "obt-1999";
  EXPECT_THAT(Find(), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

}  // namespace
}  // namespace obt::aggregator
