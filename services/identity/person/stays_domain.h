// Stays, the dated memberships of a person: [from, to) each, in order, never two on one day, gaps allowed,
// only the last may be open. What a move, a leaver or a correction makes of them. Pure functions of values.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "google/protobuf/repeated_field.h"
#include "obt/identity/v1/person.pb.h"

namespace obt::identity {

using Stays = google::protobuf::RepeatedPtrField<v1::Stay>;

// As many as CorrectStays takes.
int MostStays();

v1::Stay OpenStay(absl::string_view organisation_code, Day from);
Day FromOf(const v1::Stay& stay);
Day ToOf(const v1::Stay& stay);  // kNever while it lasts

// Faults in the order of stays as a caller states them: overlap, an open stay before the last.
void CheckOrder(Violations& out, absl::string_view field, const Stays& stays);

// Stays a caller stated, as they are kept: nothing but organisation and dates.
Stays Tidy(const Stays& stated);

// The stay that covers the day; nullptr in a gap.
const v1::Stay* StayOn(const Stays& stays, Day day);

// Ends the last stay on `effective` and starts one in `organisation_code`, which the day belongs to. Somebody
// who has left comes back. The same move again changes nothing. FAILED_PRECONDITION: before the last stay's
// first day (MOVE_BEFORE_STAY), to where the person already is (ALREADY_THERE), too many stays
// (TOO_MANY_STAYS).
absl::StatusOr<Stays> Move(const Stays& stays, absl::string_view organisation_code, Day effective);

// Ends the last stay on `effective`, the first day no longer there. Somebody who has left by then stays as
// they are. FAILED_PRECONDITION (LEAVE_BEFORE_STAY) unless the stay began before.
absl::StatusOr<Stays> Leave(const Stays& stays, Day effective);

// Brings somebody who has left back to their last organisation from `effective` on: with a new stay, or by
// opening the last one again where that had not ended before. FAILED_PRECONDITION: for somebody who has not
// left (NOT_LEFT), before the last stay's first day (MOVE_BEFORE_STAY), too many stays (TOO_MANY_STAYS).
absl::StatusOr<Stays> Return(const Stays& stays, Day effective);

// The organisations whose stays differ, by code: those a caller needs scope over.
std::vector<std::string> ChangedOrganisations(const Stays& before, const Stays& after);

// The organisations of stays that have not ended by that day, by code, each once.
std::vector<std::string> OrganisationsFrom(const Stays& stays, Day day);

// True when the last stay has ended by that day.
bool HasLeft(const Stays& stays, Day day);

// LEFT when the last stay has an end, else ACTIVE.
v1::PersonStatus StatusOf(const Stays& stays);

// Gives the person these stays and the status that follows; true when something is different now.
bool SetStays(v1::PersonFacts& facts, Stays stays);

}  // namespace obt::identity
