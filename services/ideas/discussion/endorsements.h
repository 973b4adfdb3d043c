// Endorsements: one of a person and idea or case study, whatever else is merged into it. A row stands while
// the person endorsed the thing itself, or an idea that is merged into it; their number is kept with the
// reactions.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/ids.h"
#include "services/ideas/item/rows.h"

namespace obt::ideas {

// So many endorsements a merge may move.
inline constexpr int kMaxMergedEndorsements = 10'000;

absl::StatusOr<bool> HasEndorsed(const Reader& reader, absl::string_view target_id, const PersonId& person);
// The thing itself, not only what is merged into it.
absl::StatusOr<bool> HasEndorsedItself(const Reader& reader, absl::string_view target_id,
                                       const PersonId& person);
// Twice counts once.
absl::Status Endorse(Txn& txn, absl::string_view target_id, const PersonId& person);
// Of everything that is merged into the target too: an unmerge does not bring back what was withdrawn. And
// from what the target itself is merged into.
absl::Status Withdraw(Txn& txn, absl::string_view target_id, const PersonId& person);

// Who endorsed one of the duplicates endorses the survivor, once. FAILED_PRECONDITION (MERGE_TOO_LARGE) above
// the limit, over all of them.
absl::Status UniteEndorsements(Txn& txn, absl::Span<const std::string* const> duplicate_ids,
                               absl::string_view survivor_id);
// Takes that back for one of them.
absl::Status PartEndorsements(Txn& txn, absl::string_view duplicate_id, absl::string_view survivor_id);

}  // namespace obt::ideas
