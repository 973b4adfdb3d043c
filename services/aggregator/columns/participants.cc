#include "services/aggregator/columns/participants.h"

#include <algorithm>

namespace obt::aggregator {

ParticipantIndex Participants::Add(PersonIndex person, const People& people) {
  if (index_of_.size() <= person) index_of_.resize(people.size(), kNobody);
  if (index_of_[person] != kNobody) return index_of_[person];
  index_of_[person] = static_cast<ParticipantIndex>(person_.size());
  person_.push_back(person);
  placements_.emplace_back();
  for (std::vector<Reached>& column : reached_) column.emplace_back();
  credits_organisation_.push_back(kNone);
  minutes_.push_back(0);
  credits_.Add();
  events_.Add();
  answers_.Add();
  conversations_.Add();
  return index_of_[person];
}

void Participants::Reserve(const Room& room) {
  person_.reserve(room.participants);
  placements_.reserve(room.participants);
  for (std::vector<Reached>& column : reached_) column.reserve(room.participants);
  credits_organisation_.reserve(room.participants);
  minutes_.reserve(room.participants);
  credits_.Reserve(room.participants, room.credits);
  events_.Reserve(room.participants, room.events);
  answers_.Reserve(room.participants, room.answers);
  conversations_.Reserve(room.participants, room.conversations);
}

void Participants::Set(PersonIndex person, const PersonRowView& row, const Record& record,
                       const People& people) {
  const ParticipantIndex participant = Add(person, people);
  events_.Set(participant, row.events);
  answers_.Set(participant, row.answers);
  conversations_.Set(participant, row.conversations);
  Set(person, record, people);
}

void Participants::Set(PersonIndex person, const Record& record, const People& people) {
  const ParticipantIndex participant = Add(person, people);
  for (size_t i = 0; i < kMilestones; ++i) reached_[i][participant].day = record.days[i];
  minutes_[participant] = record.minutes;
  credits_.Set(participant, record.credits);
  if (!record.credits.empty()) latest_credit_ = std::max(latest_credit_, record.credits.back().day);
  LookUp(participant, people);
}

void Participants::LookUp(ParticipantIndex participant, const People& people) {
  const PersonIndex person = person_[participant];
  const Placement& placement = people.placements()[person];
  placements_[participant] = {placement.profile, placement.organisation, placement.from,
                              people.IsSettled(person)};
  for (std::vector<Reached>& column : reached_) {
    Reached& reached = column[participant];
    reached.organisation = reached.day == kNever ? kNone : people.OrganisationOn(person, reached.day);
  }
  Number& of_all = credits_organisation_[participant];
  const absl::Span<Credit> credits = credits_.Of(participant);
  for (Credit& credit : credits) {
    credit.organisation = people.OrganisationOn(person, credit.day);
    of_all = &credit == credits.data() || of_all == credit.organisation ? credit.organisation : kSeveral;
  }
}

size_t Participants::bytes() const {
  return index_of_.capacity() * sizeof(ParticipantIndex) + person_.capacity() * sizeof(PersonIndex) +
         placements_.capacity() * sizeof(ParticipantPlacement) +
         kMilestones * person_.capacity() * sizeof(Reached) +
         credits_organisation_.capacity() * sizeof(Number) + minutes_.capacity() * sizeof(uint32_t) +
         credits_.bytes() + events_.bytes() + answers_.bytes() + conversations_.bytes();
}

}  // namespace obt::aggregator
