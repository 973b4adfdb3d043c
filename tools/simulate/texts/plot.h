// What one text is about before it is said: the change, what it is on, and the details of one team. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "tools/simulate/random.h"
#include "tools/simulate/texts/spin.h"
#include "tools/simulate/texts/tables.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate::texts {

// Keep apart what is drawn for the same number.
enum Purpose : uint64_t {
  kPairs = 301,
  kDetails,
  kFacts,
  kWords,
  kPlanting,
  kEdits,
  kTrial,
  kAmounts,
  kStory,
  kAdoption,
  kTalk,
  kReport,
  kReflection
};

struct Plot {
  const Thought* thought = nullptr;
  const Object* object = nullptr;
  uint32_t thought_index = 0;
  uint32_t object_index = 0;
  // Which wording title, verb, problem and detail take.
  std::array<bool, 4> ways{};
  bool says_otherwise = false;  // The facts, each in the wording that the original does not take.
  // Before and after the change, in the unit of its aim; pounds a month for money.
  int64_t before = 0;
  int64_t after = 0;
  Slots slots;
  uint64_t facts = 0;  // Whose draws choose what is said around the thought,
  uint64_t words = 0;  // and whose choose the words of it.
};

Plot PlotOf(uint64_t seed, uint64_t number);
std::optional<Planted> PlantedAt(uint64_t seed, uint64_t number);
// Place, system, people and numbers, as another team has them.
void DrawDetails(Random random, Plot& plot);

const std::string& Pick(const Words& words, Random& random);
// So many different ones, or all, as sentences one after the other.
std::string PickSentences(const Words& patterns, size_t count, const Slots& slots, Random& random);
// Of a list of facts, in one of their two wordings.
std::string PickFacts(const Words& facts, size_t count, const Plot& plot, Random& which, Random& words);
inline void Append(std::string& text, absl::string_view sentence) {
  if (!text.empty() && !sentence.empty()) text += ' ';
  text.append(sentence.data(), sentence.size());
}

}  // namespace obt::simulate::texts
