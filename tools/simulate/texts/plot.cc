#include "tools/simulate/texts/plot.h"

#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace obt::simulate::texts {
namespace {

// Of every block of ideas the last one is planted, and says what one of block / 2 says.
constexpr uint64_t kBlock = 50;
constexpr uint64_t kHalf = 24;
constexpr double kUsesHouseSystem = 0.6;
constexpr double kFarRenames = 0.15;  // Per far copy: other names for what it is on.

uint64_t PairCount() { return TheTables().thoughts.size() * TheTables().objects.size(); }

// Which pair of thought and object the idea has that is not planted, and how often it was had before.
struct Pair {
  uint64_t index = 0;
  uint64_t round = 0;
};

Pair PairOf(uint64_t seed, uint64_t number) {
  const uint64_t pairs = PairCount();
  const uint64_t turn = number - number / kBlock;
  uint64_t step = pairs * 618 / 1000;
  while (std::gcd(step, pairs) != 1) ++step;
  return {(turn % pairs * step + Mix(seed ^ Purpose::kPairs) % pairs) % pairs, turn / pairs};
}

// Of a pair that is had twice one idea only may be repeated.
bool MayBeRepeated(uint64_t seed, uint64_t number) {
  const Pair pair = PairOf(seed, number);
  return (Mix(seed ^ Mix(pair.index)) & 1) == pair.round;
}

// The same kind of work is done in few systems.
std::string SystemName(uint64_t bits) {
  const Words& heads = ListOf(kSystemHeads);
  const Words& tails = ListOf(kSystemTails);
  const std::string& head = heads[bits % heads.size()];
  const size_t tail = (bits >> 20) % tails.size();
  const bool same = absl::AsciiStrToLower(head) == tails[tail];
  return absl::StrCat(head, tails[same ? (tail + 1) % tails.size() : tail]);
}

std::string Letters(uint64_t bits, int count) {
  constexpr absl::string_view kLetters = "BCDHLMNPRTW";
  std::string letters;
  for (int i = 0; i < count; ++i, bits /= kLetters.size()) letters += kLetters[bits % kLetters.size()];
  return letters;
}

std::string FormCode(const Plot& plot, uint64_t which) {
  const uint64_t bits = Mix(plot.object_index * 4 + which);
  return absl::StrCat(Letters(Mix(plot.object->domain), 2), 10 + bits % 890);
}

void DrawAmounts(Random& random, Plot& plot) {
  switch (plot.thought->aim) {
    case 'W':
      plot.before = random.Between(12, 90);
      plot.after = plot.before * random.Between(45, 75) / 100;
      break;
    case 'H':
      plot.before = random.Between(8, 60);
      plot.after = plot.before * random.Between(40, 75) / 100;
      break;
    case 'M':
      plot.before = random.Between(8, 240) * 50;
      plot.after = plot.before * random.Between(60, 90) / 100;
      break;
    case 'K':
      plot.before = random.Between(15, 140);
      plot.after = plot.before * random.Between(115, 150) / 100;
      break;
    default:
      plot.before = random.Between(38, 74);
      plot.after = plot.before + random.Between(8, 20);
  }
  const bool lower = plot.before > plot.after;
  plot.slots.Set("x", absl::StrCat(lower ? plot.before : plot.after));
  plot.slots.Set("y", absl::StrCat(lower ? plot.after : plot.before));
}

void SetSubject(uint64_t pair, Plot& plot) {
  const Tables& tables = TheTables();
  plot.thought_index = static_cast<uint32_t>(pair % tables.thoughts.size());
  plot.object_index = static_cast<uint32_t>(pair / tables.thoughts.size());
  plot.thought = &tables.thoughts[plot.thought_index];
  plot.object = &tables.objects[plot.object_index];
}

void SetWays(uint64_t seed, uint64_t number, Plot& plot) {
  Random random(seed, Purpose::kPairs, number);
  const bool object_way = random.Chance(0.35);
  for (bool& way : plot.ways) way = random.Chance(0.5);
  plot.slots.Set("o", plot.object->name.ways[object_way]);
  plot.slots.Set("u", plot.object->users.ways[object_way]);
}

// In the other wording, if it is to change.
void Rename(bool other, Plot& plot) {
  if (!other) return;
  const bool way = plot.slots.Get("o") == plot.object->name.ways[0];
  plot.slots.Set("o", plot.object->name.ways[way]);
  plot.slots.Set("u", plot.object->users.ways[way]);
}

// As an idea that repeats this one has it.
void Repeat(uint64_t seed, uint64_t number, PlantedAs as, Plot& plot) {
  Random random(seed, Purpose::kPlanting, number);
  Plot other = plot;
  DrawDetails(Random(seed, Purpose::kDetails, number), other);
  const auto change = [&](std::initializer_list<absl::string_view> names) {
    for (const absl::string_view name : names) plot.slots.Set(name, std::string(other.slots.Get(name)));
  };
  if (as == PlantedAs::kEdit)
    return change({"n", "n2", "n3", "n4", "n5", "n6", "day", "ref", "ext", "role2", "p2"});
  plot.words = number;
  for (bool& way : plot.ways) way = !way;
  if (as == PlantedAs::kParaphrase) {
    plot.says_otherwise = true;
    return change({"role", "role2", "role3", "tool", "doc4", "mishap", "trade3", "thing3"});
  }
  plot.facts = number;
  plot.slots = std::move(other.slots);
  plot.before = other.before;
  plot.after = other.after;
  plot.ways[random.Next() % plot.ways.size()] ^= true;
  Rename(random.Chance(kFarRenames), plot);
}

}  // namespace

