// What the rules say about organisations: which requests are well formed, what a new one looks like, and what
// one, or the tree of them, is on a day. Pure functions of values.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/auth/tree.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/identity/v1/organisation.pb.h"

namespace obt::identity::v1 {

Violations Validate(const CreateOrganisationRequest& request);
Violations Validate(const UpdateOrganisationRequest& request);
Violations Validate(const MoveOrganisationRequest& request);
Violations Validate(const MergeOrganisationsRequest& request);

}  // namespace obt::identity::v1

namespace obt::identity {

// The row of a new organisation: what the caller may state, with its first etag. Output-only fields are not
// taken over.
v1::Organisation NewOrganisation(const v1::Organisation& asked);
// The plan as it is kept, without what says nothing.
v1::LocalPlan TidyPlan(v1::LocalPlan asked);

// FAILED_PRECONDITION (ORGANISATION_ENDED), naming the end and the successor, if there is one; `field` names
// where the day or the code stood.
absl::Status OrganisationEnded(absl::string_view field, const v1::Organisation& organisation,
                               absl::string_view remedy);
// That, where the organisation has ended by the day for which somebody or something new is stated.
absl::Status CheckTakesNew(absl::string_view field, const v1::Organisation& organisation, Day day);

// What holds after its last recorded change.
v1::OrganisationVersion LastVersion(const v1::Organisation& organisation);

// One of the tree's organisations as answers show it: with the name, abbreviation, parent and predecessors of
// the day, what was before as `past`, what is to follow as `later`.
v1::Organisation AsOf(const auth::OrganisationTree& tree, absl::string_view code, Day day);

Day BeginOf(const v1::Organisation& organisation);  // kAlways where it has always been
Day EndOf(const v1::Organisation& organisation);    // kNever while it lasts
// True when the day lies between them.
bool ExistedOn(const v1::Organisation& organisation, Day day);

// An organisation and where it stands: the codes from the top of the tree down to it, joined by blanks.
// Blanks sort before every character of a code, so that paths in order are parents before children, siblings
// by code.
struct PlacedOrganisation {
  std::string path;
  v1::Organisation organisation;
};

// `top` and everything below it as the tree was on that day, by path; an empty `top` is the whole tree.
// Organisations that did not exist on that day are left out, those below them stay.
std::vector<PlacedOrganisation> TreeOn(const auth::OrganisationTree& tree, Day day, absl::string_view top);

}  // namespace obt::identity
