#include "services/ideas/finding/answers.h"

#include <map>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/feed/teams.h"
#include "services/ideas/finding/documents.h"
#include "services/ideas/schema.h"

namespace obt::ideas {
namespace {

v1::ItemKind NameOf(search::Kind kind) {
  return static_cast<v1::ItemKind>(static_cast<int>(kind) + v1::ITEM_KIND_IDEA);
}

const char* NameOf(search::FieldName field) {
  constexpr const char* kNames[] = {"title",      "problem", "change", "beneficiaries", "success",
                                    "hypothesis", "measure", "learnt", "story"};
  return kNames[static_cast<size_t>(field)];
}

// Something that was found, as every answer shows it.
struct Shown {
  std::string title, organisation;
  std::vector<std::string> themes;
  v1::Outcome outcome = v1::OUTCOME_UNSPECIFIED;
};

template <typename Codes>
std::vector<std::string> Copy(const Codes& codes) {
  return {codes.begin(), codes.end()};
}

absl::StatusOr<std::optional<Shown>> ShowIdea(const Reader& reader, const Viewer& viewer,
                                              absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(auto facts, Find<v1::IdeaFacts>(reader, id));
  if (!facts.has_value()) return std::optional<Shown>();
  OBT_ASSIGN_OR_RETURN(const auto seen, Look(reader, viewer, *std::move(facts)));
  if (seen.sight != Sight::kAll) return std::optional<Shown>();
  OBT_ASSIGN_OR_RETURN(v1::IdeaText text, ReadText(reader, seen.facts));
  return std::make_optional(Shown{std::move(*text.mutable_title()), seen.team.lead,
                                  Copy(seen.facts.terms().theme_codes()), v1::OUTCOME_UNSPECIFIED});
}

absl::StatusOr<std::optional<Shown>> ShowExperiment(const Reader& reader, const Viewer& viewer,
                                                    absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(auto facts, Find<v1::ExperimentFacts>(reader, id));
  if (!facts.has_value()) return std::optional<Shown>();
  OBT_ASSIGN_OR_RETURN(const auto seen, Look(reader, viewer, *std::move(facts)));
  if (seen.sight != Sight::kAll) return std::optional<Shown>();
  OBT_ASSIGN_OR_RETURN(std::optional<Shown> shown, ShowIdea(reader, viewer, seen.facts.idea_id()));
  if (shown.has_value()) shown->outcome = seen.facts.trial().outcome();
  return shown;
}

absl::StatusOr<std::optional<Shown>> ShowCaseStudy(const Reader& reader, const Viewer& viewer,
                                                   absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(auto facts, Find<v1::CaseStudyFacts>(reader, id));
  if (!facts.has_value()) return std::optional<Shown>();
  OBT_ASSIGN_OR_RETURN(const auto seen, Look(reader, viewer, *std::move(facts)));
  if (seen.sight != Sight::kAll) return std::optional<Shown>();
  OBT_ASSIGN_OR_RETURN(v1::CaseStudyText text, ReadText(reader, seen.facts));
  return std::make_optional(Shown{std::move(*text.mutable_title()), seen.team.lead,
                                  Copy(seen.facts.theme_codes()), seen.facts.outcome()});
}

absl::StatusOr<std::optional<Shown>> Show(const Reader& reader, const Viewer& viewer, const search::Key& key,
                                          std::string& id) {
  id = ToText(IdFromBytes<ItemId>(key.id).value_or(ItemId()));
  switch (key.kind) {
    case search::Kind::kIdea:
      return ShowIdea(reader, viewer, id);
    case search::Kind::kExperiment:
      return ShowExperiment(reader, viewer, id);
    default:
      return ShowCaseStudy(reader, viewer, id);
  }
}

void AddSnippets(const search::Hit& hit, v1::SearchHit& out) {
  for (const search::Snippet& snippet : hit.snippets) {
    v1::Snippet& piece = *out.add_snippets();
    piece.set_field(NameOf(snippet.field));
    piece.set_text(snippet.text);
    for (const auto& [begin, end] : snippet.matches) {
      piece.add_match_begins(static_cast<int32_t>(begin));
      piece.add_match_ends(static_cast<int32_t>(end));
    }
  }
}

absl::StatusOr<std::optional<v1::SearchHit>> HitOf(const Reader& reader, const Viewer& viewer,
                                                   const search::Hit& hit) {
  std::string id;
  OBT_ASSIGN_OR_RETURN(std::optional<Shown> shown, Show(reader, viewer, hit.key, id));
  if (!shown.has_value()) return std::optional<v1::SearchHit>();
  v1::SearchHit out;
  out.set_kind(NameOf(hit.key.kind));
  out.set_title(std::move(shown->title));
  out.set_organisation_code(std::move(shown->organisation));
  out.mutable_theme_codes()->Assign(shown->themes.begin(), shown->themes.end());
  out.set_outcome(shown->outcome);
  out.set_score(hit.score);
  AddSnippets(hit, out);
  OBT_ASSIGN_OR_RETURN(const auto reactions, kReactions.Find(reader, {ItemOf(id)}));
  if (reactions.has_value()) {
    out.set_endorsements(reactions->endorsements());
    out.set_adoptions(reactions->adoptions());
  }
  out.set_id(std::move(id));
  return std::make_optional(std::move(out));
}

// The organisations that are, or have become, one of those for which `holds`.
template <typename Holds>
std::vector<std::string> CodesWhere(const Viewer& viewer, Holds holds) {
  const auth::OrganisationTree& tree = viewer.rights->tree();
  std::vector<std::string> codes;
  for (const identity::v1::Organisation& organisation : tree.organisations()) {
    if (holds(tree.SuccessorOf(organisation.code(), viewer.today))) codes.push_back(organisation.code());
  }
  return codes;
}

template <typename Value, typename Name>
void AddFacet(const char* facet_name, const std::vector<std::pair<Value, size_t>>& counts, Name name,
              v1::SearchSummary& out) {
  if (counts.empty()) return;
  v1::Facet& facet = *out.add_facets();
  facet.set_name(facet_name);
  for (const auto& [value, count] : counts) {
    facet.add_values(name(value));
    facet.add_counts(static_cast<int32_t>(count));
  }
}

// By what the organisations have become, as hits name them; frequent ones first.
std::vector<std::pair<std::string, size_t>> OfToday(
    const std::vector<std::pair<std::string, size_t>>& organisations, const Viewer& viewer) {
  std::map<std::string, size_t> counts;
  for (const auto& [code, count] : organisations)
    counts[viewer.rights->tree().SuccessorOf(code, viewer.today)] += count;
  std::vector<std::pair<std::string, size_t>> today(counts.begin(), counts.end());
  absl::c_stable_sort(today, [](const auto& a, const auto& b) { return a.second > b.second; });
  return today;
}

// An enum's value as the catalogue spells it, without its type's name.
std::string Short(const std::string& value, size_t prefix) {
  return absl::AsciiStrToLower(value.substr(prefix));
}

template <typename Facts>
absl::StatusOr<std::optional<search::Draft>> DraftOfKind(const Reader& reader, const Viewer& viewer,
                                                         search::Kind kind, const std::string& id) {
  OBT_ASSIGN_OR_RETURN(auto facts, Find<Facts>(reader, id));
  if (!facts.has_value()) return std::optional<search::Draft>();
  OBT_ASSIGN_OR_RETURN(const Seen<Facts> seen, Look(reader, viewer, *std::move(facts)));
  if (seen.sight != Sight::kAll) return std::optional<search::Draft>();
  OBT_ASSIGN_OR_RETURN(const auto text, ReadText(reader, seen.facts));
  return std::make_optional(search::Draft{FieldsOf(text), search::Key{kind, std::string(ItemOf(id).view())}});
}

}  // namespace

absl::StatusOr<search::Viewer> SearcherOf(const Reader& reader, const Viewer& viewer) {
  search::Viewer searcher;
  searcher.everything = viewer.central;
  searcher.organisations =
      CodesWhere(viewer, [&](const std::string& code) { return IsWithin(viewer, code); });
  if (!viewer.administers.empty())
    searcher.moderates = CodesWhere(
        viewer, [&](const std::string& code) { return viewer.rights->Covers(viewer.administers, code); });
  if (!viewer.person.has_value()) return searcher;
  OBT_ASSIGN_OR_RETURN(const auto teams, feed::TeamsOf(reader, *viewer.person, ""));
  for (const identity::v1::TeamFacts& team : teams)
    searcher.teams.emplace_back(ParseId<TeamId>(team.team_id()).value_or(TeamId()).view());
  return searcher;
}

search::Filter FilterOf(const v1::SearchQuestion& question, const Viewer& viewer) {
  search::Filter filter;
  filter.programme = question.programme_id();
  filter.themes = Copy(question.theme_codes());
  if (!question.organisation_code().empty()) {
    const auth::OrganisationTree& tree = viewer.rights->tree();
    filter.organisations = CodesWhere(
        viewer, [&](const std::string& code) { return tree.IsWithin(code, question.organisation_code()); });
    if (filter.organisations.empty()) filter.organisations.push_back(question.organisation_code());
  }
  filter.outcomes.assign(question.outcomes().begin(), question.outcomes().end());
  filter.benefit_kinds.assign(question.benefit_kinds().begin(), question.benefit_kinds().end());
  filter.from = ParseDay(question.from_day());
  filter.to = ParseDay(question.to_day());
  return filter;
}

search::Order OrderOf(const v1::SearchQuestion& question) {
  switch (question.order()) {
    case v1::SEARCH_ORDER_NEWEST:
      return search::Order::kNewest;
    case v1::SEARCH_ORDER_MOST_ADOPTED:
      return search::Order::kMostAdopted;
    default:
      return question.query().empty() ? search::Order::kNewest : search::Order::kRelevance;
  }
}

absl::StatusOr<Page<v1::SearchHit>> HitsOf(const Reader& reader, const Viewer& viewer,
                                           const search::Found& found, size_t position) {
  Page<v1::SearchHit> page;
  for (size_t i = 0; i < found.hits.size(); ++i) {
    OBT_ASSIGN_OR_RETURN(std::optional<v1::SearchHit> hit, HitOf(reader, viewer, found.hits[i]));
    if (!hit.has_value()) continue;
    page.rows.push_back(*std::move(hit));
    page.ends.push_back(absl::StrCat(position + i + 1));
  }
  if (found.next_position != 0) page.next = absl::StrCat(found.next_position);
  return page;
}

v1::SearchSummary SummaryOf(const search::Found& found, const Viewer& viewer) {
  v1::SearchSummary summary;
  summary.set_total(static_cast<int32_t>(found.total));
  summary.set_more(found.more);
  summary.set_relaxed(found.relaxed);
  summary.set_did_you_mean(found.did_you_mean);
  const auto same = [](const std::string& code) { return code; };
  AddFacet(
      "kind", found.facets.kinds,
      [](search::Kind kind) { return Short(v1::ItemKind_Name(NameOf(kind)), sizeof("ITEM_KIND_") - 1); },
      summary);
  AddFacet("theme", found.facets.themes, same, summary);
  AddFacet(
      "outcome", found.facets.outcomes,
      [](int outcome) {
        return Short(v1::Outcome_Name(static_cast<v1::Outcome>(outcome)), sizeof("OUTCOME_") - 1);
      },
      summary);
  AddFacet("organisation", OfToday(found.facets.organisations, viewer), same, summary);
  return summary;
}

absl::StatusOr<search::Draft> DraftOf(const Reader& reader, const Viewer& viewer,
                                      const std::string& item_id) {
  OBT_ASSIGN_OR_RETURN(auto draft, DraftOfKind<v1::IdeaFacts>(reader, viewer, search::Kind::kIdea, item_id));
  if (!draft.has_value()) {
    OBT_ASSIGN_OR_RETURN(
        draft, DraftOfKind<v1::ExperimentFacts>(reader, viewer, search::Kind::kExperiment, item_id));
  }
  if (!draft.has_value()) {
    OBT_ASSIGN_OR_RETURN(draft,
                         DraftOfKind<v1::CaseStudyFacts>(reader, viewer, search::Kind::kCaseStudy, item_id));
  }
  if (draft.has_value()) return *std::move(draft);
  return Error(absl::StatusCode::kNotFound, "ITEM_NOT_FOUND", "there is no such item");
}

absl::StatusOr<std::optional<v1::SimilarItem>> SimilarOf(const Reader& reader, const Viewer& viewer,
                                                         const search::Neighbour& neighbour) {
  v1::SimilarItem item;
  OBT_ASSIGN_OR_RETURN(std::optional<Shown> shown, Show(reader, viewer, neighbour.key, *item.mutable_id()));
  if (!shown.has_value()) return std::optional<v1::SimilarItem>();
  item.set_kind(NameOf(neighbour.key.kind));
  item.set_title(std::move(shown->title));
  item.set_organisation_code(std::move(shown->organisation));
  item.set_score(neighbour.score);
  item.set_likeness(neighbour.likeness == search::Likeness::kNearIdentical ? v1::LIKENESS_NEAR_IDENTICAL
                    : neighbour.likeness == search::Likeness::kLikely      ? v1::LIKENESS_LIKELY
                                                                           : v1::LIKENESS_RELATED);
  item.mutable_shared_terms()->Assign(neighbour.shared.begin(), neighbour.shared.end());
  return std::make_optional(std::move(item));
}

}  // namespace obt::ideas
