// Surveys from end to end: what people answer, what becomes of it in the figures, and who gets to see what.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/rpc/grpc_status.h"
#include "gmock/gmock.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "obt/aggregator/v1/survey.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/survey.pb.h"
#include "tests/integration/journey.h"
#include "tests/integration/releases.h"

namespace obt::testing {
namespace {

using aggregator::v1::Measure;
using learning::v1::GetSurveyResponseResponse;
using learning::v1::SubmitSurveyResponseResponse;
using learning::v1::WithdrawSurveyResponseResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SurveyJourney : public Journey {
 protected:
  SurveyJourney() {
    PutSurvey("before", learning::v1::SURVEY_KIND_PRE);
    PutSurvey("after", learning::v1::SURVEY_KIND_POST);
  }

  void PutSurvey(const std::string& id, learning::v1::SurveyKind kind) {
    learning::v1::PutSurveyRequest request;
    learning::v1::Survey& survey = *request.mutable_survey();
    survey.set_programme_id("obt-2024");
    survey.set_survey_id(id);
    survey.set_kind(kind);
    survey.set_title(id);
    for (const char* construct : {"skills", "support"}) {
      learning::v1::SurveyQuestion& question = *survey.add_questions();
      question.set_question_id(absl::StrCat(construct, "-", id));
      question.set_construct(construct);
      question.set_wording("How far do you agree?");
      question.set_scale(5);
      question.set_required(true);
      question.set_text_allowed(construct == absl::string_view("skills"));
    }
    world.Must<learning::v1::PutSurveyResponse>(request);
  }

  static learning::v1::SubmitSurveyResponseRequest Answers(const std::string& survey, const char* at,
                                                           int skills, int support) {
    learning::v1::SubmitSurveyResponseRequest request;
    request.set_programme_id("obt-2024");
    request.set_survey_id(survey);
    request.mutable_answered_at()->set_seconds(absl::ToUnixSeconds(At(at)));
    for (const auto& [construct, value] : {std::pair("skills", skills), std::pair("support", support)}) {
      learning::v1::SurveyAnswer& answer = *request.add_answers();
      answer.set_question_id(absl::StrCat(construct, "-", survey));
      answer.set_value(value);
    }
    return request;
  }
  // A call made for somebody.
  template <typename Response>
  absl::StatusOr<Response> For(const std::string& person, const google::protobuf::Message& request,
                               const std::string& client = "dwp", rpc::CallFacts* facts = nullptr) {
    rpc::CallOptions options;
    options.acting_for = person;
    return world.ClientFor(request, client).Call<Response>(request, options, facts);
  }
  // Answers and returns the sequence to ask for.
  uint64_t Submit(const std::string& person, const std::string& survey, const char* at, int skills = 3) {
    rpc::CallFacts facts;
    const auto response =
        For<SubmitSurveyResponseResponse>(person, Answers(survey, at, skills, 4), "dwp", &facts);
    EXPECT_OK(response);
    EXPECT_EQ(facts.sequence, response->sequence());
    return facts.sequence;
  }
  absl::StatusOr<GetSurveyResponseResponse> Get(const std::string& person,
                                                const std::string& client = "dwp") {
    learning::v1::GetSurveyResponseRequest request;
    request.set_programme_id("obt-2024");
    request.set_survey_id("before");
    return For<GetSurveyResponseResponse>(person, request, client);
  }
  uint64_t Withdraw(const std::string& person, const std::string& survey, const char* at) {
    learning::v1::WithdrawSurveyResponseRequest request;
    request.set_programme_id("obt-2024");
    request.set_survey_id(survey);
    request.mutable_withdrawn_at()->set_seconds(absl::ToUnixSeconds(At(at)));
    const auto response = For<WithdrawSurveyResponseResponse>(person, request);
    EXPECT_OK(response);
    return response->sequence();
  }
  // A measure over everybody, no older than the change of learning.
  int64_t Figure(Measure measure, uint64_t at_least) {
    aggregator::v1::QueryMetricsRequest request;
    request.set_programme_id("obt-2024");
    request.add_measures(measure);
    request.add_at_least()->set_source("learning");
    request.mutable_at_least(0)->set_sequence(at_least);
    return world.Must<aggregator::v1::QueryMetricsResponse>(request).measures(0).values(0);
  }
  absl::StatusOr<aggregator::v1::ListCohortResponse> Cohort(const std::string& client,
                                                            uint64_t at_least = 0) {
    aggregator::v1::ListCohortRequest request;
    request.set_programme_id("obt-2024");
    request.add_done(aggregator::v1::STEP_PRE_SURVEY);
    request.add_not_done(aggregator::v1::STEP_START_LEARNING);
    if (at_least > 0) {
      request.add_at_least()->set_source("learning");
      request.mutable_at_least(0)->set_sequence(at_least);
    }
    return world.Call<aggregator::v1::ListCohortResponse>(request, client);
  }
};

TEST_F(SurveyJourney, FiguresFollowAResponseItsCorrectionAndItsWithdrawalAtOnce) {
  const std::string anna = world.CreatePerson("dwp", "anna");
  uint64_t sequence =
      Submit(anna, "before", "2024-10-15T09:00:00Z");  // of somebody learning has never heard of
  EXPECT_EQ(Figure(aggregator::v1::MEASURE_PRE_SURVEY, sequence), 1);
  EXPECT_EQ(Figure(aggregator::v1::MEASURE_PARTICIPANTS, sequence), 1);
  EXPECT_EQ(Figure(aggregator::v1::MEASURE_POST_SURVEY, sequence), 0);
  sequence = Submit(anna, "before", "2024-10-16T09:00:00Z", 5);
  EXPECT_EQ(Figure(aggregator::v1::MEASURE_PRE_SURVEY, sequence), 1);
  EXPECT_EQ(Get(anna)->current().answers(0).value(), 5);
  sequence = Withdraw(anna, "before", "2024-10-17T09:00:00Z");
  EXPECT_EQ(Figure(aggregator::v1::MEASURE_PRE_SURVEY, sequence), 0);
  EXPECT_EQ(Figure(aggregator::v1::MEASURE_PARTICIPANTS, sequence), 0);
  EXPECT_THAT(Get(anna), StatusIs(absl::StatusCode::kNotFound, "RESPONSE_NOT_FOUND"));
  sequence = Submit(anna, "before", "2024-10-16T12:00:00Z");  // late: answered before the withdrawal
  EXPECT_EQ(Figure(aggregator::v1::MEASURE_PRE_SURVEY, sequence), 0);
  EXPECT_EQ(Verify().difference_count(), 0);
}

TEST_F(SurveyJourney, WhateverTheOrderTheFiguresAreTheSame) {
  const std::string anna = world.CreatePerson("dwp", "anna"), ben = world.CreatePerson("dwp", "ben");
  Submit(anna, "before", "2024-10-15T09:00:00Z");
  Withdraw(anna, "before", "2024-10-15T10:00:00Z");
  Submit(anna, "before", "2024-10-18T09:00:00Z");
  Submit(anna, "before", "2024-10-20T09:00:00Z");
  Submit(ben, "before", "2024-10-20T09:00:00Z");
  Submit(ben, "before", "2024-10-18T09:00:00Z");
  Submit(ben, "before", "2024-10-15T09:00:00Z");
  Submit(ben, "before", "2024-10-15T09:00:00Z");
  Withdraw(ben, "before", "2024-10-15T10:00:00Z");
  world.CatchUp();
  aggregator::v1::QueryMetricsRequest request;
  request.set_programme_id("obt-2024");
  request.add_measures(aggregator::v1::MEASURE_PRE_SURVEY);
  request.add_group_by(aggregator::v1::DIMENSION_DAY);
  request.set_accumulation(aggregator::v1::ACCUMULATION_NEW);
  const auto figures = world.Must<aggregator::v1::QueryMetricsResponse>(request);
  ASSERT_EQ(figures.total_groups(), 124) << "every day of the programme";
  for (int i = 0; i < figures.total_groups(); ++i) {
    const std::string& day = figures.dimensions(0).codes(figures.dimensions(0).index(i));
    EXPECT_EQ(figures.measures(0).values(i), day == "2024-10-18" ? 2 : 0) << day;
  }
  EXPECT_EQ(Verify().difference_count(), 0);
}

TEST_F(SurveyJourney, NobodyElseReadsSomebodysAnswers) {
  const std::string anna = world.CreatePerson("dwp", "anna"), ben = world.CreatePerson("dwp", "ben"),
                    cleo = world.CreatePerson("hmrc", "cleo");
  Submit(anna, "before", "2024-10-15T09:00:00Z");
  EXPECT_OK(Get(anna));
  EXPECT_THAT(Get(ben), StatusIs(absl::StatusCode::kNotFound, "RESPONSE_NOT_FOUND")) << "for another person";
  EXPECT_THAT(Get(anna, "hmrc"), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"))
      << "by another department";
  EXPECT_THAT(Get(cleo, "hmrc"), StatusIs(absl::StatusCode::kNotFound, "RESPONSE_NOT_FOUND"));
  for (const char* client : {"admin", "reporter", "operator"}) {
    EXPECT_THAT(Get(anna, client), StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_MISSING")) << client;
  }
  EXPECT_THAT(Get(""), StatusIs(absl::StatusCode::kInvalidArgument, "PERSON_MISSING"));
  EXPECT_THAT(
      For<SubmitSurveyResponseResponse>(anna, Answers("before", "2024-10-15T09:00:00Z", 3, 4), "hmrc"),
      StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
}

TEST_F(SurveyJourney, ARequestIdBelongsToThePersonOfTheCall) {
  const std::string anna = world.CreatePerson("dwp", "anna"), ben = world.CreatePerson("dwp", "ben");
  auto request = Answers("before", "2024-10-15T09:00:00Z", 3, 4);
  request.set_request_id("r1");
  ASSERT_OK_AND_ASSIGN(const auto first, For<SubmitSurveyResponseResponse>(anna, request));
  ASSERT_OK_AND_ASSIGN(const auto again, For<SubmitSurveyResponseResponse>(anna, request));
  EXPECT_EQ(again.sequence(), first.sequence());
  EXPECT_THAT(For<SubmitSurveyResponseResponse>(ben, request),
              StatusIs(absl::StatusCode::kFailedPrecondition, "REQUEST_ID_REUSED"));
}

TEST_F(SurveyJourney, EachResponseOfABatchHasItsOwnResultWithEveryFaultNamed) {
  const std::string anna = world.CreatePerson("dwp", "anna"), cleo = world.CreatePerson("hmrc", "cleo");
  learning::v1::BatchSubmitSurveyResponsesRequest batch;
  const auto add = [&batch](const std::string& person, int skills, int support) {
    const auto single = Answers("before", "2024-10-15T09:00:00Z", skills, support);
    learning::v1::SurveyResponse& response = *batch.add_responses();
    response.set_programme_id(single.programme_id());
    response.set_survey_id(single.survey_id());
    response.set_person_id(person);
    *response.mutable_answered_at() = single.answered_at();
    *response.mutable_answers() = single.answers();
  };
  add(anna, 3, 4);
  add(cleo, 3, 4);
  add(anna, 9, 0);
  batch.mutable_responses(2)->mutable_answers(1)->set_question_id("shoe-size");
  batch.mutable_responses(2)->mutable_answers(0)->set_text(std::string(601, 'x'));
  batch.mutable_responses(2)->mutable_answered_at()->set_nanos(1'000);
  const auto results = world.Must<learning::v1::BatchSubmitSurveyResponsesResponse>(batch, "dwp").results();
  ASSERT_EQ(results.size(), 3);
  EXPECT_OK(rpc::FromProto(results[0].status()));
  EXPECT_THAT(rpc::FromProto(results[1].status()), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  EXPECT_THAT(
      rpc::FromProto(results[2].status()),
      ViolatesFields(UnorderedElementsAre("responses[2].answers[0].value", "responses[2].answers[0].text",
                                          "responses[2].answers[1].question_id", "responses[2].answers")));
  const auto again = world.Must<learning::v1::BatchSubmitSurveyResponsesResponse>(batch, "dwp").results();
  EXPECT_EQ(again[0].sequence(), results[0].sequence());
}

TEST_F(SurveyJourney, ACohortIsForThoseResponsibleForItsPeopleOnly) {
  world.CreateClient("dwp-reporter", options::v1::ROLE_ORGANISATION_REPORTER, "dwp");
  world.CreateClient("hmrc-admin", options::v1::ROLE_ORGANISATION_ADMIN, "hmrc");
  const std::string anna = world.CreatePerson("dwp", "anna"), ben = world.CreatePerson("jobcentre", "ben");
  world.CreatePerson("dwp", "nobody");
  Submit(anna, "before", "2024-10-15T09:00:00Z");
  const uint64_t sequence = Submit(ben, "before", "2024-10-15T09:00:00Z");
  ASSERT_OK_AND_ASSIGN(auto cohort, Cohort("dwp-reporter", sequence));
  EXPECT_THAT(cohort.person_ids(), UnorderedElementsAre(anna, ben));
  EXPECT_EQ(cohort.total(), 2);
  ASSERT_OK(world.Record(
      "dwp", world.Event(anna, "1", learning::v1::VERB_STARTED, "m1", At("2024-10-20T09:00:00Z"))));
  world.CatchUp();
  ASSERT_OK_AND_ASSIGN(cohort, Cohort("dwp-reporter"));
  EXPECT_THAT(cohort.person_ids(), ElementsAre(ben));
  ASSERT_OK_AND_ASSIGN(cohort, Cohort("hmrc-admin"));
  EXPECT_THAT(cohort.person_ids(), IsEmpty());
  for (const char* client : {"reporter", "admin", "dwp"}) {
    EXPECT_THAT(Cohort(client), StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_MISSING")) << client;
  }
  aggregator::v1::ListCohortRequest other;
  other.set_programme_id("obt-2024");
  other.set_organisation_code("hmrc");
  other.add_done(aggregator::v1::STEP_PRE_SURVEY);
  EXPECT_THAT(world.Call<aggregator::v1::ListCohortResponse>(other, "dwp-reporter"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
}

TEST_F(SurveyJourney, WhatDoesNotComeInTimeIsUnavailable) {
  const std::string anna = world.CreatePerson("dwp", "anna");
  world.CatchUp();
  aggregator::v1::GetPersonProgressRequest request;
  request.set_programme_id("obt-2024");
  request.set_person_id(anna);
  request.add_at_least()->set_source("learning");
  request.mutable_at_least(0)->set_sequence(uint64_t{1} << 40);
  rpc::CallOptions options;
  options.retry = false;
  EXPECT_THAT(
      world.ClientFor(request, "dwp").Call<aggregator::v1::GetPersonProgressResponse>(request, options),
      StatusIs(absl::StatusCode::kUnavailable, "NOT_YET_APPLIED"));
}

TEST_F(SurveyJourney, FiguresSurviveRestartsAndWordsStayWithinLearning) {
  const std::string anna = world.CreatePerson("dwp", "anna");
  auto request = Answers("before", "2024-10-15T09:00:00Z", 3, 4);
  request.mutable_answers(0)->set_text("marker of words");
  ASSERT_OK(For<SubmitSurveyResponseResponse>(anna, request));
  world.CatchUp();
  for (const char* service : kServiceNames) world.Restart(service);
  EXPECT_EQ(Figure(aggregator::v1::MEASURE_PRE_SURVEY, 1), 1);
  EXPECT_EQ(Get(anna)->current().answers(0).text(), "marker of words");
  const auto changes = store::ReadChanges(world.server("learning").store().Now(), 0, "", 1'000, 1 << 20);
  ASSERT_OK(changes);
  for (const store::v1::Change& change : changes->changes) {
    EXPECT_EQ(change.event().find("marker"), std::string::npos) << change.type();
  }
  EXPECT_EQ(Verify().difference_count(), 0);
}

// What a release tells of everybody and the first construct: who answered before and both times, per
// cent before and after.
class SurveyReleases : public SurveyJourney {
 protected:
  // Fifteen of thirty answer both times, of whom some are positive after.
  void Answer(int positive) {
    for (int i = 0; i < 30; ++i) {
      const std::string person = world.CreatePerson("dwp", absl::StrCat("person", i));
      if (i >= 15) continue;
      Submit(person, "before", "2024-10-20T10:00:00Z", i < 6 ? 4 : 2);
      Submit(person, "after", "2024-11-20T10:00:00Z", i < positive ? 5 : 2);
    }
    world.CatchUp();
  }
  std::string Told(const std::string& release_id) {
    for (const reporting::v1::Table& table : releases.Tables(release_id)) {
      if (table.outline().table_id() != "surveys") continue;
      std::vector<int64_t> figures;
      for (int i = 0; i < table.outline().measures_size(); ++i) {
        const std::string& name = table.outline().measures(i).name();
        if (name == "answered_before" || name == "answered_both" || name == "positive_before" ||
            name == "positive_after")
          figures.push_back(table.rows(0).figures(i).value());
      }
      return absl::StrJoin(figures, " ");
    }
    return "no table";
  }

  Releases releases{world};
};

TEST_F(SurveyReleases, AReleaseOfItsDayTellsWhatSurveysShowed) {
  Answer(9);
  EXPECT_EQ(Told(releases.Published("2024-12-01")), "no table") << "they count up to the programme's end";
  aggregator::v1::QuerySurveysRequest request;
  request.set_programme_id("obt-2024");
  const aggregator::v1::SurveyResult live =
      world.Must<aggregator::v1::QuerySurveysResponse>(request).results(0);
  EXPECT_EQ(live.matched(), 15);
  EXPECT_EQ(Told(releases.Published("2025-02-14")),
            absl::StrCat("15 15 ", live.positive_before().percent(), " ", live.positive_after().percent()));
}

}  // namespace
}  // namespace obt::testing
