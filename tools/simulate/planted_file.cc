#include "tools/simulate/planted_file.h"

#include <array>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "tools/simulate/step_call.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate {
namespace {

constexpr std::array<absl::string_view, 3> kLikenesses = {"EDIT", "PARAPHRASE", "FAR"};

}  // namespace

std::string PlantedCsv(const IdeasPlan& plan, uint64_t seed, const ItemIds& items) {
  const texts::Texts texts(seed);
  std::map<uint64_t, uint32_t> place_of;  // By text.
  const uint32_t first = ItemPlaces(plan).ideas;
  for (uint32_t i = 0; i < plan.ideas.size(); ++i) place_of[plan.ideas[i].text] = first + i;
  std::string csv = "idea_id,original_id,likeness\n";
  for (const auto& [text, place] : place_of) {
    const std::optional<texts::Planted> planted = texts.PlantedOf(text);
    if (!planted.has_value()) continue;
    const std::optional<PlayedId> idea = items.Find(place),
                                  original = items.Find(place_of.at(planted->original));
    if (!idea.has_value() || !original.has_value()) continue;
    absl::StrAppend(&csv, ToText(*idea), ",", ToText(*original), ",",
                    kLikenesses[static_cast<size_t>(planted->as)], "\n");
  }
  return csv;
}

}  // namespace obt::simulate
