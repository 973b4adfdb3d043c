#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/days.h"
#include "common/base/etag.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/answer_page.h"
#include "common/rpc/grpc_status.h"
#include "obt/identity/v1/person.pb.h"
#include "services/identity/bind.h"
#include "services/identity/organisation/domain.h"
#include "services/identity/organisation/rows.h"
#include "services/identity/person/domain.h"
#include "services/identity/person/rows.h"
#include "services/identity/person/scope.h"
#include "services/identity/person/stays_domain.h"

namespace obt::identity {
namespace {

using obt::store::Txn;
using obt::store::View;
using rpc::Call;

// The person a change is for, as the caller has last read them.
absl::StatusOr<PersonRecord> PersonToChange(const Txn& txn, absl::string_view person_id,
                                            absl::string_view etag) {
  OBT_ASSIGN_OR_RETURN(std::optional<PersonRecord> found, FindPerson(txn, *ParseId<PersonId>(person_id)));
  if (!found.has_value()) return PersonNotFound(person_id);
  OBT_RETURN_IF_ERROR(CheckNotErased(found->facts));
  OBT_RETURN_IF_ERROR(CheckEtag(etag, found->facts.etag()));
  return *std::move(found);
}

// Makes an address free for somebody of that name, who is of an organisation from that day on (of a joiner to
// come: today, when the address changes hands): it must be nobody else's but one's who has left there by then
// under another name, and who then has none.
absl::Status FreeEmail(Txn& txn, const Call& call, absl::string_view email, absl::string_view name,
                       const v1::Stay& stay, const PersonId& person) {
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> id, FindByEmail(txn, validate::NormaliseEmail(email)));
  if (!id.has_value() || *id == person) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonRecord> holder, identity::FindPerson(txn, *id));
  const bool covered = holder.has_value() && CoversPerson(call, holder->facts);
  const bool free = covered && OrganisationToday(call, holder->facts) == stay.organisation_code() &&
                    GaveUpEmail(holder->facts, holder->contact.contact(), name, FromOf(stay));
  return free ? ClearEmail(txn, *holder, call.now) : EmailInUse(covered);
}

absl::Status CheckHrIdIsFree(const Txn& txn, absl::string_view organisation_code, absl::string_view hr_id,
                             const PersonId& person) {
  if (hr_id.empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> holder, FindByHrId(txn, organisation_code, hr_id));
  return !holder.has_value() || *holder == person ? absl::OkStatus() : HrIdInUse();
}

// Gives the person other stays, if they are other ones and the caller covers what changes.
absl::StatusOr<v1::PersonFacts> ChangeStays(Txn& txn, const Call& call, const PersonRecord& person,
                                            Stays stays) {
  OBT_RETURN_IF_ERROR(CheckCoversChange(call, person.facts.stays(), stays));
  PersonRecord after = person;
  if (SetStays(after.facts, std::move(stays))) OBT_RETURN_IF_ERROR(PutPerson(txn, person, after, call.now));
  return std::move(after.facts);
}

absl::StatusOr<v1::CreatePersonResponse> CreatePerson(const v1::CreatePersonRequest& request,
                                                      const Call& call, Txn& txn,
                                                      feed::Directory& directory) {
  const Day from = ParseDay(request.from_day()).value_or(DayOf(call.now));
  OBT_RETURN_IF_ERROR(RequireOrganisationOn(txn, "organisation_code", request.organisation_code(), from));
  OBT_RETURN_IF_ERROR(CheckCodesAt(directory, txn, request));
  OBT_RETURN_IF_ERROR(FreeEmail(txn, call, request.email(), request.name(),
                                OpenStay(request.organisation_code(), std::min(from, DayOf(call.now))),
                                PersonId()));
  OBT_RETURN_IF_ERROR(CheckHrIdIsFree(txn, request.organisation_code(), request.hr_id(), PersonId()));
  PersonRecord person;
  Begin(request, from, person.facts, *person.contact.mutable_contact());
  OBT_RETURN_IF_ERROR(InsertPerson(txn, person, call.now));
  v1::CreatePersonResponse response;
  *response.mutable_person() = std::move(person.facts);
  return response;
}

