#include "tools/obtctl/verb.h"

#include <gmock/gmock.h>

#include <map>
#include <memory>

#include "common/cli/command_line.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/theme.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "obt/learning/v1/survey.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(VerbTest, EveryRowNamesFieldsAndWordsOfTheProtos) {
  for (const Verb& verb : AllVerbs()) {
    SCOPED_TRACE(verb.path);
    Check(verb);
  }
}

// What scripts read: the keys of JSON and the first line of a CSV.
std::string KeysOf(const Verb& verb) {
  const google::protobuf::Message* answer = AnswerTo(*verb.asked.message);
  const google::protobuf::Message* shown = verb.answer.whole.message;
  if (verb.answer.rows.empty() && shown == nullptr) {
    std::unique_ptr<google::protobuf::Message> filled(answer->New());
    return RecordOf(verb.answer.columns,
                    MessageIn(*filled, verb.answer.record == "." ? "" : verb.answer.record),
                    verb.asked.message, verb.answer.own)
        .AsCsv();
  }
  return (shown == nullptr ? Lines(verb.answer.rows, verb.answer.columns, *answer, verb.answer.own).table()
                           : RecordOf(verb.answer.columns, *shown))
      .AsCsv();
}

const std::map<std::string, std::string>& Expected() {
  static const auto& expected = *new std::map<std::string, std::string>{
      {"client list", "client_id,title,grants,created"},
      {"organisation list", "code,name,abbreviation,parent_code,kind"},
      {"organisation get",
       "code,name,abbreviation,parent_code,kind,govuk_id,email_domains,valid_from_day,valid_to_day,"
       "predecessor_codes,"
       "successor_code,past,later,intranet_url,facilitator_guide_url,team_size,dates,etag"},
      {"people list", "person_id,name,email,organisation_code,grade,profession,region"},
      {"people get", "person_id,status,name,email,previous_email,hr_ids,grade,profession,region,stays,etag"},
      {"people move", "person_id,status,name,email,previous_email,hr_ids,grade,profession,region,stays,etag"},
      {"team list", "team_id,name,organisation_code,state,facilitators,members"},
      {"team get",
       "team_id,name,team_key,programme_id,organisation_code,state,facilitator_ids,member_ids,leads,etag"},
      {"team close",
       "team_id,name,team_key,programme_id,organisation_code,state,facilitator_ids,member_ids,leads,etag"},
      {"course list", "course_id,course_title,module_id,module_title,expected_minutes,required"},
      {"learning record", "source,source_event_id,sequence,record_time"},
      {"learning retract", "source_event_id,target_source_event_id,sequence,record_time"},
      {"learning show",
       "course_id,module_id,started_on,completed_on,minutes,minutes_not_counted,credited_source"},
      {"learning events", "occurred_at,source,source_event_id,verb,activity,minutes,rating,retracted"},
      {"survey list", "survey_id,kind,question_id,construct,scale,required,text_allowed,wording,baseline"},
      {"survey results",
       "group_code,group_name,attribute_code,attribute_name,construct,withheld,matched,before,after,"
       "percent_before,low_before,high_before,percent_after,low_after,high_after,change_points,significance,"
       "distribution_before,distribution_after"},
      {"survey submit", "answered_at,sequence,record_time"},
      {"survey show", "answered_at,stands,question_id,value,text"},
      {"conversation log", "conversation_id,ideas,etag"},
      {"conversation list", "conversation_id,held_on,state,set_scene,attendance,attendees,ideas,reflections"},
      {"idea create", "idea_id,state,etag"},
      {"idea list",
       "idea_id,state,title,organisation_code,visibility,theme_codes,endorsements,comments,try_by,team_id,"
       "hidden"},
      {"idea search",
       "kind,id,title,organisation_code,theme_codes,outcome,score,endorsements,adoptions,snippets"},
      {"idea similar", "likeness,kind,title,shared_terms,organisation_code,id,score"},
      {"experiment show",
       "experiment_id,idea_id,organisation_code,hypothesis,measure,case_study_id,state,outcome,first_day,"
       "last_day,started_on,concluded_on,learnt,enablers,barriers,benefits,hidden_reason,programme_id,team_"
       "id,"
       "etag"},
      {"case-study list",
       "case_study_id,state,title,organisation_code,outcome,adoptions,endorsements,comments,published_on,"
       "theme_codes,team_id,hidden"},
      {"comment list", "create_time,text,author_id,state,comment_id,reply_to,mine,etag"},
      {"report list",
       "create_time,state,reason,target_id,organisation_code,resolution,resolved_reason,report_id,etag"},
      {"theme list", "code,title,retired"},
      {"follow-up",
       "kind,days_waited,since,organisation_code,team_id,item_id,facilitator_ids,facilitators_elsewhere"},
      {"progress", "step,done,done_on"},
      {"cohort", "person_id"},
      {"freshness", "source,applied_sequence,source_sequence,lag_seconds,applied_commit_time,connected"},
  };
  return expected;
}

