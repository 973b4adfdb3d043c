// Identity's own tables: contact details, what makes them unique, who belongs where, and imports. What other
// services may know (organisations, programmes, people's facts, clients, reference lists) lies in the shared
// tables of common/feed/directory_schema.h and is written through its functions alone.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "common/base/ids.h"
#include "common/feed/directory_schema.h"
#include "common/store/table.h"
#include "obt/identity/store/v1/identity_store.pb.h"
#include "obt/identity/v1/import.pb.h"

namespace obt::identity {

using obt::store::Table;

// person: name, e-mail address and HR ids, apart from everything else
inline constexpr Table<std::tuple<PersonId>, store::v1::ContactRow> kContacts{"contacts"};
// normalised e-mail address: whose it is
inline constexpr Table<std::tuple<std::string>, store::v1::PersonReference> kEmails{"emails"};
// organisation code, HR id: whose it is
inline constexpr Table<std::tuple<std::string, std::string>, store::v1::PersonReference> kHrIds{"hr_ids"};
// organisation code, person: an empty marker for each organisation with a stay that had not ended when it was
// written
inline constexpr Table<std::tuple<std::string, PersonId>, store::v1::PersonReference> kPeopleByOrganisation{
    "people_by_organisation"};
// import
inline constexpr Table<std::tuple<ImportId>, v1::Import> kImports{"imports"};

inline std::vector<const obt::store::TableRef*> Tables() {
  return {&kContacts, &kEmails, &kHrIds, &kPeopleByOrganisation, &kImports};
}

// The tables whose rows other services may read: none holds a personal field.
inline std::vector<const obt::store::TableRef*> PublishedTables() {
  return {&feed::kOrganisations, &feed::kProgrammes, &feed::kHeadcounts,
          &feed::kPeople,        &feed::kClients,    &feed::kReferenceLists};
}

}  // namespace obt::identity
