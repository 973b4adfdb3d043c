// Applies learning's changes: every touched participant is changed, derived and written once for a page. Rows
// are kept in memory because reading them back was more than half of the work.
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status.h"
#include "common/base/times.h"
#include "obt/learning/v1/events.pb.h"
#include "services/aggregator/ingest/changed_people.h"
#include "services/aggregator/ingest/changes.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/ingest/rows.h"

namespace obt::aggregator {
namespace {

using obt::store::Txn;
using obt::store::v1::Change;

// What a page changes in one programme.
struct ChangedProgramme {
  ChangedPeople people;
  std::map<std::string, learning::v1::Course> courses;  // new states
  std::vector<learning::v1::Survey> surveys;            // new states, in order
  std::vector<Record> records;  // of all participants before, when the rules are now others
};
using LearningPage = std::map<std::string, ChangedProgramme>;  // by programme id

Event EventOf(const learning::v1::LearningEventChanged& event, NameBook& names) {
  Event kept;
  kept.sequence = event.recorded_sequence();
  kept.occurred_at_us = MicrosOf(event.occurred_at());
  kept.source = names[store::v1::NAME_KIND_SOURCE].Add(event.source());
  if (!event.module_id().empty()) {
    kept.module = names[store::v1::NAME_KIND_MODULE].Add(ModuleName(event.course_id(), event.module_id()));
  }
  kept.verb = static_cast<uint8_t>(event.verb());
  kept.minutes = static_cast<uint16_t>(event.minutes());
  return kept;
}

// What stands of a response: one for each answer on a scale, and one for a revision without any.
std::vector<SurveyAnswer> AnswersOf(const learning::v1::SurveyResponseChanged& event, Number survey,
                                    NameBook& names) {
  std::vector<SurveyAnswer> answers;
  for (const learning::v1::SurveyResponseChanged::Revision& revision : event.revisions()) {
    SurveyAnswer kept;
    kept.answered_at_us = MicrosOf(revision.answered_at());
    kept.survey = survey;
    kept.kind = static_cast<uint8_t>(event.kind());
    if (revision.answers().empty()) answers.push_back(kept);
    for (const learning::v1::ConstructAnswer& answer : revision.answers()) {
      kept.construct = names[store::v1::NAME_KIND_CONSTRUCT].Add(answer.construct());
      kept.value = static_cast<uint8_t>(answer.value());
      answers.push_back(kept);
    }
  }
  return answers;
}

// Reads changes into what a page comes to.
class PageReader {
 public:
  PageReader(const State& state, NameBook& names, Txn& txn) : state_(state), names_(names), txn_(txn) {}

  absl::Status Take(const Change& change) {
    if (IsA<learning::v1::LearningEventChanged>(change)) return TakeEvent(change);
    if (IsA<learning::v1::SurveyResponseChanged>(change)) return TakeResponse(change);
    if (IsA<learning::v1::CourseChanged>(change)) return TakeCourse(change);
    if (IsA<learning::v1::SurveyChanged>(change)) return TakeSurvey(change);
    return absl::OkStatus();
  }
  LearningPage TakePage() { return std::move(page_); }

 private:
  absl::Status TakeEvent(const Change& change) {
    if (!event_.ParseFromString(change.event())) return Unreadable(change);
    const std::optional<PersonId> person = ParseId<PersonId>(event_.person_id());
    if (!person.has_value() || event_.minutes() < 0 ||
        event_.minutes() > std::numeric_limits<uint16_t>::max()) {
      return Unreadable(change);
    }
    PersonRow& row = RowOf(event_.programme_id(), *person);
    if (event_.retracted()) {
      row.Drop(event_.recorded_sequence());
    } else {
      row.Put(EventOf(event_, names_));
    }
    return absl::OkStatus();
  }

  absl::Status TakeResponse(const Change& change) {
    learning::v1::SurveyResponseChanged event;
    if (!event.ParseFromString(change.event())) return Unreadable(change);
    const std::optional<PersonId> person = ParseId<PersonId>(event.person_id());
    if (!person.has_value() || event.survey_id().empty()) return Unreadable(change);
    const Number survey = names_[store::v1::NAME_KIND_SURVEY].Add(event.survey_id());
    RowOf(event.programme_id(), *person).PutAnswers(survey, AnswersOf(event, survey, names_));
    return absl::OkStatus();
  }

  absl::Status TakeCourse(const Change& change) {
    learning::v1::CourseChanged event;
    if (!event.ParseFromString(change.event())) return Unreadable(change);
    const learning::v1::Course& course = event.course();
    PutCourseRow(txn_, course);
    for (const auto& module : course.modules()) {
      names_[store::v1::NAME_KIND_MODULE].Add(ModuleName(course.course_id(), module.module_id()));
    }
    page_[course.programme_id()].courses[course.course_id()] = course;
    return absl::OkStatus();
  }

  absl::Status TakeSurvey(const Change& change) {
    learning::v1::SurveyChanged event;
    if (!event.ParseFromString(change.event())) return Unreadable(change);
    PutSurveyRow(txn_, event.survey());
    page_[event.survey().programme_id()].surveys.push_back(event.survey());
    return absl::OkStatus();
  }

  PersonRow& RowOf(const std::string& programme_id, const PersonId& person) {
    return page_[programme_id].people.RowOf(state_, programme_id, person);
  }

  const State& state_;
  NameBook& names_;
  Txn& txn_;
  LearningPage page_;
  learning::v1::LearningEventChanged event_;  // nearly all changes are; its memory is used again
};

// The programme's rules with the page's courses.
Rules RulesAfter(const std::string& programme_id, const ChangedProgramme& touched, const State& state,
                 const NameBook& names) {
  const auto before = state.programmes.find(programme_id);
  Courses courses;
  if (before != state.programmes.end()) courses = before->second.courses;
  for (const auto& [course_id, course] : touched.courses) courses[course_id] = course;
  const ProgrammeState* const programme = state.FindProgramme(programme_id);
  return MakeRules(programme == nullptr ? nullptr : &programme->programme, courses, names);
}

// Derives and writes the touched rows; derives all of the programme's when a course changed what counts.
void Finish(const std::string& programme_id, ChangedProgramme& touched, const State& state,
            const NameBook& names, Txn& txn) {
  const Rules rules = RulesAfter(programme_id, touched, state, names);
  touched.people.Finish(programme_id, rules, names, txn);
  const auto before = state.programmes.find(programme_id);
  if (before == state.programmes.end() || before->second.rules == rules) return;
  touched.records = DeriveAll(before->second, rules, names);
}

void Put(const LearningPage& page, State& state) {
  for (const auto& [programme_id, touched] : page) {
    for (const auto& [course_id, course] : touched.courses) state.PutCourse(course);
    for (const learning::v1::Survey& survey : touched.surveys) state.PutSurvey(survey);
    state.PutRecords(programme_id, touched.records);
    touched.people.Put(programme_id, state);
  }
}

}  // namespace

absl::StatusOr<StateChange> ApplyLearning(absl::Span<const Change> changes, const State& state,
                                          NameBook& names, Txn& txn) {
  PageReader reader(state, names, txn);
  for (const Change& change : changes) OBT_RETURN_IF_ERROR(reader.Take(change));
  LearningPage page = reader.TakePage();
  for (auto& [programme_id, touched] : page) Finish(programme_id, touched, state, names, txn);
  return [page = std::move(page)](State& put_in) { Put(page, put_in); };
}

}  // namespace obt::aggregator
