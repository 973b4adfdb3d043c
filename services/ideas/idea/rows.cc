#include "services/ideas/idea/rows.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/feed/directory_schema.h"
#include "services/ideas/schema.h"

namespace obt::ideas {
namespace {

using SeenIdea = Seen<v1::IdeaFacts>;

constexpr size_t kMostMerges = 100;        // that are told
constexpr size_t kMostTeamsAsked = 2'000;  // each for its ideas

// The teams that organisations lead; nothing where they are too many to ask each.
absl::StatusOr<std::optional<std::vector<TeamId>>> TeamsLedBy(const Reader& reader,
                                                              const std::vector<std::string>& codes,
                                                              const std::string& programme_id) {
  std::vector<TeamId> teams;
  for (const std::string& code : codes) {
    OBT_RETURN_IF_ERROR(feed::kTeamsByOrganisation.ScanEach(reader, std::make_tuple(code, programme_id),
                                                            std::nullopt, kMostTeamsAsked + 1 - teams.size(),
                                                            [&](const auto& key, const auto&) {
                                                              teams.push_back(std::get<2>(key));
                                                              return true;
                                                            }));
    if (teams.size() > kMostTeamsAsked) return std::optional<std::vector<TeamId>>();
  }
  return std::make_optional(std::move(teams));
}

// The first ideas of these teams behind a position, in order; one more than may be looked at.
absl::StatusOr<std::vector<ItemId>> FirstIdeasOf(const Reader& reader, const std::vector<TeamId>& teams,
                                                 absl::string_view position) {
  constexpr size_t kMost = kMostExamined + 1;
  const auto start = obt::store::DecodeKey<std::tuple<ItemId>>(position);
  std::vector<ItemId> ids;
  for (const TeamId& team : teams) {
    const auto prefix = std::make_tuple(team, static_cast<int32_t>(Kind::kIdea));
    std::optional<decltype(kItemsByTeam)::Key> after;
    if (start.has_value()) after = std::tuple_cat(prefix, *start);
    OBT_RETURN_IF_ERROR(
        kItemsByTeam.ScanEach(reader, prefix, after, kMost, [&](const auto& key, const auto&) {
          ids.push_back(std::get<2>(key));
          return true;
        }));
    if (ids.size() < 2 * kMost && &team != &teams.back()) continue;
    std::sort(ids.begin(), ids.end());
    ids.resize(std::min(ids.size(), kMost));
  }
  return ids;
}

// They come in the order of ideas, not of teams: else neighbours and page tokens would tell the team of one
// whose team is withheld.
absl::StatusOr<Page<SeenIdea>> PageOfTeams(const Reader& reader, const Viewer& viewer,
                                           const std::vector<TeamId>& teams, absl::string_view position,
                                           size_t limit, absl::FunctionRef<bool(const SeenIdea&)> keep) {
  OBT_ASSIGN_OR_RETURN(const std::vector<ItemId> ids, FirstIdeasOf(reader, teams, position));
  Page<SeenIdea> page;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (i == kMostExamined) {
      page.next = obt::store::EncodeKey(std::make_tuple(ids[i - 1]));
      break;
    }
    OBT_ASSIGN_OR_RETURN(auto facts, Get<v1::IdeaFacts>(reader, ToText(ids[i])));
    OBT_ASSIGN_OR_RETURN(SeenIdea seen, Look(reader, viewer, std::move(facts)));
    if (seen.sight != Sight::kAll || !keep(seen)) continue;
    if (page.rows.size() == limit) {
      page.next = page.ends.back();
      break;
    }
    page.rows.push_back(std::move(seen));
    page.ends.push_back(obt::store::EncodeKey(std::make_tuple(ids[i])));
  }
  return page;
}

// Of the ideas merged into it those the viewer sees.
absl::Status AddMerges(const Reader& reader, const Viewer& viewer, v1::Idea& idea) {
  OBT_ASSIGN_OR_RETURN(std::vector<v1::Merge> merges, MergesInto(reader, idea.facts().idea_id()));
  for (v1::Merge& merge : merges) {
    OBT_ASSIGN_OR_RETURN(auto facts, Get<v1::IdeaFacts>(reader, merge.idea_id()));
    OBT_ASSIGN_OR_RETURN(const auto seen, Look(reader, viewer, std::move(facts)));
    if (seen.sight == Sight::kAll) *idea.add_merges() = std::move(merge);
  }
  return absl::OkStatus();
}

// What it was merged into is told to those who see that.
absl::Status TellSurvivor(const Reader& reader, const Viewer& viewer, v1::IdeaFacts& idea) {
  if (idea.merged_into().empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(auto facts, Get<v1::IdeaFacts>(reader, idea.merged_into()));
  OBT_ASSIGN_OR_RETURN(const auto survivor, Look(reader, viewer, std::move(facts)));
  if (survivor.sight != Sight::kAll) idea.clear_merged_into();
  return absl::OkStatus();
}

absl::Status AddReactions(const Reader& reader, const Viewer& viewer, v1::Idea& idea) {
  const ItemId id = ItemOf(idea.facts().idea_id());
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::ReactionsRow> reactions, kReactions.Find(reader, {id}));
  if (reactions.has_value()) {
    idea.set_endorsements(reactions->endorsements());
    idea.set_comments(reactions->comments());
  }
  if (!viewer.person.has_value()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const bool endorsed, kEndorsements.Has(reader, {id, *viewer.person}));
  idea.set_endorsed(endorsed);
  return absl::OkStatus();
}

}  // namespace

