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
  size_t first = 0;  // word of the last term
  for (const Said& one : said) {
    if (profile.terms.empty() || profile.terms.back().term != one.token.term) {
      profile.terms.push_back({one.token.term, 0});
      first = profile.words.size();
    }
    profile.terms.back().frequency += one.weight;
    profile.length += one.weight;
    const auto words = profile.words.begin() + static_cast<std::ptrdiff_t>(first);
    if (std::find(words, profile.words.end(), one.token.word) == profile.words.end())
      profile.words.push_back(one.token.word);
  }
}

}  // namespace

Profile MakeProfile(const std::vector<Field>& fields, absl::FunctionRef<Token(absl::string_view)> read) {
  Profile profile;
  std::vector<Said> said;
  for (const Field& field : fields) {
    Profile::Text& text = profile.texts.emplace_back(Profile::Text{field.name, ToNfc(field.text)});
    const uint32_t weight = field.name == FieldName::kTitle ? kTitleWeight : 1;
    uint64_t last = 0, before_last = 0;
    text.begin = profile.tokens.size();
    ForEachWord(text.text, [&](const TextWord& word) {
      const Token token = read(word.folded);
      profile.tokens.push_back(token.term);
      if (token.term == kStopTerm) return;
      said.push_back({token, static_cast<uint32_t>(said.size()), weight});
      if (last != 0) profile.pairs.push_back(PairOf(last, token.hash));
      if (before_last != 0) profile.pairs.push_back(PairOf(before_last, token.hash));
      before_last = std::exchange(last, token.hash);
    });
    text.end = profile.tokens.size();
    profile.tokens.push_back(kGone);
  }
  AddUp(said, profile);
  std::sort(profile.pairs.begin(), profile.pairs.end());
  profile.pairs.erase(std::unique(profile.pairs.begin(), profile.pairs.end()), profile.pairs.end());
  profile.tokens.shrink_to_fit();
  profile.terms.shrink_to_fit();
  profile.words.shrink_to_fit();
  profile.pairs.shrink_to_fit();
  return profile;
}

size_t Profile::bytes() const {
  size_t bytes = terms.capacity() * sizeof(TermCount) +
                 (tokens.capacity() + words.capacity() + pairs.capacity()) * sizeof(uint32_t);
  for (const Text& text : texts) bytes += sizeof text + text.text.capacity();
  return bytes;
}

}  // namespace obt::ideas::search
