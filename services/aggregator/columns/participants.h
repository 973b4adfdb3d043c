// The participants of one programme, as columns: for everybody with learning, a survey response or a team
// conversation the days of the milestones, the organisation of each of them, the credited minutes, and the
// row they were derived from. Organisations of a day are looked up again whenever stays change; nothing is
// frozen when it arrives. A value.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/aggregator/columns/people.h"
#include "services/aggregator/columns/stretches.h"
#include "services/aggregator/rules/derive.h"

namespace obt::aggregator {

// A dense index of the participants of a programme.
using ParticipantIndex = uint32_t;

// When and where somebody reached a milestone.
struct Reached {
  Day day = kNever;             // kNever until it is reached
  Number organisation = kNone;  // of that day
};

// Copies of the person's, so that a pass over the participants reads nothing else.
struct ParticipantPlacement {
  Profile profile = 0;
  Number organisation = kNone;  // of the last stay
  Day belongs_from = kNever;    // the day from which they belong to it (People::BelongsTo)
  bool is_settled = false;      // People::IsSettled
};

class Participants {
 public:
  // kNobody if the person has no learning, survey response or team conversation in the programme.
  ParticipantIndex Find(PersonIndex person) const {
    return person < index_of_.size() ? index_of_[person] : kNobody;
  }
  size_t size() const { return person_.size(); }
  // How many participants and what of theirs are about to be set.
  struct Room {
    size_t participants = 0, events = 0, answers = 0, conversations = 0, credits = 0;
  };
  void Reserve(const Room& room);
  // Replaces what is known of a person; adds the participant if need be.
  void Set(PersonIndex person, const PersonRowView& row, const Record& record, const People& people);
  // The same with the row that is known, by other rules.
  void Set(PersonIndex person, const Record& record, const People& people);
  // Looks up again what depends on the person: the organisations of all days, and the copies of what the
  // person is.
  void LookUp(ParticipantIndex participant, const People& people);

  const std::vector<PersonIndex>& person() const { return person_; }
  const std::vector<ParticipantPlacement>& placements() const { return placements_; }
  // Where somebody belongs on a day (People::BelongsTo), of most people from what is copied.
  Number BelongsTo(ParticipantIndex participant, Day day, const People& people) const {
    return BelongsTo(participant, placements_[participant], day, people);
  }
  // The same where the copies are at hand.
  Number BelongsTo(ParticipantIndex participant, const ParticipantPlacement& placement, Day day,
                   const People& people) const {
    return placement.belongs_from <= day ? placement.organisation
                                         : people.BelongsTo(person_[participant], day);
  }
  const std::vector<Reached>& reached(Milestone milestone) const { return reached_[IndexOf(milestone)]; }
  const std::vector<uint32_t>& minutes() const { return minutes_; }
  // The organisation of all of somebody's credits, or kSeveral. Most people stay where they are.
  static constexpr Number kSeveral = 0xFFFF;
  const std::vector<Number>& credits_organisation() const { return credits_organisation_; }
  // What the record was derived from; the same as in the table.
  PersonRowView RowOf(ParticipantIndex participant) const {
    return {events_.Of(participant), answers_.Of(participant), conversations_.Of(participant)};
  }
  // By day.
  absl::Span<const Credit> CreditsOf(ParticipantIndex participant) const { return credits_.Of(participant); }
  // No credit lies on a later day.
  Day latest_credit() const { return latest_credit_; }
  size_t bytes() const;

 private:
  ParticipantIndex Add(PersonIndex person, const People& people);

  std::vector<ParticipantIndex> index_of_;  // by person
  std::vector<PersonIndex> person_;
  std::vector<ParticipantPlacement> placements_;
  std::array<std::vector<Reached>, kMilestones> reached_;  // by milestone
  std::vector<Number> credits_organisation_;
  std::vector<uint32_t> minutes_;
  Stretches<Credit> credits_;
  Stretches<Event> events_;
  Stretches<SurveyAnswer> answers_;
  Stretches<Attendance> conversations_;
  Day latest_credit_ = kAlways;
};

}  // namespace obt::aggregator
