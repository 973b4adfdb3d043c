#include "services/learning/curriculum/survey_domain.h"

#include <functional>
#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/learning/samples.h"

namespace obt::learning {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> FieldsOf(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& fault : violations.faults()) fields.push_back(fault.field);
  return fields;
}

v1::PutSurveyRequest PutRequest() {
  v1::PutSurveyRequest request;
  *request.mutable_survey() = samples::SurveyOf(v1::SURVEY_KIND_PRE);
  return request;
}

TEST(SurveyValidate, AWellFormedSurveyHasNoFaults) {
  EXPECT_THAT(FieldsOf(Validate(PutRequest())), IsEmpty());
}

TEST(SurveyValidate, EveryFaultOfASurveyIsNamedAtOnce) {
  v1::PutSurveyRequest request;
  EXPECT_THAT(FieldsOf(Validate(request)), ElementsAre("survey"));
  v1::Survey& survey = *request.mutable_survey();
  survey.set_programme_id("OBT 2024");
  survey.set_title(std::string(201, 'x'));
  survey.set_etag("not an etag of ours at all");
  request.set_request_id(std::string(65, 'x'));
  EXPECT_THAT(FieldsOf(Validate(request)),
              UnorderedElementsAre("request_id", "survey.programme_id", "survey.survey_id", "survey.kind",
                                   "survey.title", "survey.etag", "survey.questions"));
}

TEST(SurveyValidate, EveryFaultOfAQuestionIsNamed) {
  struct Case {
    const char* what;
    std::function<void(v1::Survey&)> change;
    std::vector<std::string> fields;
  };
  const std::vector<Case> cases = {
      {"no id",
       [](v1::Survey& s) { s.mutable_questions(0)->clear_question_id(); },
       {"survey.questions[0].question_id"}},
      {"an id twice",
       [](v1::Survey& s) { s.mutable_questions(1)->set_question_id("skills-before"); },
       {"survey.questions[1].question_id"}},
      {"a construct twice",
       [](v1::Survey& s) { s.mutable_questions(1)->set_construct("skills"); },
       {"survey.questions[1].construct"}},
      {"a scale without construct",
       [](v1::Survey& s) { s.mutable_questions(1)->clear_construct(); },
       {"survey.questions[1].construct"}},
      {"a construct without scale",
       [](v1::Survey& s) { s.mutable_questions(0)->set_scale(0); },
       {"survey.questions[0].construct"}},
      {"a scale of one point",
       [](v1::Survey& s) { s.mutable_questions(0)->set_scale(1); },
       {"survey.questions[0].scale"}},
      {"a scale of eleven",
       [](v1::Survey& s) { s.mutable_questions(0)->set_scale(11); },
       {"survey.questions[0].scale"}},
      {"nothing to answer",
       [](v1::Survey& s) { s.mutable_questions(2)->set_text_allowed(false); },
       {"survey.questions[2].scale"}},
      {"no wording",
       [](v1::Survey& s) { s.mutable_questions(2)->clear_wording(); },
       {"survey.questions[2].wording"}},
      {"a baseline of words",
       [](v1::Survey& s) { s.mutable_questions(2)->mutable_baseline()->set_source("x"); },
       {"survey.questions[2].baseline"}},
      {"a baseline without source",
       [](v1::Survey& s) { s.mutable_questions(0)->mutable_baseline()->clear_source(); },
       {"survey.questions[0].baseline.source"}},
      {"a baseline above everybody",
       [](v1::Survey& s) { s.mutable_questions(0)->mutable_baseline()->set_positive_per_mille(1001); },
       {"survey.questions[0].baseline.positive_per_mille"}},
  };
  for (const Case& each : cases) {
    v1::PutSurveyRequest request = PutRequest();
    each.change(*request.mutable_survey());
    EXPECT_EQ(FieldsOf(Validate(request)), each.fields) << each.what;
  }
}

TEST(SurveyValidate, ReadsNameTheirFaults) {
  EXPECT_THAT(FieldsOf(Validate(v1::GetSurveyRequest())), UnorderedElementsAre("programme_id", "survey_id"));
  v1::ListSurveysRequest list;
  list.set_page_size(-1);
  EXPECT_THAT(FieldsOf(Validate(list)), UnorderedElementsAre("programme_id", "page_size"));
}

