#include "tests/integration/two_sides.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "obt/aggregator/v1/snapshot.pb.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/discussion.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/survey.pb.h"
#include "obt/reporting/v1/release.pb.h"
#include "tests/integration/every_rpc.h"

namespace obt::testing {
namespace {

using google::protobuf::Message;

const absl::Time kLearned = absl::FromUnixSeconds(1729418400);  // 20 October 2024, 10:00
const absl::Time kMoved = absl::FromUnixSeconds(1730458800);    // 1 November 2024, 11:00
constexpr int kAnswers = 10;                                    // enough for a row of a survey

}  // namespace

TwoSides::TwoSides() {
  world.CreateClient("cabinet", options::v1::ROLE_CENTRAL_REPORTER);
  world.CreateClient("dwp-reports", options::v1::ROLE_ORGANISATION_REPORTER, "dwp");
  PutSurvey("before", true);
  PutSurvey("after", false);
  AddPeople(inside_, "dwp", "ada", 30, std::vector<int>(12, 20));
  AddPeople(inside_, "jobcentre", "bob", 12, {20, 20, 20});
  mover_ = inside_.people[11];
  identity::v1::MovePersonRequest move;
  move.set_person_id(mover_);
  move.set_to_organisation_code("hmrc");
  *move.mutable_effective() = DateOf(2024, 11, 1);
  world.Must<identity::v1::MovePersonResponse>(move);
  AddPeople(outside_, "hmrc", "otto", 40, {1009, 1013, 1019});
  outside_figures = {1009, 1013, 1019, 3041, 3041 + 300};
  for (Side* const side : {&inside_, &outside_}) {
    for (int i = 0; i < kAnswers; ++i) Answer(*side, side->people[i], i % 2 + 3, 4 - i % 2, kLearned);
    side->team = CreateTeam(*side);
  }
  const std::string told = TryOut(inside_, inside_.team, "printer at the desk", false, 8, 3);
  Publish(inside_, told);
  Comment(inside_, told, "a printer for us as well");
  Adopt(outside_, told);
  const std::string shared = TryOut(outside_, outside_.team, "printer for letters", false, 9, 3);
  Publish(outside_, shared);
  const std::string hidden = CreateTeam(outside_);
  outside.insert(hidden);
  hidden_idea_ = TryOut(outside_, hidden, "quokka printer", true, 907, 7'654'321);
  outside_figures.insert({907, 7'654'321, 907 + 8, 907 + 9, 907 + 8 + 9});
  world.CatchUp();
  published = MakeRelease(DateOf(2024, 10, 27));
  reporting::v1::PublishReleaseRequest publish;
  publish.set_release_id(published);
  world.Must<reporting::v1::PublishReleaseResponse>(publish);
  draft = MakeRelease(DateOf(2024, 12, 29));
  reporting::v1::ListTablesRequest list;
  list.set_release_id(published);
  const auto listed = world.Must<reporting::v1::ListTablesResponse>(list);
  for (const auto& table : listed.tables()) tables.push_back(table.table_id());
  imports = {world.StartImport("dwp", identity::v1::IMPORT_MODE_DELTA),
             world.StartImport("hmrc", identity::v1::IMPORT_MODE_DELTA)};
  for (const Side* const side : {&inside_, &outside_})
    some_people.insert(some_people.end(), {side->people[0], side->people[11], side->people[20]});
}

void TwoSides::ChangeOutside() {
  AddPeople(outside_, "hmrc", "otto-new", 3, {1021}, "HEO");
  // Nobody knows where she was when she learned.
  AddPeople(outside_, "hmrc", "otto-late", 1, {1031}, "EO", DateOf(2024, 12, 1));
  outside_figures.insert({1021, 1031, 3041 + 1021, 3041 + 1031, 3041 + 1021 + 1031, 3341 + 1021 + 1031});
  for (int i = kAnswers; i < kAnswers + 3; ++i) Answer(outside_, outside_.people[i], 1, 5, kLearned);
  Learn(outside_, outside_.people[5], 1033);
  Answer(outside_, mover_, 4, 4, kMoved + absl::Hours(48));
  const std::string team = CreateTeam(outside_);
  outside.insert(team);
  const std::string idea = TryOut(outside_, team, "quokka printer at the quokka desk", true, 911, 8'765'432);
  outside_figures.insert({911, 8'765'432, 907 + 911});
  ChangeStaffOutside();
  ChangeTeamsOutside(idea);
  ChangeTeamsOutside(hidden_idea_);
  world.CatchUp();
}

// Of the team that has the idea, which is tried and concluded.
void TwoSides::ChangeTeamsOutside(const std::string& idea) {
  const auto act = [&](const std::string& rpc, const std::string& text) {
    return Do(world, rpc, text, outside_.client, outside_.people[0]);
  };
  const std::string target = absl::StrCat("target_id: '", idea, "' ");
  const std::string team = FirstOf(*act("GetIdea", absl::StrCat("idea_id: '", idea, "'")), "team_id");
  act("Endorse", target);
  outside.insert(FirstOf(*act("ReportContent", target + "reason: 'quokka'"), "report_id"));
  outside.insert(FirstOf(*act("AddComment", target + "text: 'quokka'"), "comment_id"));
  outside.insert(
      FirstOf(*act("PlanExperiment",
                   absl::StrCat("idea_id: '", idea,
                                "' plan { hypothesis: 'quokka' measure: 'quokka' first_day { year: "
                                "2025 month: 1 day: 6 } last_day { year: 2025 month: 1 day: 31 } }")),
              "experiment_id"));
  outside.insert(FirstOf(
      *act("LogConversation",
           absl::StrCat("team_id: '", team, "' held_on { year: 2024 month: 12 day: 2 } attendance: 2")),
      "conversation_id"));
  act("UpdateTeam",
      absl::StrCat("team_id: '", team, "' name: 'otto and others' update_mask { paths: 'name' }"));
}

// Somebody learns, answers anew, leaves, is promoted, is called otherwise, takes learning back, and comes by
// an import.
void TwoSides::ChangeStaffOutside() {
  const auto change = [this](const std::string& rpc, size_t person, const std::string& text) {
    Do(world, rpc, absl::StrCat("person_id: '", outside_.people[person], "' ", text), outside_.client);
  };
  Learn(outside_, outside_.people[11], 1039);
  Answer(outside_, outside_.people[0], 5, 1, kMoved);
  change("MarkLeft", 20, "effective { year: 2024 month: 11 day: 25 }");
  change("UpdatePerson", 21, "grade: 'HEO' update_mask { paths: 'grade' }");
  change("UpdatePerson", 0, "name: 'otto the quokka' update_mask { paths: 'name' }");
  change(
      "RetractLearning", 1,
      absl::StrCat("programme_id: 'obt-2024' source: 'csl' source_event_id: 'back' target_source_event_id: '",
                   outside_.people[1], "-1013' occurred_at { seconds: ", absl::ToUnixSeconds(kMoved), " }"));
  Do(world, "ImportPeople",
     absl::StrCat(
         "import_id: '", imports[1],
         "' rows { hr_id: 'otto-imported' name: 'otto-imported' email: 'otto-imported@hmrc.gov.uk' }"),
     outside_.client);
  outside.insert({imports[1], "otto-imported"});
}

void TwoSides::OpenSnapshot() {
  const aggregator::v1::OpenMetricsSnapshotRequest open;
  snapshot =
      world.Must<aggregator::v1::OpenMetricsSnapshotResponse>(open, "cabinet").snapshot().snapshot_id();
}

void TwoSides::PutSurvey(const std::string& id, bool before) {
  learning::v1::PutSurveyRequest request;
  learning::v1::Survey& survey = *request.mutable_survey();
  survey.set_programme_id("obt-2024");
  survey.set_survey_id(id);
  survey.set_kind(before ? learning::v1::SURVEY_KIND_PRE : learning::v1::SURVEY_KIND_POST);
  survey.set_title(id);
  learning::v1::SurveyQuestion& question = *survey.add_questions();
  question.set_question_id("q");
  question.set_construct("skills");
  question.set_wording("How far do you agree?");
  question.set_scale(5);
  question.set_required(true);
  world.Must<learning::v1::PutSurveyResponse>(request);
}

void TwoSides::Keep(const Side& side, const std::string& id, bool is_private) {
  items.push_back(id);
  if (is_private && side.client == outside_.client) outside.insert(id);
}

void TwoSides::Learn(const Side& side, const std::string& person, int minutes) {
  const absl::Status status =
      world.Record(side.client, world.Event(person, absl::StrCat(person, "-", minutes),
                                            learning::v1::VERB_COMPLETED, "m1", kLearned, minutes));
  if (!status.ok()) Die(status.ToString());
}

void TwoSides::AddPeople(Side& side, const std::string& organisation, const std::string& name, int people,
                         const std::vector<int>& minutes, const std::string& grade,
                         const google::type::Date& from) {
  for (int i = 0; i < people; ++i) {
    identity::v1::CreatePersonRequest request;
    request.set_organisation_code(organisation);
    request.set_name(absl::StrCat(name, i));
    request.set_email(absl::StrCat(name, i, "@", organisation, ".gov.uk"));
    request.set_hr_id(absl::StrCat(name, i));
    request.set_grade(grade);
    *request.mutable_from_day() = from;
    const std::string id = world.Must<identity::v1::CreatePersonResponse>(request).person().person_id();
    side.people.push_back(id);
    this->people.push_back(id);
    for (const std::string& mark : {id, request.name(), request.email()}) {
      personal.insert(mark);
      if (side.client == outside_.client) outside.insert(mark);
    }
    if (i < static_cast<int>(minutes.size())) Learn(side, id, minutes[static_cast<size_t>(i)]);
  }
}

template <typename Response>
Response TwoSides::Must(const Message& request, const std::string& client, const std::string& person) {
  rpc::CallOptions options;
  options.acting_for = person;
  auto response = world.ClientFor(request, client).Call<Response>(request, options);
  if (!response.ok()) Die(absl::StrCat(request.GetTypeName(), ": ", response.status().ToString()));
  return *std::move(response);
}

void TwoSides::Answer(const Side& side, const std::string& person, int before, int after, absl::Time at) {
  for (const auto& [survey, value] : {std::pair("before", before), std::pair("after", after)}) {
    learning::v1::SubmitSurveyResponseRequest request;
    request.set_programme_id("obt-2024");
    request.set_survey_id(survey);
    request.mutable_answered_at()->set_seconds(absl::ToUnixSeconds(at));
    request.add_answers()->set_question_id("q");
    request.mutable_answers(0)->set_value(value);
    Must<learning::v1::SubmitSurveyResponseResponse>(request, side.client, person);
  }
}

std::string TwoSides::CreateTeam(const Side& side) {
  teams.push_back(world.CreateTeam(side.organisation, side.people[0]));
  return teams.back();
}

std::string TwoSides::TryOut(const Side& side, const std::string& team, const std::string& words,
                             bool is_private, int attendance, int64_t thousandths_before) {
  ideas::v1::LogConversationRequest request;
  request.set_team_id(team);
  *request.mutable_held_on() = DateOf(2024, 11, 4);
  request.set_attendance(attendance);
  request.set_reflections(words);
  for (int i = 0; i < 2; ++i) {  // one is tried, one is left
    ideas::v1::AgreedChange& change = *request.add_changes();
    change.mutable_text()->set_title(absl::StrCat(words, " ", i));
    change.mutable_terms()->set_visibility(is_private ? ideas::v1::VISIBILITY_TEAM
                                                      : ideas::v1::VISIBILITY_CROSS_GOVERNMENT);
    *change.mutable_try_by() = DateOf(2024, 11, 30);
  }
  const auto logged = Must<ideas::v1::LogConversationResponse>(request, side.client, side.people[0]);
  Keep(side, logged.conversation_id(), is_private);
  for (const ideas::v1::IdeaReceipt& idea : logged.ideas()) Keep(side, idea.idea_id(), is_private);
  const std::string experiment = Experiment(side, logged.ideas(0).idea_id(), words, thousandths_before);
  Keep(side, experiment, is_private);
  ideas::v1::DraftCaseStudyRequest draft_request;
  draft_request.set_experiment_id(experiment);
  draft_request.mutable_text()->set_title(words);
  draft_request.mutable_text()->set_story(words);
  draft_request.mutable_text()->set_learnt(words);
  const std::string case_study =
      Must<ideas::v1::DraftCaseStudyResponse>(draft_request, side.client, side.people[0])
          .case_study()
          .case_study_id();
  Keep(side, case_study, is_private);
  return is_private ? logged.ideas(0).idea_id() : case_study;
}

std::string TwoSides::Experiment(const Side& side, const std::string& idea, const std::string& words,
                                 int64_t thousandths_before) {
  ideas::v1::PlanExperimentRequest plan;
  plan.set_idea_id(idea);
  plan.mutable_plan()->set_hypothesis(words);
  plan.mutable_plan()->set_measure(words);
  *plan.mutable_plan()->mutable_first_day() = DateOf(2024, 11, 11);
  *plan.mutable_plan()->mutable_last_day() = DateOf(2024, 12, 20);
  const std::string id =
      Must<ideas::v1::PlanExperimentResponse>(plan, side.client, side.people[0]).experiment().experiment_id();
  ideas::v1::StartExperimentRequest start;
  start.set_experiment_id(id);
  *start.mutable_started_on() = DateOf(2024, 11, 12);
  Must<ideas::v1::StartExperimentResponse>(start, side.client, side.people[0]);
  ideas::v1::ConcludeExperimentRequest conclude;
  conclude.set_experiment_id(id);
  conclude.mutable_result()->set_outcome(ideas::v1::OUTCOME_WORKED);
  conclude.mutable_result()->set_learnt(words);
  conclude.mutable_result()->add_barriers(ideas::v1::PILLAR_TECHNOLOGY);
  ideas::v1::Benefit& benefit = *conclude.mutable_result()->add_benefits();
  benefit.set_kind(ideas::v1::BENEFIT_KIND_WAITING_TIME);
  benefit.set_before_thousandths(thousandths_before);
  benefit.set_per(ideas::v1::PER_WEEK);
  *conclude.mutable_result()->mutable_concluded_on() = DateOf(2024, 12, 20);
  Must<ideas::v1::ConcludeExperimentResponse>(conclude, side.client, side.people[0]);
  return id;
}

void TwoSides::Publish(const Side& side, const std::string& case_study) {
  ideas::v1::SubmitCaseStudyRequest submit;
  submit.set_case_study_id(case_study);
  Must<ideas::v1::SubmitCaseStudyResponse>(submit, side.client, side.people[0]);
  ideas::v1::PublishCaseStudyRequest publish;
  publish.set_case_study_id(case_study);
  *publish.mutable_published_on() = DateOf(2025, 1, 6);
  world.Must<ideas::v1::PublishCaseStudyResponse>(publish);
}

void TwoSides::Adopt(const Side& side, const std::string& case_study) {
  ideas::v1::AdoptCaseStudyRequest request;
  request.set_case_study_id(case_study);
  request.set_team_id(side.team);
  *request.mutable_adopted_on() = DateOf(2025, 1, 20);
  const auto adopted = Must<ideas::v1::AdoptCaseStudyResponse>(request, side.client, side.people[0]);
  Keep(side, adopted.adoption().adoption_id(), false);
}

void TwoSides::Comment(const Side& side, const std::string& target, const std::string& words) {
  ideas::v1::AddCommentRequest request;
  request.set_target_id(target);
  request.set_text(words);
  Must<ideas::v1::AddCommentResponse>(request, side.client, side.people[0]);
}

std::string TwoSides::MakeRelease(const google::type::Date& as_of) {
  reporting::v1::CreateReleaseRequest request;
  request.set_programme_id("obt-2024");
  *request.mutable_as_of() = as_of;
  reporting::v1::GetReleaseRequest get;
  get.set_release_id(world.Must<reporting::v1::CreateReleaseResponse>(request).release().release_id());
  for (;;) {
    const auto release = world.Must<reporting::v1::GetReleaseResponse>(get).release();
    if (release.state() == reporting::v1::RELEASE_STATE_DRAFT) return release.release_id();
    if (release.state() != reporting::v1::RELEASE_STATE_CREATING) Die(release.failure());
  }
}

}  // namespace obt::testing
