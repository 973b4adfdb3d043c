#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/etag.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/rpc/answer_page.h"
#include "obt/identity/v1/team.pb.h"
#include "services/identity/bind.h"
#include "services/identity/organisation/domain.h"
#include "services/identity/organisation/rows.h"
#include "services/identity/person/domain.h"
#include "services/identity/person/rows.h"
#include "services/identity/person/scope.h"
#include "services/identity/programme/rows.h"
#include "services/identity/team/domain.h"
#include "services/identity/team/rows.h"

namespace obt::identity {
namespace {

using obt::store::Txn;
using obt::store::View;
using rpc::Call;

// The team a change is for, as the caller has last read it.
absl::StatusOr<TeamRecord> TeamToChange(const Txn& txn, const std::string& team_id, const std::string& etag) {
  OBT_ASSIGN_OR_RETURN(std::optional<TeamRecord> found, FindTeam(txn, *ParseId<TeamId>(team_id)));
  if (!found.has_value()) return TeamNotFound();
  OBT_RETURN_IF_ERROR(CheckEtag(etag, found->facts.etag()));
  return *std::move(found);
}

// Those the team did not name before exist; they may belong anywhere.
absl::Status CheckPeople(const Txn& txn, const v1::TeamFacts& before, const v1::TeamFacts& after) {
  for (const Named& named : NamedAnew(before, after)) {
    OBT_ASSIGN_OR_RETURN(const std::optional<v1::PersonFacts> person,
                         FindFacts(txn, *ParseId<PersonId>(named.person_id)));
    if (!person.has_value()) return PersonNotFound(named.person_id, named.field);
    if (!CheckNotErased(*person).ok()) return PersonIsErased(named);
  }
  return absl::OkStatus();
}

// The team made, or the same one that is there under its key.
absl::StatusOr<v1::TeamFacts> Make(Txn& txn, const Call& call, const v1::NewTeam& asked) {
  TeamRecord team;
  team.facts = NewFacts(asked);
  team.details.set_name(asked.name());
  team.details.set_team_key(asked.team_key());
  OBT_ASSIGN_OR_RETURN(const std::optional<TeamRecord> known,
                       FindTeamByKey(txn, team.facts, asked.team_key()));
  if (known.has_value()) {
    const bool same = SameTeam(known->facts, team.facts) && known->details.name() == team.details.name();
    if (!same) return TeamKeyInUse(known->facts.team_id());
    return known->facts;
  }
  OBT_RETURN_IF_ERROR(GetProgramme(txn, asked.programme_id()).status());
  OBT_RETURN_IF_ERROR(
      RequireOrganisationOn(txn, "organisation_code", asked.organisation_code(), DayOf(call.now)));
  OBT_RETURN_IF_ERROR(CheckPeople(txn, {}, team.facts));
  OBT_RETURN_IF_ERROR(InsertTeam(txn, team, call.now));
  return std::move(team.facts);
}

// What another lead organisation takes: it exists and has not ended, the caller covers it and those it takes
// over from, and the team's key is free there.
absl::Status CheckLead(const Txn& txn, const Call& call, const TeamRecord& before, Day effective,
                       const TeamRecord& after) {
  const std::string& code = after.facts.organisation_code();
  std::vector<std::string> codes = LeadsFrom(before.facts, effective);
  if (codes == LeadsFrom(after.facts, effective)) return absl::OkStatus();
  codes.push_back(code);
  for (const std::string& each : codes) {
    if (!call.Covers(each)) return OutOfScope("organisation_code", each);
  }
  OBT_RETURN_IF_ERROR(CheckLeads(after.facts));
  OBT_RETURN_IF_ERROR(RequireOrganisationOn(txn, "organisation_code", code, effective));
  OBT_ASSIGN_OR_RETURN(const std::optional<TeamRecord> holder,
                       FindTeamByKey(txn, after.facts, after.details.team_key()));
  const bool taken = holder.has_value() && holder->id != after.id;
  return taken ? TeamKeyInUse(holder->facts.team_id()) : absl::OkStatus();
}

// The page a list asks for.
absl::StatusOr<obt::store::Page<TeamRecord>> ReadTeams(const v1::ListTeamsRequest& request, const Call& call,
                                                       const View& view, const std::string& position,
                                                       size_t limit) {
  const bool facilitates = !request.facilitator_id().empty();
  const std::string& person_id = facilitates ? request.facilitator_id() : request.person_id();
  if (person_id.empty()) {
    OBT_ASSIGN_OR_RETURN(const std::vector<std::string> codes, call.CodesWithin(request.organisation_code()));
    return PageOfTeams(view, codes, request.programme_id(), position, limit);
  }
  const PersonId id = *ParseId<PersonId>(person_id);
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::PersonFacts> person, FindFacts(view, id));
  if (!person.has_value() || !CoversPerson(call, *person)) return PersonNotFound(person_id);
  return PageOfTeamsOf(view, id, facilitates, request.programme_id(), position, limit);
}

absl::StatusOr<v1::CreateTeamResponse> CreateTeam(const v1::CreateTeamRequest& request, const Call& call,
                                                  Txn& txn) {
  v1::CreateTeamResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_team(), Make(txn, call, request.team()));
  return response;
}

