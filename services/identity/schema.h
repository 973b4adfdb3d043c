// Identity's own tables: contact details, what makes them unique, who belongs where, teams, and imports. What
// other services may know (organisations, programmes, people's and teams' facts, clients, reference lists)
// lies in the shared tables of common/feed/directory_schema.h and is written through its functions alone.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/ids.h"
#include "common/feed/directory_schema.h"
#include "common/store/table.h"
#include "google/protobuf/empty.pb.h"
#include "obt/identity/store/v1/identity_store.pb.h"
#include "obt/identity/v1/import.pb.h"

namespace obt::identity {

using obt::store::Table;

// person: name, e-mail address and HR ids, apart from everything else
inline constexpr Table<std::tuple<PersonId>, store::v1::ContactRow> kContacts{"contacts"};
// normalised e-mail address: whose it is
inline constexpr Table<std::tuple<std::string>, store::v1::PersonReference> kEmails{"emails"};
// normalised e-mail address, person: nothing; whose it was before their last change of it
inline constexpr Table<std::tuple<std::string, PersonId>, store::v1::PersonReference> kPreviousEmails{
    "previous_emails"};
// organisation code, HR id: whose it is
inline constexpr Table<std::tuple<std::string, std::string>, store::v1::PersonReference> kHrIds{"hr_ids"};
// organisation code, person: an empty marker for each organisation with a stay that had not ended when it was
// written
inline constexpr Table<std::tuple<std::string, PersonId>, store::v1::PersonReference> kPeopleByOrganisation{
    "people_by_organisation"};
// team: its name and key, apart from everything else
inline constexpr Table<std::tuple<TeamId>, store::v1::TeamDetails> kTeamDetails{"team_details"};
// programme, lead organisation, the maker's key: the team
inline constexpr Table<std::tuple<std::string, std::string, std::string>, store::v1::TeamReference> kTeamKeys{
    "team_keys"};
// facilitator, programme, team: nothing
inline constexpr Table<std::tuple<PersonId, std::string, TeamId>, google::protobuf::Empty>
    kTeamsByFacilitator{"teams_by_facilitator"};
// import
inline constexpr Table<std::tuple<ImportId>, v1::Import> kImports{"imports"};
// import whose rows are staged, until these are dropped: whose it is, who started it
inline constexpr Table<std::tuple<ImportId>, store::v1::OpenImport> kOpenImports{"open_imports"};
// import, row number: a staged row, later what it came to; behind the last one those whom no row names
inline constexpr Table<std::tuple<ImportId, int64_t>, store::v1::ImportRow> kImportRows{"import_rows"};
// import, field of the row (its number in PersonRow), HR id or e-mail address: which staged row has it
inline constexpr Table<std::tuple<ImportId, int32_t, std::string>, store::v1::StagedKey> kStagedKeys{
    "staged_keys"};
// import: what is still to be done for it
inline constexpr Table<std::tuple<ImportId>, store::v1::ImportJob> kImportJobs{"import_jobs"};

inline std::vector<const obt::store::TableRef*> Tables() {
  return {&kContacts,    &kEmails,      &kPreviousEmails,    &kHrIds,      &kPeopleByOrganisation,
          &kImports,     &kOpenImports, &kImportRows,        &kStagedKeys, &kImportJobs,
          &kTeamDetails, &kTeamKeys,    &kTeamsByFacilitator};
}

// The tables whose rows other services may read: none holds a personal field.
inline std::vector<const obt::store::TableRef*> PublishedTables() {
  return {&feed::kOrganisations, &feed::kProgrammes, &feed::kHeadcounts,    &feed::kPeople,
          &feed::kTeams,         &feed::kClients,    &feed::kReferenceLists};
}

}  // namespace obt::identity
