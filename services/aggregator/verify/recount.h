// The recount: every record and every figure once more, from the sources' own rows, with plain maps and
// loops. It shares questions with the engine and no code, on purpose: what both agree on was decided twice.
// Slow is fine, clever is not.
#pragma once

#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/base/ids.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "obt/options/v1/measures.pb.h"
#include "services/aggregator/query/question.h"

namespace obt::aggregator::recount {

using Text = const std::string*;  // kept by Sources

struct Stay {
  Text organisation = nullptr;
  Day from = 0;
  std::optional<Day> to;
};

// What is known of a person, and the dimension that groups by it.
struct Attribute {
  v1::Dimension dimension;
  const std::string& (identity::v1::PersonFacts::*code)() const;
};
inline constexpr Attribute kAttributes[] = {
    {v1::DIMENSION_GRADE, &identity::v1::PersonFacts::grade},
    {v1::DIMENSION_PROFESSION, &identity::v1::PersonFacts::profession},
    {v1::DIMENSION_REGION, &identity::v1::PersonFacts::region},
};
// Which of them a dimension groups by, if any.
std::optional<size_t> AttributeOf(v1::Dimension dimension);

struct Person {
  std::array<Text, std::size(kAttributes)> attributes = {};  // in the order of kAttributes
  std::vector<Stay> stays;
};

// A learning event that stands.
struct Event {
  uint64_t sequence = 0;
  int64_t occurred_at_us = 0;
  Text source = nullptr;
  Text course = nullptr, module = nullptr;  // empty: self-recorded
  int verb = 0;
  int minutes = 0;
};

// A revision of a survey response that stands.
struct Revision {
  Text survey = nullptr;
  bool before = false;  // of a survey before learning
  int64_t answered_at_us = 0;
  std::map<std::string, int> answers;  // by construct
};

// A team conversation that stands and names somebody.
struct Attended {
  std::string conversation_id;
  Day held_on = 0;
};

// What identity, learning and ideas hold.
class Sources {
 public:
  std::map<std::string, identity::v1::Organisation> organisations;
  std::map<std::string, identity::v1::Programme> programmes;
  std::map<std::string, std::map<std::string, std::map<Day, int64_t>>>
      headcounts;  // programme, organisation, dated
  std::map<std::string, std::map<std::string, learning::v1::Course>> courses;  // programme, course
  std::map<PersonId, Person> people;
  std::map<std::string, std::map<PersonId, std::vector<Event>>> events;           // programme, person
  std::map<std::string, std::map<std::string, learning::v1::Survey>> surveys;     // programme, survey
  std::map<std::string, std::map<PersonId, std::vector<Revision>>> revisions;     // programme, person
  std::map<std::string, std::vector<std::pair<std::optional<Day>, Text>>> leads;  // of teams, in order
  // By id.
  std::map<std::string, ideas::v1::ConversationFacts> conversations;
  std::map<std::string, ideas::v1::IdeaFacts> ideas;
  std::map<std::string, ideas::v1::ExperimentFacts> experiments;
  std::map<std::string, ideas::v1::CaseStudyFacts> case_studies;
  std::map<std::string, ideas::v1::AdoptionFacts> adoptions;
  std::map<std::string, std::map<PersonId, std::vector<Attended>>>
      attended;  // programme, person; in order of ids

  void AddHeadcount(const std::string& programme_id, const identity::v1::Headcount& headcount);
  void AddCourse(const learning::v1::Course& course) {
    courses[course.programme_id()][course.course_id()] = course;
  }
  void AddPerson(const PersonId& id, const identity::v1::PersonFacts& facts);
  // An event as its row says it; what does not stand is left out.
  void AddEvent(const learning::v1::LearningEvent& event, uint64_t sequence, bool retracted);
  // Puts everybody's events into the order in which they were recorded.
  void SortEvents();
  void AddSurvey(const learning::v1::Survey& survey) {
    surveys[survey.programme_id()][survey.survey_id()] = survey;
  }
  // A response as its row says it, after its survey; what is withdrawn is left out.
  void AddResponse(const learning::store::v1::SurveyResponseRow& response);
  void AddTeam(const identity::v1::TeamFacts& team);
  // In the order of their ids.
  void AddConversation(const ideas::v1::ConversationFacts& conversation);
  Text Keep(absl::string_view text) { return &*texts_.emplace(text).first; }

 private:
  std::set<std::string> texts_;
};

// The days on which something counts, [from, to).
struct Window {
  Day from, to;
};
Window WindowOf(const identity::v1::Programme& programme);

// One person in one programme.
struct Record {
  std::map<options::v1::Milestone, Day> reached;
  int64_t minutes = 0;
  std::map<Day, int64_t> credits;  // by day
};
using Records = std::map<PersonId, Record>;

Record CountRecord(const std::vector<Event>& events, const identity::v1::Programme& programme,
                   const std::map<std::string, learning::v1::Course>& courses);
// Adds the days of what somebody answered.
void CountResponses(const std::vector<Revision>& revisions, const identity::v1::Programme& programme,
                    Record& record);
// Adds the day of the first conversation.
void CountAttended(const std::vector<Attended>& attended, const identity::v1::Programme& programme,
                   Record& record);
Records CountRecords(const Sources& sources, const std::string& programme_id);
// Whether it finds the day of a milestone.
bool IsRecounted(options::v1::Milestone milestone);

// The organisation of the stay that covers the day; nullptr without one.
Text OrganisationOn(const Person& person, Day day);
// That, else the last one before; nullptr before the first.
Text BelongsTo(const Person& person, Day day);

// Who led a team on a day; nullptr of a team that is not there.
Text LeadOn(const Sources& sources, const std::string& team_id, Day day);

// Group codes in the order of group_by -> band ("" where there are none) -> value. What is 0 is not there.
using Figures = std::map<std::vector<std::string>, std::map<std::string, int64_t>>;

// Of one measure; its as_of is not after the programme's last day.
Figures CountFigures(const Sources& sources, const Records& records, const Question& question);
Figures CountItems(const Sources& sources, const Question& question);
// Of what people answered on five points, as of the question's day, by construct and then its groups: how
// many did "before" and "after", and how many gave 2 before and 4 after, "2 4".
Figures CountSurveys(const Sources& sources, const Question& question);
bool IsOfItems(v1::Measure measure);
// Whether it can count a measure, and group by a dimension.
bool IsRecounted(v1::Measure measure);
bool IsRecounted(v1::Dimension dimension);

}  // namespace obt::aggregator::recount
