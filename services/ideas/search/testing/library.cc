#include "services/ideas/search/testing/library.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace obt::ideas::search::testing {
namespace {

const std::vector<std::string>& Words() {
  static const auto& words = *new std::vector<std::string>{
      "licence",  "request",   "waiting",    "time",     "form",        "the",      "of",      "and",
      "a",        "letter",    "template",   "plain",    "English",     "call",     "caller",  "queue",
      "morning",  "stand-up",  "licences",   "requests", "forms",       "approval", "sign",    "off",
      "director", "budget",    "checklist",  "handover", "night",       "shift",    "prison",  "tribunal",
      "passport", "visa",      "casework",   "backlog",  "caf\xC3\xA9", "team's",   "measure", "weekly",
      "report",   "dashboard", "spreadsheet"};
  return words;
}

std::string PrintKey(const Key& key) {
  return absl::StrCat(static_cast<int>(key.kind), "/", absl::CHexEscape(key.id));
}

template <typename Answer, typename List>
std::string IdsOf(const absl::StatusOr<Answer>& answer, List list) {
  if (!answer.ok()) return std::string(answer.status().message());
  return absl::StrJoin((*answer).*list, " ",
                       [](std::string* out, const auto& one) { absl::StrAppend(out, one.key.id); });
}

}  // namespace

Document Idea(absl::string_view id, absl::string_view title, absl::string_view problem) {
  Document document;
  document.key = {Kind::kIdea, std::string(id)};
  document.programme = "obt-2024";
  document.organisation = "org";
  document.team = "team";
  document.audience = Audience::kEverybody;
  document.fields = {{FieldName::kTitle, std::string(title)}};
  if (!problem.empty()) document.fields.push_back({FieldName::kProblem, std::string(problem)});
  return document;
}

std::string Print(const Found& found) {
  std::string text = absl::StrCat(found.total, found.more ? "+" : "", found.relaxed ? " relaxed" : "",
                                  " next ", found.next_position, " mean ", found.did_you_mean, "\n");
  for (const Hit& hit : found.hits) {
    absl::StrAppend(&text, PrintKey(hit.key), absl::StrFormat(" %a\n", hit.score));
    for (const Snippet& snippet : hit.snippets) {
      absl::StrAppend(&text, "  ", static_cast<int>(snippet.field), snippet.cut_before, snippet.cut_after,
                      " ", snippet.text);
      for (const auto& [begin, end] : snippet.matches) absl::StrAppend(&text, " ", begin, "-", end);
      absl::StrAppend(&text, "\n");
    }
  }
  for (const auto& [kind, count] : found.facets.kinds)
    absl::StrAppend(&text, "kind ", static_cast<int>(kind), " ", count, "\n");
  for (const auto& [outcome, count] : found.facets.outcomes)
    absl::StrAppend(&text, "outcome ", outcome, " ", count, "\n");
  for (const auto& [theme, count] : found.facets.themes) absl::StrAppend(&text, theme, " ", count, "\n");
  for (const auto& [code, count] : found.facets.organisations) absl::StrAppend(&text, code, " ", count, "\n");
  return text;
}

std::string Print(const SimilarAnswer& answer) {
  std::string text;
  for (const Neighbour& one : answer.neighbours) {
    absl::StrAppend(&text, PrintKey(one.key), absl::StrFormat(" %a ", one.score),
                    static_cast<int>(one.likeness), " ", absl::StrJoin(one.shared, "|"), "\n");
  }
  for (const auto& [theme, weight] : answer.themes) absl::StrAppendFormat(&text, "%s %a\n", theme, weight);
  return text;
}

std::string Print(const absl::StatusOr<Found>& found) {
  return found.ok() ? Print(*found) : std::string(found.status().message());
}
std::string Print(const absl::StatusOr<SimilarAnswer>& answer) {
  return answer.ok() ? Print(*answer) : std::string(answer.status().message());
}
std::string Ids(const absl::StatusOr<Found>& found) { return IdsOf(found, &Found::hits); }
std::string Ids(const absl::StatusOr<SimilarAnswer>& answer) {
  return IdsOf(answer, &SimilarAnswer::neighbours);
}

