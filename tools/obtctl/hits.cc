#include "tools/obtctl/hits.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/points.h"
#include "tools/obtctl/command.h"
#include "tools/obtctl/prose.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using ideas::v1::SearchHit;
using ideas::v1::SearchSummary;
using ideas::v1::Snippet;

constexpr size_t kMargin = 4;
constexpr int kMostValues = 8;  // of a facet

// "case study; land-registry; worked; waiting-times; endorsed by 3; adopted 2 times"
std::string FactsInWords(const SearchHit& hit) {
  std::vector<std::string> facts = {Spaced(WordOf(*ideas::v1::ItemKind_descriptor(), hit.kind()))};
  if (!hit.organisation_code().empty()) facts.push_back(hit.organisation_code());
  if (hit.outcome() != ideas::v1::OUTCOME_UNSPECIFIED)
    facts.push_back(Spaced(WordOf(*ideas::v1::Outcome_descriptor(), hit.outcome())));
  if (!hit.theme_codes().empty()) facts.push_back(absl::StrJoin(hit.theme_codes(), ", "));
  if (hit.endorsements() > 0)
    facts.push_back(absl::StrCat("endorsed by ", WithThousands(hit.endorsements())));
  if (hit.adoptions() > 0) facts.push_back(absl::StrCat("adopted ", Counted(hit.adoptions(), "time")));
  return absl::StrJoin(facts, "; ");
}

std::string FacetInWords(const ideas::v1::Facet& facet) {
  std::vector<std::string> values;
  const int known = std::min(facet.values_size(), facet.counts_size());
  for (int i = 0; i < std::min(known, kMostValues); ++i)
    values.push_back(absl::StrCat(facet.values(i), " ", WithThousands(facet.counts(i))));
  if (known > kMostValues) values.push_back(absl::StrCat("and ", known - kMostValues, " more"));
  return absl::StrCat(facet.name(), ": ", absl::StrJoin(values, ", "));
}

}  // namespace

std::string Marked(const Snippet& snippet) {
  const std::set<int32_t> begins(snippet.match_begins().begin(), snippet.match_begins().end());
  const std::set<int32_t> ends(snippet.match_ends().begin(), snippet.match_ends().end());
  std::string marked;
  bool within = false;
  int32_t place = 0;
  const auto turn = [&] {
    if (within && ends.count(place) > 0) marked.push_back(kMarkEnds);
    within = within && ends.count(place) == 0;
    if (within || begins.count(place) == 0) return;
    marked.push_back(kMarkBegins);
    within = true;
  };
  for (size_t at = 0; at < snippet.text().size(); ++place) {
    turn();
    const size_t start = at;
    NextPoint(snippet.text(), at);
    const absl::string_view letter = absl::string_view(snippet.text()).substr(start, at - start);
    marked += letter == "\n" || letter == "\t" ? " " : Printable(letter);
  }
  if (within) marked.push_back(kMarkEnds);
  return marked;
}

std::string HitInWords(const SearchHit& hit, size_t rank, size_t width) {
  std::string title = Printable(hit.title()), found;
  for (const Snippet& snippet : hit.snippets()) {
    if (snippet.field() == "title") {
      title = Marked(snippet);
    } else {
      found += Indented(absl::StrCat(snippet.field(), ": ", Marked(snippet)), kMargin, width);
    }
  }
  std::string number = absl::StrCat(WithThousands(static_cast<int64_t>(rank)), "  ");
  if (number.size() < kMargin) number.insert(0, kMargin - number.size(), ' ');
  std::string text = Indented(title, kMargin, width);
  return absl::StrCat(number, text.substr(kMargin), Indented(FactsInWords(hit), kMargin, width), found,
                      Indented(hit.id(), kMargin, 0), "\n");
}

std::string SummaryInWords(const SearchSummary& summary, size_t width) {
  std::string text = summary.more() ? absl::StrCat("more than ", WithThousands(summary.total()), " found")
                                    : absl::StrCat(WithThousands(summary.total()), " found");
  if (summary.total() == 0) text = "nothing found";
  if (summary.relaxed()) text += "; too few have every word, so these have some of them";
  text += "\n";
  for (const ideas::v1::Facet& facet : summary.facets()) {
    if (!facet.values().empty()) absl::StrAppend(&text, "by ", Printable(FacetInWords(facet)), "\n");
  }
  if (!summary.did_you_mean().empty())
    absl::StrAppend(&text, "did you mean: ", Printable(summary.did_you_mean()), "\n");
  return Indented(text.substr(0, text.size() - 1), 0, width);
}

}  // namespace obt::ctl
