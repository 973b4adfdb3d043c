#include "services/aggregator/columns/state.h"

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::aggregator {

const ProgrammeState* State::FindProgramme(absl::string_view programme_id) const {
  const auto found = programmes.find(programme_id);
  return found == programmes.end() || !found->second.known ? nullptr : &found->second;
}

absl::StatusOr<const ProgrammeState*> State::GetProgramme(absl::string_view programme_id) const {
  if (const ProgrammeState* const programme = FindProgramme(programme_id)) return programme;
  return Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND",
               absl::StrCat("there is no programme \"", programme_id, "\""));
}

uint64_t State::AppliedOf(absl::string_view source) const {
  const auto found = applied.find(source);
  return found == applied.end() ? 0 : found->second;
}

void State::PutProgramme(const identity::v1::Programme& programme) {
  ProgrammeState& state = programmes[programme.programme_id()];
  state.known = ParseDay(programme.first_day()).has_value() && ParseDay(programme.last_day()).has_value();
  state.programme = programme;
  state.rules = MakeRules(state.known ? &state.programme : nullptr, state.courses, names);
  if (!state.day_counts.IsFor(state.rules.window, BandBounds(programme))) CountDaysAnew(state);
}

void State::CountDaysAnew(ProgrammeState& programme) {
  DayCounts& counts = programme.day_counts;
  const bool known = programme.known;
  counts.Reset(known ? programme.rules.window : rules::CountingWindow(), BandBounds(programme.programme));
  for (ParticipantIndex i = 0; i < programme.participants.size(); ++i)
    counts.Replace(programme.participants, i, {}, counts.ShareOf(programme.participants, i),
                   people.profiles());
}

void State::PutParticipant(ProgrammeState& programme, const PersonId& id, const PersonRowView& row,
                           const Record& record) {
  const PersonIndex person = people.Add(id);
  ChangeParticipant(programme, person, [&] { programme.participants.Set(person, row, record, people); });
}

// Keeps the sums of days in step.
void State::ChangeParticipant(ProgrammeState& programme, PersonIndex person,
                              absl::FunctionRef<void()> change) {
  const Participants& participants = programme.participants;
  const ParticipantIndex known = participants.Find(person);
  DayCounts::Share before;
  if (known != kNobody) before = programme.day_counts.ShareOf(participants, known);
  change();
  const ParticipantIndex participant = participants.Find(person);
  programme.day_counts.Replace(participants, participant, before,
                               programme.day_counts.ShareOf(participants, participant), people.profiles());
}

void State::PutHeadcount(absl::string_view programme_id, const identity::v1::Headcount& headcount) {
  const Number organisation = organisations.Add(headcount.organisation_code());
  const Day dated = ParseDay(headcount.dated()).value_or(kAlways);
  programmes[std::string(programme_id)].headcounts[organisation][dated] = headcount.headcount();
}

void State::PutReferenceList(const identity::v1::ReferenceList& list) {
  for (size_t i = 0; i < kAttributes.size(); ++i) {
    if (kAttributes[i].list != list.kind()) continue;
    lists[i].list = list;
    for (const identity::v1::ReferenceEntry& entry : list.entries()) {
      if (entry.code() != kNotKnown) lists[i].names.Add(entry.code());
    }
  }
}

void State::PutTeam(const identity::v1::TeamFacts& team) {
  programmes[team.programme_id()].has_teams = true;
  std::vector<Lead> leads;
  for (const identity::v1::TeamLead& lead : team.leads()) {
    leads.push_back(
        {ParseDay(lead.from_day()).value_or(kAlways), organisations.Add(lead.organisation_code())});
  }
  if (leads.empty()) leads.push_back({kAlways, organisations.Add(team.organisation_code())});
  items.PutTeam(team.team_id(), leads);
}

void State::SetPerson(PersonIndex person, const identity::v1::PersonFacts& facts) {
  absl::InlinedVector<Stay, 8> stays;
  for (const identity::v1::Stay& stay : facts.stays()) {
    if (stay.organisation_code().empty()) continue;
    stays.push_back({organisations.Add(stay.organisation_code()), ParseDay(stay.from_day()).value_or(kAlways),
                     ParseDay(stay.to_day()).value_or(kNever)});
  }
  Attributes attributes;
  for (size_t i = 0; i < kAttributes.size(); ++i) {
    const std::string& code = (facts.*kAttributes[i].code)();
    attributes[i] = code == kNotKnown ? kNone : lists[i].names.Add(code);
  }
  people.Set(person, attributes, stays);
}

void State::PutPerson(const PersonId& id, const identity::v1::PersonFacts& facts) {
  const PersonIndex person = people.Add(id);
  SetPerson(person, facts);
  for (auto& [programme_id, programme] : programmes) {
    const ParticipantIndex participant = programme.participants.Find(person);
    if (participant == kNobody) continue;
    ChangeParticipant(programme, person, [&] { programme.participants.LookUp(participant, people); });
  }
}

void State::PutCourse(const learning::v1::Course& course) {
  ProgrammeState& state = programmes[course.programme_id()];
  state.courses[course.course_id()] = course;
  state.rules = MakeRules(state.known ? &state.programme : nullptr, state.courses, names);
}

void State::PutSurvey(const learning::v1::Survey& survey) {
  programmes[survey.programme_id()].surveys[survey.survey_id()] = survey;
}

void State::PutRecords(const std::string& programme_id, const std::vector<Record>& records) {
  if (records.empty()) return;
  ProgrammeState& programme = programmes[programme_id];
  Participants& participants = programme.participants;
  for (size_t i = 0; i < records.size(); ++i) participants.Set(participants.person()[i], records[i], people);
  CountDaysAnew(programme);
}

std::vector<Record> DeriveAll(const ProgrammeState& programme, const Rules& rules, const NameBook& names) {
  std::vector<Record> records;
  records.reserve(programme.participants.size());
  for (size_t i = 0; i < programme.participants.size(); ++i) {
    records.push_back(Derive(programme.participants.RowOf(static_cast<ParticipantIndex>(i)), rules, names));
  }
  return records;
}

size_t State::bytes() const {
  size_t bytes = people.bytes() + items.bytes();
  for (const auto& [programme_id, programme] : programmes)
    bytes += programme.participants.bytes() + programme.day_counts.bytes();
  return bytes;
}

}  // namespace obt::aggregator
