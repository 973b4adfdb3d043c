// What the rules say about staff lists: which requests and rows are well formed, how an import goes from open
// to closed, and what a row does to the person it matched. Pure functions of values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/auth/tree.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/person.pb.h"

namespace obt::identity::v1 {

Violations Validate(const StartImportRequest& request);
Violations Validate(const PersonRow& row);

}  // namespace obt::identity::v1

namespace obt::identity {

inline constexpr int kDefaultMaxLeaversPercent = 10;
// With staged rows, until these are dropped: bounds what lists nobody finishes can fill the store with.
inline constexpr int kMaxOpenImports = 500;
inline constexpr int kMaxOpenImportsPerOrganisation = 10;
// So that no client takes all of them, whatever its scope.
inline constexpr int kMaxOpenImportsPerClient = 50;
// How long results are kept and an import may stay open.
inline constexpr absl::Duration kImportLife = absl::Hours(24 * 30);

// The imports with staged rows that are not dropped yet.
struct OpenImports {
  int all = 0;
  int of_client = 0;
  int of_organisation = 0;
  std::string oldest;  // of the organisation's
};
// RESOURCE_EXHAUSTED (TOO_MANY_IMPORTS), saying what to do, where there is no room for another.
absl::Status CheckMayOpen(const OpenImports& open, absl::string_view organisation_code);

// A fresh, open import; its day and its limits are fixed here.
v1::Import NewImport(const v1::StartImportRequest& request, std::string import_id, absl::Time now);

// True when rows are kept until the import is finished.
bool IsStaged(const v1::Import& import);
Day EffectiveDay(const v1::Import& import);
// Nothing more will happen to it.
bool IsOver(const v1::Import& import);

// FAILED_PRECONDITION (IMPORT_NOT_OPEN) naming the state, unless it is open.
absl::Status CheckOpen(const v1::Import& import);
// The import finished, or FINISHING where rows are staged. One that is so already, or came to its end, stays
// as it is; a cancelled one is FAILED_PRECONDITION, and so is one with another number of staged rows than was
// meant (ROWS_MISSING), where that is stated.
absl::StatusOr<v1::Import> Finish(v1::Import import, int64_t expected_rows, absl::Time now);
// The import cancelled, also one that is FINISHING; one that came to another end is FAILED_PRECONDITION.
absl::StatusOr<v1::Import> Cancel(v1::Import import, absl::Time now);
// The import in its last state.
void End(v1::Import& import, v1::ImportState state, absl::Time now);
// True when it is older than kImportLife.
bool HasOutlived(const v1::Import& import, absl::Time now);
// True when removing `missing` of `staff` people is more than the import allows.
bool RemovesTooMany(const v1::Import& import, int64_t staff, int64_t missing);
// One more row that did this.
void Count(v1::ImportOutcome outcome, v1::ImportCounts& counts);

// The row in the form rows are compared and kept in: the name in NFC, addresses as they compare.
v1::PersonRow Normalise(v1::PersonRow row);
// True for rows that differ at most in their line.
bool IsSameRow(v1::PersonRow a, v1::PersonRow b);
// FAILED_PRECONDITION for a leaver in a SNAPSHOT (LEAVER_IN_SNAPSHOT) and where there is no room
// (IMPORT_FULL).
absl::Status CheckMayStage(const v1::Import& import, const v1::PersonRow& row);
// Another row of the import has this HR id or e-mail address, and is different.
absl::Status DuplicateRow(absl::string_view field, int64_t row_number);

// One answer for imports that do not exist and imports the caller may not see.
absl::Status ImportNotFound();
// The row's person belongs to an organisation outside the caller's scope.
absl::Status HeldElsewhere();
// The row's HR id is one person's, its e-mail address another's.
absl::Status MatchConflict();
// The row's address leads to somebody whom the organisation numbers or names differently, and who has not
// left.
absl::Status NumberedDifferently();

// Whether somebody who had the row's e-mail address before is the one the row is about: not if the
// organisation numbers them differently, for addresses are given out again.
bool MayBeFormerHolder(absl::string_view row_hr_id, absl::string_view person_hr_id);

// A leaver nobody knows is NOT_FOUND (PERSON_NOT_FOUND): nobody joins by leaving. Whoever joins needs a name.
absl::Status CheckMayJoin(const v1::PersonRow& row);
// A new person from a row: everything but the id and the etag.
void Join(const v1::PersonRow& row, absl::string_view organisation_code, Day effective,
          v1::PersonFacts& facts, v1::Contact& contact);

// Whose staff a list is, and from which day on. After a merger stays are not rewritten: they belong to what
// their organisation has become by that day. A merger that is still to come counts for nobody: until it has
// come about those it concerns are another organisation's staff, whom the list's client need not reach. Nor
// has anybody left whose last day is still to come: until then their address leads to them.
struct Employer {
  const auth::OrganisationTree& tree;
  std::string code;
  Day day = kNever;
  Day known_until = kNever;  // the day, or today where that is earlier: what is ahead may be changed

  bool Has(const v1::Stay& stay) const;
  // The organisation and all that have become it: whose codes its stays may have.
  std::vector<std::string> Codes() const;
};
Employer EmployerOf(const v1::Import& import, const auth::OrganisationTree& tree, Day today);

// Whom an address means that leads to somebody: addresses are given out again.
enum class Claim {
  kThem,          // the row is about them
  kSomebodyElse,  // they have left, and the address is another person's now
  kUnclear,       // they are the organisation's staff (still), or elsewhere under another name
};
Claim ClaimOf(const v1::PersonRow& row, const Employer& here, const v1::PersonFacts& facts,
              const v1::Contact& contact);
// Whether an address of theirs passes on to a person of the organisation with that name: they were its staff,
// have left, and have another name.
bool GaveUpAddress(absl::string_view name, const Employer& here, const v1::PersonFacts& facts,
                   const v1::Contact& contact);

// What the row does to the person it matched: changes `facts` and `contact` and says how; UNCHANGED leaves
// both alone.
//   staff elsewhere, or gone by the effective day     MOVED   (a new stay from the effective day)
//   staff here with other details                     UPDATED
//   staff here, or a row dated before a later move    UNCHANGED
//   `leaver` and staff here after the effective day   LEFT    (nothing but the stay changes)
absl::StatusOr<v1::ImportOutcome> ApplyRow(const v1::PersonRow& row, const Employer& here,
                                           v1::PersonFacts& facts, v1::Contact& contact);

// True when the person's last stay is in this organisation and covers its day: those a SNAPSHOT must name.
bool IsStaff(const v1::PersonFacts& facts, const Employer& here);

}  // namespace obt::identity
