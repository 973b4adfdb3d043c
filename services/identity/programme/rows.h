// The rows of programmes and their headcounts. Written rows are published.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/store/page.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "google/protobuf/repeated_field.h"
#include "obt/identity/v1/programme.pb.h"

namespace obt::identity {

using obt::store::Page;

// NOT_FOUND (PROGRAMME_NOT_FOUND) when there is no such edition.
absl::StatusOr<v1::Programme> GetProgramme(const obt::store::Reader& reader, absl::string_view programme_id);

// Adds a new one. ALREADY_EXISTS (PROGRAMME_EXISTS) for an id in use.
absl::Status InsertProgramme(obt::store::Txn& txn, const v1::Programme& programme);
void PutProgramme(obt::store::Txn& txn, const v1::Programme& programme);

// Editions by id, behind `position` (empty: from the start).
absl::StatusOr<obt::store::Page<v1::Programme>> PageOfProgrammes(const obt::store::Reader& reader,
                                                                 absl::string_view position, size_t limit);

// Writes the headcounts that are new or different and publishes them together; returns how many they are.
absl::StatusOr<int> PutHeadcounts(obt::store::Txn& txn, absl::string_view programme_id,
                                  const google::protobuf::RepeatedPtrField<v1::Headcount>& stated);
// Headcounts of an edition by organisation and day, behind `position`.
absl::StatusOr<obt::store::Page<v1::Headcount>> PageOfHeadcounts(const obt::store::Reader& reader,
                                                                 absl::string_view programme_id,
                                                                 absl::string_view position, size_t limit);

}  // namespace obt::identity
