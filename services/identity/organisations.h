// The rows of organisations. Written rows are published.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/identity/v1/organisation.pb.h"

namespace obt::identity {

absl::StatusOr<std::optional<v1::Organisation>> FindOrganisation(const obt::store::Reader& reader,
                                                                 absl::string_view code);

// Every organisation, by code. There are hundreds, not thousands.
absl::StatusOr<std::vector<v1::Organisation>> AllOrganisations(const obt::store::Reader& reader);

// Adds a new one. ALREADY_EXISTS (ORGANISATION_EXISTS) for a code in use, NOT_FOUND (ORGANISATION_NOT_FOUND)
// for a parent that does not exist.
absl::Status InsertOrganisation(obt::store::Txn& txn, const v1::Organisation& organisation);

// NOT_FOUND (ORGANISATION_NOT_FOUND) unless there is such an organisation; `field` names where the code
// stood.
absl::Status RequireOrganisation(const obt::store::Reader& reader, absl::string_view field,
                                 absl::string_view code);

}  // namespace obt::identity
