#include "services/ideas/follow_up/rows.h"

#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/functional/function_ref.h"
#include "common/feed/teams.h"

namespace obt::ideas {
namespace {

using feed::kTeamsByOrganisation;
using TeamKey = decltype(feed::kTeamsByOrganisation)::Key;
// Lead organisation, team, kind of follow-up, item.
using Place = std::tuple<std::string, TeamId, int32_t, ItemId>;

// More than a team has.
constexpr size_t kMostItems = 50'000;

template <typename Facts>
absl::Status Read(const Reader& reader, const ItemId& id, std::vector<Facts>& items) {
  OBT_ASSIGN_OR_RETURN(items.emplace_back(), Get<Facts>(reader, ToText(id)));
  return absl::OkStatus();
}

absl::Status ReadItem(const Reader& reader, Kind kind, const ItemId& id, TeamItems& items) {
  switch (kind) {
    case Kind::kConversation:
      return Read(reader, id, items.conversations);
    case Kind::kIdea:
      return Read(reader, id, items.ideas);
    case Kind::kExperiment:
      return Read(reader, id, items.experiments);
    case Kind::kCaseStudy:
      return Read(reader, id, items.case_studies);
    case Kind::kAdoption:
      return Read(reader, id, items.adoptions);
  }
  return absl::OkStatus();
}

// What stands still in a team, of the kinds that were asked for.
absl::StatusOr<std::vector<TeamStandstill>> FollowUpsIn(const Reader& reader, const FollowUpsAsked& asked,
                                                        const TeamId& id) {
  OBT_ASSIGN_OR_RETURN(const std::optional<identity::v1::TeamFacts> team, feed::kTeams.Find(reader, {id}));
  if (!team.has_value()) return feed::IndexNamesNoTeam();
  TeamItems items;
  absl::Status problem;
  OBT_RETURN_IF_ERROR(kItemsByTeam.ScanEach(
      reader, std::tuple(id), std::nullopt, kMostItems, [&](const auto& key, const auto&) {
        problem = ReadItem(reader, static_cast<Kind>(std::get<1>(key)), std::get<2>(key), items);
        return problem.ok();
      }));
  OBT_RETURN_IF_ERROR(problem);
  std::vector<TeamStandstill> found;
  for (Standstill& each : FollowUpsOf(*team, items, asked.programme, asked.today)) {
    if (asked.kinds.empty() || absl::c_linear_search(asked.kinds, each.kind))
      found.push_back({*team, std::move(each)});
  }
  return found;
}

// The teams from `first` on (all without), until `visit(key)` answers no.
absl::Status EachTeam(const Reader& reader, const FollowUpsAsked& asked, const std::optional<TeamKey>& first,
                      absl::FunctionRef<absl::StatusOr<bool>(const TeamKey&)> visit) {
  absl::StatusOr<bool> more = true;
  if (first.has_value()) {
    OBT_ASSIGN_OR_RETURN(const bool there, kTeamsByOrganisation.Has(reader, *first));
    if (there) more = visit(*first);
  }
  for (const std::string& code : asked.codes) {
    if (!more.ok() || !*more) break;
    if (first.has_value() && code < std::get<0>(*first)) continue;
    OBT_RETURN_IF_ERROR(kTeamsByOrganisation.ScanEach(
        reader, std::make_tuple(code, asked.programme.programme_id()), first,
        std::numeric_limits<size_t>::max(), [&](const TeamKey& key, const auto&) {
          more = visit(key);
          return more.ok() && *more;
        }));
  }
  return more.status();
}

}  // namespace

absl::StatusOr<Page<TeamStandstill>> PageOfFollowUps(
    const Reader& reader, const FollowUpsAsked& asked, absl::string_view position, size_t limit,
    absl::FunctionRef<absl::StatusOr<bool>(TeamStandstill&)> take, size_t most_teams) {
  Page<TeamStandstill> page;
  std::optional<TeamKey> first;
  if (const auto start = obt::store::DecodeKey<Place>(position); start.has_value())
    first = {std::get<0>(*start), asked.programme.programme_id(), std::get<1>(*start)};
  std::string last(position);
  size_t teams = 0;
  const auto visit = [&](const TeamKey& key) -> absl::StatusOr<bool> {
    const auto& [code, programme_id, team] = key;
    std::string end = obt::store::EncodeKey(Place(code, team, std::numeric_limits<int32_t>::max(), ItemId()));
    if (end <= position) return true;  // the page before ended behind it
    const bool full = teams++ == most_teams;
    OBT_ASSIGN_OR_RETURN(std::vector<TeamStandstill> found,
                         full ? std::vector<TeamStandstill>() : FollowUpsIn(reader, asked, team));
    for (TeamStandstill& each : found) {
      const ItemId item = ItemOf(each.standstill.item_id);
      std::string place = obt::store::EncodeKey(Place(code, team, each.standstill.kind, item));
      if (place <= position) continue;  // of the first team
      OBT_ASSIGN_OR_RETURN(const bool taken, take(each));
      if (!taken) continue;
      if (page.rows.size() == limit) page.next = last;
      if (!page.next.empty()) return false;
      page.rows.push_back(std::move(each));
      page.ends.push_back(place);
      last = std::move(place);
    }
    if (full) page.next = last;
    last = std::move(end);
    return !full;
  };
  OBT_RETURN_IF_ERROR(EachTeam(reader, asked, first, visit));
  return page;
}

absl::StatusOr<FollowUpCounts> CountFollowUps(const Reader& reader, const FollowUpsAsked& asked,
                                              absl::Time until, size_t most_teams) {
  FollowUpCounts counts;
  size_t teams = 0;
  OBT_RETURN_IF_ERROR(EachTeam(reader, asked, std::nullopt, [&](const TeamKey& key) -> absl::StatusOr<bool> {
    counts.partial = teams++ == most_teams || absl::Now() > until;
    if (counts.partial) return false;
    OBT_ASSIGN_OR_RETURN(const std::vector<TeamStandstill> found,
                         FollowUpsIn(reader, asked, std::get<2>(key)));
    for (const TeamStandstill& each : found) ++counts.by_kind[each.standstill.kind];
    return true;
  }));
  return counts;
}

}  // namespace obt::ideas
