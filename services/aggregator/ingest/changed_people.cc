#include "services/aggregator/ingest/changed_people.h"

#include "services/aggregator/ingest/rows.h"

namespace obt::aggregator {

PersonRow& ChangedPeople::RowOf(const State& state, const std::string& programme_id, const PersonId& person) {
  const auto [found, fresh] = position_.try_emplace(person, people_.size());
  if (!fresh) return people_[found->second].row;
  PersonRow& row = people_.emplace_back(Changed{person, {}, {}}).row;
  const auto programme = state.programmes.find(programme_id);
  if (programme == state.programmes.end()) return row;
  const Participants& participants = programme->second.participants;
  const ParticipantIndex participant = participants.Find(state.people.Find(person));
  if (participant == kNobody) return row;
  const PersonRowView before = participants.RowOf(participant);
  row.events.reserve(before.events.size() + 1);
  row.events.assign(before.events.begin(), before.events.end());
  row.answers.assign(before.answers.begin(), before.answers.end());
  row.conversations.assign(before.conversations.begin(), before.conversations.end());
  return row;
}

void ChangedPeople::Finish(const std::string& programme_id, const Rules& rules, const NameBook& names,
                           obt::store::Txn& txn) {
  for (Changed& person : people_) {
    PutPersonRow(txn, programme_id, person.person, person.row);
    person.record = Derive(person.row, rules, names);
  }
}

void ChangedPeople::Put(const std::string& programme_id, State& state) const {
  ProgrammeState& programme = state.programmes[programme_id];
  for (const Changed& person : people_) {
    state.PutParticipant(programme, person.person, person.row, person.record);
  }
}

}  // namespace obt::aggregator
