#include "services/learning/response/domain.h"

#include <string>
#include <vector>

#include "common/base/times.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/learning/event/record_domain.h"
#include "services/learning/samples.h"

namespace obt::learning {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using samples::ResponseTo;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const absl::Time kNow = samples::At("2025-06-01T12:00:00Z");
const v1::Survey kBefore = samples::SurveyOf(v1::SURVEY_KIND_PRE);
constexpr char kMonday[] = "2024-10-14T09:00:00Z", kTuesday[] = "2024-10-15T09:00:00Z",
               kFriday[] = "2024-10-18T09:00:00Z";

int64_t Micros(absl::string_view at) { return absl::ToUnixMicros(samples::At(at)); }

const identity::v1::Programme& Programme() {
  static const auto* const programme = new identity::v1::Programme(samples::Programme2024());
  return *programme;
}

ResponseContext Context() {
  ResponseContext context;
  context.programme = &Programme();
  context.survey = kBefore;
  return context;
}

v1::SurveyAnswer& Add(v1::SurveyResponse& response, const std::string& question_id) {
  v1::SurveyAnswer& answer = *response.add_answers();
  answer.set_question_id(question_id);
  return answer;
}

TEST(ResponseDecide, AGoodResponseStands) {
  v1::SurveyResponse response = ResponseTo(kBefore, kMonday, 4, 5);
  response.mutable_answers(0)->set_text("I have seen it done");
  Add(response, "words-before").set_text(std::string(600, 'x'));
  EXPECT_EQ(Decide(response, Context(), kNow).value(), Intake::kStands);
}

TEST(ResponseDecide, EverythingWrongWithAResponseIsToldAtOnce) {
  v1::SurveyResponse response;
  response.set_programme_id("obt-2024");
  response.set_survey_id("before");
  response.mutable_answered_at()->set_seconds(absl::ToUnixSeconds(kNow) + 301);
  Add(response, "shoe-size").set_value(43);                       // unknown question
  Add(response, "support-before").set_value(6);                   // off the scale
  response.mutable_answers(1)->set_text("takes no words");        // where none are allowed
  Add(response, "words-before").set_text(std::string(601, 'x'));  // too long
  Add(response, "words-before").set_value(3);                     // twice, a value, no words
  EXPECT_THAT(Decide(response, Context(), kNow),
              ViolatesFields(UnorderedElementsAre(
                  "answered_at", "answers[0].question_id", "answers[1].value", "answers[1].text",
                  "answers[2].text", "answers[3].question_id", "answers[3].value", "answers[3].text",
                  "answers")));  // skills-before is required
  const absl::Status status = Decide(response, Context(), kNow).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ViolationsOf(status).back().description, "must answer question skills-before");
}

TEST(ResponseDecide, ValuesLieOnTheScaleAndWordsAreAtMost600Characters) {
  for (const int value : {1, 5})
    EXPECT_THAT(Decide(ResponseTo(kBefore, kMonday, value), Context(), kNow), IsOk());
  for (const int value : {-1, 0, 6}) {
    EXPECT_THAT(Decide(ResponseTo(kBefore, kMonday, value), Context(), kNow),
                ViolatesFields(ElementsAre("answers[0].value")));
  }
  v1::SurveyResponse response = ResponseTo(kBefore, kMonday, 3);
  std::string text;
  for (int i = 0; i < 600; ++i) text += "\xf0\x9f\x8c\xb1";
  response.mutable_answers(0)->set_text(text);
  EXPECT_THAT(Decide(response, Context(), kNow), IsOk()) << "600 characters, not bytes";
  response.mutable_answers(0)->set_text(text + "x");
  EXPECT_THAT(Decide(response, Context(), kNow), ViolatesFields(ElementsAre("answers[0].text")));
}

TEST(ResponseDecide, WordsAreTextOfAnyNumberOfLines) {
  const auto fault = [](const std::string& words) {
    v1::SurveyResponse response = ResponseTo(kBefore, kMonday, 3);
    response.mutable_answers(0)->set_text(words);
    const std::vector<FieldViolation> faults = ViolationsOf(Decide(response, Context(), kNow).status());
    return faults.empty() ? "" : faults[0].field + ": " + faults[0].description;
  };
  for (const char* words :
       {"First\n\nSecond", "First\r\nSecond", "a\tb", "\u2022 one\n\u2022 two", "\U0001F331"})
    EXPECT_EQ(fault(words), "") << words;
  EXPECT_EQ(fault("\n\n"), "answers[0].text: must not be only blanks");
  EXPECT_EQ(fault("bell\a"),
            "answers[0].text: must not contain control characters other than line ends and "
            "tabs; character 5 is U+0007");
  EXPECT_EQ(fault("\u202Eesrever"),
            "answers[0].text: must not contain characters that change the direction of "
            "writing; character 1 is U+202E");
  EXPECT_EQ(fault("\u200b"),
            "answers[0].text: must not be only blanks and invisible characters; character 1 is "
            "U+200B");
  EXPECT_EQ(fault("half \xED\xA0\xBC"), "answers[0].text: must be valid UTF-8");
}

