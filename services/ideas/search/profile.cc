#include "services/ideas/search/profile.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "common/base/unicode.h"
#include "common/base/words.h"
#include "services/ideas/search/constants.h"

namespace obt::ideas::search {
namespace {

void AddLetters(absl::string_view word, std::vector<uint32_t>& letters) {
  char marked[kMostWordBytes + 4] = {'^'};
  std::memcpy(marked + 1, word.data(), word.size());
  marked[word.size() + 1] = '$';
  for (size_t at = 0; at == 0 || at + 4 <= word.size() + 2; ++at) {
    uint32_t four;
    std::memcpy(&four, marked + at, sizeof four);
    four *= 0x9E3779B1;
    letters.push_back((four ^ (four >> 15)) * 0x85EBCA77);
  }
}

uint32_t PairOf(uint64_t first, uint64_t second) {
  const uint64_t both = (first ^ (first >> 31)) * 0xBF58476D1CE4E5B9 + second;
  return static_cast<uint32_t>((both * 0x94D049BB133111EB) >> 32);
}

struct Counted {
  uint64_t hash;
  TermCount count;
};

// Adds up what is said of one term.
std::vector<TermCount> InOrder(std::vector<Counted>& said) {
  std::sort(said.begin(), said.end(), [](const Counted& a, const Counted& b) { return a.hash < b.hash; });
  std::vector<TermCount> terms;
  for (const Counted& one : said) {
    if (!terms.empty() && terms.back().term == one.count.term) {
      terms.back().frequency += one.count.frequency;
    } else {
      terms.push_back(one.count);
    }
  }
  terms.shrink_to_fit();
  return terms;
}

std::vector<uint32_t> Distinct(std::vector<uint32_t>& values) {
  std::sort(values.begin(), values.end());
  return {values.begin(), std::unique(values.begin(), values.end())};
}

}  // namespace

Profile MakeProfile(const std::vector<Field>& fields, absl::FunctionRef<Token(absl::string_view)> read) {
  Profile profile;
  std::vector<Counted> said;
  std::vector<uint32_t> letters, pairs;
  absl::flat_hash_set<WordId> words;
  for (const Field& field : fields) {
    Profile::Text& text = profile.texts.emplace_back(Profile::Text{field.name, ToNfc(field.text)});
    const uint32_t weight = field.name == FieldName::kTitle ? kTitleWeight : 1;
    uint64_t last = 0, before_last = 0;
    ForEachWord(text.text, [&](const TextWord& word) {
      const Token token = read(word.folded);
      text.tokens.push_back(token.term);
      if (token.term == kStopTerm) return;
      said.push_back({token.hash, {token.term, weight}});
      profile.length += weight;
      if (words.insert(token.word).second) {
        profile.words.push_back(token.word);
        AddLetters(word.folded, letters);
      }
      if (last != 0) pairs.push_back(PairOf(last, token.hash));
      if (before_last != 0) pairs.push_back(PairOf(before_last, token.hash));
      before_last = std::exchange(last, token.hash);
    });
    text.tokens.shrink_to_fit();
  }
  profile.words.shrink_to_fit();
  profile.terms = InOrder(said);
  profile.letters = Distinct(letters);
  profile.pairs = Distinct(pairs);
  return profile;
}

size_t Profile::bytes() const {
  size_t bytes = terms.capacity() * sizeof(TermCount) +
                 (words.capacity() + letters.capacity() + pairs.capacity()) * sizeof(uint32_t);
  for (const Text& text : texts)
    bytes += sizeof text + text.text.capacity() + text.tokens.capacity() * sizeof(TermId);
  return bytes;
}

}  // namespace obt::ideas::search
