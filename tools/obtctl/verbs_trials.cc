// obtctl experiment, case-study, adoption: one row a verb.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "tools/obtctl/benefits.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using google::protobuf::Message;

const Columns kTrial =
    "facts.trial.state; [{facts.trial.outcome}]|outcome|outcome; facts.trial.first_day|planned from; "
    "facts.trial.last_day|planned to; facts.trial.started_on|started on; "
    "facts.trial.concluded_on|concluded on; text.learnt; facts.trial.enablers|what helped; "
    "facts.trial.barriers|what stood in the way; @|benefits|benefits; hidden_reason|hidden because; "
    "facts.programme_id|programme; facts.team_id|team; facts.etag";

const Columns kExperiment = absl::StrCat(
    "facts.experiment_id|experiment; facts.idea_id|idea; organisation_code|organisation; text.hypothesis; "
    "text.measure|success measured by; facts.case_study_id|case study; ",
    kTrial);

const Columns kAdoption = absl::StrCat(
    "facts.adoption_id|adoption; facts.case_study_id|case study; facts.copied_from|copied from; "
    "facts.adopted_on|adopted on; organisation_code|organisation; text.plan; facts.chain|repeats in "
    "all|chain; "
    "facts.own_case_study_id|its own case study; ",
    kTrial);

const Columns kCaseStudy =
    "facts.case_study_id|case study; text.title; facts.state; organisation_code|organisation; "
    "facts.published_on|published on; [{facts.outcome}]|outcome|outcome; facts.experiment_id|experiment; "
    "facts.adoption_id|adoption; facts.theme_codes|themes; facts.benefit_kinds|benefits; text.story; "
    "text.learnt; adoptions; endorsements; endorsed; comments; withdrawn_reason|withdrawn because; "
    "hidden_reason|hidden because; facts.programme_id|programme; facts.team_id|team; facts.etag";

const Columns kExperimentReceipt = "experiment_id|experiment; state; etag";
const Columns kCaseStudyReceipt = "case_study_id|case study; state; etag";
const Columns kAdoptionReceipt = "adoption_id|adoption; state; etag";

// The benefits of a trial, a line each.
Cell BenefitsOf(const Line& line) {
  std::vector<std::string> benefits;
  for (const auto& benefit : dynamic_cast<const ideas::v1::Trial&>(MessageOf(line, "facts.trial")).benefits())
    benefits.push_back(InWords(benefit));
  return absl::StrJoin(benefits, "\n");
}

Option ExperimentId() { return Positional("EXPERIMENT", "Experiment id"); }
Option CaseStudyId() { return Positional("CASE_STUDY", "Case study id; see obtctl case-study search"); }
Option AdoptionId() { return Positional("ADOPTION", "Adoption id"); }

// How a trial ended.
std::vector<Option> ResultOptions(bool needed) {
  std::vector<Option> options = {
      OneOf("outcome", WordsOf(*ideas::v1::Outcome_descriptor()), "How it ended").To("result.outcome"),
      Text("learnt", "TEXT", "What was learnt, whatever the outcome").To("result.learnt"),
      SomeOf("helped", *ideas::v1::Pillar_descriptor(), "What helped").To("result.enablers"),
      SomeOf("hindered", *ideas::v1::Pillar_descriptor(), "What stood in the way").To("result.barriers"),
      Texts("benefit", "KIND:BEFORE->AFTER[/PER]",
            "What it was worth, as measured: staff_time in h, money in £ or p, cases, waiting_time in d, "
            "quality; per once, day, week, month or year")
          .For(Use::kOwn),
      Texts("estimate", "KIND:BEFORE->AFTER[/PER]", "The same, as estimated").For(Use::kOwn),
      Day("concluded-on", "The day it ended; default: today")
          .To("result.concluded_on")};  // Every ending has the first two.
  for (size_t i = 0; i < 2; ++i) options[i].required = needed;
  return options;
}

absl::Status TakeBenefits(Session&, Arguments& arguments, Message& message) {
  for (const char* name : {"benefit", "estimate"}) {
    for (const std::string& text : arguments.List(name)) {
      auto benefit = ParseBenefit(text);
      if (!benefit.ok()) return UsageError(absl::StrCat("--", name, ": ", benefit.status().message()));
      benefit->set_measured(name == absl::string_view("benefit"));
      *dynamic_cast<ideas::v1::TrialResult&>(MessageIn(message, "result")).add_benefits() = *benefit;
    }
  }
  return absl::OkStatus();
}

