// The disclosure policy: what releases are made by, version by version. Pure.
#pragma once

#include "absl/status/statusor.h"
#include "obt/reporting/v1/definition.pb.h"
#include "services/reporting/tables/standard.h"

namespace obt::reporting {

// That of the program.
v1::DisclosurePolicy FirstPolicy();
// The last version that was set, by this program: with all its tables, and as it rounds.
v1::DisclosurePolicy InForce(const v1::DisclosurePolicy& last);
// INVALID_ARGUMENT naming a table that is none, or that others stand on, or what would change nothing.
absl::StatusOr<v1::DisclosurePolicy> NextPolicy(const v1::DisclosurePolicy& last,
                                                const v1::SetDisclosurePolicyRequest& request);
tables::Calendars CalendarsOf(const v1::DisclosurePolicy& policy);

}  // namespace obt::reporting
