// The rows of organisations. Written rows are published.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/identity/v1/organisation.pb.h"

namespace obt::identity {

// Writes a new or changed one.
void PutOrganisation(obt::store::Txn& txn, const v1::Organisation& organisation);

// NOT_FOUND (ORGANISATION_NOT_FOUND) unless there is such an organisation; `field` names where the code
// stood.
absl::Status RequireOrganisation(const obt::store::Reader& reader, absl::string_view field,
                                 absl::string_view code);

// The same for what begins on a day: FAILED_PRECONDITION (ORGANISATION_ENDED) if the organisation has ended
// by then.
absl::Status RequireOrganisationOn(const obt::store::Reader& reader, absl::string_view field,
                                   absl::string_view code, Day day);

}  // namespace obt::identity
