#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/learning/v1/events.pb.h"
#include "services/learning/bind.h"
#include "services/learning/response/domain.h"
#include "services/learning/test_world.h"

namespace obt::learning {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using samples::kOtherPerson;
using samples::kPerson;
using samples::ResponseTo;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kMonday[] = "2024-10-14T09:00:00Z", kTuesday[] = "2024-10-15T09:00:00Z",
               kFriday[] = "2024-10-18T09:00:00Z";

class SurveyServiceTest : public ::testing::Test {
 protected:
  SurveyServiceTest() {
    world.Put(before).value();
    world.Put(after).value();
  }

  absl::StatusOr<v1::GetSurveyResponseResponse> Get(const std::string& person_id,
                                                    const std::string& survey_id) {
    v1::GetSurveyResponseRequest request;
    request.set_programme_id("obt-2024");
    request.set_survey_id(survey_id);
    return world.Call<v1::GetSurveyResponseResponse>(request, person_id, "everywhere");
  }
  absl::StatusOr<v1::WithdrawSurveyResponseResponse> Withdraw(const std::string& person_id, const char* at,
                                                              const std::string& survey_id = "before") {
    v1::WithdrawSurveyResponseRequest request;
    request.set_programme_id("obt-2024");
    request.set_survey_id(survey_id);
    request.mutable_withdrawn_at()->set_seconds(absl::ToUnixSeconds(samples::At(at)));
    return world.Call<v1::WithdrawSurveyResponseResponse>(request, person_id, "everywhere");
  }
  v1::SurveyResponseChanged LastPublished() {
    v1::SurveyResponseChanged changed;
    EXPECT_EQ(world.Changes().back().type(), "obt.learning.v1.SurveyResponseChanged");
    EXPECT_TRUE(changed.ParseFromString(world.Changes().back().event()));
    return changed;
  }
  // Every byte of every table and of the change log.
  std::string EveryByte() {
    std::string bytes;
    for (const obt::store::TableRef* table : World::AllTables()) {
      EXPECT_OK(
          world.store().Now().ScanRaw(*table, "", "", [&](absl::string_view key, absl::string_view row) {
            absl::StrAppend(&bytes, key, row);
            return true;
          }));
    }
    for (const obt::store::v1::Change& change : world.Changes()) bytes += change.event();
    return bytes;
  }