TEST(VerbTest, TheColumnsOfAnswersKeepTheirKeys) {
  size_t seen = 0;
  for (const Verb& verb : AllVerbs()) {
    const auto keys = Expected().find(verb.path);
    if (keys == Expected().end()) continue;
    SCOPED_TRACE(verb.path);
    const std::string csv = KeysOf(verb);
    EXPECT_EQ(csv.substr(0, csv.find('\r')), keys->second);
    ++seen;
  }
  EXPECT_EQ(seen, Expected().size());
}

TEST(VerbDeathTest, ARowThatNamesAFieldNobodyHasSaysWhatToCorrect) {
  Verb verb;
  verb.asked = Of<identity::v1::GetPersonRequest>();
  verb.answer = {.record = "person", .columns = "facts.shoe_size"};
  EXPECT_DEATH(Check(verb), "Person has no field .*shoe_size.* must name fields of the protos");
  verb.answer = {.say = "done"};
  verb.asked = Of<identity::v1::StartImportRequest>();
  verb.options = {Text("max-leavers", "PERCENT", "").To("max_leavers_percent")};
  EXPECT_DEATH(Check(verb), "--max-leavers sets a whole number: its row must make it a Number");
  verb.asked = Of<identity::v1::GetPersonRequest>();
  verb.options = {Text("email", "ADDRESS", "")};
  EXPECT_DEATH(Check(verb), "GetPersonRequest has no field email");
}

// What the words of a command line set in the request of a verb.
class FillTest : public ::testing::Test {
 protected:
  template <typename Request>
  absl::StatusOr<Request> Filled(const std::string& path, std::vector<std::string> words,
                                 const std::string& within = "") {
    Program program;
    program.name = "obtctl";
    program.topics = {{path.substr(0, path.find(' ')), ""}};
    Verb asked;
    for (const Verb& verb : AllVerbs()) {
      if (verb.path == path) program.commands = {CommandOf(asked = verb)};
    }
    words.insert(words.begin(), path.substr(path.find(' ') + 1));
    words.insert(words.begin(), path.substr(0, path.find(' ')));
    const ParsedLine parsed = ParseCommandLine(program, words);
    if (parsed.command == nullptr) return UsageError(parsed.message);
    Request request;
    google::protobuf::Message& target = MessageIn(request, within);
    Session nobody((SessionSettings()));
    Arguments arguments = parsed.arguments;
    if (asked.before && runs_before_) OBT_RETURN_IF_ERROR(asked.before(nobody, arguments, request));
    OBT_RETURN_IF_ERROR(Fill(parsed.command->options, parsed.arguments, target));
    return request;
  }
  bool runs_before_ = false;  // also what the verb does by code, of those that ask no service for it
  absl::StatusOr<learning::v1::LearningEvent> Event(std::vector<std::string> words) {
    words.insert(words.begin(), "PERSON");
    OBT_ASSIGN_OR_RETURN(const auto request,
                         Filled<learning::v1::RecordLearningRequest>("learning record", words, "events"));
    return request.events(0);
  }
};

