#include "services/ideas/search/profile.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "common/base/unicode.h"
#include "common/base/words.h"
#include "services/ideas/search/constants.h"

namespace obt::ideas::search {
namespace {

uint32_t PairOf(uint64_t first, uint64_t second) {
  const uint64_t both = (first ^ (first >> 31)) * 0xBF58476D1CE4E5B9 + second;
  return static_cast<uint32_t>((both * 0x94D049BB133111EB) >> 32);
}

// A word where it is said.
struct Said {
  Token token;
  uint32_t place, weight;
};

// Terms and words, each once.
void AddUp(std::vector<Said>& said, Profile& profile) {
  std::sort(said.begin(), said.end(), [](const Said& a, const Said& b) {
    return std::tie(a.token.hash, a.place) < std::tie(b.token.hash, b.place);
  });
  std::vector<TermCount> terms;
  std::vector<WordId> words;
  terms.reserve(said.size());
  words.reserve(said.size());
  auto first = words.end();  // word of the last term
  for (const Said& one : said) {
    if (terms.empty() || terms.back().term != one.token.term) {
      terms.push_back({one.token.term, 0});
      first = words.end();
    }
    terms.back().frequency += one.weight;
    profile.length += one.weight;
    if (std::find(first, words.end(), one.token.word) == words.end()) words.push_back(one.token.word);
  }
  profile.terms = {terms.begin(), terms.end()};
  profile.words = {words.begin(), words.end()};
}

}  // namespace

Profile MakeProfile(const std::vector<Field>& fields, absl::FunctionRef<Token(absl::string_view)> read) {
  constexpr size_t kBytesOfWord = 6;
  size_t bytes = 0;
  for (const Field& field : fields) bytes += field.text.size();
  Profile profile;
  std::vector<Said> said;
  std::vector<TermId> tokens;
  std::vector<uint32_t> pairs;
  said.reserve(bytes / kBytesOfWord);
  tokens.reserve(bytes / kBytesOfWord + fields.size());
  pairs.reserve(2 * bytes / kBytesOfWord);
  profile.texts.reserve(fields.size());
  for (const Field& field : fields) {
    Profile::Text& text = profile.texts.emplace_back(Profile::Text{field.name, ToNfc(field.text)});
    const uint32_t weight = field.name == FieldName::kTitle ? kTitleWeight : 1;
    uint64_t last = 0, before_last = 0;
    text.begin = tokens.size();
    ForEachWord(text.text, [&](const TextWord& word) {
      const Token token = read(word.folded);
      tokens.push_back(token.term);
      if (token.term == kStopTerm) return;
      said.push_back({token, static_cast<uint32_t>(said.size()), weight});
      if (last != 0) pairs.push_back(PairOf(last, token.hash));
      if (before_last != 0) pairs.push_back(PairOf(before_last, token.hash));
      before_last = std::exchange(last, token.hash);
    });
    text.end = tokens.size();
    tokens.push_back(kGone);
  }
  AddUp(said, profile);
  std::sort(pairs.begin(), pairs.end());
  profile.pairs = {pairs.begin(), std::unique(pairs.begin(), pairs.end())};
  profile.tokens = {tokens.begin(), tokens.end()};
  return profile;
}

size_t Profile::bytes() const {
  size_t bytes = terms.capacity() * sizeof(TermCount) +
                 (tokens.capacity() + words.capacity() + pairs.capacity()) * sizeof(uint32_t);
  for (const Text& text : texts) bytes += sizeof text + text.text.capacity();
  return bytes;
}

}  // namespace obt::ideas::search