absl::Status InsertIdea(Txn& txn, absl::Time now, const std::optional<PersonId>& author, v1::IdeaFacts& idea,
                        const v1::IdeaText& text) {
  OBT_RETURN_IF_ERROR(Insert(txn, now, idea, text));
  if (!author.has_value()) return absl::OkStatus();
  store::v1::AuthorRow row;
  row.set_person_id(author->view().data(), author->view().size());
  kAuthors.Put(txn, {ItemOf(idea.idea_id())}, row);
  kIdeasByAuthor.Put(txn, {*author, idea.programme_id(), ItemOf(idea.idea_id())}, {});
  return absl::OkStatus();
}

absl::StatusOr<Page<Seen<v1::IdeaFacts>>> PageOfIdeas(
    const Reader& reader, const Viewer& viewer, const std::string& programme_id, const IdeasAsked& asked,
    const std::string& position, size_t limit, absl::FunctionRef<bool(const Seen<v1::IdeaFacts>&)> keep) {
  if (asked.author.has_value()) {
    return PageSeen<v1::IdeaFacts>(kIdeasByAuthor, reader, viewer,
                                   std::make_tuple(*asked.author, programme_id), position, limit, keep);
  }
  if (asked.team.has_value()) {
    const auto prefix = std::make_tuple(*asked.team, static_cast<int32_t>(Kind::kIdea));
    return PageSeen<v1::IdeaFacts>(kItemsByTeam, reader, viewer, prefix, position, limit,
                                   [&](const auto& seen) { return seen.ShowsTeam() && keep(seen); });
  }
  if (!asked.codes.empty()) {
    OBT_ASSIGN_OR_RETURN(const auto teams, TeamsLedBy(reader, asked.codes, programme_id));
    if (teams.has_value()) return PageOfTeams(reader, viewer, *teams, position, limit, keep);
  }
  return PageSeen<v1::IdeaFacts>(kIdeas, reader, viewer, std::tuple<>(), position, limit, keep);
}

void LogMerge(Txn& txn, absl::Time now, const Viewer& viewer, const std::string& client_id,
              const v1::IdeaFacts& duplicate, const std::string& reason) {
  store::v1::MergeRow row;
  row.set_merge_time_us(absl::ToUnixMicros(now));
  row.set_reason(reason);
  row.set_client_id(client_id);
  row.set_person_id(viewer.person_id);
  kMerges.Put(txn, {ItemOf(duplicate.merged_into()), {row.merge_time_us()}, ItemOf(duplicate.idea_id())},
              row);
}

