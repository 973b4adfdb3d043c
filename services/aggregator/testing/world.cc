#include "services/aggregator/testing/world.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/error.h"

namespace obt::aggregator::testing {

Day D(absl::string_view text) {
  const std::optional<Day> day = ParseDayText(text);
  if (!day.has_value()) Die(absl::StrCat("not a day: ", text));
  return *day;
}

google::type::Date Date(absl::string_view text) { return ToDate(D(text)); }

google::protobuf::Timestamp At(absl::string_view text) {
  absl::Time time;
  std::string problem;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &problem)) Die(absl::StrCat("not a time: ", text));
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  return timestamp;
}

PersonId Person(uint32_t number) {
  std::array<uint8_t, 16> bytes = {1, 2, 3, 4, 5, 6, 0x70, 0, 0x80};
  for (size_t i = 0; i < 4; ++i) bytes[12 + i] = static_cast<uint8_t>(number >> (8 * (3 - i)));
  return PersonId(bytes);
}

void World::Publish(Changes& log, const google::protobuf::Message& event) {
  obt::store::v1::Change& change = log.emplace_back();
  change.set_sequence(log.size());
  change.set_commit_time_us(absl::ToUnixMicros(absl::FromUnixSeconds(1'728'000'000)) +
                            static_cast<int64_t>(log.size()));
  change.set_type(event.GetDescriptor()->full_name());
  change.set_event(event.SerializeAsString());
}

void World::PutOrganisation(const identity::v1::Organisation& organisation) {
  organisations[organisation.code()] = organisation;
  identity::v1::OrganisationChanged event;
  *event.mutable_organisation() = organisation;
  Publish(identity_, event);
}

void World::PutOrganisation(const std::string& code, const std::string& parent,
                            identity::v1::OrganisationKind kind) {
  identity::v1::Organisation organisation;
  organisation.set_code(code);
  organisation.set_name(absl::StrCat("The ", code));
  organisation.set_parent_code(parent);
  organisation.set_kind(kind);
  PutOrganisation(organisation);
}

void World::Merge(const std::string& code, const std::string& into, absl::string_view day) {
  identity::v1::Organisation organisation = organisations.at(code);
  organisation.set_successor_code(into);
  *organisation.mutable_valid_to_day() = Date(day);
  PutOrganisation(organisation);
}

identity::v1::Programme World::Programme2024() {
  identity::v1::Programme programme;
  programme.set_programme_id("obt-2024");
  programme.set_title("One Big Thing 2024");
  *programme.mutable_first_day() = Date("2024-10-14");
  *programme.mutable_last_day() = Date("2025-02-14");
  programme.add_minute_band_bounds(60);
  programme.add_minute_band_bounds(420);
  return programme;
}

void World::PutProgramme(const identity::v1::Programme& programme) {
  programmes[programme.programme_id()] = programme;
  identity::v1::ProgrammeChanged event;
  *event.mutable_programme() = programme;
  Publish(identity_, event);
}

void World::PutHeadcount(const std::string& programme_id, const std::string& organisation,
                         absl::string_view dated, int count) {
  identity::v1::HeadcountsChanged event;
  event.set_programme_id(programme_id);
  identity::v1::Headcount& headcount = *event.add_headcounts();
  headcount.set_organisation_code(organisation);
  *headcount.mutable_dated() = Date(dated);
  headcount.set_headcount(count);
  headcounts[{programme_id, organisation, D(dated)}] = headcount;
  Publish(identity_, event);
}

void World::PutList(identity::v1::ReferenceKind kind, const std::vector<std::string>& codes) {
  identity::v1::ReferenceListChanged event;
  event.mutable_list()->set_kind(kind);
  for (const std::string& code : codes) {
    identity::v1::ReferenceEntry& entry = *event.mutable_list()->add_entries();
    entry.set_code(code);
    entry.set_name(absl::StrCat("Name of ", code));
  }
  lists[kind] = event.list();
  Publish(identity_, event);
}

void World::PutPerson(const PersonId& id, const std::vector<StaySpec>& stays, const std::string& grade,
                      const std::string& profession, const std::string& region) {
  identity::v1::PersonChanged event;
  identity::v1::PersonFacts& facts = *event.mutable_person();
  facts.set_person_id(ToText(id));
  facts.set_status(identity::v1::PERSON_STATUS_ACTIVE);
  facts.set_grade(grade);
  facts.set_profession(profession);
  facts.set_region(region);
  for (const StaySpec& spec : stays) {
    identity::v1::Stay& stay = *facts.add_stays();
    stay.set_organisation_code(spec.organisation);
    *stay.mutable_from_day() = Date(spec.from);
    if (!spec.to.empty()) *stay.mutable_to_day() = Date(spec.to);
  }
  people[id] = facts;
  Publish(identity_, event);
}

void World::PutCourse(const learning::v1::Course& course) {
  courses[{course.programme_id(), course.course_id()}] = course;
  learning::v1::CourseChanged event;
  *event.mutable_course() = course;
  Publish(learning_, event);
}

learning::v1::Course World::Course(const std::string& id, int modules, int required_modules,
                                   int expected_minutes, bool required) {
  learning::v1::Course course;
  course.set_programme_id("obt-2024");
  course.set_course_id(id);
  course.set_required(required);
  for (int i = 0; i < modules; ++i) {
    learning::v1::Module& module = *course.add_modules();
    module.set_module_id(absl::StrCat("m", i + 1));
    module.set_expected_minutes(expected_minutes);
    module.set_required(i < required_modules);
  }
  return course;
}

void World::PublishEvent(const learning::store::v1::EventRow& row) {
  const learning::v1::LearningEvent& event = row.event();
  learning::v1::LearningEventChanged changed;
  changed.set_programme_id(event.programme_id());
  changed.set_person_id(event.person_id());
  changed.set_recorded_sequence(row.sequence());
  changed.set_source(event.source());
  changed.set_course_id(event.module().course_id());
  changed.set_module_id(event.module().module_id());
  changed.set_learning_type(event.self_recorded().learning_type());
  changed.set_verb(event.verb());
  *changed.mutable_occurred_at() = event.occurred_at();
  changed.set_minutes(event.minutes());
  changed.set_retracted(row.retracted());
  Publish(learning_, changed);
}

void World::Record(const EventSpec& spec) {
  const std::pair<std::string, std::string> key(spec.source, spec.id);
  if (events.count(key) > 0) return;
  learning::store::v1::EventRow& row = events[key];
  row.set_sequence(learning_.size() + 1);
  row.set_retracted(waiting_.erase(key) > 0);
  learning::v1::LearningEvent& event = *row.mutable_event();
  event.set_programme_id(spec.programme);
  event.set_source(spec.source);
  event.set_source_event_id(spec.id);
  event.set_person_id(ToText(spec.person));
  if (spec.module.empty()) {
    event.mutable_self_recorded()->set_learning_type("READING");
  } else {
    event.mutable_module()->set_course_id(spec.course);
    event.mutable_module()->set_module_id(spec.module);
  }
  event.set_verb(spec.verb);
  *event.mutable_occurred_at() = spec.at;
  if (spec.minutes > 0) event.set_minutes(spec.minutes);
  PublishEvent(row);
}

void World::Retract(const std::string& source, const std::string& id, const PersonId& person) {
  learning::store::v1::EventRow& retraction = events[{source, absl::StrCat("retracts-", id)}];
  if (retraction.sequence() > 0) return;
  retraction.set_sequence(learning_.size() + 1);
  retraction.mutable_event()->set_source(source);
  retraction.mutable_event()->set_programme_id("obt-2024");
  retraction.mutable_event()->set_person_id(ToText(person));
  retraction.mutable_event()->set_source_event_id(absl::StrCat("retracts-", id));
  retraction.mutable_event()->set_verb(learning::v1::VERB_RETRACTED);
  retraction.mutable_event()->set_target_source_event_id(id);
  const auto target = events.find({source, id});
  if (target != events.end() && !target->second.retracted()) {
    target->second.set_retracted(true);
    PublishEvent(target->second);
    return;
  }
  if (target == events.end()) waiting_.insert({source, id});
  Publish(learning_, learning::v1::RetractionRecorded());
}

void World::PutSurvey(const learning::v1::Survey& survey) {
  surveys[survey.survey_id()] = survey;
  learning::v1::SurveyChanged event;
  *event.mutable_survey() = survey;
  Publish(learning_, event);
}

learning::v1::Survey World::Survey(const std::string& id, learning::v1::SurveyKind kind,
                                   const std::vector<std::string>& constructs) {
  learning::v1::Survey survey;
  survey.set_programme_id("obt-2024");
  survey.set_survey_id(id);
  survey.set_kind(kind);
  for (const std::string& construct : constructs) {
    learning::v1::SurveyQuestion& question = *survey.add_questions();
    question.set_question_id(absl::StrCat(id, "-", construct));
    question.set_construct(construct);
    question.set_scale(5);
  }
  return survey;
}

learning::store::v1::SurveyResponseRow& World::ResponseOf(const PersonId& person,
                                                          const std::string& survey_id) {
  learning::store::v1::SurveyResponseRow& row = responses[{survey_id, person}];
  row.set_programme_id("obt-2024");
  row.set_survey_id(survey_id);
  row.set_person_id(ToText(person));
  return row;
}

void World::Answer(const PersonId& person, const std::string& survey_id,
                   const google::protobuf::Timestamp& at, const std::vector<int>& values) {
  learning::store::v1::SurveyResponseRow& row = ResponseOf(person, survey_id);
  const int64_t moment = at.seconds() * 1'000'000 + at.nanos() / 1'000;
  for (const auto& revision : row.revisions()) {
    if (revision.answered_at_us() == moment) return;
  }
  learning::store::v1::RevisionRow& revision = *row.add_revisions();
  revision.set_answered_at_us(moment);
  const learning::v1::Survey& survey = surveys.at(survey_id);
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == 0) continue;
    auto& answer = *revision.add_answers();
    answer.set_question_id(survey.questions(static_cast<int>(i)).question_id());
    answer.set_value(values[i]);
  }
  PublishResponse(row);
}

