#include "common/feed/directory.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/feed/consumer.h"
#include "obt/identity/v1/events.pb.h"

namespace obt::feed {
namespace {

constexpr char kRights[] = "rights";
constexpr char kLists[] = "lists";
constexpr size_t kAll = 1'000'000;

void Touch(store::Txn& txn, const char* mark, uint64_t sequence) {
  store::v1::Cursor row;
  row.set_sequence(sequence);
  kMarks.Put(txn, {mark}, row);
}

absl::StatusOr<uint64_t> MarkAt(const store::Reader& reader, const char* mark) {
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::Cursor> row, kMarks.Find(reader, {mark}));
  return row.has_value() ? row->sequence() : 0;
}

template <typename T>
absl::StatusOr<std::vector<typename T::Row>> AllRows(const T& table, const store::Reader& reader) {
  std::vector<typename T::Row> rows;
  OBT_RETURN_IF_ERROR(table.ScanEach(reader, std::tuple<>(), std::nullopt, kAll,
                                     [&rows](const typename T::Key&, typename T::Row row) {
                                       rows.push_back(std::move(row));
                                       return true;
                                     }));
  return rows;
}

// The markers that the indexes have for a team: `visit(table, key)`.
template <typename Visit>
absl::Status EachMarker(const identity::v1::TeamFacts& team, const TeamId& id, Visit visit) {
  visit(kTeamsByOrganisation, std::tuple(team.organisation_code(), team.programme_id(), id));
  for (const auto* ids : {&team.facilitator_ids(), &team.member_ids()}) {
    for (const std::string& text : *ids) {
      const std::optional<PersonId> person = ParseId<PersonId>(text);
      if (!person.has_value())
        return Error(absl::StatusCode::kInternal, "INTERNAL", "a team's facts name somebody by no person id");
      visit(kTeamsByPerson, std::tuple(*person, team.programme_id(), id));
    }
  }
  return absl::OkStatus();
}

}  // namespace

void PutOrganisation(store::Txn& txn, const identity::v1::Organisation& organisation, uint64_t sequence) {
  kOrganisations.Put(txn, {organisation.code()}, organisation);
  Touch(txn, kRights, sequence);
}

void PutClient(store::Txn& txn, const identity::v1::Client& client, uint64_t sequence) {
  kClients.Put(txn, {client.client_id()}, client);
  Touch(txn, kRights, sequence);
}

void PutProgramme(store::Txn& txn, const identity::v1::Programme& programme, uint64_t sequence) {
  kProgrammes.Put(txn, {programme.programme_id()}, programme);
  Touch(txn, kLists, sequence);
}

void PutHeadcount(store::Txn& txn, absl::string_view programme_id, const identity::v1::Headcount& headcount) {
  kHeadcounts.Put(txn,
                  {std::string(programme_id), headcount.organisation_code(), *ParseDay(headcount.dated())},
                  headcount);
}

void PutReferenceList(store::Txn& txn, const identity::v1::ReferenceList& list, uint64_t sequence) {
  kReferenceLists.Put(txn, {list.kind()}, list);
  Touch(txn, kLists, sequence);
}

absl::Status PutPersonFacts(store::Txn& txn, const identity::v1::PersonFacts& person) {
  const std::optional<PersonId> id = ParseId<PersonId>(person.person_id());
  if (!id.has_value())
    return Error(absl::StatusCode::kInternal, "INTERNAL", "a person's facts carry no person id");
  kPeople.Put(txn, {*id}, person);
  return absl::OkStatus();
}

absl::Status PutTeamFacts(store::Txn& txn, const identity::v1::TeamFacts& team) {
  const std::optional<TeamId> id = ParseId<TeamId>(team.team_id());
  if (!id.has_value())
    return Error(absl::StatusCode::kInternal, "INTERNAL", "a team's facts carry no team id");
  OBT_ASSIGN_OR_RETURN(const std::optional<identity::v1::TeamFacts> before, kTeams.Find(txn, {*id}));
  if (before.has_value()) {
    OBT_RETURN_IF_ERROR(
        EachMarker(*before, *id, [&txn](const auto& table, const auto& key) { table.Delete(txn, key); }));
  }
  kTeams.Put(txn, {*id}, team);
  return EachMarker(team, *id, [&txn](const auto& table, const auto& key) { table.Put(txn, key, {}); });
}

std::string OrganisationOn(const identity::v1::PersonFacts& person, Day day) {
  const identity::v1::Stay* best = nullptr;
  for (const identity::v1::Stay& stay : person.stays()) {  // in order
    const std::optional<Day> from = ParseDay(stay.from_day());
    if (best == nullptr || (from.has_value() && *from <= day)) best = &stay;
  }
  return best == nullptr ? "" : best->organisation_code();
}

std::string LeadOn(const identity::v1::TeamFacts& team, Day day) {
  const identity::v1::TeamLead* best = nullptr;
  for (const identity::v1::TeamLead& lead : team.leads()) {  // in order, the first without a day
    if (best == nullptr || ParseDay(lead.from_day()) <= day) best = &lead;
  }
  return best == nullptr ? team.organisation_code() : best->organisation_code();
}

struct Lists::Index {
  absl::flat_hash_map<std::string, size_t> programmes;
  absl::flat_hash_map<int, absl::flat_hash_set<std::string>> codes;
};

const identity::v1::Programme* Lists::FindProgramme(absl::string_view programme_id) const {
  const auto found = index->programmes.find(programme_id);
  return found == index->programmes.end() ? nullptr : &programmes[found->second];
}

