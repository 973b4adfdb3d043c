// The tables identity owns and every other service keeps a replica of: the organisation tree, programmes,
// people and teams without personal fields, clients and grants, reference lists. Identity writes them with
// its commands, replicas from its feed.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/days.h"
#include "common/store/table.h"
#include "google/protobuf/empty.pb.h"
#include "obt/identity/v1/access.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/identity/v1/reference.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "obt/store/v1/store.pb.h"

namespace obt::feed {

// organisation code
inline constexpr store::Table<std::tuple<std::string>, identity::v1::Organisation> kOrganisations{
    "organisations"};
// programme id
inline constexpr store::Table<std::tuple<std::string>, identity::v1::Programme> kProgrammes{"programmes"};
// programme id, organisation code, day from which it holds
inline constexpr store::Table<std::tuple<std::string, std::string, Day>, identity::v1::Headcount> kHeadcounts{
    "headcounts"};
// person
inline constexpr store::Table<std::tuple<PersonId>, identity::v1::PersonFacts> kPeople{"people"};
// team
inline constexpr store::Table<std::tuple<TeamId>, identity::v1::TeamFacts> kTeams{"teams"};
// lead organisation, programme, team: nothing
inline constexpr store::Table<std::tuple<std::string, std::string, TeamId>, google::protobuf::Empty>
    kTeamsByOrganisation{"teams_by_organisation"};
// member or facilitator, programme, team: nothing
inline constexpr store::Table<std::tuple<PersonId, std::string, TeamId>, google::protobuf::Empty>
    kTeamsByPerson{"teams_by_person"};
// client id
inline constexpr store::Table<std::tuple<std::string>, identity::v1::Client> kClients{"clients"};
// ReferenceKind
inline constexpr store::Table<std::tuple<int32_t>, identity::v1::ReferenceList> kReferenceLists{
    "reference_lists"};
// "rights" (organisations, clients) or "lists" (reference lists, programmes): the identity sequence of the
// last change of them; replicas also keep their cursor in the store's own table. Caches are valid while their
// mark stands.
inline constexpr store::Table<std::tuple<std::string>, store::v1::Cursor> kMarks{"marks"};

// How much of it a service keeps: organisations, programmes, clients and lists, or people and teams too.
enum class DirectoryNeed { kTree, kPeople };

inline std::vector<const store::TableRef*> DirectoryTables(DirectoryNeed need = DirectoryNeed::kPeople) {
  std::vector<const store::TableRef*> tables = {&kOrganisations, &kProgrammes,     &kHeadcounts,
                                                &kClients,       &kReferenceLists, &kMarks};
  if (need == DirectoryNeed::kPeople)
    tables.insert(tables.end(), {&kPeople, &kTeams, &kTeamsByOrganisation, &kTeamsByPerson});
  return tables;
}

// The rows with their bookkeeping: the one way either side writes them. `sequence` is identity's for this
// change.
void PutOrganisation(store::Txn& txn, const identity::v1::Organisation& organisation, uint64_t sequence);
void PutClient(store::Txn& txn, const identity::v1::Client& client, uint64_t sequence);
void PutProgramme(store::Txn& txn, const identity::v1::Programme& programme, uint64_t sequence);
void PutHeadcount(store::Txn& txn, absl::string_view programme_id, const identity::v1::Headcount& headcount);
void PutReferenceList(store::Txn& txn, const identity::v1::ReferenceList& list, uint64_t sequence);
absl::Status PutPersonFacts(store::Txn& txn, const identity::v1::PersonFacts& person);
absl::Status PutTeamFacts(store::Txn& txn, const identity::v1::TeamFacts& team);  // and both indexes

// Where somebody belongs on a day: the stay that covers it, else the last before it, else the first after it;
// "" without stays.
std::string OrganisationOn(const identity::v1::PersonFacts& person, Day day);
// Which organisation leads a team on a day.
std::string LeadOn(const identity::v1::TeamFacts& team, Day day);

}  // namespace obt::feed