TEST(ResponseDecide, AResponseNeedsATimeThatHasCome) {
  v1::SurveyResponse response = ResponseTo(kBefore, kMonday, 3);
  response.clear_answered_at();
  EXPECT_THAT(Decide(response, Context(), kNow), ViolatesFields(ElementsAre("answered_at")));
  response.mutable_answered_at()->set_seconds(int64_t{1} << 60);
  EXPECT_THAT(Decide(response, Context(), kNow), ViolatesFields(ElementsAre("answered_at")));
  response.mutable_answered_at()->set_seconds(absl::ToUnixSeconds(kNow) + 300);
  EXPECT_THAT(Decide(response, Context(), kNow), IsOk());
}

TEST(ResponseDecide, UnknownProgrammesAndSurveysAreNotFound) {
  ResponseContext context = Context();
  context.survey.reset();
  EXPECT_THAT(Decide(ResponseTo(kBefore, kMonday, 3), context, kNow),
              StatusIs(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND"));
  context.programme = nullptr;
  EXPECT_THAT(Decide(ResponseTo(kBefore, kMonday, 3), context, kNow),
              StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST(ResponseDecide, TheSameMomentIsTheSameResponseOrAConflict) {
  v1::SurveyResponse response = ResponseTo(kBefore, kMonday, 3, 4);
  response.mutable_answers(0)->set_text("Because");
  ResponseContext context = Context();
  PutRevision(RevisionOf(response), context.row);
  context.same_texts = TextsOf(response);
  EXPECT_EQ(Decide(response, context, kNow).value(), Intake::kRepeated);
  v1::SurveyResponse other = response;
  other.mutable_answers()->SwapElements(0, 1);
  EXPECT_EQ(Decide(other, context, kNow).value(), Intake::kRepeated)
      << "the order of the answers says nothing";
  other.mutable_answers(1)->set_text("For another reason");
  EXPECT_THAT(Decide(other, context, kNow), StatusIs(absl::StatusCode::kAborted, "CONFLICT"));
  EXPECT_EQ(Decide(ResponseTo(kBefore, kTuesday, 3, 4), context, kNow).value(), Intake::kStands);
}

TEST(ResponseDecide, APersonAnswersASurveyAtMostTwentyTimes) {
  ResponseContext context = Context();
  for (int i = 0; i < kMaxRevisions; ++i) {
    v1::SurveyResponse response = ResponseTo(kBefore, kMonday, 3);
    response.mutable_answered_at()->set_nanos(i * 1'000);
    ASSERT_EQ(Decide(response, context, kNow).value(), Intake::kStands);
    PutRevision(RevisionOf(response), context.row);
  }
  EXPECT_THAT(Decide(ResponseTo(kBefore, kTuesday, 3), context, kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition, "REVISION_LIMIT"));
}

TEST(ResponseDecide, WithdrawnAnswersCountForNothingAndNobodyIsLockedOutForEver) {
  ResponseContext context = Context();
  const auto at = [](int64_t seconds) {
    v1::SurveyResponse response = ResponseTo(kBefore, kMonday, 3);
    response.mutable_answered_at()->set_seconds(response.answered_at().seconds() + seconds);
    return response;
  };
  int64_t second = 0;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < kMaxRevisions; ++i) {
      const v1::SurveyResponse response = at(++second);
      ASSERT_EQ(Decide(response, context, kNow).value(), Intake::kStands) << second;
      PutRevision(RevisionOf(response), context.row);
    }
    EXPECT_THAT(Decide(at(second + 1), context, kNow),
                StatusIs(absl::StatusCode::kFailedPrecondition, "REVISION_LIMIT"));
    // What was answered before a withdrawal is taken and deleted, however much stands.
    if (round > 0) {
      EXPECT_EQ(Decide(at(-1), context, kNow).value(), Intake::kWithdrawn);
    }
    EXPECT_THAT(Withdraw(MicrosOf(at(second).answered_at()), context.row), SizeIs(kMaxRevisions));
    EXPECT_THAT(Standing(context.row), IsEmpty());
    EXPECT_THAT(context.row.revisions(), SizeIs(kMaxWithdrawnMoments)) << "what is kept is bounded";
  }
  EXPECT_EQ(Decide(at(second), context, kNow).value(), Intake::kRepeated);
  EXPECT_EQ(Decide(at(1), context, kNow).value(), Intake::kWithdrawn) << "forgotten, but withdrawn";
  PutRevision(RevisionOf(at(1)), context.row);
  EXPECT_THAT(context.row.revisions(), SizeIs(kMaxWithdrawnMoments));
  EXPECT_EQ(context.row.revisions(0).answered_at_us(), MicrosOf(at(second - 19).answered_at()));
}

TEST(ResponseRow, RevisionsStandInTheOrderOfTheirTimeWhateverTheOrderOfArrival) {
  store::v1::SurveyResponseRow row;
  for (const char* at : {kTuesday, kFriday, kMonday})
    PutRevision(RevisionOf(ResponseTo(kBefore, at, 3)), row);
  const std::vector<const store::v1::RevisionRow*> standing = Standing(row);
  ASSERT_THAT(standing, SizeIs(3));
  EXPECT_EQ(standing[0]->answered_at_us(), Micros(kMonday));
  EXPECT_EQ(standing[2]->answered_at_us(), Micros(kFriday));
}

TEST(ResponseRow, AWithdrawalTakesBackWhatWasAnsweredUpToThenAndDeletesIt) {
  store::v1::SurveyResponseRow row;
  for (const char* at : {kMonday, kTuesday, kFriday})
    PutRevision(RevisionOf(ResponseTo(kBefore, at, 3)), row);
  EXPECT_THAT(Withdraw(Micros(kTuesday), row), ElementsAre(Micros(kMonday), Micros(kTuesday)));
  EXPECT_THAT(Standing(row), SizeIs(1));
  EXPECT_THAT(row.revisions(0).answers(), IsEmpty());
  EXPECT_THAT(row.revisions(1).answers(), IsEmpty());
  EXPECT_THAT(row.revisions(2).answers(), SizeIs(1));
  EXPECT_THAT(Withdraw(Micros(kMonday), row), IsEmpty()) << "that much is withdrawn already";
  EXPECT_EQ(row.withdrawn_at_us(), Micros(kTuesday));
}

TEST(ResponseRow, AWithdrawalMayComeFirst) {
  ResponseContext context = Context();
  Withdraw(Micros(kTuesday), context.row);
  EXPECT_EQ(Decide(ResponseTo(kBefore, kTuesday, 3), context, kNow).value(), Intake::kWithdrawn);
  EXPECT_EQ(Decide(ResponseTo(kBefore, kFriday, 3), context, kNow).value(), Intake::kStands);
  PutRevision(RevisionOf(ResponseTo(kBefore, kTuesday, 3)), context.row);
  EXPECT_THAT(Standing(context.row), IsEmpty());
  EXPECT_THAT(context.row.revisions(0).answers(), IsEmpty());
  EXPECT_EQ(Decide(ResponseTo(kBefore, kTuesday, 3), context, kNow).value(), Intake::kRepeated);
}

TEST(ResponseEvent, HoldsWhatStandsByConstructAndNoWords) {
  v1::SurveyResponse response = ResponseTo(kBefore, kTuesday, 3, 5);
  response.mutable_answers(0)->set_text("marker of words");
  Add(response, "words-before").set_text("marker of words");
  store::v1::SurveyResponseRow row;
  row.set_person_id(samples::kPerson);
  PutRevision(RevisionOf(response), row);
  PutRevision(RevisionOf(ResponseTo(kBefore, kMonday, 1)), row);
  const v1::SurveyResponseChanged changed = ChangedResponse(row, kBefore, 7);
  ASSERT_EQ(changed.revisions_size(), 2);
  EXPECT_EQ(MicrosOf(changed.revisions(0).answered_at()), Micros(kMonday));
  ASSERT_EQ(changed.revisions(1).answers_size(), 2);
  EXPECT_EQ(changed.revisions(1).answers(0).construct(), "skills");
  EXPECT_EQ(changed.revisions(1).answers(0).value(), 3);
  EXPECT_EQ(changed.revisions(1).answers(1).construct(), "support");
  EXPECT_EQ(changed.kind(), v1::SURVEY_KIND_PRE);
  EXPECT_EQ(changed.identity_sequence(), 7u);
  EXPECT_EQ(changed.SerializeAsString().find("marker"), std::string::npos);
  EXPECT_EQ(row.SerializeAsString().find("marker"), std::string::npos) << "snapshots read rows";
}

TEST(ResponseTexts, ValuesAndWordsFindTogetherAgain) {
  v1::SurveyResponse response = ResponseTo(kBefore, kMonday, 3);
  response.mutable_answers(0)->set_text("Because");
  Add(response, "words-before").set_text("More");
  const std::vector<v1::SurveyAnswer> answers = AnswersOf(RevisionOf(response), TextsOf(response));
  ASSERT_THAT(answers, SizeIs(2));
  EXPECT_EQ(answers[0].SerializeAsString(), response.answers(0).SerializeAsString());
  EXPECT_EQ(answers[1].SerializeAsString(), response.answers(1).SerializeAsString());
}

TEST(ResponseValidate, NamesTheFaultsOfWhatNamesASurvey) {
  const auto fields = [](const Violations& violations) {
    std::vector<std::string> names;
    for (const FieldViolation& fault : violations.faults()) names.push_back(fault.field);
    return names;
  };
  EXPECT_THAT(fields(Validate(v1::SurveyResponse())),
              UnorderedElementsAre("programme_id", "survey_id", "person_id"));
  EXPECT_THAT(fields(Validate(v1::GetSurveyResponseRequest())),
              UnorderedElementsAre("programme_id", "survey_id"));
  v1::SubmitSurveyResponseRequest submit;
  submit.set_request_id(std::string(65, 'x'));
  EXPECT_THAT(fields(Validate(submit)), UnorderedElementsAre("programme_id", "survey_id", "request_id"));
  EXPECT_THAT(fields(Validate(v1::BatchSubmitSurveyResponsesRequest())), ElementsAre("responses"));
}

}  // namespace
}  // namespace obt::learning
