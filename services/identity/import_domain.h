// What the rules say about staff lists: which requests and rows are well formed, how an import goes from open
// to closed, and what a row does to the person it matched. Pure functions of values.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/person.pb.h"

namespace obt::identity::v1 {

Violations Validate(const StartImportRequest& request);
// Without the rows: each has its own result.
Violations Validate(const ImportPeopleRequest& request);
Violations Validate(const PersonRow& row);
Violations Validate(const FinishImportRequest& request);
Violations Validate(const GetImportRequest& request);
Violations Validate(const CancelImportRequest& request);

}  // namespace obt::identity::v1

namespace obt::identity {

inline constexpr int kMaxRows = 1000;

// A fresh, open import; its day is fixed here. SNAPSHOT and dry runs are UNIMPLEMENTED.
absl::StatusOr<v1::Import> NewImport(const v1::StartImportRequest& request, std::string import_id,
                                     absl::Time now);

// FAILED_PRECONDITION (IMPORT_NOT_OPEN) naming the state, unless it is open.
absl::Status CheckOpen(const v1::Import& import);
// The import finished or cancelled. One that is so already stays so; from the other of the two
// FAILED_PRECONDITION.
absl::StatusOr<v1::Import> Close(v1::Import import, v1::ImportState state);

// One answer for imports that do not exist and imports the caller may not see.
absl::Status ImportNotFound();
// The row's person belongs to an organisation outside the caller's scope.
absl::Status HeldElsewhere();
// The row's HR id is one person's, its e-mail address another's.
absl::Status MatchConflict();

// A leaver nobody knows is NOT_FOUND (PERSON_NOT_FOUND): nobody joins by leaving.
absl::Status CheckMayJoin(const v1::PersonRow& row);
// A new person from a row: everything but the id and the etag.
void Join(const v1::PersonRow& row, absl::string_view organisation_code, Day effective,
          v1::PersonFacts& facts, v1::Contact& contact);

// What the row does to the person it matched: changes `facts` and `contact` and says how; UNCHANGED leaves
// both alone.
//   staff elsewhere, or gone by the effective day     MOVED   (a new stay from the effective day)
//   staff here with other details                     UPDATED
//   staff here, or a row dated before a later move    UNCHANGED
//   `leaver` and staff here after the effective day   LEFT    (nothing but the stay changes)
absl::StatusOr<v1::ImportOutcome> ApplyRow(const v1::PersonRow& row, absl::string_view organisation_code,
                                           Day effective, v1::PersonFacts& facts, v1::Contact& contact);

}  // namespace obt::identity