absl::Status SomethingOf(const Arguments& arguments, const std::vector<std::string>& names) {
  if (std::any_of(names.begin(), names.end(), [&](const std::string& name) { return arguments.Given(name); }))
    return absl::OkStatus();
  return UsageError(absl::StrCat("nothing to change: give --", absl::StrJoin(names, ", --")));
}

// What is not given of a plan stays as it is, unless somebody changed it meanwhile.
absl::Status TakePresentPlan(Session& session, Arguments& arguments, Message& message) {
  OBT_RETURN_IF_ERROR(SomethingOf(arguments, {"hypothesis", "measure", "starts-on", "ends-on"}));
  auto& request = dynamic_cast<ideas::v1::UpdateExperimentRequest&>(message);
  ideas::v1::GetExperimentRequest get;
  get.set_experiment_id(arguments.Text("EXPERIMENT"));
  OBT_ASSIGN_OR_RETURN(const auto present,
                       session.Ask<ideas::v1::GetExperimentResponse>(get, {.person = arguments.Text("for")}));
  const ideas::v1::Experiment& experiment = present.experiment();
  ideas::v1::ExperimentPlan& plan = *request.mutable_plan();
  plan.set_hypothesis(experiment.text().hypothesis());
  plan.set_measure(experiment.text().measure());
  *plan.mutable_first_day() = experiment.facts().trial().first_day();
  *plan.mutable_last_day() = experiment.facts().trial().last_day();
  request.set_etag(experiment.facts().etag());
  return absl::OkStatus();
}

absl::Status TakePresentCaseStudy(Session& session, Arguments& arguments, Message& message) {
  OBT_RETURN_IF_ERROR(SomethingOf(arguments, {"title", "story", "learnt", "theme"}));
  auto& request = dynamic_cast<ideas::v1::UpdateCaseStudyRequest&>(message);
  ideas::v1::GetCaseStudyRequest get;
  get.set_case_study_id(arguments.Text("CASE_STUDY"));
  OBT_ASSIGN_OR_RETURN(const auto present,
                       session.Ask<ideas::v1::GetCaseStudyResponse>(get, {.person = arguments.Text("for")}));
  *request.mutable_text() = present.case_study().text();
  *request.mutable_theme_codes() = present.case_study().facts().theme_codes();
  request.set_etag(present.case_study().facts().etag());
  return absl::OkStatus();
}

// Of an edit everything may be left out.
std::vector<Option> PlanOptions(bool edit) {
  std::vector<Option> options = {Text("hypothesis", "TEXT", "What the team expects").To("plan.hypothesis"),
                                 Text("measure", "TEXT", "How success is measured").To("plan.measure"),
                                 Day("starts-on", "Its first day").To("plan.first_day"),
                                 Day("ends-on", "Its last day").To("plan.last_day")};
  for (Option& option : options) option.required = !edit;
  return options;
}

std::vector<Option> CaseStudyOptions(bool edit) {
  std::vector<Option> options = {
      Text("title", "TEXT", "What it is, in a line").To("text.title"),
      Text("story", "TEXT", "What was done; of a file: \"$(cat story.txt)\"").To("text.story"),
      Text("learnt", "TEXT", "What others should know").To("text.learnt")};
  for (Option& option : options) option.required = !edit;
  options.push_back(
      List("theme", "CODE", "Its themes, at most 3; see obtctl theme list").To("theme_codes").OrNone());
  return options;
}

Option IdAlone(const char* path) { return Flag("id", "Print its id alone").For(Use::kAlone, path); }
Answer ExperimentReceipt() { return {.record = "experiment", .columns = kExperimentReceipt}; }
Answer CaseStudyReceipt() { return {.record = "case_study", .columns = kCaseStudyReceipt}; }
Answer AdoptionReceipt() { return {.record = "adoption", .columns = kAdoptionReceipt}; }

}  // namespace