void World::WithdrawAnswers(const PersonId& person, const std::string& survey_id,
                            const google::protobuf::Timestamp& at) {
  learning::store::v1::SurveyResponseRow& row = ResponseOf(person, survey_id);
  const int64_t moment = at.seconds() * 1'000'000 + at.nanos() / 1'000;
  if (row.has_withdrawn_at_us() && moment <= row.withdrawn_at_us()) return;
  row.set_withdrawn_at_us(moment);
  PublishResponse(row);
}

void World::PublishResponse(const learning::store::v1::SurveyResponseRow& row) {
  const learning::v1::Survey& survey = surveys.at(row.survey_id());
  std::map<std::string, std::string> constructs;
  for (const auto& question : survey.questions()) constructs[question.question_id()] = question.construct();
  std::map<int64_t, learning::v1::SurveyResponseChanged::Revision> standing;
  for (const auto& revision : row.revisions()) {
    if (row.has_withdrawn_at_us() && revision.answered_at_us() <= row.withdrawn_at_us()) continue;
    auto& published = standing[revision.answered_at_us()];
    published.mutable_answered_at()->set_seconds(revision.answered_at_us() / 1'000'000);
    for (const auto& answer : revision.answers()) {
      learning::v1::ConstructAnswer& of_construct = *published.add_answers();
      of_construct.set_construct(constructs.at(answer.question_id()));
      of_construct.set_value(answer.value());
    }
  }
  learning::v1::SurveyResponseChanged changed;
  changed.set_programme_id(row.programme_id());
  changed.set_survey_id(row.survey_id());
  changed.set_person_id(row.person_id());
  changed.set_kind(survey.kind());
  for (auto& [moment, revision] : standing) *changed.add_revisions() = std::move(revision);
  Publish(learning_, changed);
}

recount::Sources World::Sources() const {
  recount::Sources sources;
  sources.organisations = organisations;
  sources.programmes = programmes;
  for (const auto& [key, headcount] : headcounts) sources.AddHeadcount(std::get<0>(key), headcount);
  for (const auto& [key, course] : courses) sources.AddCourse(course);
  for (const auto& [id, facts] : people) sources.AddPerson(id, facts);
  for (const auto& [key, row] : events) sources.AddEvent(row.event(), row.sequence(), row.retracted());
  for (const auto& [id, survey] : surveys) sources.AddSurvey(survey);
  for (const auto& [key, row] : responses) sources.AddResponse(row);
  sources.SortEvents();
  AddIdeas(sources);
  return sources;
}

}  // namespace obt::aggregator::testing