TEST_F(FillTest, OptionsSetTheFieldsOfTheirNamesAndDefaultsWhatWasNotGiven) {
  const auto event = Event({"--module", "course/part", "--minutes", "25", "--at", "2024-11-20T10:30"});
  ASSERT_TRUE(event.ok()) << event.status();
  EXPECT_EQ(event->person_id(), "PERSON");
  EXPECT_EQ(event->programme_id(), "obt-2024");
  EXPECT_EQ(event->module().course_id(), "course");
  EXPECT_EQ(event->module().module_id(), "part");
  EXPECT_EQ(event->verb(), learning::v1::VERB_COMPLETED);
  EXPECT_EQ(event->minutes(), 25);
  EXPECT_FALSE(event->has_rating()) << "not stated";
  EXPECT_EQ(event->occurred_at().seconds(), 1'732'098'600);
  EXPECT_EQ(event->source_event_id().size(), 36u) << "a new id";
}

TEST_F(FillTest, WhatWasChosenBetweenAlternativesStays) {
  const auto module = Event({"--module", "course/part", "--type", "VIDEO"});
  ASSERT_TRUE(module.ok()) << module.status();
  EXPECT_FALSE(module->has_self_recorded());
  const auto self = Event({"--self", "A talk"});
  ASSERT_TRUE(self.ok()) << self.status();
  EXPECT_EQ(self->self_recorded().learning_type(), "OTHER");
}

TEST_F(FillTest, WhatHasAnotherShapeIsAUsageError) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--module", "course"},
                                                {"--module", "a/b", "--at", "yesterday"},
                                                {"--module", "/b"}}) {
    const absl::Status status = Event(words).status();
    EXPECT_EQ(ExitCodeOf(status), 2) << status;
  }
  EXPECT_THAT(Event({"--module", "course"}).status().message(),
              HasSubstr("--module: course is not COURSE/MODULE"));
}

TEST_F(FillTest, StaysMayEndOrNot) {
  const auto request = Filled<identity::v1::CorrectStaysRequest>(
      "people correct", {"PERSON", "--stay", "home-office:2024-04-01:2024-11-01,cabinet-office:2024-11-01"});
  ASSERT_TRUE(request.ok()) << request.status();
  ASSERT_EQ(request->stays_size(), 2);
  EXPECT_EQ(DayText(request->stays(0).to_day()), "2024-11-01");
  EXPECT_EQ(request->stays(1).organisation_code(), "cabinet-office");
  EXPECT_FALSE(request->stays(1).has_to_day());
  EXPECT_FALSE(
      Filled<identity::v1::CorrectStaysRequest>("people correct", {"P", "--stay", "home-office:soon"}).ok());
}

TEST_F(FillTest, WordsJoinTheAnswerOfTheirQuestion) {
  const auto request = Filled<learning::v1::SubmitSurveyResponseRequest>(
      "survey submit",
      {"PERSON", "pre-survey", "--answer", "skills=2,support=4", "--words", "support=more = better"});
  ASSERT_TRUE(request.ok()) << request.status();
  ASSERT_EQ(request->answers_size(), 2);
  EXPECT_EQ(request->answers(1).value(), 4);
  EXPECT_EQ(request->answers(1).text(), "more = better");
  EXPECT_TRUE(request->has_answered_at()) << "now";
}