std::vector<Verb> ExperimentVerbs() {
  return {
      {"experiment plan", "Plan an experiment with an idea that was agreed",
       "Example:\n"
       "  obtctl experiment plan IDEA --hypothesis 'Templates halve the time' --measure 'Hours a week' \\\n"
       "      --starts-on 2024-12-02 --ends-on 2025-01-31 --for PERSON --as dwp-intranet",
       Together({{Positional("IDEA", "Idea id")},
                 PlanOptions(false),
                 {For(), RequestId(), IdAlone("experiment.experiment_id")}}),
       Of<ideas::v1::PlanExperimentRequest>(), ExperimentReceipt()},
      {"experiment edit",
       "Change the plan of an experiment that is not concluded",
       "What is not given stays as it is.\n\nExample:\n"
       "  obtctl experiment edit EXPERIMENT --ends-on 2025-02-28 --for PERSON --as dwp-intranet",
       Together({{ExperimentId()}, PlanOptions(true), {Etag(), For()}}),
       Of<ideas::v1::UpdateExperimentRequest>(),
       ExperimentReceipt(),
       {},
       TakePresentPlan},
      {"experiment start",
       "Start a planned experiment; approvals that are needed must be there",
       "Example:\n"
       "  obtctl experiment start EXPERIMENT --started-on 2024-12-02 --for PERSON --as dwp-intranet",
       {ExperimentId(), Day("started-on", "Default: today"), Etag(), For()},
       Of<ideas::v1::StartExperimentRequest>(),
       ExperimentReceipt()},
      {"experiment conclude",
       "Say how an experiment ended, what was learnt, and what it was worth",
       "One that did not work is a result like any other. Amounts are told before and after.\n\nExample:\n"
       "  obtctl experiment conclude EXPERIMENT --outcome worked --learnt 'Letters need an owner' \\\n"
       "      --helped skills,senior_support --hindered approvals \\\n"
       "      --benefit 'staff_time:10h->6h/week' --estimate 'money:£1,200->£800.50/month' \\\n"
       "      --for PERSON --as dwp-intranet",
       Together({{ExperimentId()}, ResultOptions(true), {Etag(), For()}}),
       Of<ideas::v1::ConcludeExperimentRequest>(),
       ExperimentReceipt(),
       {},
       TakeBenefits},
  };
}

std::vector<Verb> CaseStudyVerbs() {
  return {
      {"case-study draft",
       "Draft a case study about what was concluded",
       "Examples:\n"
       "  obtctl case-study draft --experiment EXPERIMENT --title 'Answer licence requests from a template' "
       "\\\n"
       "      --story 'We wrote ten templates' --learnt 'Letters need an owner' --for PERSON --as "
       "dwp-intranet\n"
       "  obtctl case-study draft --adoption ADOPTION --title 'Templates again' --story 'We copied them' \\\n"
       "      --learnt 'Eight of ten were right' --for PERSON --as dwp-intranet",
       Together({{Text("experiment", "EXPERIMENT", "About this experiment"),
                  Text("adoption", "ADOPTION", "Or about this adoption")},
                 CaseStudyOptions(false),
                 {For(), RequestId(), IdAlone("case_study.case_study_id")}}),
       Of<ideas::v1::DraftCaseStudyRequest>(),
       CaseStudyReceipt(),
       {{{"experiment", "adoption"}, true}}},
      {"case-study edit",
       "Change a case study that is not published",
       "What is not given stays as it is; --theme '' takes all themes away.\n\nExample:\n"
       "  obtctl case-study edit CASE_STUDY --title 'Ten templates' --for PERSON --as dwp-intranet",
       Together({{CaseStudyId()}, CaseStudyOptions(true), {Etag(), For()}}),
       Of<ideas::v1::UpdateCaseStudyRequest>(),
       CaseStudyReceipt(),
       {},
       TakePresentCaseStudy},
      {"case-study submit",
       "Hand a draft in for publication",
       "Example:\n  obtctl case-study submit CASE_STUDY --for PERSON --as dwp-intranet",
       {CaseStudyId(), Etag(), For()},
       Of<ideas::v1::SubmitCaseStudyRequest>(),
       CaseStudyReceipt()},
      {"case-study publish",
       "Publish a case study that was handed in",
       "By an admin of the lead organisation, or of the centre.\n\nExample:\n"
       "  obtctl case-study publish CASE_STUDY",
       {CaseStudyId(), Day("published-on", "Default: today"), Etag()},
       Of<ideas::v1::PublishCaseStudyRequest>(),
       CaseStudyReceipt()},
      {"case-study withdraw",
       "Take a case study back",
       "Example:\n  obtctl case-study withdraw CASE_STUDY --reason 'The figures were wrong'",
       {CaseStudyId(), Required("reason", "TEXT", "Why"), Etag(), For()},
       Of<ideas::v1::WithdrawCaseStudyRequest>(),
       CaseStudyReceipt()},
  };
}

