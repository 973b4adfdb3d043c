// The steps of one person, on a small world.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/aggregator/api/progress_domain.h"
#include "services/aggregator/testing/world.h"

namespace obt::aggregator {
namespace {

using testing::At;
using ::testing::ElementsAre;
using testing::Person;
using testing::World;

class ProgressTest : public ::testing::Test {
 protected:
  ProgressTest() {
    world.PutProgramme(World::Programme2024());
    world.PutCourse(World::Course("masterclass", 1, 1, 30));
    world.PutSurvey(World::Survey("before", learning::v1::SURVEY_KIND_PRE, {"skills"}));
    world.PutSurvey(World::Survey("after", learning::v1::SURVEY_KIND_POST, {"skills"}));
  }
  v1::GetPersonProgressResponse Progress() {
    follower.CatchUp(world);
    return follower.engine().Read([](const State& state) {
      const ProgrammeState& programme = *state.FindProgramme("obt-2024");
      const PersonIndex person = state.people.Find(Person(1));
      return ProgressOf(programme, person == kNobody ? kNobody : programme.participants.Find(person));
    });
  }
  // "PRE_SURVEY 2024-10-15".
  std::vector<std::string> Steps() {
    std::vector<std::string> steps;
    const v1::GetPersonProgressResponse progress = Progress();
    for (const v1::StepProgress& step : progress.steps()) {
      steps.push_back(v1::Step_Name(step.step()) +
                      (step.done() ? " " + FormatDay(ParseDay(step.done_on()).value()) : "") +
                      (step.before_learning() ? " before learning" : "") +
                      (step.before_conversation() ? " before conversation" : ""));
    }
    return steps;
  }
  void Complete(const char* at) {
    world.Record({.id = at, .person = Person(1), .course = "masterclass", .module = "m1", .at = At(at)});
  }

  World world;
  testing::Follower follower;
};

TEST_F(ProgressTest, SurveysAreStepsBeforeAndAfterTheLearning) {
  EXPECT_THAT(Steps(), ElementsAre("STEP_PRE_SURVEY", "STEP_START_LEARNING", "STEP_COMPLETE_LEARNING",
                                   "STEP_POST_SURVEY"));
  EXPECT_EQ(Progress().next_step(), v1::STEP_PRE_SURVEY);
  world.Answer(Person(1), "before", At("2024-10-15T10:00:00Z"), {3});
  EXPECT_EQ(Progress().next_step(), v1::STEP_START_LEARNING);
  Complete("2024-10-20T10:00:00Z");
  EXPECT_EQ(Progress().next_step(), v1::STEP_POST_SURVEY);
  world.Answer(Person(1), "after", At("2024-11-20T10:00:00Z"), {4});
  EXPECT_THAT(Steps(), ElementsAre("STEP_PRE_SURVEY 2024-10-15", "STEP_START_LEARNING 2024-10-20",
                                   "STEP_COMPLETE_LEARNING 2024-10-20", "STEP_POST_SURVEY 2024-11-20"));
  EXPECT_EQ(Progress().next_step(), v1::STEP_UNSPECIFIED);
}

TEST_F(ProgressTest, APreSurveyIsNotAskedForOnceLearningHasStarted) {
  Complete("2024-10-20T10:00:00Z");
  EXPECT_EQ(Progress().next_step(), v1::STEP_POST_SURVEY);
}

TEST_F(ProgressTest, APostSurveyBeforeAnyLearningIsFlaggedUntilEarlierLearningComes) {
  world.Answer(Person(1), "after", At("2024-11-20T10:00:00Z"), {4});
  EXPECT_THAT(Steps().back(), "STEP_POST_SURVEY 2024-11-20 before learning");
  Complete("2024-11-21T10:00:00Z");
  EXPECT_THAT(Steps().back(), "STEP_POST_SURVEY 2024-11-20 before learning");
  Complete("2024-11-19T10:00:00Z");
  EXPECT_THAT(Steps().back(), "STEP_POST_SURVEY 2024-11-20");
}

TEST_F(ProgressTest, WhereThereAreTeamsAConversationIsAStepBeforeThePostSurvey) {
  world.PutTeam(testing::ItemText(1), {{"dwp", ""}});
  Complete("2024-10-20T10:00:00Z");
  EXPECT_EQ(Progress().next_step(), v1::STEP_CONVERSE);
  world.Answer(Person(1), "after", At("2024-11-20T10:00:00Z"), {4});
  EXPECT_THAT(Steps().back(), "STEP_POST_SURVEY 2024-11-20 before conversation");
  ideas::v1::ConversationFacts conversation;
  conversation.set_conversation_id(testing::ItemText(10));
  conversation.set_programme_id("obt-2024");
  conversation.set_team_id(testing::ItemText(1));
  conversation.set_state(ideas::v1::CONVERSATION_STATE_LOGGED);
  *conversation.mutable_held_on() = testing::Date("2024-11-21");
  conversation.add_attendee_ids(ToText(Person(1)));
  world.Put(conversation);
  EXPECT_THAT(Steps(), ElementsAre("STEP_PRE_SURVEY", "STEP_START_LEARNING 2024-10-20",
                                   "STEP_COMPLETE_LEARNING 2024-10-20", "STEP_CONVERSE 2024-11-21",
                                   "STEP_POST_SURVEY 2024-11-20 before conversation"));
  EXPECT_EQ(Progress().next_step(), v1::STEP_UNSPECIFIED);
  *conversation.mutable_held_on() = testing::Date("2024-11-19");
  world.Put(conversation);
  EXPECT_THAT(Steps().back(), "STEP_POST_SURVEY 2024-11-20");
}

TEST_F(ProgressTest, AProgrammeWithoutSurveysHasNoSuchSteps) {
  follower.Clear();
  World without;
  without.PutProgramme(World::Programme2024());
  without.PutCourse(World::Course("masterclass", 1, 1, 30));
  follower.CatchUp(without);
  follower.engine().Read([](const State& state) {
    const auto progress = ProgressOf(*state.FindProgramme("obt-2024"), kNobody);
    EXPECT_EQ(progress.steps_size(), 2);
    EXPECT_EQ(progress.next_step(), v1::STEP_START_LEARNING);
  });
}

}  // namespace
}  // namespace obt::aggregator
