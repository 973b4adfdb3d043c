// Applies identity's changes: the directory rows, which are the rows of the aggregator too, and what follows
// for figures.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/directory.h"
#include "obt/identity/v1/events.pb.h"
#include "services/aggregator/ingest/engine.h"

namespace obt::aggregator {
namespace {

using obt::store::Txn;
using obt::store::v1::Change;

// What a page comes to: of each thing its last state.
struct IdentityPage {
  absl::flat_hash_map<PersonId, size_t> place;  // in `people`
  std::vector<std::pair<PersonId, identity::v1::PersonFacts>> people;
  std::vector<identity::v1::Organisation> organisations;
  std::vector<identity::v1::ReferenceList> lists;
  std::vector<identity::v1::HeadcountsChanged> headcounts;
  absl::flat_hash_map<std::string, identity::v1::Programme> programmes;
  // By programme whose rules are now others, the records of its learners.
  std::map<std::string, std::vector<Record>> records;
};

absl::Status Unreadable(const Change& change) {
  return Error(absl::StatusCode::kDataLoss, "CHANGE_UNREADABLE",
               absl::StrCat("change ", change.sequence(), " of identity cannot be read"));
}

absl::Status TakePerson(const Change& change, identity::v1::PersonChanged& event, IdentityPage& page) {
  if (!event.ParseFromString(change.event())) return Unreadable(change);
  const std::optional<PersonId> id = ParseId<PersonId>(event.person().person_id());
  if (!id.has_value()) return Unreadable(change);
  const auto [found, fresh] = page.place.try_emplace(*id, page.people.size());
  if (fresh) page.people.emplace_back(*id, identity::v1::PersonFacts());
  page.people[found->second].second.Swap(event.mutable_person());
  return absl::OkStatus();
}

// Everything but people is rare.
absl::Status TakeOther(const Change& change, IdentityPage& page) {
  const auto is = [&change](google::protobuf::Message& event) {
    return change.type() == event.GetDescriptor()->full_name() && event.ParseFromString(change.event());
  };
  if (identity::v1::OrganisationChanged event; is(event)) {
    page.organisations.push_back(std::move(*event.mutable_organisation()));
  } else if (identity::v1::ReferenceListChanged event; is(event)) {
    page.lists.push_back(std::move(*event.mutable_list()));
  } else if (identity::v1::HeadcountsChanged event; is(event)) {
    page.headcounts.push_back(std::move(event));
  } else if (identity::v1::ProgrammeChanged event; is(event)) {
    page.programmes[event.programme().programme_id()] = std::move(*event.mutable_programme());
  }
  return absl::OkStatus();
}

absl::StatusOr<IdentityPage> ReadPage(absl::Span<const Change> changes, Txn& txn) {
  static const std::string person_changed = identity::v1::PersonChanged::descriptor()->full_name();
  IdentityPage page;
  identity::v1::PersonChanged event;
  for (const Change& change : changes) {
    if (change.type() == person_changed) {
      OBT_RETURN_IF_ERROR(TakePerson(change, event, page));
      continue;
    }
    OBT_RETURN_IF_ERROR(feed::Directory::Apply(change, txn));
    OBT_RETURN_IF_ERROR(TakeOther(change, page));
  }
  return page;
}

// A programme's window or target may be another one: then everybody in it is derived again.
void DeriveChanged(const State& state, IdentityPage& page) {
  for (const auto& [programme_id, programme] : page.programmes) {
    const auto before = state.programmes.find(programme_id);
    if (before == state.programmes.end()) continue;
    const Rules rules = MakeRules(&programme, before->second.courses, state.modules);
    if (rules != before->second.rules)
      page.records[programme_id] = DeriveAll(before->second, rules, state.sources);
  }
}

void Put(const IdentityPage& page, State& state) {
  for (const auto& organisation : page.organisations) state.PutOrganisation(organisation);
  for (const auto& list : page.lists) state.PutReferenceList(list);
  for (const auto& [programme_id, programme] : page.programmes) state.PutProgramme(programme);
  for (const auto& event : page.headcounts) {
    for (const auto& headcount : event.headcounts()) state.PutHeadcount(event.programme_id(), headcount);
  }
  for (const auto& [id, facts] : page.people) state.PutPerson(id, facts);
  for (const auto& [programme_id, records] : page.records) state.PutRecords(programme_id, records);
}

}  // namespace

absl::Status Engine::ApplyIdentity(absl::Span<const Change> changes, Txn& txn) {
  if (changes.empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(IdentityPage page, ReadPage(changes, txn));
  for (const auto& [id, facts] : page.people) OBT_RETURN_IF_ERROR(feed::PutPersonFacts(txn, facts));
  DeriveChanged(state_, page);
  Install([&](State& state) {
    Put(page, state);
    state.identity = {changes.back().sequence(), changes.back().commit_time_us()};
  });
  return absl::OkStatus();
}

}  // namespace obt::aggregator
