// Everything figures are made of, in memory: the organisations, reference lists and programmes, everybody,
// the participants of every programme, and what teams did, exactly as of one position in each source. A
// value: copying it pins it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/identity/v1/reference.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "services/aggregator/columns/attributes.h"
#include "services/aggregator/columns/day_counts.h"
#include "services/aggregator/columns/items.h"
#include "services/aggregator/columns/organisations.h"
#include "services/aggregator/columns/participants.h"
#include "services/aggregator/columns/people.h"
#include "services/aggregator/rules/derive.h"

namespace obt::aggregator {

// Codes in use, and the list that gives them their order and names.
struct ListedCodes {
  Names names;
  identity::v1::ReferenceList list;
};

// Organisation -> day from which it holds -> headcount.
using Headcounts = std::map<Number, std::map<Day, int64_t>>;

struct ProgrammeState {
  bool known = false;  // false: something was heard of it before itself
  identity::v1::Programme programme;
  Headcounts headcounts;
  Courses courses;
  std::map<std::string, learning::v1::Survey> surveys;
  Rules rules;
  Participants participants;
  DayCounts day_counts;
  bool has_teams = false;
};

struct State {
  Organisations organisations;
  OfAttributes<ListedCodes> lists;
  NameBook names;
  std::map<std::string, ProgrammeState, std::less<>> programmes;
  People people;
  Items items;
  std::map<std::string, uint64_t, std::less<>> applied;  // by source: up to which of its changes
  uint64_t version = 0;                                  // another after every change

  // nullptr if there is no such programme; NOT_FOUND.
  const ProgrammeState* FindProgramme(absl::string_view programme_id) const;
  absl::StatusOr<const ProgrammeState*> GetProgramme(absl::string_view programme_id) const;
  uint64_t AppliedOf(absl::string_view source) const;
  // Everything here changes as little as one message says. Compile organisations when done.
  void PutOrganisation(const identity::v1::Organisation& organisation) { organisations.Put(organisation); }
  void PutProgramme(const identity::v1::Programme& programme);
  void PutHeadcount(absl::string_view programme_id, const identity::v1::Headcount& headcount);
  void PutReferenceList(const identity::v1::ReferenceList& list);
  void PutTeam(const identity::v1::TeamFacts& team);
  // Replaces what is known of a person, also what their participation holds of it.
  void PutPerson(const PersonId& id, const identity::v1::PersonFacts& facts);
  // The same for somebody who takes part in nothing yet.
  void SetPerson(PersonIndex person, const identity::v1::PersonFacts& facts);
  // Of a programme or a course the participants' records are those of before until they are derived again.
  // The names of a course's modules must be there.
  void PutCourse(const learning::v1::Course& course);
  void PutSurvey(const learning::v1::Survey& survey);
  // Replaces what is known of a participant; somebody not heard of yet is added.
  void PutParticipant(ProgrammeState& programme, const PersonId& id, const PersonRowView& row,
                      const Record& record);
  // Replaces the records of all participants of a programme, in their order.
  void PutRecords(const std::string& programme_id, const std::vector<Record>& records);
  size_t bytes() const;

 private:
  void ChangeParticipant(ProgrammeState& programme, PersonIndex person, absl::FunctionRef<void()> change);
  void CountDaysAnew(ProgrammeState& programme);
};

// The records of all participants of a programme by other rules.
std::vector<Record> DeriveAll(const ProgrammeState& programme, const Rules& rules, const NameBook& names);

}  // namespace obt::aggregator
