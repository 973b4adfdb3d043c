#include "services/ideas/search/snippets.h"

#include <algorithm>
#include <utility>

#include "common/base/words.h"
#include "services/ideas/search/constants.h"

namespace obt::ideas::search {
namespace {

struct Span {
  size_t begin, end;
};

bool BeginsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

size_t CharactersOf(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), BeginsCharacter));
}

// The match to begin with: from it on, within a snippet, there are most different terms.
size_t BestOf(const std::vector<size_t>& matches, const std::vector<Span>& spans,
              absl::Span<const TermId> tokens) {
  size_t best = 0, most = 0;
  for (size_t i = 0; i < std::min(matches.size(), kMostMatchesTried); ++i) {
    absl::flat_hash_set<TermId> here;
    for (size_t j = i; j < matches.size(); ++j) {
      if (spans[matches[j]].end - spans[matches[i]].begin > kSnippetBytes - kBytesBeforeMatch) break;
      here.insert(tokens[matches[j]]);
    }
    if (here.size() > most) {
      most = here.size();
      best = i;
    }
  }
  return best;
}

// From a word on, to the end of one; a word longer than a snippet is cut between two characters.
Span PieceAround(absl::string_view text, const std::vector<Span>& spans, const Span& match) {
  Span piece{0, text.size()};
  if (match.begin > kBytesBeforeMatch) {
    const auto first = std::find_if(spans.begin(), spans.end(), [&](const Span& span) {
      return span.begin + kBytesBeforeMatch >= match.begin;
    });
    piece.begin = first->begin;
  }
  if (text.size() - piece.begin <= kSnippetBytes) return piece;
  piece.end = piece.begin + kSnippetBytes;
  const auto beyond =
      std::find_if(spans.begin(), spans.end(), [&](const Span& span) { return span.end > piece.end; });
  if (beyond != spans.begin() && std::prev(beyond)->end > match.begin) {
    piece.end = std::prev(beyond)->end;
  } else {
    while (!BeginsCharacter(text[piece.end])) --piece.end;
  }
  return piece;
}

Snippet SnippetOf(const Profile::Text& field, absl::Span<const TermId> tokens,
                  const std::vector<size_t>& matches) {
  const absl::string_view text = field.text;
  std::vector<Span> spans;
  spans.reserve(tokens.size());
  ForEachWord(text, [&](const TextWord& word) { spans.push_back({word.begin, word.end}); });
  const size_t first = matches[BestOf(matches, spans, tokens)];
  const Span piece = PieceAround(text, spans, spans[first]);
  Snippet snippet{field.name, std::string(text.substr(piece.begin, piece.end - piece.begin)), piece.begin > 0,
                  piece.end < text.size()};
  size_t at = piece.begin, characters = 0;  // counted so far
  for (const size_t match : matches) {
    if (spans[match].begin < piece.begin) continue;
    if (spans[match].begin >= piece.end) break;
    const size_t end = std::min(spans[match].end, piece.end);
    characters += CharactersOf(text.substr(at, spans[match].begin - at));
    const size_t begins = characters;
    characters += CharactersOf(text.substr(spans[match].begin, end - spans[match].begin));
    snippet.matches.emplace_back(begins, characters);
    at = end;
  }
  return snippet;
}

}  // namespace

std::vector<Snippet> SnippetsOf(const Profile& profile, const absl::flat_hash_set<TermId>& terms) {
  std::vector<Snippet> snippets;
  for (const Profile::Text& field : profile.texts) {
    std::vector<size_t> matches;
    const absl::Span<const TermId> tokens = profile.TokensOf(field);
    for (size_t i = 0; i < tokens.size(); ++i) {
      if (terms.contains(tokens[i])) matches.push_back(i);
    }
    if (!matches.empty()) snippets.push_back(SnippetOf(field, tokens, matches));
  }
  return snippets;
}

}  // namespace obt::ideas::search