absl::StatusOr<v1::BatchCreateTeamsResponse::Result> CreateOne(const v1::BatchCreateTeamsRequest&,
                                                               const v1::NewTeam& team, const Call& call,
                                                               Txn& txn) {
  v1::BatchCreateTeamsResponse::Result result;
  OBT_ASSIGN_OR_RETURN(*result.mutable_team(), Make(txn, call, team));
  return result;
}

absl::StatusOr<v1::GetTeamResponse> GetTeam(const v1::GetTeamRequest& request, const Call&,
                                            const View& view) {
  OBT_ASSIGN_OR_RETURN(std::optional<TeamRecord> found, FindTeam(view, *ParseId<TeamId>(request.team_id())));
  if (!found.has_value()) return TeamNotFound();
  v1::GetTeamResponse response;
  *response.mutable_team() = ToTeam(*std::move(found));
  return response;
}

absl::StatusOr<v1::ListTeamsResponse> ListTeams(const v1::ListTeamsRequest& request, const Call& call,
                                                const View& view) {
  OBT_RETURN_IF_ERROR(GetProgramme(view, request.programme_id()).status());
  return rpc::AnswerPage(
      request, call, &v1::ListTeamsResponse::mutable_teams,
      [&](const std::string& position, size_t limit) {
        return ReadTeams(request, call, view, position, limit);
      },
      ToTeam);
}

absl::StatusOr<v1::UpdateTeamResponse> UpdateTeam(const v1::UpdateTeamRequest& request, const Call& call,
                                                  Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const TeamRecord team, TeamToChange(txn, request.team_id(), request.etag()));
  OBT_RETURN_IF_ERROR(CheckOpen(team.facts));
  OBT_ASSIGN_OR_RETURN(const Day effective, EffectiveOf(request, DayOf(call.now)));
  TeamRecord after = team;
  if (Update(request, effective, after.facts, *after.details.mutable_name())) {
    OBT_RETURN_IF_ERROR(CheckLead(txn, call, team, effective, after));
    OBT_RETURN_IF_ERROR(CheckPeople(txn, team.facts, after.facts));
    OBT_RETURN_IF_ERROR(PutTeam(txn, team, after, call.now));
  }
  v1::UpdateTeamResponse response;
  *response.mutable_team() = std::move(after.facts);
  return response;
}

absl::StatusOr<v1::CloseTeamResponse> CloseTeam(const v1::CloseTeamRequest& request, const Call& call,
                                                Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const TeamRecord team, TeamToChange(txn, request.team_id(), request.etag()));
  TeamRecord after = team;
  if (CheckOpen(team.facts).ok()) {
    after.facts.set_state(v1::TEAM_STATE_CLOSED);
    OBT_RETURN_IF_ERROR(PutTeam(txn, team, after, call.now));
  }
  v1::CloseTeamResponse response;
  *response.mutable_team() = std::move(after.facts);
  return response;
}

}  // namespace

void BindTeams(rpc::Router& router) {
  router.Command(CreateTeam)
      .Batch(CreateOne)
      .Query(GetTeam)
      .Query(ListTeams)
      .Command(UpdateTeam)
      .Command(CloseTeam);
}

}  // namespace obt::identity
