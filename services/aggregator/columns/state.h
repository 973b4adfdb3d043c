// Everything figures are made of, in memory: the organisations, reference lists and programmes, everybody,
// and the learners of every programme, exactly as of one position in each source. A value: copying it pins
// it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/identity/v1/reference.pb.h"
#include "services/aggregator/columns/learners.h"
#include "services/aggregator/columns/organisations.h"
#include "services/aggregator/columns/people.h"
#include "services/aggregator/rules/derive.h"

namespace obt::aggregator {

inline constexpr char kIdentity[] = "identity";
inline constexpr char kLearning[] = "learning";
// The code of people whose grade, profession or region is not known.
inline constexpr char kUnknownAttribute[] = "UNKNOWN";

// Codes in use, and the list that gives them their order and names.
struct ListedCodes {
  Names names;
  identity::v1::ReferenceList list;
};

// Organisation -> day from which it holds -> headcount.
using Headcounts = std::map<Number, std::map<Day, int64_t>>;

struct ProgrammeState {
  bool known = false;  // false: learning was heard of before its programme
  identity::v1::Programme programme;
  Headcounts headcounts;
  Courses courses;
  std::map<std::string, learning::v1::Survey> surveys;
  Rules rules;
  Learners learners;
};

// How far a source is applied.
struct Applied {
  uint64_t sequence = 0;
  int64_t commit_time_us = 0;
};

struct State {
  Organisations organisations;
  ListedCodes grades, professions, regions;
  // Of learning events and survey responses; only who applies changes reads or writes these.
  Names sources;
  Names modules;  // ModuleName
  Names surveys, constructs;
  std::map<std::string, ProgrammeState, std::less<>> programmes;
  People people;
  Applied identity, learning;

  // nullptr if there is no such programme.
  const ProgrammeState* FindProgramme(absl::string_view programme_id) const;
  // Everything here changes as little as one message says. Compile organisations when done.
  void PutOrganisation(const identity::v1::Organisation& organisation) { organisations.Put(organisation); }
  void PutProgramme(const identity::v1::Programme& programme);
  void PutHeadcount(absl::string_view programme_id, const identity::v1::Headcount& headcount);
  void PutReferenceList(const identity::v1::ReferenceList& list);
  // Replaces what is known of a person and places their milestones again.
  void PutPerson(const PersonId& id, const identity::v1::PersonFacts& facts);
  // The same for somebody of whom no learning is known.
  void SetPerson(PersonIndex person, const identity::v1::PersonFacts& facts);
  // Of a programme or a course the learners' records are those of before until they are derived again.
  void PutCourse(const learning::v1::Course& course);
  void PutSurvey(const learning::v1::Survey& survey);
  // Replaces what is known of a learner; somebody not heard of yet is added.
  void PutLearner(ProgrammeState& programme, const PersonId& id, absl::Span<const Fact> facts,
                  absl::Span<const AnswerFact> answers, const Record& record) {
    programme.learners.Set(people.Add(id), facts, answers, record, people);
  }
  // Replaces the records of all learners of a programme, in their order.
  void PutRecords(const std::string& programme_id, const std::vector<Record>& records);
  size_t bytes() const;
};

// The records of all learners of a programme by other rules.
std::vector<Record> DeriveAll(const ProgrammeState& programme, const Rules& rules, const Names& sources);

}  // namespace obt::aggregator