  World world;
  const v1::Survey before = samples::SurveyOf(v1::SURVEY_KIND_PRE),
                   after = samples::SurveyOf(v1::SURVEY_KIND_POST);
};

TEST_F(SurveyServiceTest, APersonReadsTheirOwnAnswersAndNobodyElses) {
  v1::SurveyResponse response = ResponseTo(before, kMonday, 4, 5);
  response.mutable_answers(0)->set_text("I have seen it done");
  ASSERT_OK_AND_ASSIGN(const auto submitted, world.Submit(response));
  ASSERT_OK_AND_ASSIGN(const v1::GetSurveyResponseResponse got, Get(kPerson, "before"));
  ASSERT_EQ(got.current().answers_size(), 2);
  EXPECT_EQ(got.current().answers(0).SerializeAsString(), response.answers(0).SerializeAsString());
  EXPECT_EQ(got.current().answers(1).SerializeAsString(), response.answers(1).SerializeAsString());
  EXPECT_EQ(got.current().sequence(), submitted.sequence());
  EXPECT_EQ(got.earlier_size(), 0);
  EXPECT_FALSE(got.before_learning()) << "pre-surveys belong there";
  EXPECT_THAT(Get(kOtherPerson, "before"), StatusIs(absl::StatusCode::kNotFound, "RESPONSE_NOT_FOUND"));
  EXPECT_THAT(Get(kPerson, "after"), StatusIs(absl::StatusCode::kNotFound, "RESPONSE_NOT_FOUND"));
  EXPECT_THAT(Get(kPerson, "shoes"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(SurveyServiceTest, WithoutAPersonNoCallOfAPersonIsTaken) {
  const auto missing = StatusIs(absl::StatusCode::kInvalidArgument, "PERSON_MISSING");
  EXPECT_THAT(Get("", "before"), missing);
  EXPECT_THAT(Withdraw("", kMonday), missing);
  v1::SubmitSurveyResponseRequest submit;
  submit.set_programme_id("obt-2024");
  submit.set_survey_id("before");
  const v1::SurveyResponse response = ResponseTo(before, kMonday, 4);
  *submit.mutable_answered_at() = response.answered_at();
  *submit.mutable_answers() = response.answers();
  EXPECT_THAT(world.Call<v1::SubmitSurveyResponseResponse>(submit), missing);
}

TEST_F(SurveyServiceTest, TheSingleCallAnswersForThePersonOfTheCall) {
  const v1::SurveyResponse response = ResponseTo(before, kMonday, 4);
  v1::SubmitSurveyResponseRequest request;
  request.set_programme_id("obt-2024");
  request.set_survey_id("before");
  *request.mutable_answered_at() = response.answered_at();
  *request.mutable_answers() = response.answers();
  const auto submit = [&] { return world.Call<v1::SubmitSurveyResponseResponse>(request, kPerson); };
  ASSERT_OK_AND_ASSIGN(const auto first, submit());
  EXPECT_OK(Get(kPerson, "before"));
  request.mutable_answers(0)->set_value(9);
  EXPECT_THAT(submit(), ViolatesFields(ElementsAre("answers[0].value")));
  ASSERT_OK_AND_ASSIGN(const auto batched, world.Submit(response));
  EXPECT_EQ(batched.sequence(), first.sequence()) << "one natural key, whichever call";
}

TEST_F(SurveyServiceTest, ACorrectionReplacesAndTheFirstIsKeptAsARevision) {
  ASSERT_OK(world.Submit(ResponseTo(before, kTuesday, 5)));
  ASSERT_OK(world.Submit(ResponseTo(before, kMonday, 2)));  // answered before, and late
  ASSERT_OK_AND_ASSIGN(const v1::GetSurveyResponseResponse got, Get(kPerson, "before"));
  EXPECT_EQ(got.current().answers(0).value(), 5);
  ASSERT_EQ(got.earlier_size(), 1);
  EXPECT_EQ(got.earlier(0).answers(0).value(), 2);
  const v1::SurveyResponseChanged changed = LastPublished();
  ASSERT_EQ(changed.revisions_size(), 2);
  EXPECT_EQ(changed.revisions(1).answers(0).value(), 5);
  EXPECT_EQ(changed.identity_sequence(), World::kIdentitySequence);
}

TEST_F(SurveyServiceTest, ARedeliveryChangesNothingAndOtherContentIsAConflict) {
  ASSERT_OK_AND_ASSIGN(const auto first, world.Submit(ResponseTo(before, kMonday, 4)));
  const size_t changes = world.Changes().size();
  ASSERT_OK_AND_ASSIGN(const auto again, world.Submit(ResponseTo(before, kMonday, 4)));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_THAT(world.Submit(ResponseTo(before, kMonday, 5)), StatusIs(absl::StatusCode::kAborted, "CONFLICT"));
  EXPECT_EQ(world.Changes().size(), changes);
  EXPECT_EQ(first.sequence(), changes) << "a response and its change have the same sequence";
}

TEST_F(SurveyServiceTest, AWithdrawalDeletesAnswersAndWordsAlsoOfWhatComesLate) {
  v1::SurveyResponse response = ResponseTo(before, kMonday, 4);
  response.mutable_answers(0)->set_text("marker of words");
  ASSERT_OK(world.Submit(response));
  EXPECT_THAT(EveryByte(), HasSubstr("marker"));
  ASSERT_OK(Withdraw(kPerson, kTuesday));
  EXPECT_THAT(EveryByte(), Not(HasSubstr("marker")));
  EXPECT_EQ(LastPublished().revisions_size(), 0);
  EXPECT_THAT(Get(kPerson, "before"), StatusIs(absl::StatusCode::kNotFound, "RESPONSE_NOT_FOUND"));
  response.mutable_answered_at()->set_seconds(response.answered_at().seconds() + 60);
  ASSERT_OK(world.Submit(response));
  EXPECT_THAT(EveryByte(), Not(HasSubstr("marker")));
  EXPECT_THAT(Get(kPerson, "before"), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_OK(world.Submit(ResponseTo(before, kFriday, 3)));
  EXPECT_OK(Get(kPerson, "before"));
}

TEST_F(SurveyServiceTest, ARepeatedWithdrawalChangesNothingAndAnotherPersonsStands) {
  ASSERT_OK(world.Submit(ResponseTo(before, kMonday, 4, 0, kPerson)));
  ASSERT_OK(world.Submit(ResponseTo(before, kMonday, 4, 0, kOtherPerson)));
  ASSERT_OK_AND_ASSIGN(const auto first, Withdraw(kPerson, kTuesday));
  ASSERT_OK_AND_ASSIGN(const auto again, Withdraw(kPerson, kTuesday));
  EXPECT_EQ(again.sequence(), first.sequence());
  EXPECT_EQ(world.Changes().size(), first.sequence());
  EXPECT_OK(Get(kOtherPerson, "before"));
  EXPECT_THAT(Withdraw(kPerson, kTuesday, "shoes"),
              StatusIs(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND"));
  EXPECT_THAT(Withdraw(kPerson, "2026-01-01T00:00:00Z"), ViolatesFields(ElementsAre("withdrawn_at")));
}

TEST_F(SurveyServiceTest, WhatIsWithdrawnAndForgottenChangesNothingWhenItComesAgain) {
  v1::SurveyResponse response = ResponseTo(before, kMonday, 4);
  const v1::SurveyResponse first = response;
  for (int i = 0; i < kMaxRevisions; ++i) {
    ASSERT_OK(world.Submit(response));
    response.mutable_answered_at()->set_seconds(response.answered_at().seconds() + 60);
  }
  ASSERT_OK(Withdraw(kPerson, kTuesday));
  ASSERT_OK(world.Submit(response));  // one moment more than is remembered
  const size_t changes = world.Changes().size();
  ASSERT_OK(world.Submit(response));
  ASSERT_OK_AND_ASSIGN(const auto again, world.Submit(first));
  EXPECT_EQ(world.Changes().size(), changes);
  EXPECT_EQ(again.sequence(), changes);
}

TEST_F(SurveyServiceTest, APostSurveyBeforeAnyLearningIsTakenAndFlaggedUntilEarlierLearningComes) {
  ASSERT_OK(world.Submit(ResponseTo(after, kTuesday, 4)));
  EXPECT_TRUE(Get(kPerson, "after").value().before_learning());
  world.RecordAll({samples::Completion("late", "ideas", kFriday)});
  EXPECT_TRUE(Get(kPerson, "after").value().before_learning());
  world.RecordAll({samples::Completion("earlier", "ideas", kMonday)});
  EXPECT_FALSE(Get(kPerson, "after").value().before_learning());
}

TEST_F(SurveyServiceTest, WordsMayHaveSeveralLinesWhichAreKeptInOneForm) {
  v1::SurveyResponse response = ResponseTo(before, kMonday, 4, 5);
  response.mutable_answers(0)->set_text("First\r\n\r\nSecond\tline\rThird: Zoe\xCC\x88");
  ASSERT_OK_AND_ASSIGN(const auto first, world.Submit(response));
  const std::string kept = "First\n\nSecond\tline\nThird: Zo\xC3\xAB";
  EXPECT_EQ(Get(kPerson, "before").value().current().answers(0).text(), kept);
  response.mutable_answers(0)->set_text(kept);
  ASSERT_OK_AND_ASSIGN(const auto again, world.Submit(response));
  EXPECT_EQ(again.sequence(), first.sequence()) << "the same words at the same moment";
}

TEST_F(SurveyServiceTest, AQuestionMayHaveSeveralLines) {
  v1::Survey survey = before;
  survey.mutable_questions(0)->set_wording("How far do you agree?\r\n(1: not at all)");
  ASSERT_OK_AND_ASSIGN(const v1::Survey put, world.Put(survey));
  EXPECT_EQ(put.questions(0).wording(), "How far do you agree?\n(1: not at all)");
  survey.set_title("Two\nlines");
  EXPECT_THAT(world.Put(survey), ViolatesFields(ElementsAre("survey.title")));
}

TEST_F(SurveyServiceTest, TheFirstResponseFreezesTheSurvey) {
  v1::Survey changed = before;
  changed.mutable_questions(1)->set_construct("joy");
  EXPECT_THAT(world.Put(changed), IsOk());
  EXPECT_THAT(world.Put(before), IsOk());
  ASSERT_OK(Withdraw(kPerson, kTuesday));
  EXPECT_THAT(world.Put(changed), IsOk()) << "a withdrawal uses nothing";
  EXPECT_THAT(world.Put(before), IsOk());
  ASSERT_OK(world.Submit(ResponseTo(before, kMonday, 4)));
  EXPECT_THAT(world.Put(changed), StatusIs(absl::StatusCode::kFailedPrecondition, "SURVEY_FROZEN"));
  v1::Survey reworded = before;
  reworded.mutable_questions(0)->set_wording("Otherwise?");
  EXPECT_THAT(world.Put(reworded), IsOk());
}

TEST_F(SurveyServiceTest, SurveysAreListedByIdInPagesAndEachChangeIsPublished) {
  v1::ListSurveysRequest request;
  request.set_programme_id("obt-2024");
  request.set_page_size(1);
  std::vector<std::string> ids;
  do {
    ASSERT_OK_AND_ASSIGN(const v1::ListSurveysResponse page, world.Call<v1::ListSurveysResponse>(request));
    for (const v1::Survey& survey : page.surveys()) ids.push_back(survey.survey_id());
    request.set_page_token(page.next_page_token());
    ASSERT_LT(ids.size(), 5u);
  } while (!request.page_token().empty());
  EXPECT_THAT(ids, ElementsAre("after", "before"));
  const size_t changes = world.Changes().size();
  ASSERT_OK(world.Put(before));
  EXPECT_EQ(world.Changes().size(), changes) << "the same again";
  EXPECT_EQ(world.Changes().back().type(), "obt.learning.v1.SurveyChanged");
  EXPECT_THAT(world.Put(samples::SurveyOf(v1::SURVEY_KIND_PRE, "obt-1999")),
              StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

}  // namespace
}  // namespace obt::learning
