// Who asks: the person a call is made for, else a client by its roles; and how they stand to things, read
// together with these. What somebody does not see is NOT_FOUND, exactly like an unknown id.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/auth/rights.h"
#include "common/base/days.h"
#include "common/feed/directory.h"
#include "common/rpc/call.h"
#include "obt/identity/v1/team.pb.h"
#include "services/ideas/item/rows.h"
#include "services/ideas/item/sight_domain.h"

namespace obt::ideas {

struct Viewer {
  std::optional<PersonId> person;
  std::string person_id;     // as text
  std::string organisation;  // the person's, today
  std::shared_ptr<const auth::Rights> rights;
  // Of a client by itself: where it speaks for people, and what it administers.
  auth::Scope speaks, administers;
  bool central = false;       // it administers the centre
  bool names_people = false;  // may be told person ids
  Day today = 0;
};

// PERMISSION_DENIED (NOT_ON_BEHALF) where the call is made for somebody for whom the client does not speak.
absl::StatusOr<Viewer> ViewerOf(const rpc::Call& call, const Reader& reader, feed::Directory& directory);

// A team as a thing's owner.
struct Team {
  identity::v1::TeamFacts facts;
  std::string lead;  // the lead organisation, or what it has become
};
absl::StatusOr<Team> ReadTeam(const Reader& reader, const Viewer& viewer, absl::string_view team_id);
// FAILED_PRECONDITION (TEAM_CLOSED) unless it is open.
absl::Status CheckOpen(const Team& team);
// Whether nobody may be told the idea's team as it is today: members who have left do not count. Reads people
// for anonymous ideas alone, and no more than it takes.
absl::StatusOr<bool> IsTeamWithheld(const Reader& reader, const v1::IdeaFacts& idea,
                                    const identity::v1::TeamFacts& team);
// How the viewer stands to a team as such.
Standing StandingTo(const Viewer& viewer, const Team& team);
// Whether the viewer lies within the organisation: what stands in `within`.
bool IsWithin(const Viewer& viewer, absl::string_view organisation);

// Something that is seen, and how.
template <typename Facts>
struct Seen {
  Facts facts;
  Team team;
  Standing standing;
  Sight sight = Sight::kNothing;
  bool team_withheld = false;

  // Whether the viewer may be told the team.
  bool ShowsTeam() const { return !team_withheld || standing.author || standing.team(); }
};

// How the viewer sees something that is there; `sight` may be kNothing.
absl::StatusOr<Seen<v1::ConversationFacts>> Look(const Reader& reader, const Viewer& viewer,
                                                 v1::ConversationFacts facts);
absl::StatusOr<Seen<v1::IdeaFacts>> Look(const Reader& reader, const Viewer& viewer, v1::IdeaFacts facts);
absl::StatusOr<Seen<v1::ExperimentFacts>> Look(const Reader& reader, const Viewer& viewer,
                                               v1::ExperimentFacts facts);
absl::StatusOr<Seen<v1::CaseStudyFacts>> Look(const Reader& reader, const Viewer& viewer,
                                              v1::CaseStudyFacts facts);
absl::StatusOr<Seen<v1::AdoptionFacts>> Look(const Reader& reader, const Viewer& viewer,
                                             v1::AdoptionFacts facts);

// What the id names, as far as the viewer sees it: all, or a notice.
template <typename Facts>
absl::StatusOr<Seen<Facts>> See(const Reader& reader, const Viewer& viewer, absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(std::optional<Facts> facts, Find<Facts>(reader, id));
  if (!facts.has_value()) return NotFound<Facts>();
  OBT_ASSIGN_OR_RETURN(Seen<Facts> seen, Look(reader, viewer, *std::move(facts)));
  if (seen.sight == Sight::kNothing) return NotFound<Facts>();
  return seen;
}

// FAILED_PRECONDITION (HIDDEN) of what is but a notice.
absl::Status CheckShown(Sight sight);
// The same for a change: FAILED_PRECONDITION (HIDDEN) where it is but a notice, then what CheckRight says,
// then ABORTED for a stale etag.
absl::Status CheckChange(const Standing& standing, Sight sight, Right right, absl::string_view sent,
                         absl::string_view etag);
template <typename Facts>
absl::StatusOr<Seen<Facts>> SeeToChange(const Reader& reader, const Viewer& viewer, absl::string_view id,
                                        Right right, absl::string_view etag) {
  OBT_ASSIGN_OR_RETURN(Seen<Facts> seen, See<Facts>(reader, viewer, id));
  OBT_RETURN_IF_ERROR(CheckChange(seen.standing, seen.sight, right, etag, seen.facts.etag()));
  return seen;
}

// Forgets what something names unless the viewer sees it: what does not exist for them is not named either.
template <typename Facts>
absl::Status ClearUnseen(const Reader& reader, const Viewer& viewer, std::string& id) {
  if (id.empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(Facts facts, Get<Facts>(reader, id));
  OBT_ASSIGN_OR_RETURN(const Seen<Facts> seen, Look(reader, viewer, std::move(facts)));
  if (seen.sight == Sight::kNothing) id.clear();
  return absl::OkStatus();
}

// A page of what the viewer sees whole and `keep(seen)` keeps, under a prefix of an index; of the whole table
// in the order of making. So many rows are looked at for one page. Who lists the things of a team keeps those
// alone that show their team. Whether there is a next page depends on what is kept alone: one more is looked
// for.
inline constexpr size_t kMostExamined = 5000;
template <typename Facts, typename Index, typename Prefix, typename Keep>
absl::StatusOr<Page<Seen<Facts>>> PageSeen(const Index& index, const Reader& reader, const Viewer& viewer,
                                           const Prefix& prefix, absl::string_view position, size_t limit,
                                           Keep keep) {
  using T = Seen<Facts>;
  const auto take = [&](Facts facts) -> absl::StatusOr<std::optional<T>> {
    OBT_ASSIGN_OR_RETURN(T seen, Look(reader, viewer, std::move(facts)));
    if (seen.sight != Sight::kAll || !keep(seen)) return std::optional<T>();
    return std::optional<T>(std::move(seen));
  };
  OBT_ASSIGN_OR_RETURN(Page<T> page,
                       (PageOf<Facts, T>(index, reader, prefix, position, limit + 1, kMostExamined, take)));
  if (page.rows.size() > limit) {
    page.rows.pop_back();
    page.ends.pop_back();
    page.next = page.ends.back();
  }
  return page;
}

// The person who wrote an idea; nothing where it is nobody's own.
absl::StatusOr<std::optional<PersonId>> AuthorOf(const Reader& reader, absl::string_view idea_id);

}  // namespace obt::ideas