absl::Status LogUnmerge(Txn& txn, absl::Time now, const v1::IdeaFacts& duplicate) {
  std::optional<decltype(kMerges)::Entry> latest;
  OBT_RETURN_IF_ERROR(kMerges.ScanEach(txn, std::tuple(ItemOf(duplicate.merged_into())), std::nullopt,
                                       std::numeric_limits<size_t>::max(),
                                       [&](const auto& key, const auto& row) {
                                         if (std::get<2>(key) == ItemOf(duplicate.idea_id()))
                                           latest = decltype(kMerges)::Entry{key, row};
                                         return !latest.has_value();
                                       }));
  if (!latest.has_value()) return absl::OkStatus();
  latest->row.set_unmerge_time_us(absl::ToUnixMicros(now));
  kMerges.Put(txn, latest->key, latest->row);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Merge>> MergesInto(const Reader& reader, const std::string& survivor_id) {
  OBT_ASSIGN_OR_RETURN(auto entries,
                       kMerges.Scan(reader, std::tuple(ItemOf(survivor_id)), std::nullopt, kMostMerges));
  std::vector<v1::Merge> merges;
  for (auto& [key, row] : entries) {
    v1::Merge& merge = merges.emplace_back();
    merge.set_idea_id(ToText(std::get<2>(key)));
    *merge.mutable_merge_time() = TimestampOf(row.merge_time_us());
    if (row.unmerge_time_us() != 0) *merge.mutable_unmerge_time() = TimestampOf(row.unmerge_time_us());
    merge.set_reason(row.reason());
  }
  return merges;
}

absl::StatusOr<v1::Idea> ToIdea(const Reader& reader, const Viewer& viewer, Seen<v1::IdeaFacts> seen) {
  OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(reader, seen.facts.idea_id()));
  v1::Idea idea;
  if (seen.sight == Sight::kNotice) {
    *idea.mutable_facts() = HiddenFacts(seen.facts);
    idea.set_hidden_reason(std::move(*remarks.mutable_hidden_reason()));
    return idea;
  }
  OBT_ASSIGN_OR_RETURN(*idea.mutable_text(), ReadText(reader, seen.facts));
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> author, AuthorOf(reader, seen.facts.idea_id()));
  const bool named = author.has_value() && viewer.names_people && !seen.facts.terms().anonymous();
  if (named || seen.standing.author) idea.set_author_id(ToText(*author));
  idea.set_mine(seen.standing.author);
  idea.set_organisation_code(seen.team.lead);
  idea.set_parked_reason(std::move(*remarks.mutable_parked_reason()));
  if (seen.standing.moderates()) idea.set_hidden_reason(std::move(*remarks.mutable_hidden_reason()));
  if (!seen.ShowsTeam()) {
    seen.facts.clear_team_id();
    seen.facts.clear_conversation_id();
    seen.facts.clear_agreed_on();    // a conversation's day
    seen.facts.clear_update_time();  // a conversation's, where it was agreed or taken back last
  }
  OBT_RETURN_IF_ERROR(
      ClearUnseen<v1::ConversationFacts>(reader, viewer, *seen.facts.mutable_conversation_id()));
  OBT_RETURN_IF_ERROR(ClearUnseen<v1::ExperimentFacts>(reader, viewer, *seen.facts.mutable_experiment_id()));
  *idea.mutable_facts() = std::move(seen.facts);
  OBT_RETURN_IF_ERROR(TellSurvivor(reader, viewer, *idea.mutable_facts()));
  OBT_RETURN_IF_ERROR(AddMerges(reader, viewer, idea));
  OBT_RETURN_IF_ERROR(AddReactions(reader, viewer, idea));
  return idea;
}

}  // namespace obt::ideas