bool Lists::HasCode(identity::v1::ReferenceKind kind, absl::string_view code) const {
  const auto list = index->codes.find(kind);
  return list != index->codes.end() && list->second.contains(code);
}

absl::StatusOr<std::shared_ptr<const auth::Rights>> Directory::RightsAt(const store::Reader& reader,
                                                                        Day today) {
  OBT_ASSIGN_OR_RETURN(const uint64_t mark, MarkAt(reader, kRights));
  {
    MutexLock lock(mutex_);
    if (rights_ != nullptr && rights_mark_ == mark && rights_day_ == today) return rights_;
  }
  OBT_ASSIGN_OR_RETURN(std::vector<identity::v1::Organisation> organisations,
                       AllRows(kOrganisations, reader));
  OBT_ASSIGN_OR_RETURN(const std::vector<identity::v1::Client> clients, AllRows(kClients, reader));
  auto tree = std::make_shared<const auth::OrganisationTree>(std::move(organisations), today);
  auto rights = std::make_shared<const auth::Rights>(std::move(tree), clients);
  MutexLock lock(mutex_);
  if (reader.durable(kMarks) && (rights_ == nullptr || rights_mark_ <= mark)) {
    rights_ = rights;
    rights_mark_ = mark;
    rights_day_ = today;
  }
  return rights;
}

absl::StatusOr<std::shared_ptr<const Lists>> Directory::ListsAt(const store::Reader& reader) {
  OBT_ASSIGN_OR_RETURN(const uint64_t mark, MarkAt(reader, kLists));
  {
    MutexLock lock(mutex_);
    if (lists_ != nullptr && lists_mark_ == mark) return lists_;
  }
  auto lists = std::make_shared<Lists>();
  OBT_ASSIGN_OR_RETURN(lists->programmes, AllRows(kProgrammes, reader));
  OBT_ASSIGN_OR_RETURN(lists->lists, AllRows(kReferenceLists, reader));
  auto index = std::make_shared<Lists::Index>();
  for (size_t i = 0; i < lists->programmes.size(); ++i)
    index->programmes[lists->programmes[i].programme_id()] = i;
  for (const identity::v1::ReferenceList& list : lists->lists) {
    for (const identity::v1::ReferenceEntry& entry : list.entries())
      index->codes[list.kind()].insert(entry.code());
  }
  lists->index = std::move(index);
  MutexLock lock(mutex_);
  if (reader.durable(kMarks) && (lists_ == nullptr || lists_mark_ < mark)) {
    lists_ = lists;
    lists_mark_ = mark;
  }
  return std::shared_ptr<const Lists>(std::move(lists));
}

absl::StatusOr<std::optional<std::string>> Directory::OrganisationOf(const store::Reader& reader,
                                                                     const PersonId& person, Day today) {
  OBT_ASSIGN_OR_RETURN(const std::optional<identity::v1::PersonFacts> facts, kPeople.Find(reader, {person}));
  if (!facts.has_value()) return std::optional<std::string>();
  return std::make_optional(OrganisationOn(*facts, today));
}

absl::StatusOr<std::optional<rpc::TeamTie>> Directory::TieTo(const store::Reader& reader, const TeamId& team,
                                                             const std::optional<PersonId>& person) {
  OBT_ASSIGN_OR_RETURN(const std::optional<identity::v1::TeamFacts> facts, kTeams.Find(reader, {team}));
  if (!facts.has_value()) return std::optional<rpc::TeamTie>();
  rpc::TeamTie tie;
  tie.organisation_code = facts->organisation_code();
  if (person.has_value()) {
    tie.facilitates = absl::c_linear_search(facts->facilitator_ids(), ToText(*person));
    tie.member = absl::c_linear_search(facts->member_ids(), ToText(*person));
  }
  return std::make_optional(std::move(tie));
}

absl::Status Directory::Apply(const store::v1::Change& change, store::Txn& txn, DirectoryNeed need) {
  const bool people = need == DirectoryNeed::kPeople;
  const auto parsed = [&change](google::protobuf::Message& event) {
    if (change.type() != event.GetDescriptor()->full_name()) return false;
    return event.ParseFromString(change.event());
  };
  if (identity::v1::PersonChanged event; people && parsed(event)) return PutPersonFacts(txn, event.person());
  if (identity::v1::TeamChanged event; people && parsed(event)) return PutTeamFacts(txn, event.team());
  if (identity::v1::OrganisationChanged event; parsed(event)) {
    PutOrganisation(txn, event.organisation(), change.sequence());
  } else if (identity::v1::ClientChanged event; parsed(event)) {
    PutClient(txn, event.client(), change.sequence());
  } else if (identity::v1::ProgrammeChanged event; parsed(event)) {
    PutProgramme(txn, event.programme(), change.sequence());
  } else if (identity::v1::HeadcountsChanged event; parsed(event)) {
    for (const identity::v1::Headcount& headcount : event.headcounts())
      PutHeadcount(txn, event.programme_id(), headcount);
  } else if (identity::v1::ReferenceListChanged event; parsed(event)) {
    PutReferenceList(txn, event.list(), change.sequence());
  }
  return absl::OkStatus();
}

absl::Status Directory::RequireProgramme(const store::Reader& reader, absl::string_view programme_id) {
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const Lists> lists, ListsAt(reader));
  return lists->FindProgramme(programme_id) == nullptr ? ProgrammeNotFound(programme_id) : absl::OkStatus();
}

absl::StatusOr<uint64_t> IdentitySequence(const store::Reader& reader) {
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::Cursor> cursor, kCursors.Find(reader, {"identity"}));
  return cursor.has_value() ? cursor->sequence() : 0;
}

}  // namespace obt::feed
