// The rows of people: facts, contact details, and the indexes that find them by e-mail address, by HR id and
// by organisation, kept in step. Changed facts are published; contact details never leave.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/days.h"
#include "common/base/ids.h"
#include "common/store/page.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/identity/store/v1/identity_store.pb.h"
#include "obt/identity/v1/person.pb.h"

namespace obt::identity {

using obt::store::Page;

// A person as the store holds them.
struct PersonRecord {
  PersonId id;
  v1::PersonFacts facts;
  store::v1::ContactRow contact;
};

absl::StatusOr<std::optional<PersonRecord>> FindPerson(const obt::store::Reader& reader, const PersonId& id);
absl::StatusOr<std::optional<v1::PersonFacts>> FindFacts(const obt::store::Reader& reader,
                                                         const PersonId& id);
// `email` as validate::NormaliseEmail makes it.
absl::StatusOr<std::optional<PersonId>> FindByEmail(const obt::store::Reader& reader,
                                                    absl::string_view email);
absl::StatusOr<std::optional<PersonId>> FindByHrId(const obt::store::Reader& reader,
                                                   absl::string_view organisation_code,
                                                   absl::string_view hr_id);

// Whose the address was before their last change of it; nobody where several had it.
absl::StatusOr<std::optional<PersonId>> FindByPreviousEmail(const obt::store::Reader& reader,
                                                            absl::string_view email);

// Adds a new person, whose e-mail address and HR ids the caller has found to be free; fills in id, etag and
// times.
absl::Status InsertPerson(obt::store::Txn& txn, PersonRecord& person, absl::Time now);
// Writes what is different; a new e-mail address or HR id must be free. Fills in etag and time of change.
absl::Status PutPerson(obt::store::Txn& txn, const PersonRecord& before, PersonRecord& after, absl::Time now);

// Takes the person's address from them, which is another's now. Whoever has it next is not mistaken for them:
// it is not kept as the one before.
absl::Status ClearEmail(obt::store::Txn& txn, const PersonRecord& person, absl::Time now);

// People whose stay on `today` is in one of the organisations (sorted by code), by organisation and id,
// behind `position` (empty: from the start). A page may hold fewer than `limit` before the end, where many
// have left.
absl::StatusOr<obt::store::Page<PersonRecord>> PageOfPeople(const obt::store::Reader& reader,
                                                            absl::Span<const std::string> codes, Day today,
                                                            absl::string_view position, size_t limit);

// Shows `visit` people whose last stay is in one of the organisations and had not ended when it was written,
// in the order of the codes and of ids, behind `position` (empty: from the start), until it returns false or
// `limit` were looked at. Returns the position it came to; empty at the end.
absl::StatusOr<std::string> ScanPeople(const obt::store::Reader& reader, absl::Span<const std::string> codes,
                                       absl::string_view position, size_t limit,
                                       absl::FunctionRef<absl::StatusOr<bool>(PersonRecord)> visit);

// As the API shows a person, with contact details or without.
v1::Person ToPerson(PersonRecord record, bool with_contact);

}  // namespace obt::identity
