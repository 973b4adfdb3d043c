#include "tools/simulate/texts/spin.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace obt::simulate::texts {
namespace {

// Where the choice that opens at `open` ends, and its alternatives.
size_t SplitChoice(absl::string_view pattern, size_t open, std::vector<absl::string_view>& choices) {
  int depth = 0;
  size_t start = open + 1;
  for (size_t i = open; i < pattern.size(); ++i) {
    if (pattern[i] == '[') ++depth;
    const bool ends = pattern[i] == ']' && --depth == 0;
    if (ends || (pattern[i] == '|' && depth == 1)) {
      choices.push_back(pattern.substr(start, i - start));
      start = i + 1;
    }
    if (ends) return i;
  }
  return pattern.size();
}

void SpinInto(absl::string_view pattern, const Slots& slots, Random& random, std::string& text) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '[') {
      std::vector<absl::string_view> choices;
      i = SplitChoice(pattern, i, choices);
      SpinInto(choices[random.Next() % choices.size()], slots, random, text);
    } else if (pattern[i] == '{') {
      const size_t end = pattern.find('}', i);
      absl::string_view name = pattern.substr(i + 1, end - i - 1);
      const bool article = absl::ConsumePrefix(&name, "a ");
      const absl::string_view value = slots.Get(name);
      if (article) {
        absl::StrAppend(&text, WithArticle(value));
      } else {
        SpinInto(value, slots, random, text);
      }
      i = end;
    } else {
      text += pattern[i];
    }
  }
}

}  // namespace

void Slots::Set(absl::string_view name, std::string value) { values_.emplace_back(name, std::move(value)); }

absl::string_view Slots::Get(absl::string_view name) const {
  for (auto slot = values_.rbegin(); slot != values_.rend(); ++slot) {
    if (slot->first == name) return slot->second;
  }
  return "?";
}

std::string Spin(absl::string_view pattern, const Slots& slots, Random& random) {
  std::string text;
  SpinInto(pattern, slots, random, text);
  return text;
}

std::string Sentence(absl::string_view pattern, const Slots& slots, Random& random) {
  std::string text = Capitalised(Spin(pattern, slots, random));
  for (size_t i = 0; i + 2 < text.size(); ++i) {
    if ((text[i] == '.' || text[i] == '?') && text[i + 1] == ' ')
      text[i + 2] = absl::ascii_toupper(text[i + 2]);
  }
  if (!text.empty() && text.back() != '.' && text.back() != '?') text += '.';
  return text;
}

std::string WithArticle(absl::string_view noun) {
  const bool vowel = absl::string_view("aeiouAEIOU").find(noun.substr(0, 1)) != absl::string_view::npos;
  const bool sounds_as_you = absl::StartsWithIgnoreCase(noun, "uni");
  return absl::StrCat(vowel && !sounds_as_you ? "an " : "a ", noun);
}

std::string Capitalised(absl::string_view text) {
  std::string capital(text);
  if (!capital.empty()) capital[0] = absl::ascii_toupper(capital[0]);
  return capital;
}

}  // namespace obt::simulate::texts
