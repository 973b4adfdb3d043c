#include "services/identity/person/domain.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/names.h"
#include "common/base/rules.h"
#include "common/base/validate.h"
#include "services/identity/person/stays_domain.h"

namespace obt::identity::v1 {

Violations Validate(const FindPersonRequest& request) {
  Violations out = validate::ByRules(request);
  const bool by_number = !request.organisation_code().empty() || !request.hr_id().empty();
  if (request.email().empty() && !by_number) {
    out.Add("email", "is required, or else organisation_code and hr_id");
  } else if (!request.email().empty() && by_number) {
    out.Add("email", "must not be given together with organisation_code or hr_id");
  } else if (by_number && request.organisation_code().empty()) {
    out.Add("organisation_code", "is required with hr_id");
  } else if (by_number && request.hr_id().empty()) {
    out.Add("hr_id", "is required with organisation_code");
  }
  return out;
}

Violations Validate(const CorrectStaysRequest& request) {
  Violations out = validate::ByRules(request);
  CheckOrder(out, "stays", request.stays());
  return out;
}

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

void CheckCode(Violations& out, absl::string_view field, v1::ReferenceKind kind, absl::string_view code,
               HasCode has_code) {
  if (code.empty() || code == kUnknownCode || has_code(kind, code)) return;
  out.Add(field, absl::StrCat(code, " is not in the list of ", field, "s; unknown is ", kUnknownCode));
}

}  // namespace

void BeginFacts(absl::string_view organisation_code, Day from, v1::PersonFacts& facts) {
  facts.set_status(v1::PERSON_STATUS_ACTIVE);
  for (std::string* code : {facts.mutable_grade(), facts.mutable_profession(), facts.mutable_region()}) {
    code->assign(kUnknownCode.data(), kUnknownCode.size());
  }
  *facts.add_stays() = OpenStay(organisation_code, from);
}

void Begin(const v1::CreatePersonRequest& request, Day from, v1::PersonFacts& facts, v1::Contact& contact) {
  BeginFacts(request.organisation_code(), from, facts);
  Describe(CodesOf(request), facts);
  contact.set_name(request.name());
  SetEmail(contact, validate::NormaliseEmail(request.email()));
  if (!request.hr_id().empty()) SetHrId(contact, request.organisation_code(), request.hr_id());
}

bool Changes(const v1::UpdatePersonRequest& request, absl::string_view field) {
  return validate::MaskNames(request.update_mask(), field);
}

bool TakeOver(absl::string_view stated, std::string& kept) {
  if (stated == kept) return false;
  kept.assign(stated.data(), stated.size());
  return true;
}

bool Update(const v1::UpdatePersonRequest& request, v1::PersonFacts& facts, v1::Contact& contact) {
  const auto code = [](absl::string_view stated) { return stated.empty() ? kUnknownCode : stated; };
  bool changed = false;
  if (Changes(request, "name")) changed |= TakeOver(request.name(), *contact.mutable_name());
  if (Changes(request, "email")) changed |= SetEmail(contact, validate::NormaliseEmail(request.email()));
  if (Changes(request, "grade")) changed |= TakeOver(code(request.grade()), *facts.mutable_grade());
  if (Changes(request, "profession"))
    changed |= TakeOver(code(request.profession()), *facts.mutable_profession());
  if (Changes(request, "region")) changed |= TakeOver(code(request.region()), *facts.mutable_region());
  return changed;
}

absl::string_view HrIdOf(const v1::Contact& contact, absl::string_view organisation_code) {
  for (const v1::ExternalReference& reference : contact.references()) {
    if (reference.organisation_code() == organisation_code) return reference.hr_id();
  }
  return "";
}

bool SetHrId(v1::Contact& contact, absl::string_view organisation_code, absl::string_view hr_id) {
  for (v1::ExternalReference& reference : *contact.mutable_references()) {
    if (reference.organisation_code() != organisation_code) continue;
    if (reference.hr_id() == hr_id) return false;
    reference.set_hr_id(hr_id.data(), hr_id.size());
    return true;
  }
  v1::ExternalReference& added = *contact.add_references();
  added.set_organisation_code(organisation_code.data(), organisation_code.size());
  added.set_hr_id(hr_id.data(), hr_id.size());
  return true;
}

bool SetEmail(v1::Contact& contact, absl::string_view email) {
  if (email.empty() || email == contact.email()) return false;
  if (!contact.email().empty()) contact.set_previous_email(contact.email());
  if (contact.previous_email() == email) contact.clear_previous_email();  // given up, and got back
  contact.set_email(email.data(), email.size());
  return true;
}

bool GaveUpEmail(const v1::PersonFacts& facts, const v1::Contact& contact, absl::string_view name, Day day) {
  return HasLeft(facts.stays(), day) && !name.empty() && !IsSameName(name, contact.name());
}

absl::Status CheckNotErased(const v1::PersonFacts& facts) {
  if (facts.status() != v1::PERSON_STATUS_ERASED) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "PERSON_ERASED",
               "the person is ERASED; an erased person cannot be changed");
}

absl::Status EmailInUse(bool holder_in_scope) {
  if (!holder_in_scope) {
    return Error(
        absl::StatusCode::kAlreadyExists, "HELD_ELSEWHERE",
        "email: another organisation holds this person; ask a client with scope over both to move them");
  }
  return Error(absl::StatusCode::kAlreadyExists, "EMAIL_IN_USE",
               "email: belongs to another person; find them by it");
}

absl::Status HrIdInUse() {
  return Error(absl::StatusCode::kAlreadyExists, "HR_ID_IN_USE",
               "hr_id: belongs to another person of this organisation; find them by it");
}

absl::Status CheckCodes(const Codes& codes, HasCode has_code) {
  Violations out;
  CheckCode(out, "grade", v1::REFERENCE_KIND_GRADE, codes.grade, has_code);
  CheckCode(out, "profession", v1::REFERENCE_KIND_PROFESSION, codes.profession, has_code);
  CheckCode(out, "region", v1::REFERENCE_KIND_REGION, codes.region, has_code);
  return out.ToStatus();
}

bool Describe(const Codes& codes, v1::PersonFacts& facts) {
  bool changed = false;
  if (!codes.grade.empty()) changed |= TakeOver(codes.grade, *facts.mutable_grade());
  if (!codes.profession.empty()) changed |= TakeOver(codes.profession, *facts.mutable_profession());
  if (!codes.region.empty()) changed |= TakeOver(codes.region, *facts.mutable_region());
  return changed;
}

}  // namespace obt::identity
