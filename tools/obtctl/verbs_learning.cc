// obtctl course, learning, survey: one row a verb.
#include "absl/strings/str_cat.h"
#include "obt/aggregator/v1/survey.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "obt/learning/v1/survey.pb.h"
#include "tools/obtctl/survey_bars.h"
#include "tools/obtctl/verb.h"

namespace obt::ctl {
namespace {

// A module is required where its course is too.
Cell IsRequired(const Line& line) {
  return CellOf(line, "required").truth() && CellOf(line, "modules.required").truth();
}

// "42.6 % (Civil Service People Survey 2023)".
Cell Baseline(const Line& line) {
  const auto& question = dynamic_cast<const learning::v1::SurveyQuestion&>(MessageOf(line, "questions"));
  if (!question.has_baseline()) return "";
  return absl::StrCat(question.baseline().positive_per_mille() / 10.0, " % (", question.baseline().source(),
                      ")");
}

Option PersonAsked() { return Positional("PERSON", "Person id; see obtctl people find"); }
Option Source() { return Text("source", "NAME", "The system that tells", "obtctl"); }
Option EventId() {
  return Text("id", "ID", "The source's own id of it, which makes a repeat harmless; default: a new one")
      .To("source_event_id")
      .Or("new");
}
Option At() {
  return Text("at", "TIME", "When it happened, e.g. 2024-11-20T10:30 (Europe/London); default: now")
      .To("occurred_at")
      .Or("now");
}
Option Whose() {
  return Positional("PERSON", "Person id, for whom the call is made; see obtctl people find")
      .For(Use::kPerson);
}
Option SurveyId() { return Positional("SURVEY", "Survey id; see obtctl survey list"); }

Verb SurveyResults() {
  return {"survey results",
          "What people answered before and after, as far as it gives nobody's opinion away",
          "As of the last finished week. Small groups are withheld, counts rounded to 5.\n\nExamples:\n"
          "  obtctl survey results\n"
          "  obtctl survey results --by department,grade --limit 20\n"
          "  obtctl survey results --by organisation --as dwp-intranet -o csv",
          {List("by", "WORD",
                "A row each: organisations or departments, by grade, profession or region; "
                "default: all together")
               .With(&Option::choices, {"organisation", "department", "grade", "profession", "region"})
               .To("group_by"),
           Edition(), Limit()},
          Of<aggregator::v1::QuerySurveysRequest>(),
          {.rows = "results",
           .columns =
               "group_code|group; group_name|name; attribute_code|attribute; attribute_name|of; construct; "
               "withheld; ?matched; ?before; ?after; ?positive_before.percent|% before|percent_before; "
               "?positive_before.low_percent|from|low_before; "
               "?positive_before.high_percent|to|high_before; "
               "?positive_after.percent|% after|percent_after; "
               "?positive_after.low_percent|from|low_after; "
               "?positive_after.high_percent|to|high_after; change_points|change; "
               "[{significance}]|significance|significance; "
               "distribution_before+ |1 to 5 before; distribution_after+ |1 to 5 after",
           .tell = TellSurveys}};
}

}  // namespace

std::vector<Verb> CourseVerbs() {
  return {
      {"course list",
       "Courses of a programme with their modules",
       "Example:\n  obtctl course list --programme obt-2024",
       {Edition()},
       Of<learning::v1::ListCoursesRequest>(),
       {.rows = "courses.modules",
        .columns = "course_id|course; title|title|course_title; modules.module_id|module; "
                   "modules.title|title|module_title; modules.expected_minutes|minutes; @|required|required",
        .own = IsRequired}},
  };
}

std::vector<Verb> LearningVerbs() {
  return {
      {"learning record",
       "Record that a person learnt something",
       "Only what happened within the programme's counting window counts.\n\nExamples:\n"
       "  obtctl learning record PERSON --module innovation-masterclass/test-and-learn --minutes 25 \\\n"
       "      --at 2024-11-20T10:30 --as dwp-intranet\n"
       "  obtctl learning record PERSON --self 'A talk on prototypes' --type VIDEO --minutes 40 \\\n"
       "      --at 2024-11-21 --as dwp-intranet",
       {PersonAsked(), Edition(),
        Text("module", "COURSE/MODULE", "A module of a course; see obtctl course list")
            .As("{course_id}/{module_id}"),
        Text("self", "TITLE", "An activity of the person's own").To("self_recorded.title"),
        Text("type", "CODE", "With --self: learning type", "OTHER").To("self_recorded.learning_type"),
        Text("link", "URL", "With --self: https link").To("self_recorded.link"),
        OneOf("verb", {"started", "progressed", "completed"}, "What happened", "completed"),
        Number("minutes", "N", "Time spent on this event alone; default: not stated"),
        Number("rating", "N", "How good it was; default: not stated"), At(), Source(), EventId()},
       Of<learning::v1::RecordLearningRequest>("events"),
       {.record = "results",
        .columns = ">events.source; >events.source_event_id|event; sequence; record_time|recorded"},
       {{{"module", "self"}, true}}},
      {"learning retract",
       "Take an event back",
       "The event counts no more; a retraction cannot itself be taken back.\n\nExample:\n"
       "  obtctl learning retract PERSON --target EVENT --as dwp-intranet",
       {PersonAsked(), Edition(),
        Required("target", "ID", "The source's id of the event to take back").To("target_source_event_id"),
        At(), Source(), EventId()},
       Of<learning::v1::RetractLearningRequest>(),
       {.record = ".",
        .columns = ">source_event_id|retraction; >target_source_event_id|took back; sequence; "
                   "record_time|recorded"}},
      {"learning show",
       "A person's record: modules, minutes, dates",
       "Example:\n  obtctl learning show PERSON --as dwp-intranet",
       {PersonAsked(), Edition()},
       Of<learning::v1::GetLearnerRecordRequest>(),
       {.rows = "record.modules",
        .columns =
            "modules.course_id|course; modules.module_id|module; modules.started_on|started; "
            "modules.completed_on|completed; modules.minutes; modules.minutes_not_counted|not counted; "
            "{modules.estimated?expected time}{modules.credited_source}|credited|credited_source",
        .totals = {"all together", "", "record.started_on", "record.completed_on", "record.minutes",
                   "record.minutes_not_counted", ""},
        .note = "self-recorded activities: {record.self_recorded_activities}[; reached the target on "
                "{record.reached_target_on}]"}},
      {"learning events",
       "A person's events as they came",
       "Example:\n  obtctl learning events PERSON --as dwp-intranet -o csv",
       {PersonAsked(), Edition()},
       Of<learning::v1::ListLearningEventsRequest>(),
       {.rows = "events",
        .columns = "event.occurred_at|when; event.source; event.source_event_id|event; event.verb; "
                   "[{event.module.course_id}/{event.module.module_id}]{event.self_recorded.title}[takes "
                   "back {event.target_source_event_id}]|activity|activity; event.minutes; event.rating; "
                   "retracted"}},
  };
}

std::vector<Verb> SurveyVerbs() {
  return {
      {"survey list",
       "Surveys of a programme with their questions",
       "Example:\n  obtctl survey list",
       {Edition()},
       Of<learning::v1::ListSurveysRequest>(),
       {.rows = "surveys.questions",
        .columns = "survey_id|survey; kind; questions.question_id|question; questions.construct; "
                   "?questions.scale; questions.required; questions.text_allowed|words; questions.wording; "
                   "@|baseline|baseline|40",
        .own = Baseline}},
      {"survey submit",
       "Answer a survey for a person; again later corrects",
       "Everything that is wrong with the answers is told at once.\n\nExamples:\n"
       "  obtctl survey submit PERSON pre-survey --answer skills-before=2,support-before=4 \\\n"
       "      --at 2024-10-15T09:30 --as dwp-intranet\n"
       "  obtctl survey submit PERSON post-survey --answer skills-after=4,support-after=5 \\\n"
       "      --words comments='More time, please' --at 2024-12-10T11:00 --as dwp-intranet",
       {Whose(), SurveyId(), Edition(),
        List("answer", "QUESTION=N", "Answers on a scale").As("+{question_id}={value}"),
        Texts("words", "QUESTION=TEXT", "An answer in words; one for each question")
            .To("answers")
            .As("+{question_id}={text}"),
        Text("at", "TIME", "When it was answered, e.g. 2024-10-15T09:30 (Europe/London); default: now")
            .To("answered_at")
            .Or("now")},
       Of<learning::v1::SubmitSurveyResponseRequest>(),
       {.record = ".", .columns = ">answered_at|answered; sequence; record_time|recorded"}},
      {"survey show",
       "A person's own answers, with what they replaced",
       "Nobody else can read them: the call is made for the person, by a client that may.\n\nExample:\n"
       "  obtctl survey show PERSON pre-survey --as dwp-intranet",
       {Whose(), SurveyId(), Edition()},
       Of<learning::v1::GetSurveyResponseRequest>(),
       {.rows = "earlier.answers, current.answers",
        .columns = "answered_at|answered; @current|stands|stands; answers.question_id|question; "
                   "answers.value|answer; answers.text|words",
        .note = "{before_learning?answered before any learning}"}},
      {"survey withdraw",
       "Take back, and delete, what a person answered up to a moment",
       "Example:\n  obtctl survey withdraw PERSON pre-survey --as dwp-intranet",
       {Whose(), SurveyId(), Edition(),
        Text("at", "TIME", "Everything answered up to then (Europe/London); default: now")
            .To("withdrawn_at")
            .Or("now")},
       Of<learning::v1::WithdrawSurveyResponseRequest>(),
       {.record = ".", .columns = ">withdrawn_at|withdrawn up to; sequence"}},
      SurveyResults(),
  };
}

}  // namespace obt::ctl
