#include "services/ideas/case_study/domain.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/ideas/case_study/adoption_domain.h"
#include "services/ideas/item/state_domain.h"

namespace obt::ideas {
namespace {

using State = v1::CaseStudyState;

constexpr State kStates[] = {v1::CASE_STUDY_STATE_DRAFT, v1::CASE_STUDY_STATE_SUBMITTED,
                             v1::CASE_STUDY_STATE_PUBLISHED, v1::CASE_STUDY_STATE_WITHDRAWN};
const Day kToday = ParseDayText("2025-01-15").value();

google::type::Date DateOf(absl::string_view day) { return ToDate(ParseDayText(day).value()); }

v1::CaseStudyFacts In(State state) {
  v1::CaseStudyFacts case_study;
  case_study.set_case_study_id("story");
  case_study.set_state(state);
  if (state == v1::CASE_STUDY_STATE_PUBLISHED) *case_study.mutable_published_on() = DateOf("2025-01-06");
  return case_study;
}

v1::Trial ConcludedTrial() {
  v1::Trial trial;
  trial.set_state(v1::TRIAL_STATE_CONCLUDED);
  trial.set_outcome(v1::OUTCOME_STOPPED);
  *trial.mutable_concluded_on() = DateOf("2024-12-20");
  return trial;
}

std::string FirstFault(const absl::Status& status) {
  const std::vector<FieldViolation> faults = ViolationsOf(status);
  return faults.empty() ? "" : faults.front().field + ": " + faults.front().description;
}

// What may be done when: the one table.
const std::map<CaseStudyVerb, std::set<State>>& Allowed() {
  static const auto& allowed = *new std::map<CaseStudyVerb, std::set<State>>{
      {CaseStudyVerb::kUpdate, {v1::CASE_STUDY_STATE_DRAFT, v1::CASE_STUDY_STATE_SUBMITTED}},
      {CaseStudyVerb::kSubmit, {v1::CASE_STUDY_STATE_DRAFT}},
      {CaseStudyVerb::kPublish, {v1::CASE_STUDY_STATE_SUBMITTED}},
      {CaseStudyVerb::kWithdraw,
       {v1::CASE_STUDY_STATE_DRAFT, v1::CASE_STUDY_STATE_SUBMITTED, v1::CASE_STUDY_STATE_PUBLISHED}},
      {CaseStudyVerb::kAdopt, {v1::CASE_STUDY_STATE_PUBLISHED}}};
  return allowed;
}

TEST(CaseStudyStates, EveryVerbIsRefusedInEveryOtherState) {
  for (const auto& [verb, states] : Allowed()) {
    for (const State state : kStates) {
      const absl::Status status = CheckState(In(state), verb);
      EXPECT_EQ(status.ok(), states.contains(state)) << static_cast<int>(verb) << WordOf(state);
      if (states.contains(state)) continue;
      EXPECT_EQ(ReasonOf(status), "CASE_STUDY_STATE");
      EXPECT_TRUE(absl::StrContains(status.message(), absl::StrCat("the case study is ", WordOf(state))));
      for (const State allowed : states) EXPECT_TRUE(absl::StrContains(status.message(), WordOf(allowed)));
    }
  }
}

TEST(CaseStudyStates, EveryVerbOfTheServiceKeepsToThemAndLeadsOn) {
  const struct {
    CaseStudyVerb verb;
    State to;
    std::function<absl::Status(v1::CaseStudyFacts&)> run;
  } kRows[] = {{CaseStudyVerb::kSubmit, v1::CASE_STUDY_STATE_SUBMITTED, Submit},
               {CaseStudyVerb::kPublish, v1::CASE_STUDY_STATE_PUBLISHED,
                [](v1::CaseStudyFacts& facts) { return Publish({}, ConcludedTrial(), kToday, facts); }},
               {CaseStudyVerb::kWithdraw, v1::CASE_STUDY_STATE_WITHDRAWN,
                static_cast<absl::Status (*)(v1::CaseStudyFacts&)>(Withdraw)}};
  for (const auto& row : kRows) {
    for (const State state : kStates) {
      v1::CaseStudyFacts case_study = In(state);
      const bool allowed = Allowed().at(row.verb).contains(state);
      EXPECT_EQ(row.run(case_study).ok(), allowed);
      EXPECT_EQ(case_study.state(), allowed ? row.to : state);
    }
  }
}

TEST(CaseStudies, TellOfWhatHasConcludedAndTakeItsOutcomeAlong) {
  for (const auto state : {v1::TRIAL_STATE_PLANNED, v1::TRIAL_STATE_RUNNING, v1::TRIAL_STATE_CONCLUDED}) {
    v1::ExperimentFacts experiment;
    *experiment.mutable_trial() = ConcludedTrial();
    experiment.mutable_trial()->set_state(state);
    for (const auto kind : {v1::BENEFIT_KIND_MONEY, v1::BENEFIT_KIND_CASES, v1::BENEFIT_KIND_MONEY})
      experiment.mutable_trial()->add_benefits()->set_kind(kind);
    v1::AdoptionFacts adoption;
    *adoption.mutable_trial() = experiment.trial();
    const auto of_experiment = DraftAbout(experiment, std::nullopt);
    const auto of_adoption = DraftAbout(adoption, std::nullopt);
    if (state != v1::TRIAL_STATE_CONCLUDED) {
      EXPECT_EQ(ReasonOf(of_experiment.status()), "EXPERIMENT_STATE");
      EXPECT_EQ(ReasonOf(of_adoption.status()), "ADOPTION_STATE");
      continue;
    }
    for (const v1::CaseStudyFacts& draft : {of_experiment.value(), of_adoption.value()}) {
      EXPECT_EQ(draft.state(), v1::CASE_STUDY_STATE_DRAFT);
      EXPECT_EQ(draft.outcome(), v1::OUTCOME_STOPPED);
      ASSERT_EQ(draft.benefit_kinds_size(), 2);
      EXPECT_EQ(draft.benefit_kinds(0), v1::BENEFIT_KIND_MONEY);
      EXPECT_EQ(draft.benefit_kinds(1), v1::BENEFIT_KIND_CASES);
    }
  }
}

TEST(CaseStudies, AreOneAtATimeOfATrial) {
  v1::ExperimentFacts experiment;
  v1::AdoptionFacts adoption;
  *experiment.mutable_trial() = *adoption.mutable_trial() = ConcludedTrial();
  for (const State state : kStates) {
    for (const absl::Status& status :
         {DraftAbout(experiment, In(state)).status(), DraftAbout(adoption, In(state)).status()}) {
      EXPECT_EQ(ReasonOf(status), state == v1::CASE_STUDY_STATE_WITHDRAWN ? "" : "CASE_STUDY_OPEN");
      EXPECT_EQ(absl::StrContains(status.message(), WordOf(state)), !status.ok());
    }
  }
}

TEST(CaseStudies, ArePublishedBetweenTheEndOfTheTrialAndToday) {
  const struct {
    const char* day;
    const char* fault;
  } kRows[] = {{"2024-12-19", "published_on: must not be before what it tells of concluded"},
               {"2024-12-20", ""},
               {"2025-01-15", ""},
               {"2025-01-16", "published_on: must not be in the future"}};
  for (const auto& row : kRows) {
    v1::CaseStudyFacts case_study = In(v1::CASE_STUDY_STATE_SUBMITTED);
    EXPECT_EQ(FirstFault(Publish(DateOf(row.day), ConcludedTrial(), kToday, case_study)), row.fault);
  }
}

AdoptionContext PublishedStory() {
  AdoptionContext context;
  context.case_study = In(v1::CASE_STUDY_STATE_PUBLISHED);
  return context;
}

v1::AdoptionFacts OtherAdoption(const std::string& case_study_id, v1::TrialState state) {
  v1::AdoptionFacts adoption;
  adoption.set_case_study_id(case_study_id);
  adoption.mutable_trial()->set_state(state);
  return adoption;
}

// A refusal for every guard, and what comes right up to it.
TEST(Adoptions, EveryGuardHasItsReason) {
  using Request = v1::AdoptCaseStudyRequest;
  const struct {
    const char* reason;
    std::function<void(AdoptionContext&, Request&)> change;
  } kRows[] = {
      {"", [](AdoptionContext&, Request&) {}},
      {"CASE_STUDY_STATE", [](auto& c, auto&) { c.case_study.set_state(v1::CASE_STUDY_STATE_DRAFT); }},
      {"CASE_STUDY_STATE", [](auto& c, auto&) { c.case_study.set_state(v1::CASE_STUDY_STATE_WITHDRAWN); }},
      {"HIDDEN", [](auto& c, auto&) { c.case_study.set_hidden(true); }},
      {"OWN_CASE_STUDY", [](auto& c, auto&) { c.own = true; }},
      {"ADOPTION_OPEN",
       [](auto& c, auto&) { c.adoptions.push_back(OtherAdoption("story", v1::TRIAL_STATE_PLANNED)); }},
      {"ADOPTION_OPEN",
       [](auto& c, auto&) { c.adoptions.push_back(OtherAdoption("story", v1::TRIAL_STATE_RUNNING)); }},
      {"", [](auto& c, auto&) { c.adoptions.push_back(OtherAdoption("story", v1::TRIAL_STATE_CONCLUDED)); }},
      {"", [](auto& c, auto&) { c.adoptions.push_back(OtherAdoption("other", v1::TRIAL_STATE_RUNNING)); }},
      {"",
       [](auto& c, auto&) {
         c.adoptions.assign(kMostAdoptions - 1, OtherAdoption("other", v1::TRIAL_STATE_RUNNING));
       }},
      {"ADOPTION_LIMIT",
       [](auto& c, auto&) {
         c.adoptions.assign(kMostAdoptions, OtherAdoption("other", v1::TRIAL_STATE_RUNNING));
       }},
      {"INVALID_FIELDS", [](auto&, auto& r) { *r.mutable_adopted_on() = DateOf("2025-01-05"); }},
      {"", [](auto&, auto& r) { *r.mutable_adopted_on() = DateOf("2025-01-06"); }},
      {"", [](auto&, auto& r) { *r.mutable_adopted_on() = DateOf("2025-01-15"); }},
      {"INVALID_FIELDS", [](auto&, auto& r) { *r.mutable_adopted_on() = DateOf("2025-01-16"); }},
      {"INVALID_FIELDS", [](auto&, auto& r) { *r.mutable_last_day() = DateOf("2025-01-14"); }},
      {"", [](auto&, auto& r) { *r.mutable_last_day() = DateOf("2025-01-15"); }},
      {"INVALID_FIELDS",
       [](auto& c, auto& r) {
         r.set_copied_from("another");
         c.copied.set_case_study_id("other");
       }},
      {"",
       [](auto& c, auto& r) {
         r.set_copied_from("another");
         c.copied.set_case_study_id("story");
       }},
  };
  int number = 0;
  for (const auto& row : kRows) {
    AdoptionContext context = PublishedStory();
    v1::AdoptCaseStudyRequest request;
    request.set_case_study_id("story");
    row.change(context, request);
    EXPECT_EQ(ReasonOf(Adopt(request, "obt-2024", context, kToday).status()), row.reason) << number;
    ++number;
  }
}

TEST(Adoptions, RepeatTheirCaseStudyAndWhatThatRepeats) {
  AdoptionContext context = PublishedStory();
  for (size_t i = 0; i < kMostRepeated; ++i) context.origin.add_chain(absl::StrCat("earlier-", i));
  v1::AdoptCaseStudyRequest request;
  request.set_case_study_id("story");
  const v1::AdoptionFacts adoption = Adopt(request, "obt-2024", context, kToday).value();
  ASSERT_EQ(adoption.chain_size(), static_cast<int>(kMostRepeated)) << "the nearest alone";
  EXPECT_EQ(adoption.chain(0), "story");
  EXPECT_EQ(adoption.chain(1), "earlier-0");
  EXPECT_EQ(adoption.trial().state(), v1::TRIAL_STATE_PLANNED);
  EXPECT_EQ(ParseDay(adoption.adopted_on()), kToday);
}

TEST(Adoptions, RunOrEndInOrder) {
  const struct {
    v1::TrialState state;
    bool end;
    const char* day;
    const char* reason;
  } kRows[] = {
      {v1::TRIAL_STATE_PLANNED, false, "2025-01-05", "INVALID_FIELDS"},  // before it was adopted
      {v1::TRIAL_STATE_PLANNED, false, "2025-01-06", ""},
      {v1::TRIAL_STATE_PLANNED, false, "2025-01-16", "INVALID_FIELDS"},
      {v1::TRIAL_STATE_RUNNING, false, "2025-01-08", "ADOPTION_STATE"},
      {v1::TRIAL_STATE_CONCLUDED, false, "2025-01-08", "ADOPTION_STATE"},
      {v1::TRIAL_STATE_PLANNED, true, "2025-01-05", "INVALID_FIELDS"},
      {v1::TRIAL_STATE_PLANNED, true, "2025-01-06", ""},
      {v1::TRIAL_STATE_RUNNING, true, "2025-01-07", "INVALID_FIELDS"},  // before it started
      {v1::TRIAL_STATE_RUNNING, true, "2025-01-08", ""},
      {v1::TRIAL_STATE_RUNNING, true, "2025-01-16", "INVALID_FIELDS"},
      {v1::TRIAL_STATE_CONCLUDED, true, "2025-01-08", "ADOPTION_STATE"},
  };
  for (const auto& row : kRows) {
    v1::AdoptionFacts adoption = OtherAdoption("story", row.state);
    *adoption.mutable_adopted_on() = DateOf("2025-01-06");
    if (row.state != v1::TRIAL_STATE_PLANNED)
      *adoption.mutable_trial()->mutable_started_on() = DateOf("2025-01-08");
    v1::ReportAdoptionRequest request;
    (row.end ? *request.mutable_result()->mutable_concluded_on() : *request.mutable_started_on()) =
        DateOf(row.day);
    const absl::Status status = Report(request, kToday, adoption);
    EXPECT_EQ(ReasonOf(status), row.reason) << WordOf(row.state) << row.day;
    if (!status.ok()) continue;
    EXPECT_EQ(adoption.trial().state(), row.end ? v1::TRIAL_STATE_CONCLUDED : v1::TRIAL_STATE_RUNNING);
  }
}

TEST(Requests, NameOneThingOfTwo) {
  const std::string kId = "01927f3a-0000-7000-8000-000000000001";
  for (const bool both : {false, true}) {
    v1::DraftCaseStudyRequest draft;
    v1::ReportAdoptionRequest report;
    v1::ListAdoptionsRequest list;
    report.set_adoption_id(kId);
    draft.mutable_text()->set_title("a");
    draft.mutable_text()->set_story("b");
    draft.mutable_text()->set_learnt("c");
    if (both) {
      draft.set_experiment_id(kId);
      draft.set_adoption_id(kId);
      list.set_case_study_id(kId);
      list.set_adoption_id(kId);
      *report.mutable_started_on() = DateOf("2025-01-06");
      report.mutable_result()->set_outcome(v1::OUTCOME_WORKED);
      report.mutable_result()->set_learnt("c");
    }
    EXPECT_EQ(Validate(draft).faults().at(0).field, "experiment_id");
    EXPECT_EQ(Validate(report).faults().at(0).field, "started_on");
    EXPECT_EQ(Validate(list).faults().at(0).field, "case_study_id");
  }
}

}  // namespace
}  // namespace obt::ideas