absl::StatusOr<v1::GetPersonResponse> GetPerson(const v1::GetPersonRequest& request, const Call&,
                                                const View& view) {
  OBT_ASSIGN_OR_RETURN(std::optional<PersonRecord> found,
                       identity::FindPerson(view, *ParseId<PersonId>(request.person_id())));
  if (!found.has_value()) return PersonNotFound(request.person_id());
  v1::GetPersonResponse response;
  *response.mutable_person() = ToPerson(*std::move(found), true);
  return response;
}

absl::StatusOr<v1::BatchGetPeopleResponse> BatchGetPeople(const v1::BatchGetPeopleRequest& request,
                                                          const Call& call, const View& view) {
  // Contact details are for who may read one person; services get none.
  const auth::Scope& contact_scope = call.rights->ScopeOf(call.client_id, RolesFor<v1::GetPersonRequest>());
  v1::BatchGetPeopleResponse response;
  rpc::BatchRoom room;
  for (const std::string& person_id : request.person_ids()) {
    v1::BatchGetPeopleResponse::Result& result = *response.add_results();
    OBT_ASSIGN_OR_RETURN(std::optional<PersonRecord> found,
                         identity::FindPerson(view, *ParseId<PersonId>(person_id)));
    if (!found.has_value()) {
      *result.mutable_status() = rpc::ToProto(PersonNotFound(person_id));
      continue;
    }
    const std::string organisation = OrganisationToday(call, found->facts);
    result.mutable_status();
    *result.mutable_person() = ToPerson(*std::move(found), call.rights->Covers(contact_scope, organisation));
    room.Take(result);
  }
  return response;
}

absl::StatusOr<v1::FindPersonResponse> FindPerson(const v1::FindPersonRequest& request, const Call& call,
                                                  const View& view) {
  const std::string& code = request.organisation_code();
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> id,
                       code.empty() ? FindByEmail(view, validate::NormaliseEmail(request.email()))
                                    : FindByHrId(view, code, request.hr_id()));
  if (!id.has_value()) return NobodyFound();
  OBT_ASSIGN_OR_RETURN(std::optional<PersonRecord> found, identity::FindPerson(view, *id));
  if (!found.has_value() || !CoversPerson(call, found->facts)) return NobodyFound();
  v1::FindPersonResponse response;
  *response.mutable_person() = ToPerson(*std::move(found), true);
  return response;
}

absl::StatusOr<v1::ListPeopleResponse> ListPeople(const v1::ListPeopleRequest& request, const Call& call,
                                                  const View& view) {
  OBT_ASSIGN_OR_RETURN(const std::vector<std::string> codes, call.CodesWithin(request.organisation_code()));
  return rpc::AnswerPage(
      request, call, &v1::ListPeopleResponse::mutable_people,
      [&](const std::string& position, size_t limit) {
        return PageOfPeople(view, codes, DayOf(call.now), position, limit);
      },
      [](PersonRecord record) { return ToPerson(std::move(record), true); });
}

absl::StatusOr<v1::UpdatePersonResponse> UpdatePerson(const v1::UpdatePersonRequest& request,
                                                      const Call& call, Txn& txn,
                                                      feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const PersonRecord person, PersonToChange(txn, request.person_id(), request.etag()));
  OBT_RETURN_IF_ERROR(CheckCodesAt(directory, txn, request));
  if (Changes(request, "email")) {
    const std::string& name = Changes(request, "name") ? request.name() : person.contact.contact().name();
    const v1::Stay today = OpenStay(OrganisationToday(call, person.facts), DayOf(call.now));
    OBT_RETURN_IF_ERROR(FreeEmail(txn, call, request.email(), name, today, person.id));
  }
  PersonRecord after = person;
  if (Update(request, after.facts, *after.contact.mutable_contact())) {
    OBT_RETURN_IF_ERROR(PutPerson(txn, person, after, call.now));
  }
  v1::UpdatePersonResponse response;
  *response.mutable_person() = std::move(after.facts);
  return response;
}