TEST(PutSurveyInPlace, ANewSurveyGetsItsFirstEtagAndTheSameAgainKeepsIt) {
  SurveyContext context;
  const absl::StatusOr<v1::Survey> put = PutInPlace(PutRequest().survey(), context);
  ASSERT_OK(put);
  EXPECT_EQ(put->etag(), "1");
  context.current = *put;
  context.answered = true;
  const absl::StatusOr<v1::Survey> again = PutInPlace(PutRequest().survey(), context);
  ASSERT_OK(again);
  EXPECT_EQ(again->etag(), "1");
}

TEST(PutSurveyInPlace, AStaleEtagIsAborted) {
  v1::Survey wanted = PutRequest().survey();
  wanted.set_etag("1");
  EXPECT_THAT(PutInPlace(wanted, {}), StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
}

TEST(PutSurveyInPlace, AProgrammeHasAtMost20Surveys) {
  SurveyContext context;
  context.surveys.resize(19);
  EXPECT_THAT(PutInPlace(PutRequest().survey(), context), IsOk());
  context.surveys.resize(20);
  EXPECT_THAT(PutInPlace(PutRequest().survey(), context),
              StatusIs(absl::StatusCode::kFailedPrecondition, "SURVEY_LIMIT"));
}

TEST(PutSurveyInPlace, AConstructHasOneScaleThroughoutAProgramme) {
  SurveyContext context;
  context.surveys = {samples::SurveyOf(v1::SURVEY_KIND_PRE)};
  v1::Survey after = samples::SurveyOf(v1::SURVEY_KIND_POST);
  EXPECT_THAT(PutInPlace(after, context), IsOk());
  after.mutable_questions(0)->set_scale(7);
  EXPECT_THAT(PutInPlace(after, context), StatusIs(absl::StatusCode::kFailedPrecondition, "SCALE_MISMATCH"));
}

// What a change answers while nobody has responded, and once somebody has.
TEST(PutSurveyInPlace, WhatIsMeasuredIsFrozenByTheFirstResponse) {
  const auto add = [](const char* id, const char* construct, bool required) {
    return [=](v1::Survey& survey) {
      v1::SurveyQuestion& question = *survey.add_questions();
      question.set_question_id(id);
      question.set_construct(construct);
      question.set_scale(*construct == 0 ? 0 : 5);
      question.set_required(required);
    };
  };
  struct Case {
    const char* what;
    std::function<void(v1::Survey&)> change;
    bool frozen;
  };
  const std::vector<Case> cases = {
      {"wording", [](v1::Survey& s) { s.mutable_questions(0)->set_wording("Otherwise?"); }, false},
      {"title", [](v1::Survey& s) { s.set_title("Otherwise"); }, false},
      {"comments", [](v1::Survey& s) { s.mutable_questions(0)->set_text_allowed(false); }, false},
      {"baseline", [](v1::Survey& s) { s.mutable_questions(0)->clear_baseline(); }, false},
      {"order", [](v1::Survey& s) { s.mutable_questions()->SwapElements(0, 1); }, false},
      {"a new question in words", add("more", "", false), false},
      {"a new required question", add("more", "", true), true},
      {"a new construct", add("more", "joy", false), true},
      {"kind", [](v1::Survey& s) { s.set_kind(v1::SURVEY_KIND_POST); }, true},
      {"construct", [](v1::Survey& s) { s.mutable_questions(0)->set_construct("joy"); }, true},
      {"scale", [](v1::Survey& s) { s.mutable_questions(0)->set_scale(7); }, true},
      {"required", [](v1::Survey& s) { s.mutable_questions(1)->set_required(true); }, true},
      {"a question goes", [](v1::Survey& s) { s.mutable_questions()->RemoveLast(); }, true},
  };
  for (const Case& each : cases) {
    SurveyContext context;
    context.current = PutRequest().survey();
    context.surveys = {*context.current};
    v1::Survey wanted = PutRequest().survey();
    each.change(wanted);
    EXPECT_THAT(PutInPlace(wanted, context), IsOk()) << each.what;
    context.answered = true;
    if (each.frozen) {
      EXPECT_THAT(PutInPlace(wanted, context),
                  StatusIs(absl::StatusCode::kFailedPrecondition, "SURVEY_FROZEN"))
          << each.what;
    } else {
      EXPECT_THAT(PutInPlace(wanted, context), IsOk()) << each.what;
    }
  }
}

}  // namespace
}  // namespace obt::learning