TEST_F(FillTest, AnswersMeanOneThingAndAreWholeNumbers) {
  const auto says = [this](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"PERSON", "pre-survey"};
    words.insert(words.end(), more.begin(), more.end());
    const absl::Status status =
        Filled<learning::v1::SubmitSurveyResponseRequest>("survey submit", words).status();
    EXPECT_EQ(ExitCodeOf(status), kExitUsage) << status;
    return std::string(status.message());
  };
  EXPECT_THAT(says({"--answer", "q=4,q=5"}), HasSubstr("--answer q=5: q was given twice, 4 and 5"));
  EXPECT_THAT(says({"--answer", "q=4", "--answer", "q=4"}), HasSubstr("q was given twice, 4 and 4"));
  EXPECT_THAT(says({"--words", "q=x", "--words", "q=y"}),
              HasSubstr("--words q=y: q was given twice, x and y"));
  for (const char* number : {"4294967299", "2147483648", "0x10", "1e3", "five", "4.0", "\u0663"}) {
    EXPECT_THAT(says({"--answer", std::string("q=") + number}),
                HasSubstr("must be a whole number from -2,147,483,648 to 2,147,483,647, not "))
        << number;
  }
  EXPECT_THAT(says({"--at", "2024-10-27T01:30"}), HasSubstr("--at: 2024-10-27T01:30 happened twice: say "));
  EXPECT_THAT(says({"--at", ""}), HasSubstr("--at is empty"));
}

TEST_F(FillTest, WordsOfSeveralQuestionsAreAllKept) {
  const auto request = Filled<learning::v1::SubmitSurveyResponseRequest>(
      "survey submit", {"PERSON", "post-survey", "--words", "a=x, y", "--words", "b=y"});
  ASSERT_TRUE(request.ok()) << request.status();
  ASSERT_EQ(request->answers_size(), 2);
  EXPECT_EQ(request->answers(0).text(), "x, y");
  EXPECT_EQ(request->answers(1).text(), "y");
}

