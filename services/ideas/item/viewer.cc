#include "services/ideas/item/viewer.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "common/base/error.h"
#include "common/feed/directory_schema.h"

namespace obt::ideas {
namespace {

using auth::RoleSet;

constexpr RoleSet kSpeaks = {options::v1::ROLE_INTEGRATION};
constexpr RoleSet kAdministers = {options::v1::ROLE_ORGANISATION_ADMIN};
constexpr RoleSet kCentral = {options::v1::ROLE_CENTRAL_ADMIN};
constexpr RoleSet kNamesPeople = {options::v1::ROLE_INTEGRATION, options::v1::ROLE_ORGANISATION_ADMIN,
                                  options::v1::ROLE_CENTRAL_ADMIN};

// Whether everything within the scope lies within the organisation too: what each person there would see.
bool LiesWithin(const auth::OrganisationTree& tree, const auth::Scope& scope,
                absl::string_view organisation) {
  return !scope.everything && !scope.roots.empty() &&
         absl::c_all_of(scope.roots,
                        [&](const std::string& root) { return tree.IsWithin(root, organisation); });
}

template <typename Facts>
absl::StatusOr<Seen<Facts>> Start(const Reader& reader, const Viewer& viewer, Facts facts) {
  Seen<Facts> seen;
  OBT_ASSIGN_OR_RETURN(seen.team, ReadTeam(reader, viewer, facts.team_id()));
  seen.standing = StandingTo(viewer, seen.team);
  seen.facts = std::move(facts);
  return seen;
}

absl::StatusOr<bool> IsReported(const Reader& reader, const Standing& standing, absl::string_view id) {
  if (!standing.moderates()) return false;
  OBT_ASSIGN_OR_RETURN(const store::v1::RemarksRow remarks, ReadRemarks(reader, id));
  return remarks.reported();
}

}  // namespace

absl::StatusOr<Viewer> ViewerOf(const rpc::Call& call, const Reader& reader, feed::Directory& directory) {
  Viewer viewer;
  viewer.rights = call.rights;
  viewer.today = DayOf(call.now);
  viewer.speaks = call.rights->ScopeOf(call.client_id, kSpeaks);
  viewer.names_people = call.rights->HasAny(call.client_id, kNamesPeople);
  if (!call.acting_for.has_value()) {
    viewer.administers = call.rights->ScopeOf(call.client_id, kAdministers);
    viewer.central = call.rights->HasAny(call.client_id, kCentral);
    return viewer;
  }
  viewer.person = call.acting_for;
  viewer.person_id = ToText(*call.acting_for);
  OBT_ASSIGN_OR_RETURN(const std::optional<std::string> organisation,
                       directory.OrganisationOf(reader, *call.acting_for, viewer.today));
  viewer.organisation = organisation.value_or("");
  if (!call.rights->Covers(viewer.speaks, viewer.organisation)) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_ON_BEHALF",
                 "calls for somebody need the role integration over their organisation");
  }
  return viewer;
}

absl::StatusOr<Team> ReadTeam(const Reader& reader, const Viewer& viewer, absl::string_view team_id) {
  const std::optional<TeamId> id = ParseId<TeamId>(team_id);
  if (!id.has_value()) return TeamNotFound();
  OBT_ASSIGN_OR_RETURN(std::optional<identity::v1::TeamFacts> facts, feed::kTeams.Find(reader, {*id}));
  if (!facts.has_value()) return TeamNotFound();
  Team team;
  team.lead = viewer.rights->tree().SuccessorOf(facts->organisation_code(), viewer.today);
  team.facts = *std::move(facts);
  return team;
}

absl::Status CheckOpen(const Team& team) {
  if (team.facts.state() != identity::v1::TEAM_STATE_CLOSED) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "TEAM_CLOSED", "the team is closed");
}

absl::StatusOr<bool> IsTeamWithheld(const Reader& reader, const v1::IdeaFacts& idea,
                                    const identity::v1::TeamFacts& team) {
  if (!idea.terms().anonymous()) return false;
  int members = 0;
  for (const std::string& id : team.member_ids()) {
    OBT_ASSIGN_OR_RETURN(const auto person,
                         feed::kPeople.Find(reader, {ParseId<PersonId>(id).value_or(PersonId())}));
    const bool there = person.has_value() && person->status() == identity::v1::PERSON_STATUS_ACTIVE;
    if (there && ++members == kFewestForATeam) break;
  }
  return IsTeamWithheld(idea, members);
}

Standing StandingTo(const Viewer& viewer, const Team& team) {
  Standing standing;
  standing.within = IsWithin(viewer, team.lead);
  standing.central = viewer.central;
  if (viewer.person.has_value()) {
    standing.member = absl::c_linear_search(team.facts.member_ids(), viewer.person_id);
    standing.facilitates = absl::c_linear_search(team.facts.facilitator_ids(), viewer.person_id);
  } else {
    standing.admin = viewer.rights->Covers(viewer.administers, team.lead);
  }
  return standing;
}