absl::StatusOr<v1::MovePersonResponse> MovePerson(const v1::MovePersonRequest& request, const Call& call,
                                                  Txn& txn) {
  const std::string& code = request.to_organisation_code();
  OBT_ASSIGN_OR_RETURN(PersonRecord person, PersonToChange(txn, request.person_id(), request.etag()));
  if (!call.Covers(code)) return OutOfScope("to_organisation_code", code);
  const Day effective = *ParseDay(request.effective());
  OBT_RETURN_IF_ERROR(RequireOrganisationOn(txn, "to_organisation_code", code, effective));
  OBT_RETURN_IF_ERROR(CheckHrIdIsFree(txn, code, request.hr_id(), person.id));
  OBT_ASSIGN_OR_RETURN(Stays stays, Move(person.facts.stays(), code, effective));
  OBT_RETURN_IF_ERROR(CheckCoversChange(call, person.facts.stays(), stays));
  PersonRecord after = person;
  const bool numbered =
      !request.hr_id().empty() && SetHrId(*after.contact.mutable_contact(), code, request.hr_id());
  if (SetStays(after.facts, std::move(stays)) || numbered) {
    OBT_RETURN_IF_ERROR(PutPerson(txn, person, after, call.now));
  }
  v1::MovePersonResponse response;
  *response.mutable_person() = std::move(after.facts);
  return response;
}

absl::StatusOr<v1::MarkLeftResponse> MarkLeft(const v1::MarkLeftRequest& request, const Call& call,
                                              Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const PersonRecord person, PersonToChange(txn, request.person_id(), request.etag()));
  OBT_ASSIGN_OR_RETURN(Stays stays,
                       Leave(person.facts.stays(), ParseDay(request.effective()).value_or(DayOf(call.now))));
  v1::MarkLeftResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_person(), ChangeStays(txn, call, person, std::move(stays)));
  return response;
}

absl::StatusOr<v1::ReinstateResponse> Reinstate(const v1::ReinstateRequest& request, const Call& call,
                                                Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const PersonRecord person, PersonToChange(txn, request.person_id(), request.etag()));
  OBT_ASSIGN_OR_RETURN(Stays stays,
                       Return(person.facts.stays(), ParseDay(request.effective()).value_or(DayOf(call.now))));
  if (stays.size() > person.facts.stays_size()) {
    const v1::Stay& added = stays[stays.size() - 1];
    OBT_RETURN_IF_ERROR(RequireOrganisationOn(txn, "effective", added.organisation_code(), FromOf(added)));
  }
  v1::ReinstateResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_person(), ChangeStays(txn, call, person, std::move(stays)));
  return response;
}

absl::StatusOr<v1::CorrectStaysResponse> CorrectStays(const v1::CorrectStaysRequest& request,
                                                      const Call& call, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(PersonRecord person, PersonToChange(txn, request.person_id(), request.etag()));
  Stays stays = Tidy(request.stays());
  // Before organisations are looked up: outside the scope nobody is told which there are.
  OBT_RETURN_IF_ERROR(CheckCoversChange(call, person.facts.stays(), stays));
  for (int i = 0; i < stays.size(); ++i) {
    OBT_RETURN_IF_ERROR(RequireOrganisation(txn, validate::Path("stays", i, "organisation_code"),
                                            stays[i].organisation_code()));
  }
  v1::CorrectStaysResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_person(), ChangeStays(txn, call, person, std::move(stays)));
  return response;
}

}  // namespace

void BindPeople(rpc::Router& router, feed::Directory& directory) {
  router.Command(CreatePerson, directory)
      .Query(GetPerson)
      .Query(BatchGetPeople)
      .Query(FindPerson)
      .Query(ListPeople)
      .Command(UpdatePerson, directory)
      .Command(MovePerson)
      .Command(MarkLeft)
      .Command(Reinstate)
      .Command(CorrectStays);
}

}  // namespace obt::identity
