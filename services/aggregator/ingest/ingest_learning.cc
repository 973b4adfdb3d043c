// Applies learning's changes: every touched learner is changed, derived and written once for a page. Facts
// are kept in memory because reading their rows back was more than half of the work.
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "obt/learning/v1/events.pb.h"
#include "services/aggregator/ingest/engine.h"

namespace obt::aggregator {
namespace {

using obt::store::Txn;
using obt::store::v1::Change;

struct TouchedLearner {
  PersonId person;
  std::vector<Fact> facts;
  std::vector<AnswerFact> answers;
  Record record;
};

// The learners of one programme that a page touches.
struct TouchedProgramme {
  absl::flat_hash_map<PersonId, size_t> place;  // in `learners`
  std::vector<TouchedLearner> learners;
  std::map<std::string, learning::v1::Course> courses;  // new states
  std::vector<learning::v1::Survey> surveys;            // new states, in order
  std::vector<Record> records;  // of all learners before, when the rules are now others
};
using LearningPage = std::map<std::string, TouchedProgramme>;  // by programme id

absl::Status Unreadable(const Change& change) {
  return Error(absl::StatusCode::kDataLoss, "CHANGE_UNREADABLE",
               absl::StrCat("change ", change.sequence(), " of learning cannot be read"));
}

Fact FactOf(const learning::v1::LearningEventChanged& event, State& names) {
  Fact fact;
  fact.sequence = event.recorded_sequence();
  fact.occurred_at_us = event.occurred_at().seconds() * 1'000'000 + event.occurred_at().nanos() / 1'000;
  fact.source = names.sources.Add(event.source());
  fact.module =
      event.module_id().empty() ? kNone : names.modules.Add(ModuleName(event.course_id(), event.module_id()));
  fact.verb = static_cast<uint8_t>(event.verb());
  fact.minutes = static_cast<uint16_t>(event.minutes());
  return fact;
}

// What stands of a response, as facts: one for each answer on a scale, and one for a revision without any.
std::vector<AnswerFact> AnswersOf(const learning::v1::SurveyResponseChanged& event, Number survey,
                                  State& names) {
  std::vector<AnswerFact> answers;
  for (const learning::v1::SurveyResponseChanged::Revision& revision : event.revisions()) {
    AnswerFact fact;
    fact.answered_at_us =
        revision.answered_at().seconds() * 1'000'000 + revision.answered_at().nanos() / 1'000;
    fact.survey = survey;
    fact.kind = static_cast<uint8_t>(event.kind());
    if (revision.answers().empty()) answers.push_back(fact);
    for (const learning::v1::ConstructAnswer& answer : revision.answers()) {
      fact.construct = names.constructs.Add(answer.construct());
      fact.value = static_cast<uint8_t>(answer.value());
      answers.push_back(fact);
    }
  }
  return answers;
}

TouchedLearner& Touch(const State& state, const std::string& programme_id, const PersonId& person,
                      TouchedProgramme& touched) {
  const auto [found, fresh] = touched.place.try_emplace(person, touched.learners.size());
  if (!fresh) return touched.learners[found->second];
  TouchedLearner& touched_learner = touched.learners.emplace_back();
  touched_learner.person = person;
  const auto programme = state.programmes.find(programme_id);
  if (programme == state.programmes.end()) return touched_learner;
  const LearnerIndex learner = programme->second.learners.Find(state.people.Find(person));
  if (learner == kNobody) return touched_learner;
  const absl::Span<const Fact> facts = programme->second.learners.FactsOf(learner);
  touched_learner.facts.reserve(facts.size() + 1);
  touched_learner.facts.assign(facts.begin(), facts.end());
  const absl::Span<const AnswerFact> answers = programme->second.learners.AnswersOf(learner);
  touched_learner.answers.assign(answers.begin(), answers.end());
  return touched_learner;
}

absl::Status TakeEvent(const learning::v1::LearningEventChanged& event, const Change& change, State& state,
                       LearningPage& page) {
  const std::optional<PersonId> person = ParseId<PersonId>(event.person_id());
  if (!person.has_value() || event.minutes() < 0 || event.minutes() > std::numeric_limits<uint16_t>::max()) {
    return Unreadable(change);
  }
  TouchedLearner& learner = Touch(state, event.programme_id(), *person, page[event.programme_id()]);
  if (event.retracted()) {
    DropFact(learner.facts, event.recorded_sequence());
  } else {
    PutFact(learner.facts, FactOf(event, state));
  }
  return absl::OkStatus();
}

absl::Status TakeResponse(const Change& change, State& state, LearningPage& page) {
  learning::v1::SurveyResponseChanged event;
  if (!event.ParseFromString(change.event())) return Unreadable(change);
  const std::optional<PersonId> person = ParseId<PersonId>(event.person_id());
  if (!person.has_value() || event.survey_id().empty()) return Unreadable(change);
  TouchedLearner& learner = Touch(state, event.programme_id(), *person, page[event.programme_id()]);
  const Number survey = state.surveys.Add(event.survey_id());
  PutAnswers(learner.answers, survey, AnswersOf(event, survey, state));
  return absl::OkStatus();
}

// Courses and surveys are rare.
absl::Status TakeCurriculum(const Change& change, Txn& txn, LearningPage& page) {
  const auto is = [&change](const google::protobuf::Message& event) {
    return change.type() == event.GetDescriptor()->full_name();
  };
  if (learning::v1::CourseChanged event; is(event)) {
    if (!event.ParseFromString(change.event())) return Unreadable(change);
    PutCourseRow(txn, event.course());
    page[event.course().programme_id()].courses[event.course().course_id()] = event.course();
  } else if (learning::v1::SurveyChanged event; is(event)) {
    if (!event.ParseFromString(change.event())) return Unreadable(change);
    PutSurveyRow(txn, event.survey());
    page[event.survey().programme_id()].surveys.push_back(event.survey());
  }
  return absl::OkStatus();
}

absl::StatusOr<LearningPage> ReadPage(absl::Span<const Change> changes, Txn& txn, State& state) {
  static const std::string event_changed = learning::v1::LearningEventChanged::descriptor()->full_name();
  static const std::string response_changed = learning::v1::SurveyResponseChanged::descriptor()->full_name();
  LearningPage page;
  learning::v1::LearningEventChanged event;
  for (const Change& change : changes) {
    if (change.type() == event_changed) {
      if (!event.ParseFromString(change.event())) return Unreadable(change);
      OBT_RETURN_IF_ERROR(TakeEvent(event, change, state, page));
    } else if (change.type() == response_changed) {
      OBT_RETURN_IF_ERROR(TakeResponse(change, state, page));
    } else {
      OBT_RETURN_IF_ERROR(TakeCurriculum(change, txn, page));
    }
  }
  return page;
}

// The programme's rules with the page's courses.
Rules RulesAfter(const std::string& programme_id, const TouchedProgramme& touched, State& state) {
  const auto before = state.programmes.find(programme_id);
  Courses courses;
  if (before != state.programmes.end()) courses = before->second.courses;
  for (const auto& [course_id, course] : touched.courses) {
    courses[course_id] = course;
    for (const auto& module : course.modules()) state.modules.Add(ModuleName(course_id, module.module_id()));
  }
  const ProgrammeState* const programme = state.FindProgramme(programme_id);
  return MakeRules(programme == nullptr ? nullptr : &programme->programme, courses, state.modules);
}

// Writes the touched rows and derives them; all of the programme's when a course changed what counts.
void Settle(const std::string& programme_id, TouchedProgramme& touched, Txn& txn, State& state) {
  const Rules rules = RulesAfter(programme_id, touched, state);
  for (TouchedLearner& learner : touched.learners) {
    PutLearnerRow(txn, programme_id, learner.person, learner.facts, learner.answers);
    learner.record = Derive(learner.facts, learner.answers, rules, state.sources);
  }
  const auto before = state.programmes.find(programme_id);
  if (before == state.programmes.end() || before->second.rules == rules) return;
  touched.records = DeriveAll(before->second, rules, state.sources);
}

void Put(const LearningPage& page, State& state) {
  for (const auto& [programme_id, touched] : page) {
    for (const auto& [course_id, course] : touched.courses) state.PutCourse(course);
    for (const learning::v1::Survey& survey : touched.surveys) state.PutSurvey(survey);
    state.PutRecords(programme_id, touched.records);
    ProgrammeState& programme = state.programmes[programme_id];
    for (const TouchedLearner& learner : touched.learners) {
      state.PutLearner(programme, learner.person, learner.facts, learner.answers, learner.record);
    }
  }
}

}  // namespace

absl::Status Engine::ApplyLearning(absl::Span<const Change> changes, Txn& txn) {
  if (changes.empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(LearningPage page, ReadPage(changes, txn, state_));
  for (auto& [programme_id, touched] : page) Settle(programme_id, touched, txn, state_);
  OBT_RETURN_IF_ERROR(PutNewNames(txn, state_));
  Install([&](State& state) {
    Put(page, state);
    state.learning = {changes.back().sequence(), changes.back().commit_time_us()};
  });
  return absl::OkStatus();
}

}  // namespace obt::aggregator
