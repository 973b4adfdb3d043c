#include "tools/simulate/player.h"

#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>

#include "common/base/clock.h"
#include "common/base/days.h"
#include "tools/simulate/event_message.h"
#include "tools/simulate/lanes.h"
#include "tools/simulate/persistence.h"
#include "tools/simulate/survey_player.h"
#include "tools/simulate/world_state.h"

namespace obt::simulate {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;

std::string FreshPath(const std::string& name) {
  const std::filesystem::path path =
      std::filesystem::path(::testing::TempDir()) / (name + ToText(NewId<PersonId>(absl::Now())));
  return path.string();
}

Reference TwoOrganisations() {
  Reference reference;
  reference.organisations.resize(2);
  reference.organisations[0].code = "home-office";
  reference.organisations[1].code = "cabinet-office";
  reference.learning_types.codes = {"VIDEO"};
  reference.learning_types.names = {"Video or documentary"};
  return reference;
}

learning::v1::Course Masterclass() {
  learning::v1::Course course;
  course.set_programme_id("obt-2024");
  course.set_course_id("innovation-masterclass");
  course.add_modules()->set_module_id("first");
  course.add_modules()->set_module_id("second");
  return course;
}

TEST(EventMessageTest, ACompletionNamesItsModuleAndStatesWhatThePlanStates) {
  LearningEvent event;
  event.id = 7;
  event.kind = EventKind::kCompleted;
  event.module = 1;
  event.minutes = 25;
  event.occurred_at = 1'729'000'000;
  learning::v1::LearningEvent message;
  FillEvent(event, Masterclass(), TwoOrganisations(), NewId<PersonId>(absl::Now()), message);
  EXPECT_EQ(message.module().module_id(), "second");
  EXPECT_EQ(message.verb(), learning::v1::VERB_COMPLETED);
  EXPECT_EQ(message.minutes(), 25);
  EXPECT_FALSE(message.has_rating());
  EXPECT_EQ(message.source(), "csl");
  EXPECT_EQ(message.occurred_at().seconds(), 1'729'000'000);
}

TEST(EventMessageTest, ARetractionSaysNothingButItsTarget) {
  LearningEvent event;
  event.id = 8;
  event.target = 7;
  event.kind = EventKind::kRetracted;
  event.module = 1;
  learning::v1::LearningEvent message;
  FillEvent(event, Masterclass(), TwoOrganisations(), NewId<PersonId>(absl::Now()), message);
  LearningEvent target = event;
  target.id = 7;
  EXPECT_EQ(message.target_source_event_id(), EventIdText(target));
  EXPECT_EQ(message.activity_case(), learning::v1::LearningEvent::ACTIVITY_NOT_SET);
  EXPECT_FALSE(message.has_minutes());
}

TEST(EventMessageTest, OwnLearningHasATitleAndItsType) {
  LearningEvent event;
  event.kind = EventKind::kCompleted;
  event.learning_type = 0;
  learning::v1::LearningEvent message;
  FillEvent(event, Masterclass(), TwoOrganisations(), NewId<PersonId>(absl::Now()), message);
  EXPECT_EQ(message.self_recorded().learning_type(), "VIDEO");
  EXPECT_EQ(message.self_recorded().title(), "Video or documentary on innovation");
}

TEST(EventMessageTest, ACorrectionStatesBothStaysAsTheyShouldHaveBeen) {
  Move move;
  move.from = 0;
  move.to = 1;
  move.corrected_day = *ParseDayText("2024-11-04");
  const identity::v1::CorrectStaysRequest request =
      CorrectionMessage(move, TwoOrganisations(), NewId<PersonId>(absl::Now()), 1);
  ASSERT_EQ(request.stays_size(), 2);
  EXPECT_EQ(request.stays(0).organisation_code(), "home-office");
  EXPECT_EQ(ParseDay(request.stays(0).to_day()), ParseDay(request.stays(1).from_day()));
  EXPECT_EQ(request.stays(1).organisation_code(), "cabinet-office");
  EXPECT_FALSE(request.stays(1).has_to_day());
}

learning::v1::Survey SurveyAbout(learning::v1::SurveyKind kind, const std::string& id) {
  learning::v1::Survey survey;
  survey.set_programme_id("obt-2024");
  survey.set_survey_id(id);
  survey.set_kind(kind);
  for (const absl::string_view construct : kConstructs) {
    learning::v1::SurveyQuestion& question = *survey.add_questions();
    question.set_construct(std::string(construct));
    question.set_question_id(std::string(construct) + "-" + id);
    question.set_scale(5);
  }
  survey.add_questions()->set_question_id("comments");
  return survey;
}

TEST(SurveyMessageTest, AResponseAnswersTheQuestionsOfItsSurveyByConstruct) {
  const absl::StatusOr<SurveyPair> pair = PairOf({SurveyAbout(learning::v1::SURVEY_KIND_POST, "after"),
                                                  SurveyAbout(learning::v1::SURVEY_KIND_PRE, "before")});
  ASSERT_TRUE(pair.ok()) << pair.status();
  SurveyStep step;
  step.survey = SurveyTime::kAfter;
  step.answered_at = 1'729'000'000;
  step.values = {4, 2};
  learning::v1::SurveyResponse message;
  FillResponse(step, *pair, NewId<PersonId>(absl::Now()), message);
  EXPECT_EQ(message.survey_id(), "after");
  ASSERT_EQ(message.answers_size(), 2);
  EXPECT_EQ(message.answers(0).question_id(), "innovation-skills-after");
  EXPECT_EQ(message.answers(1).value(), 2);
  step.comments = true;
  message.Clear();
  FillResponse(step, *pair, NewId<PersonId>(absl::Now()), message);
  EXPECT_EQ(message.answers(2).question_id(), "comments");
  EXPECT_FALSE(message.answers(2).has_value());
}

TEST(SurveyMessageTest, WithoutAPairOfSurveysThereIsNothingToPlay) {
  EXPECT_FALSE(PairOf({SurveyAbout(learning::v1::SURVEY_KIND_PRE, "before")}).ok());
  EXPECT_FALSE(PairOf({}).ok());
}

TEST(PlacesOfMovesTest, AMoveComesAfterTheEventsThatWereSentBeforeIt) {
  PlayPlan plan;
  for (const int64_t sent_at : {10, 20, 20, 30}) {
    plan.events.emplace_back();
    plan.events.back().sent_at = sent_at;
  }
  for (const int64_t sent_at : {5, 20, 99}) {
    plan.moves.emplace_back();
    plan.moves.back().sent_at = sent_at;
  }
  EXPECT_THAT(PlacesOfMoves(plan), ElementsAre(0, 3, 4));
}

TEST(LanesTest, EveryPieceIsDoneOnceAndThePrefixEndsAtTheLast) {
  std::vector<std::atomic<int>> done(100);
  size_t last = 0;
  const absl::Status status = RunInLanes(
      10, done.size(), 4, [&done](size_t piece) { return ++done[piece], absl::OkStatus(); },
      [&last](size_t prefix) { last = prefix; });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(last, 100u);
  for (size_t i = 0; i < done.size(); ++i) EXPECT_EQ(done[i], i < 10 ? 0 : 1);
}

TEST(LanesTest, AFailureEndsTheWorkAndThePrefixStopsBeforeIt) {
  size_t last = 0;
  std::atomic<size_t> started = 0;
  const absl::Status status = RunInLanes(
      0, 1000, 2,
      [&started](size_t piece) {
        ++started;
        return piece == 5 ? absl::InternalError("no") : absl::OkStatus();
      },
      [&last](size_t prefix) { last = prefix; });
  EXPECT_EQ(status.message(), "no");
  EXPECT_LE(last, 5u);
  EXPECT_LT(started, 1000u);
}

TEST(PersonIdsTest, IdsSurviveClosingTheFile) {
  const std::string path = FreshPath("ids");
  const PersonId id = NewId<PersonId>(absl::Now());
  {
    const auto ids = PersonIds::Open(path, "people", 3);
    ASSERT_TRUE(ids.ok()) << ids.status();
    (*ids)->Set(1, id);
  }
  const auto ids = PersonIds::Open(path, "people", 3);
  ASSERT_TRUE(ids.ok()) << ids.status();
  EXPECT_EQ((*ids)->Find(0), std::nullopt);
  EXPECT_EQ((*ids)->Find(1), id);
  EXPECT_TRUE((*ids)->KnowsAll(1, 2));
  EXPECT_FALSE((*ids)->KnowsAll(1, 3));
  EXPECT_EQ((*ids)->CountKnown(), 1u);
  std::filesystem::remove(path);
}

TEST(PersonIdsTest, AFileOfAnotherWorldIsRefused) {
  const std::string path = FreshPath("ids");
  ASSERT_TRUE(PersonIds::Open(path, "people", 3).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(PersonIds::Open(path, "people", 4).status()));
  std::filesystem::remove(path);
}

TEST(WorldStateTest, AStateReadsBackAsItWasWritten) {
  WorldState state;
  state.people = 20'000;
  state.seed = 5;
  state.imported = true;
  state.events = 1234;
  state.plan = ~uint64_t{0};
  const absl::StatusOr<WorldState> read = ParseState(FormatState(state));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(FormatState(*read), Eq(FormatState(state)));
}

TEST(WorldStateTest, OneWrittenWhenLessWasPlayedReadsAsFarAsItGoes) {
  WorldState state;
  state.people = 100;
  state.played = true;
  const std::string text = FormatState(state);
  const absl::StatusOr<WorldState> read = ParseState(text.substr(0, text.find("teamed")));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_THAT(FormatState(*read), Eq(text));
}

TEST(WorldStateTest, WhatIsNotAStateIsRefused) {
  EXPECT_FALSE(ParseState("").ok());
  EXPECT_FALSE(ParseState("people many\n").ok());
  EXPECT_FALSE(ParseState(FormatState({}) + "more 1\n").ok());
}

TEST(PersistenceTest, OnlyFailuresThatPassAreWaitedFor) {
  EXPECT_TRUE(IsPassing(absl::UnavailableError("")));
  EXPECT_TRUE(IsPassing(absl::ResourceExhaustedError("")));
  EXPECT_FALSE(IsPassing(absl::InvalidArgumentError("")));
  EXPECT_FALSE(IsPassing(absl::OkStatus()));
  EXPECT_LE(BackOff(1000), absl::Seconds(1));
}

}  // namespace
}  // namespace obt::simulate