std::vector<Verb> TrialReadVerbs() {
  return {
      {"experiment show",
       "One experiment",
       "Example:\n  obtctl experiment show EXPERIMENT --for PERSON --as dwp-intranet",
       {ExperimentId(), For()},
       Of<ideas::v1::GetExperimentRequest>(),
       {.record = "experiment", .columns = kExperiment, .own = BenefitsOf}},
      {"experiment list",
       "Experiments with an idea, of a team, or all",
       "Tables have the first 50; CSV and JSON have all, unless --limit says otherwise.\n\nExample:\n"
       "  obtctl experiment list --state concluded --outcome did_not_work,stopped",
       {Edition(), Text("idea", "IDEA", "With this idea"), Text("team", "TEAM", "Of this team"),
        SomeOf("state", *ideas::v1::TrialState_descriptor(), "In one of these").To("states"),
        SomeOf("outcome", *ideas::v1::Outcome_descriptor(), "That went so").To("outcomes"), Limit(), For()},
       Of<ideas::v1::ListExperimentsRequest>(),
       {.rows = "experiments",
        .columns =
            "facts.experiment_id|experiment; facts.trial.state; [{facts.trial.outcome}]|outcome|outcome; "
            "organisation_code|organisation; facts.trial.last_day|planned to; text.hypothesis; "
            "facts.idea_id|idea; facts.team_id|team; facts.case_study_id|case study; @|benefits|benefits|40",
        .note = "{next_page_token?there are more: raise --limit}",
        .own = BenefitsOf},
       {{{"idea", "team"}}}},
      {"case-study show",
       "One case study; obtctl story tells the whole way",
       "Example:\n  obtctl case-study show CASE_STUDY",
       {CaseStudyId(), For()},
       Of<ideas::v1::GetCaseStudyRequest>(),
       {.record = "case_study", .columns = kCaseStudy}},
      {"case-study list",
       "Case studies of a team, or all",
       "Tables have the first 50; CSV and JSON have all, unless --limit says otherwise.\n\nExample:\n"
       "  obtctl case-study list --state published",
       {Edition(), Text("team", "TEAM", "Of this team"),
        SomeOf("state", *ideas::v1::CaseStudyState_descriptor(), "In one of these").To("states"), Limit(),
        For()},
       Of<ideas::v1::ListCaseStudiesRequest>(),
       {.rows = "case_studies",
        .columns =
            "facts.case_study_id|case study; facts.state; text.title; organisation_code|organisation; "
            "[{facts.outcome}]|outcome|outcome; adoptions; endorsements; comments; "
            "facts.published_on|published on; facts.theme_codes|themes; facts.team_id|team; facts.hidden",
        .note = "{next_page_token?there are more: raise --limit}"}},
  };
}

std::vector<Verb> AdoptionVerbs() {
  return {
      {"adoption start",
       "\"We will try this\": a published case study, by another team",
       "Examples:\n"
       "  obtctl adoption start CASE_STUDY --team TEAM --for PERSON --as dwp-intranet\n"
       "  obtctl adoption start CASE_STUDY --team TEAM --plan 'The same ten templates' \\\n"
       "      --adopted-on 2025-02-10 --ends-on 2025-04-30 --for PERSON --as dwp-intranet",
       {CaseStudyId(), Required("team", "TEAM", "The team that tries it"),
        Text("copied-from", "ADOPTION", "The adoption of it that it is copied from").To("copied_from"),
        Text("plan", "TEXT", "What the team means to do"),
        Day("ends-on", "Its last day, if it is known").To("last_day"), Day("adopted-on", "Default: today"),
        For(), RequestId(), IdAlone("adoption.adoption_id")},
       Of<ideas::v1::AdoptCaseStudyRequest>(),
       AdoptionReceipt()},
      {"adoption report",
       "Say that an adoption runs, or how it ended and what was learnt",
       "Examples:\n"
       "  obtctl adoption report ADOPTION --outcome partly_worked --learnt 'Eight of ten were right' \\\n"
       "      --hindered technology --benefit 'waiting_time:12d->9.5d' --for PERSON --as dwp-intranet",
       Together({{AdoptionId(), Day("started-on", "It runs since this day")},
                 ResultOptions(false),
                 {Etag(), For()}}),
       Of<ideas::v1::ReportAdoptionRequest>(),
       AdoptionReceipt(),
       {{{"started-on", "outcome"}, true}, {{"started-on", "learnt"}, true}},
       TakeBenefits},
      {"adoption list",
       "What repeats a case study, directly or through others; or the way back from an adoption",
       "Examples:\n"
       "  obtctl adoption list --case-study CASE_STUDY\n"
       "  obtctl adoption list --adoption ADOPTION --for PERSON --as dwp-intranet -o json",
       {Text("case-study", "CASE_STUDY", "What repeats it"),
        Text("adoption", "ADOPTION", "Or the way back from it, nearest first"), For()},
       Of<ideas::v1::ListAdoptionsRequest>(),
       {.rows = "adoptions", .columns = kAdoption, .own = BenefitsOf},
       {{{"case-study", "adoption"}, true}}},
  };
}

}  // namespace obt::ctl
