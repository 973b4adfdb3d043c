// Applies identity's changes: the directory rows, which are the rows of the aggregator too, and what follows
// for figures.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/base/status.h"
#include "common/feed/directory.h"
#include "obt/identity/v1/events.pb.h"
#include "services/aggregator/ingest/changes.h"
#include "services/aggregator/ingest/engine.h"

namespace obt::aggregator {
namespace {

using obt::store::Txn;
using obt::store::v1::Change;

// What a page comes to: of each thing its last state.
struct IdentityPage {
  absl::flat_hash_map<PersonId, size_t> position;  // in `people`
  std::vector<std::pair<PersonId, identity::v1::PersonFacts>> people;
  std::vector<StateChange> others;  // in order
  absl::flat_hash_map<std::string, identity::v1::Programme> programmes;
  // By programme whose rules are now others, the records of its participants.
  std::map<std::string, std::vector<Record>> records;
};

absl::Status TakePerson(const Change& change, identity::v1::PersonChanged& event, IdentityPage& page) {
  if (!event.ParseFromString(change.event())) return Unreadable(change);
  const std::optional<PersonId> id = ParseId<PersonId>(event.person().person_id());
  if (!id.has_value()) return Unreadable(change);
  const auto [found, fresh] = page.position.try_emplace(*id, page.people.size());
  if (fresh) page.people.emplace_back(*id, identity::v1::PersonFacts());
  page.people[found->second].second.Swap(event.mutable_person());
  return absl::OkStatus();
}

// Everything but people and teams is rare.
void TakeOther(const Change& change, IdentityPage& page) {
  const auto is = [&change](google::protobuf::Message& event) {
    return change.type() == event.GetDescriptor()->full_name() && event.ParseFromString(change.event());
  };
  if (identity::v1::OrganisationChanged event; is(event)) {
    page.others.push_back([event](State& state) { state.PutOrganisation(event.organisation()); });
  } else if (identity::v1::ReferenceListChanged event; is(event)) {
    page.others.push_back([event](State& state) { state.PutReferenceList(event.list()); });
  } else if (identity::v1::HeadcountsChanged event; is(event)) {
    page.others.push_back([event](State& state) {
      for (const auto& headcount : event.headcounts()) state.PutHeadcount(event.programme_id(), headcount);
    });
  } else if (identity::v1::TeamChanged event; is(event)) {
    page.others.push_back([event](State& state) { state.PutTeam(event.team()); });
  } else if (identity::v1::ProgrammeChanged event; is(event)) {
    page.programmes[event.programme().programme_id()] = std::move(*event.mutable_programme());
  }
}

absl::StatusOr<IdentityPage> ReadPage(absl::Span<const Change> changes, Txn& txn) {
  IdentityPage page;
  identity::v1::PersonChanged event;
  for (const Change& change : changes) {
    if (IsA<identity::v1::PersonChanged>(change)) {
      OBT_RETURN_IF_ERROR(TakePerson(change, event, page));
    } else {
      OBT_RETURN_IF_ERROR(feed::Directory::Apply(change, txn));
      TakeOther(change, page);
    }
  }
  return page;
}

// A programme's window or target may be another one: then everybody in it is derived again.
void DeriveChanged(const State& state, const NameBook& names, IdentityPage& page) {
  for (const auto& [programme_id, programme] : page.programmes) {
    const auto before = state.programmes.find(programme_id);
    if (before == state.programmes.end()) continue;
    const Rules rules = MakeRules(&programme, before->second.courses, names);
    if (rules != before->second.rules) page.records[programme_id] = DeriveAll(before->second, rules, names);
  }
}

void Put(const IdentityPage& page, State& state) {
  for (const StateChange& change : page.others) change(state);
  for (const auto& [programme_id, programme] : page.programmes) state.PutProgramme(programme);
  for (const auto& [id, facts] : page.people) state.PutPerson(id, facts);
  for (const auto& [programme_id, records] : page.records) state.PutRecords(programme_id, records);
}

}  // namespace

absl::StatusOr<StateChange> ApplyIdentity(absl::Span<const Change> changes, const State& state,
                                          NameBook& names, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(IdentityPage page, ReadPage(changes, txn));
  for (const auto& [id, facts] : page.people) OBT_RETURN_IF_ERROR(feed::PutPersonFacts(txn, facts));
  DeriveChanged(state, names, page);
  return [page = std::move(page)](State& put_in) { Put(page, put_in); };
}

}  // namespace obt::aggregator
