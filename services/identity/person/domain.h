// What the rules say about people: which requests are well formed, which codes are known, what a person's
// parts become. Stays have a file of their own (stays_domain.h). Pure functions of values.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/reference.pb.h"

namespace obt::identity::v1 {

Violations Validate(const FindPersonRequest& request);
Violations Validate(const CorrectStaysRequest& request);

}  // namespace obt::identity::v1

namespace obt::identity {

inline constexpr absl::string_view kUnknownCode = "UNKNOWN";

// True when the reference list of that kind holds the code.
using HasCode = absl::FunctionRef<bool(v1::ReferenceKind kind, absl::string_view code)>;

// What is said of a person beside where they work.
struct Codes {
  absl::string_view grade = "", profession = "", region = "";
};
template <typename Described>
Codes CodesOf(const Described& described) {
  return {described.grade(), described.profession(), described.region()};
}

// Codes that no list holds are refused by name. Empty ones and UNKNOWN pass.
absl::Status CheckCodes(const Codes& codes, HasCode has_code);

// Takes over what is stated and leaves the rest: true when something is different now.
bool Describe(const Codes& codes, v1::PersonFacts& facts);

// The facts of somebody new: one open stay, every code UNKNOWN. Neither id nor etag.
void BeginFacts(absl::string_view organisation_code, Day from, v1::PersonFacts& facts);
// Somebody new as CreatePerson states them.
void Begin(const v1::CreatePersonRequest& request, Day from, v1::PersonFacts& facts, v1::Contact& contact);

// Takes over a text; true when it is another one now.
bool TakeOver(absl::string_view stated, std::string& kept);

// True when the request changes that field of a person.
bool Changes(const v1::UpdatePersonRequest& request, absl::string_view field);
// Takes over what the request changes; true when something is different now.
bool Update(const v1::UpdatePersonRequest& request, v1::PersonFacts& facts, v1::Contact& contact);

// The organisation's own number for the person; empty without one.
absl::string_view HrIdOf(const v1::Contact& contact, absl::string_view organisation_code);
// Sets that number; true when it is different now.
bool SetHrId(v1::Contact& contact, absl::string_view organisation_code, absl::string_view hr_id);

// Sets the address, as validate::NormaliseEmail makes it, and remembers the one before, which is another one
// or none; true when it is different now. An empty one changes nothing.
bool SetEmail(v1::Contact& contact, absl::string_view email);

// Addresses are given out again. Whether one that somebody has is another's when a person of that name states
// it on that day: they have left by then, and have another name.
bool GaveUpEmail(const v1::PersonFacts& facts, const v1::Contact& contact, absl::string_view name, Day day);

// FAILED_PRECONDITION (PERSON_ERASED) for somebody whose data are gone.
absl::Status CheckNotErased(const v1::PersonFacts& facts);

// ALREADY_EXISTS: EMAIL_IN_USE when the caller covers who has it, else HELD_ELSEWHERE.
absl::Status EmailInUse(bool holder_in_scope);
absl::Status HrIdInUse();

}  // namespace obt::identity