TEST_F(FillTest, ATimeThatWasPrintedIsTheSameInstantAgain) {
  learning::v1::GetSurveyResponseResponse response;
  response.mutable_current()->add_answers()->set_question_id("q");
  response.mutable_current()->mutable_answered_at()->set_seconds(1'729'989'000);  // 01:30, the first time
  response.mutable_current()->mutable_answered_at()->set_nanos(5'000);
  const Table table = LinesOf("current.answers", "answered_at", response);
  const auto program = Event({"--module", "a/b", "--at", table.rows()[0][0].text()});
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_EQ(program->occurred_at().seconds(), 1'729'989'000);
  const std::string csv = table.AsCsv();
  const auto person = Event({"--module", "a/b", "--at", csv.substr(csv.find('\n') + 1, csv.size() - 15)});
  ASSERT_TRUE(person.ok()) << person.status() << csv;
  EXPECT_EQ(person->occurred_at().nanos(), 5'000);
}

TEST_F(FillTest, AListReplacesWhatTheRequestHasAndBlanksTakeAway) {
  const auto request = Filled<identity::v1::UpdateOrganisationRequest>(
      "organisation update",
      {"dwp", "--domain", "", "--date", "Team week=2024-11-18..2024-11-22", "--team-size", "8"});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->details().email_domains_size(), 0);
  EXPECT_EQ(request->local_plan().team_size(), 8);
  EXPECT_EQ(request->local_plan().dates(0).title(), "Team week");
  EXPECT_EQ(DayText(request->local_plan().dates(0).last_day()), "2024-11-22");
}

TEST_F(FillTest, NewChangesHaveTermsAndChosenIdeasKeepTheirs) {
  runs_before_ = true;
  const auto request = Filled<ideas::v1::LogConversationRequest>(
      "conversation log",
      {"TEAM", "--held-on", "2024-11-20", "--attendance", "9", "--change", "Less, and better=2024-12-20",
       "--idea", "I1=2024-12-21,I2=2024-12-22", "--theme", "letters", "--for", "PERSON"});
  ASSERT_TRUE(request.ok()) << request.status();
  ASSERT_EQ(request->changes_size(), 3);
  EXPECT_EQ(request->changes(0).text().title(), "Less, and better");
  EXPECT_EQ(request->changes(0).terms().visibility(), ideas::v1::VISIBILITY_ORGANISATION);
  EXPECT_THAT(request->changes(0).terms().theme_codes(), ElementsAre("letters"));
  EXPECT_EQ(DayText(request->changes(2).try_by()), "2024-12-22");
  EXPECT_EQ(request->changes(2).idea_id(), "I2");
  EXPECT_FALSE(request->changes(1).has_terms());
  const absl::Status vague =
      Filled<ideas::v1::LogConversationRequest>(
          "conversation log", {"TEAM", "--held-on", "2024-11-20", "--change", "Less and better=soon"})
          .status();
  EXPECT_EQ(ExitCodeOf(vague), kExitUsage);
  EXPECT_THAT(std::string(vague.message()), HasSubstr("--change Less and better=soon: must be a day"));
}

TEST_F(FillTest, BenefitsAreMeasuredOrEstimated) {
  runs_before_ = true;
  const std::vector<std::string> words = {
      "E", "--outcome", "worked", "--learnt", "Much", "--helped", "skills,senior_support"};
  const auto with = [&words](std::vector<std::string> more) {
    more.insert(more.begin(), words.begin(), words.end());
    return more;
  };
  const auto request = Filled<ideas::v1::ConcludeExperimentRequest>(
      "experiment conclude",
      with({"--estimate", "money:£1,200->£800.50/month", "--benefit", "staff_time:10h->6h/week"}));
  ASSERT_TRUE(request.ok()) << request.status();
  const ideas::v1::TrialResult& result = request->result();
  EXPECT_EQ(result.outcome(), ideas::v1::OUTCOME_WORKED);
  EXPECT_EQ(result.enablers_size(), 2);
  ASSERT_EQ(result.benefits_size(), 2);
  EXPECT_TRUE(result.benefits(0).measured());
  EXPECT_EQ(result.benefits(1).after_thousandths(), 80'050'000);
  EXPECT_FALSE(result.benefits(1).measured());
  EXPECT_THAT(std::string(Filled<ideas::v1::ConcludeExperimentRequest>("experiment conclude",
                                                                       with({"--benefit", "staff_time:10h-"}))
                              .status()
                              .message()),
              HasSubstr("--benefit: staff_time:10h- is not KIND:BEFORE->AFTER"));
  const auto runs =
      Filled<ideas::v1::ReportAdoptionRequest>("adoption report", {"A", "--started-on", "2025-02-10"});
  ASSERT_TRUE(runs.ok()) << runs.status();
  EXPECT_FALSE(runs->has_result());
}

TEST_F(FillTest, RetiredThemesStandBehindTheOthers) {
  runs_before_ = true;
  const auto request = Filled<ideas::v1::PutThemesRequest>(
      "theme put", {"--retired", "fax=Fax machines", "--theme", "letters=Letters, forms"});
  ASSERT_TRUE(request.ok()) << request.status();
  ASSERT_EQ(request->themes_size(), 2);
  EXPECT_EQ(request->themes(0).title(), "Letters, forms");
  EXPECT_FALSE(request->themes(0).retired());
  EXPECT_EQ(request->themes(1).code(), "fax");
  EXPECT_TRUE(request->themes(1).retired());
}

TEST(SetFieldTest, AFaultSaysWhatTheFieldTakes) {
  identity::v1::StartImportRequest request;
  EXPECT_THAT(SetField(request, "dry_run", "yes").message(), HasSubstr("must be true or false, not yes"));
  EXPECT_THAT(SetField(request, "max_leavers_percent", "3000000000").message(),
              HasSubstr("must be a whole number from 0 to 100, not 3000000000"));
  aggregator::v1::FeedFreshness freshness;
  EXPECT_THAT(SetField(freshness, "lag_seconds", "long").message(), HasSubstr("must be a number, not long"));
}

}  // namespace
}  // namespace obt::ctl