std::string Random::Text(size_t most_words) {
  std::string text;
  for (size_t words = 1 + Below(most_words); words > 0; --words) {
    const size_t frequent = std::min(Below(Words().size()), Below(Words().size()));
    absl::StrAppend(&text, text.empty() ? "" : " ", Words()[frequent]);
    if (Below(40) == 0) absl::StrAppend(&text, " rare", Below(200));
  }
  return text;
}

Document Random::Thing() {
  Document document = Idea(absl::StrCat("id", Below(40)), Text(6), Text(60));
  document.key.kind = static_cast<Kind>(Below(kKinds));
  document.audience = static_cast<Audience>(Below(3));
  const size_t team = Below(10);
  document.team = absl::StrCat("t", team);
  document.organisation = absl::StrCat("o", team % 5);
  document.programme = absl::StrCat("p", Below(2));
  document.state = static_cast<int>(Below(4));
  document.outcome = static_cast<int>(Below(3));
  document.day = static_cast<Day>(Below(30));
  document.adoptions = static_cast<int>(Below(4));
  for (size_t themes = Below(3); themes > 0; --themes) {
    const std::string theme = absl::StrCat("theme", Below(6));
    if (document.themes.empty() || document.themes[0] != theme) document.themes.push_back(theme);
  }
  for (size_t kinds = Below(3); kinds > 0; --kinds)
    document.benefit_kinds.push_back(1 + static_cast<int>(Below(5)));
  if (Below(3) == 0) document.fields.push_back({FieldName::kLearnings, Text(40)});
  return document;
}

std::string Random::Query() {
  std::string query = Text(4);
  if (Below(4) == 0) absl::StrAppend(&query, " \"", Text(2), "\"");
  if (Below(4) == 0) absl::StrAppend(&query, " -", Text(1));
  if (Below(4) == 0 && query.size() > 6) query.erase(2 + Below(3), 1);  // a fault
  return query;
}

Draft Random::ADraft() {
  Draft draft{{{FieldName::kTitle, Text(6)}, {FieldName::kProblem, Text(50)}}, {}};
  if (Below(2) == 0) draft.self = Key{Kind::kIdea, absl::StrCat("id", Below(40))};
  return draft;
}

Viewer Random::AViewer() {
  Viewer viewer;
  for (size_t i = Below(3); i > 0; --i) viewer.organisations.push_back(absl::StrCat("o", Below(7)));
  for (size_t i = Below(3); i > 0; --i) viewer.teams.push_back(absl::StrCat("t", Below(12)));
  if (Below(4) == 0) viewer.moderates.push_back(absl::StrCat("o", Below(5)));
  viewer.everything = Below(8) == 0;
  return viewer;
}

Filter Random::AFilter() {
  Filter filter;
  if (Below(2) == 0) return filter;
  if (Below(3) == 0) filter.programme = absl::StrCat("p", Below(3));
  if (Below(3) == 0) filter.kinds = {static_cast<Kind>(Below(kKinds))};
  if (Below(3) == 0) filter.themes = {absl::StrCat("theme", Below(8)), "theme1"};
  if (Below(3) == 0) filter.organisations = {absl::StrCat("o", Below(6)), "o1"};
  if (Below(3) == 0) filter.states = {static_cast<int>(Below(4)), 1};
  if (Below(3) == 0) filter.outcomes = {1};
  if (Below(3) == 0) filter.benefit_kinds = {2, 3};
  if (Below(3) == 0) filter.from = static_cast<Day>(Below(20));
  if (Below(3) == 0) filter.to = static_cast<Day>(10 + Below(20));
  return filter;
}

}  // namespace obt::ideas::search::testing
