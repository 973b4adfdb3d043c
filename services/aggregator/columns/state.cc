#include "services/aggregator/columns/state.h"

#include "absl/container/inlined_vector.h"

namespace obt::aggregator {
namespace {

Number AttributeOf(ListedCodes& codes, absl::string_view code) {
  return codes.names.Add(code.empty() ? absl::string_view(kUnknownAttribute) : code);
}

}  // namespace

const ProgrammeState* State::FindProgramme(absl::string_view programme_id) const {
  const auto found = programmes.find(std::string(programme_id));
  return found == programmes.end() || !found->second.known ? nullptr : &found->second;
}

void State::PutProgramme(const identity::v1::Programme& programme) {
  ProgrammeState& state = programmes[programme.programme_id()];
  state.known = ParseDay(programme.starts_on()).has_value() && ParseDay(programme.ends_on()).has_value();
  state.programme = programme;
  state.rules = MakeRules(state.known ? &state.programme : nullptr, state.courses, modules);
}

void State::PutHeadcount(absl::string_view programme_id, const identity::v1::Headcount& headcount) {
  const Number organisation = organisations.Add(headcount.organisation_code());
  const Day dated = ParseDay(headcount.dated()).value_or(kAlways);
  programmes[std::string(programme_id)].headcounts[organisation][dated] = headcount.headcount();
}

void State::PutReferenceList(const identity::v1::ReferenceList& list) {
  ListedCodes* codes = nullptr;
  if (list.kind() == identity::v1::REFERENCE_KIND_GRADE) codes = &grades;
  if (list.kind() == identity::v1::REFERENCE_KIND_PROFESSION) codes = &professions;
  if (list.kind() == identity::v1::REFERENCE_KIND_REGION) codes = &regions;
  if (codes == nullptr) return;
  codes->list = list;
  for (const identity::v1::ReferenceEntry& entry : list.entries()) codes->names.Add(entry.code());
}

void State::SetPerson(PersonIndex person, const identity::v1::PersonFacts& facts) {
  absl::InlinedVector<Stay, 8> stays;
  for (const identity::v1::Stay& stay : facts.stays()) {
    if (stay.organisation_code().empty()) continue;
    stays.push_back({organisations.Add(stay.organisation_code()), ParseDay(stay.from()).value_or(kAlways),
                     ParseDay(stay.to()).value_or(kNever)});
  }
  people.Set(person,
             {AttributeOf(grades, facts.grade()), AttributeOf(professions, facts.profession()),
              AttributeOf(regions, facts.region())},
             stays);
}

void State::PutPerson(const PersonId& id, const identity::v1::PersonFacts& facts) {
  const PersonIndex person = people.Add(id);
  SetPerson(person, facts);
  for (auto& [programme_id, programme] : programmes) {
    const LearnerIndex learner = programme.learners.Find(person);
    if (learner != kNobody) programme.learners.Place(learner, people);
  }
}

void State::PutCourse(const learning::v1::Course& course) {
  for (const learning::v1::Module& module : course.modules()) {
    modules.Add(ModuleName(course.course_id(), module.module_id()));
  }
  ProgrammeState& state = programmes[course.programme_id()];
  state.courses[course.course_id()] = course;
  state.rules = MakeRules(state.known ? &state.programme : nullptr, state.courses, modules);
}

void State::PutSurvey(const learning::v1::Survey& survey) {
  programmes[survey.programme_id()].surveys[survey.survey_id()] = survey;
}

void State::PutRecords(const std::string& programme_id, const std::vector<Record>& records) {
  Learners& learners = programmes[programme_id].learners;
  for (size_t i = 0; i < records.size(); ++i) learners.Set(learners.person()[i], records[i], people);
}

std::vector<Record> DeriveAll(const ProgrammeState& programme, const Rules& rules, const Names& sources) {
  std::vector<Record> records;
  records.reserve(programme.learners.size());
  for (size_t i = 0; i < programme.learners.size(); ++i) {
    const LearnerIndex learner = static_cast<LearnerIndex>(i);
    records.push_back(
        Derive(programme.learners.FactsOf(learner), programme.learners.AnswersOf(learner), rules, sources));
  }
  return records;
}

size_t State::bytes() const {
  size_t bytes = people.bytes();
  for (const auto& [programme_id, programme] : programmes) bytes += programme.learners.bytes();
  return bytes;
}

}  // namespace obt::aggregator