uint64_t Texts::MostIdeas() { return 2 * PairCount() * kBlock / (kBlock - 1) - kBlock; }

const std::string& Texts::DepartmentOf(uint64_t number) const {
  const std::optional<Planted> planted = PlantedAt(seed_, number);
  const uint64_t pair = PairOf(seed_, planted ? planted->original : number).index;
  return TheTables().objects[pair / TheTables().thoughts.size()].department;
}

std::optional<Planted> PlantedAt(uint64_t seed, uint64_t number) {
  if (number % kBlock != kBlock - 1) return std::nullopt;
  const uint64_t bits = Mix(seed ^ Mix(number));
  const uint64_t block = number / kBlock;
  const uint64_t first = block / 2 * kBlock + (block % 2) * (kHalf + 1);
  for (uint64_t i = 0; i < kHalf; ++i) {
    const uint64_t original = first + (bits + i) % kHalf;
    if (MayBeRepeated(seed, original)) return Planted{original, static_cast<PlantedAs>((bits >> 32) % 3)};
  }
  return std::nullopt;
}

void DrawDetails(Random random, Plot& plot) {
  Slots& slots = plot.slots;
  slots.Reserve(64);
  const uint64_t house = Mix(plot.object->domain * 8 + random.Next() % 8);
  slots.Set("s", SystemName(random.Chance(kUsesHouseSystem) ? house : random.Next()));
  slots.Set("f", FormCode(plot, random.Next() % 2));
  slots.Set("f2", FormCode(plot, 2));
  const auto draw = [&](const absl::string_view& table, std::initializer_list<absl::string_view> names) {
    for (const absl::string_view name : names) slots.Set(name, Pick(ListOf(table), random));
  };
  draw(kPlaces, {"p", "p2", "p3"});
  draw(kTrees, {"b"});
  draw(kTrades, {"trade", "trade2", "trade3"});
  draw(kThings, {"thing", "thing2", "thing3"});
  draw(kMishaps, {"mishap"});
  draw(kCauses, {"cause"});
  draw(kRoles, {"role", "role2", "role3"});
  draw(kMonths, {"month"});
  draw(kDocs, {"doc", "doc2", "doc3", "doc4", "doc5"});
  draw(kTools, {"tool"});
  draw(kNames, {"road", "road2"});
  for (const absl::string_view name : {"firm", "firm2"}) {
    slots.Set(name, absl::StrCat(Pick(ListOf(kNames), random), " ", Pick(ListOf(kNames), random)));
  }
  slots.Set("acr", Letters(Mix(random.Next() % 700), 3));
  slots.Set("room", absl::StrCat(random.Between(1, 9), Letters(random.Next(), 2)));
  const auto number = [&](std::initializer_list<absl::string_view> names, int64_t least, int64_t most) {
    for (const absl::string_view name : names) slots.Set(name, absl::StrCat(random.Between(least, most)));
  };
  number({"n", "n3", "n5"}, 120, 4900);
  number({"n2", "n4", "n6"}, 11, 190);
  number({"ext"}, 5000, 6000);
  number({"cost"}, 61000, 62000);
  number({"sec"}, 2, 199);
  number({"day"}, 1, 28);
  number({"year"}, 2008, 2024);
  for (const absl::string_view name : {"ref", "ref2"}) {
    slots.Set(name, absl::StrCat(Letters(random.Next(), 1), random.Between(100, 799)));
  }
  slots.Set("m", "[3|4|5|6|7|8|9]");
  slots.Set("h", "[2|3|4|5|6|8|10|12|15]");
  DrawAmounts(random, plot);
}

Plot PlotOf(uint64_t seed, uint64_t number) {
  const std::optional<Planted> planted = PlantedAt(seed, number);
  const uint64_t source = planted ? planted->original : number;
  Plot plot;
  SetSubject(PairOf(seed, source).index, plot);
  SetWays(seed, source, plot);
  DrawDetails(Random(seed, Purpose::kDetails, source), plot);
  plot.facts = plot.words = source;
  if (planted) Repeat(seed, number, planted->as, plot);
  plot.slots.Set("do", plot.thought->verb.ways[plot.ways[1]]);
  return plot;
}

const std::string& Pick(const Words& words, Random& random) { return words[random.Next() % words.size()]; }

std::string PickSentences(const Words& patterns, size_t count, const Slots& slots, Random& random) {
  size_t step = 1 + random.Next() % patterns.size();
  while (std::gcd(step, patterns.size()) != 1) ++step;
  size_t at = random.Next() % patterns.size();
  std::string text;
  for (size_t i = 0; i < count && i < patterns.size(); ++i, at = (at + step) % patterns.size()) {
    Append(text, Sentence(patterns[at], slots, random));
  }
  return text;
}

std::string PickFacts(const Words& facts, size_t count, const Plot& plot, Random& which, Random& words) {
  const size_t first = which.Next() % facts.size(), step = 1 + which.Next() % (facts.size() - 1);
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    const bool way = which.Chance(0.5) != plot.says_otherwise;
    Append(text, Sentence(WaysOf(facts[(first + i * step) % facts.size()]).ways[way], plot.slots, words));
  }
  return text;
}

}  // namespace obt::simulate::texts