bool IsWithin(const Viewer& viewer, absl::string_view organisation) {
  const auth::OrganisationTree& tree = viewer.rights->tree();
  return viewer.person.has_value() ? tree.IsWithin(viewer.organisation, organisation)
                                   : LiesWithin(tree, viewer.speaks, organisation);
}

absl::StatusOr<Seen<v1::ConversationFacts>> Look(const Reader& reader, const Viewer& viewer,
                                                 v1::ConversationFacts facts) {
  OBT_ASSIGN_OR_RETURN(auto seen, Start(reader, viewer, std::move(facts)));
  seen.sight = SightOf(seen.facts, seen.standing);
  return seen;
}

absl::StatusOr<Seen<v1::IdeaFacts>> Look(const Reader& reader, const Viewer& viewer, v1::IdeaFacts facts) {
  OBT_ASSIGN_OR_RETURN(auto seen, Start(reader, viewer, std::move(facts)));
  if (viewer.person.has_value()) {
    OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> author, AuthorOf(reader, seen.facts.idea_id()));
    seen.standing.author = author == viewer.person;
  }
  OBT_ASSIGN_OR_RETURN(seen.team_withheld, IsTeamWithheld(reader, seen.facts, seen.team.facts));
  if (seen.team_withheld) seen.standing = WhereWithheld(seen.facts, seen.standing);
  OBT_ASSIGN_OR_RETURN(const bool reported, IsReported(reader, seen.standing, seen.facts.idea_id()));
  seen.sight = SightOf(seen.facts, seen.standing, reported);
  return seen;
}

absl::StatusOr<Seen<v1::ExperimentFacts>> Look(const Reader& reader, const Viewer& viewer,
                                               v1::ExperimentFacts facts) {
  OBT_ASSIGN_OR_RETURN(v1::IdeaFacts of, Get<v1::IdeaFacts>(reader, facts.idea_id()));
  OBT_ASSIGN_OR_RETURN(Seen<v1::IdeaFacts> idea, Look(reader, viewer, std::move(of)));
  Seen<v1::ExperimentFacts> seen;
  seen.sight = SightOf(facts, idea.standing, idea.sight);
  seen.facts = std::move(facts);
  seen.team = std::move(idea.team);
  seen.standing = idea.standing;
  seen.team_withheld = idea.team_withheld;
  return seen;
}

absl::StatusOr<Seen<v1::CaseStudyFacts>> Look(const Reader& reader, const Viewer& viewer,
                                              v1::CaseStudyFacts facts) {
  OBT_ASSIGN_OR_RETURN(auto seen, Start(reader, viewer, std::move(facts)));
  if (!seen.facts.experiment_id().empty()) {
    OBT_ASSIGN_OR_RETURN(const auto experiment, Get<v1::ExperimentFacts>(reader, seen.facts.experiment_id()));
    OBT_ASSIGN_OR_RETURN(const auto idea, Get<v1::IdeaFacts>(reader, experiment.idea_id()));
    OBT_ASSIGN_OR_RETURN(seen.team_withheld, IsTeamWithheld(reader, idea, seen.team.facts));
  }
  OBT_ASSIGN_OR_RETURN(const bool reported, IsReported(reader, seen.standing, seen.facts.case_study_id()));
  seen.sight = SightOf(seen.facts, seen.standing, reported);
  return seen;
}

absl::StatusOr<Seen<v1::AdoptionFacts>> Look(const Reader& reader, const Viewer& viewer,
                                             v1::AdoptionFacts facts) {
  OBT_ASSIGN_OR_RETURN(auto seen, Start(reader, viewer, std::move(facts)));
  OBT_ASSIGN_OR_RETURN(const auto repeated, Get<v1::CaseStudyFacts>(reader, seen.facts.case_study_id()));
  seen.sight = SightOf(seen.facts, seen.standing, IsForEverybody(repeated));
  return seen;
}

absl::Status CheckShown(Sight sight) {
  if (sight != Sight::kNotice) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "HIDDEN",
               "it is hidden by moderation, and cannot be changed until it is restored");
}

absl::Status CheckChange(const Standing& standing, Sight sight, Right right, absl::string_view sent,
                         absl::string_view etag) {
  OBT_RETURN_IF_ERROR(CheckShown(sight));
  OBT_RETURN_IF_ERROR(CheckRight(standing, right));
  return CheckEtag(sent, etag);
}

absl::StatusOr<std::optional<PersonId>> AuthorOf(const Reader& reader, absl::string_view idea_id) {
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::AuthorRow> row,
                       kAuthors.Find(reader, {ItemOf(idea_id)}));
  return row.has_value() ? IdFromBytes<PersonId>(row->person_id()) : std::nullopt;
}

}  // namespace obt::ideas
