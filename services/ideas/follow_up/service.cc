#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "common/rpc/answer_page.h"
#include "obt/ideas/v1/follow_up.pb.h"
#include "services/ideas/bind.h"
#include "services/ideas/follow_up/rows.h"
#include "services/ideas/item/viewer.h"

namespace obt::ideas {
namespace {

using obt::store::View;
using rpc::Call;

constexpr auth::RoleSet kNamesFacilitators = {options::v1::ROLE_INTEGRATION,
                                              options::v1::ROLE_ORGANISATION_ADMIN};

// Whether the viewer may be told that a thing is the team's; forgets its id where they do not see it.
template <typename Facts>
absl::StatusOr<bool> TakeOfTeam(const Reader& reader, const Viewer& viewer, std::string& id) {
  OBT_ASSIGN_OR_RETURN(Facts facts, Get<Facts>(reader, id));
  OBT_ASSIGN_OR_RETURN(const Seen<Facts> seen, Look(reader, viewer, std::move(facts)));
  if (seen.sight != Sight::kAll) id.clear();
  return seen.ShowsTeam();
}

// Days and team would tell whose an idea is whose team is withheld, even without its id.
absl::StatusOr<bool> Take(const Reader& reader, const Viewer& viewer, Standstill& standstill) {
  std::string& id = standstill.item_id;
  switch (standstill.kind) {
    case v1::FOLLOW_UP_KIND_NO_CHANGE:
      return TakeOfTeam<v1::ConversationFacts>(reader, viewer, id);
    case v1::FOLLOW_UP_KIND_NOT_TRIED:
      return TakeOfTeam<v1::IdeaFacts>(reader, viewer, id);
    case v1::FOLLOW_UP_KIND_NO_OUTCOME:
    case v1::FOLLOW_UP_KIND_NO_CASE_STUDY:
      return TakeOfTeam<v1::ExperimentFacts>(reader, viewer, id);
    case v1::FOLLOW_UP_KIND_NO_REPORT:
      return TakeOfTeam<v1::AdoptionFacts>(reader, viewer, id);
    default:
      return true;
  }
}

// Whom to ask: those the caller may be told of, and how many others there are.
absl::Status AddFacilitators(const Reader& reader, const Call& call, feed::Directory& directory,
                             const identity::v1::TeamFacts& team, v1::FollowUp& out) {
  const auth::Scope& scope = call.rights->ScopeOf(call.client_id, kNamesFacilitators);
  for (const std::string& id : team.facilitator_ids()) {
    OBT_ASSIGN_OR_RETURN(const std::optional<std::string> organisation,
                         directory.OrganisationOf(reader, *ParseId<PersonId>(id), DayOf(call.now)));
    if (organisation.has_value() && call.rights->Covers(scope, *organisation)) {
      out.add_facilitator_ids(id);
    } else {
      out.set_facilitators_elsewhere(out.facilitators_elsewhere() + 1);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::FollowUp> ToFollowUp(const Reader& reader, const Call& call, const Viewer& viewer,
                                        feed::Directory& directory, const TeamStandstill& found) {
  const auto& [team, standstill] = found;
  v1::FollowUp out;
  out.set_kind(standstill.kind);
  out.set_team_id(team.team_id());
  out.set_organisation_code(viewer.rights->tree().SuccessorOf(team.organisation_code(), viewer.today));
  out.set_item_id(standstill.item_id);
  *out.mutable_since() = ToDate(standstill.since);
  out.set_days_waited(viewer.today - standstill.since);
  OBT_RETURN_IF_ERROR(AddFacilitators(reader, call, directory, team, out));
  return out;
}

absl::Status AddCounts(const Reader& reader, const Call& call, const FollowUpsAsked& asked,
                       v1::ListFollowUpsResponse& response) {
  OBT_ASSIGN_OR_RETURN(auto counts,
                       CountFollowUps(reader, asked, absl::Now() + 0.8 * (call.deadline - call.now)));
  for (int kind = v1::FollowUpKind_MIN + 1; kind <= v1::FollowUpKind_MAX; ++kind) {
    if (!asked.kinds.empty() && !absl::c_linear_search(asked.kinds, kind)) continue;
    v1::FollowUpCount& count = *response.add_counts();
    count.set_kind(static_cast<v1::FollowUpKind>(kind));
    count.set_count(counts.by_kind[kind]);
  }
  response.set_counts_partial(counts.partial);
  return absl::OkStatus();
}

absl::StatusOr<v1::ListFollowUpsResponse> ListFollowUps(const v1::ListFollowUpsRequest& request,
                                                        const Call& call, const View& view,
                                                        feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  OBT_ASSIGN_OR_RETURN(const auto lists, directory.ListsAt(view));
  FollowUpsAsked asked{*lists->FindProgramme(request.programme_id()), {}, {}, viewer.today};
  OBT_ASSIGN_OR_RETURN(asked.codes, call.CodesWithin(request.organisation_code()));
  asked.kinds.assign(request.kinds().begin(), request.kinds().end());
  OBT_ASSIGN_OR_RETURN(
      auto response,
      rpc::AnswerPage(request, call, &v1::ListFollowUpsResponse::mutable_follow_ups,
                      [&](const std::string& position, size_t limit) -> absl::StatusOr<Page<v1::FollowUp>> {
                        const auto take = [&](TeamStandstill& found) {
                          return Take(view, viewer, found.standstill);
                        };
                        OBT_ASSIGN_OR_RETURN(auto page, PageOfFollowUps(view, asked, position, limit, take));
                        return Answered<v1::FollowUp>(std::move(page), [&](const TeamStandstill& found) {
                          return ToFollowUp(view, call, viewer, directory, found);
                        });
                      }));
  if (request.with_counts() && request.page_token().empty())
    OBT_RETURN_IF_ERROR(AddCounts(view, call, asked, response));
  return response;
}

}  // namespace

void BindFollowUps(rpc::Router& router, feed::Directory& directory) {
  router.Query(ListFollowUps, directory);
}

}  // namespace obt::ideas
