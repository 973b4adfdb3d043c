// obtctl survey: what people are asked, and one person's own answers.
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/survey.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = learning::v1;

// "42.6 % (Civil Service People Survey 2023)".
std::string BaselineText(const v1::SurveyQuestion& question) {
  if (!question.has_baseline()) return "";
  const int per_mille = question.baseline().positive_per_mille();
  return absl::StrCat(per_mille / 10, per_mille % 10 == 0 ? "" : absl::StrCat(".", per_mille % 10), " % (",
                      question.baseline().source(), ")");
}

absl::Status ListSurveys(Session& session, const Arguments& arguments) {
  v1::ListSurveysRequest request;
  request.set_programme_id(arguments.Text("programme"));
  Table table({{"survey_id", "survey"},
               {"kind", "kind"},
               {"question_id", "question"},
               {"construct", "construct"},
               {"scale", "scale", ColumnKind::kCount},
               {"required", "required"},
               {"text_allowed", "words"},
               {"wording", "wording"},
               {"baseline", "baseline", ColumnKind::kText, false, 40}});
  OBT_RETURN_IF_ERROR(
      ForEachPage<v1::ListSurveysResponse>(session, request, [&table](const v1::ListSurveysResponse& page) {
        for (const v1::Survey& survey : page.surveys()) {
          for (const v1::SurveyQuestion& question : survey.questions()) {
            const Cell none;
            table.Add({survey.survey_id(), WordOf(*v1::SurveyKind_descriptor(), survey.kind()),
                       question.question_id(), question.construct(),
                       question.scale() > 0 ? Cell(static_cast<int64_t>(question.scale())) : none,
                       question.required(), question.text_allowed(), question.wording(),
                       BaselineText(question)});
          }
        }
      }));
  session.Print(table);
  return absl::OkStatus();
}

// "question=4" or "question=words".
absl::StatusOr<std::pair<std::string, std::string>> ParseAnswer(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (!parts.first.empty() && !parts.second.empty()) return parts;
  return UsageError(absl::StrCat(text, " is not an answer such as skills-before=4"));
}

absl::StatusOr<v1::SubmitSurveyResponseRequest> RequestOf(const Arguments& arguments) {
  std::map<std::string, v1::SurveyAnswer> answers;
  for (const std::string& text : arguments.List("answer")) {
    OBT_ASSIGN_OR_RETURN(const auto answer, ParseAnswer(text));
    int32_t value = 0;
    if (!absl::SimpleAtoi(answer.second, &value)) {
      return UsageError(absl::StrCat("--answer ", text, ": must be a whole number; words go with --words"));
    }
    answers[answer.first].set_value(value);
  }
  if (arguments.Given("words")) {
    OBT_ASSIGN_OR_RETURN(const auto words, ParseAnswer(arguments.Text("words")));
    answers[words.first].set_text(words.second);
  }
  v1::SubmitSurveyResponseRequest request;
  request.set_programme_id(arguments.Text("programme"));
  request.set_survey_id(arguments.Text("SURVEY"));
  OBT_ASSIGN_OR_RETURN(*request.mutable_answered_at(), ParseTimeOrNow(arguments.Text("at")));
  for (auto& [question_id, answer] : answers) {
    answer.set_question_id(question_id);
    *request.add_answers() = std::move(answer);
  }
  return request;
}

absl::Status Submit(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const v1::SubmitSurveyResponseRequest request, RequestOf(arguments));
  OBT_ASSIGN_OR_RETURN(const v1::SubmitSurveyResponseResponse response,
                       session.AskFor<v1::SubmitSurveyResponseResponse>(arguments.Text("PERSON"), request));
  session.Print(Table::Record({
      {{"answered_at", "answered"}, TimeText(request.answered_at())},
      {{"sequence", "sequence", ColumnKind::kCount}, static_cast<int64_t>(response.sequence())},
      {{"record_time", "recorded"}, TimeText(response.record_time())},
  }));
  return absl::OkStatus();
}

void AddRows(const v1::SurveyRevision& revision, bool stands, Table& table) {
  for (const v1::SurveyAnswer& answer : revision.answers()) {
    const Cell none;
    table.Add({TimeText(revision.answered_at()), stands, answer.question_id(),
               answer.has_value() ? Cell(static_cast<int64_t>(answer.value())) : none, answer.text()});
  }
}

absl::Status Show(Session& session, const Arguments& arguments) {
  v1::GetSurveyResponseRequest request;
  request.set_programme_id(arguments.Text("programme"));
  request.set_survey_id(arguments.Text("SURVEY"));
  OBT_ASSIGN_OR_RETURN(const v1::GetSurveyResponseResponse response,
                       session.AskFor<v1::GetSurveyResponseResponse>(arguments.Text("PERSON"), request));
  Table table({{"answered_at", "answered"},
               {"stands", "stands"},
               {"question_id", "question"},
               {"value", "answer", ColumnKind::kCount},
               {"text", "words"}});
  for (const v1::SurveyRevision& revision : response.earlier()) AddRows(revision, false, table);
  AddRows(response.current(), true, table);
  if (response.before_learning()) table.AddNote("answered before any learning");
  session.Print(table);
  return absl::OkStatus();
}

absl::Status Withdraw(Session& session, const Arguments& arguments) {
  v1::WithdrawSurveyResponseRequest request;
  request.set_programme_id(arguments.Text("programme"));
  request.set_survey_id(arguments.Text("SURVEY"));
  OBT_ASSIGN_OR_RETURN(*request.mutable_withdrawn_at(), ParseTimeOrNow(arguments.Text("at")));
  OBT_ASSIGN_OR_RETURN(const v1::WithdrawSurveyResponseResponse response,
                       session.AskFor<v1::WithdrawSurveyResponseResponse>(arguments.Text("PERSON"), request));
  session.Print(Table::Record({
      {{"withdrawn_at", "withdrawn up to"}, TimeText(request.withdrawn_at())},
      {{"sequence", "sequence", ColumnKind::kCount}, static_cast<int64_t>(response.sequence())},
  }));
  return absl::OkStatus();
}

Option Programme() { return Text("programme", "ID", "The edition", "obt-2024"); }
Option Person() {
  return Positional("PERSON", "Person id, for whom the call is made; see obtctl people find");
}
Option SurveyId() { return Positional("SURVEY", "Survey id; see obtctl survey list"); }

}  // namespace

std::vector<Command> SurveyCommands() {
  return {
      {"survey list", "Surveys of a programme with their questions", "", {Programme()}, ListSurveys},
      {"survey submit",
       "Answer a survey for a person; again later corrects",
       "Everything that is wrong with the answers is told at once.\n\nExample:\n"
       "  obtctl survey submit PERSON pre-survey --answer skills-before=2,support-before=4 \\\n"
       "      --at 2024-10-15T09:30 --as dwp-intranet",
       {Person(), SurveyId(), Programme(), List("answer", "QUESTION=N", "Answers on a scale"),
        Text("words", "QUESTION=TEXT", "An answer in words"),
        Text("at", "TIME", "When it was answered, e.g. 2024-10-15T09:30 (Europe/London); default: now")},
       Submit},
      {"survey show",
       "A person's own answers, with what they replaced",
       "Nobody else can read them: the call is made for the person, by a client that may.",
       {Person(), SurveyId(), Programme()},
       Show},
      {"survey withdraw",
       "Take back, and delete, what a person answered up to a moment",
       "",
       {Person(), SurveyId(), Programme(),
        Text("at", "TIME", "Everything answered up to then (Europe/London); default: now")},
       Withdraw},
  };
}

}  // namespace obt::ctl
