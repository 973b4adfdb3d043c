// What teams did, as columns: every item ideas has told of, of all programmes, with its team, what it is
// about and what it is worth; and who led each team when. Where an item counts is looked up for each
// question, so that nothing has to be corrected when a team gets another lead. A value.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "obt/ideas/v1/theme.pb.h"
#include "services/aggregator/columns/stretches.h"
#include "services/aggregator/rules/item.h"
#include "services/aggregator/rules/names.h"

namespace obt::aggregator {

using ItemIndex = uint32_t;
using TeamIndex = uint32_t;
inline constexpr uint32_t kNoIndex = std::numeric_limits<uint32_t>::max();

// Who leads a team from a day on.
struct Lead {
  Day from = kAlways;
  Number organisation = kNone;
};

// What somebody states an item is worth.
struct Worth {
  int64_t improvement = 0;  // in a year, or once; 0 of kinds that do not add up
  int64_t before = 0;
  int64_t after = 0;
  uint8_t kind = 0;  // of obt.ideas.v1.BenefitKind
  bool once = false;
};

class Items {
 public:
  // `leads` in order; the first leads before its day too.
  void PutTeam(absl::string_view team_id, absl::Span<const Lead> leads);
  // Each replaces what is known of the item; its id must be one.
  void Put(const ideas::v1::ConversationFacts& conversation);
  void Put(const ideas::v1::IdeaFacts& idea);
  void Put(const ideas::v1::ExperimentFacts& experiment);
  void Put(const ideas::v1::CaseStudyFacts& case_study);
  void Put(const ideas::v1::AdoptionFacts& adoption);
  void Put(const ideas::v1::ThemeList& list);

  const Item& Of(ItemIndex item) const { return items_[item]; }
  // All of a kind in a programme, in no order.
  absl::Span<const ItemIndex> Of(ItemKind kind, Number programme) const;
  // Its own, else those of what it is about. Numbers of themes().
  absl::Span<const Number> ThemesOf(ItemIndex item) const {
    const ItemIndex about = links_[item].about;
    return of_themes_.Of(about == kNoIndex ? item : about);
  }
  absl::Span<const Worth> WorthOf(ItemIndex item) const { return worth_.Of(item); }
  // Of an adoption, the case studies it repeats.
  absl::Span<const ItemIndex> ChainOf(ItemIndex item) const { return chain_.Of(item); }
  // The organisation that leads an item's team on a day; kNone of a team that has not been heard of.
  ABSL_ATTRIBUTE_ALWAYS_INLINE Number LeadOn(ItemIndex item, Day day) const {
    const TeamIndex team = links_[item].team;
    if (team == kNoIndex) return kNone;
    return lead_[team] == kSeveral ? LeadOfSeveral(team, day) : lead_[team];
  }

  const Names& programmes() const { return programmes_; }
  const Names& themes() const { return themes_; }
  const ideas::v1::ThemeList& ThemeListOf(absl::string_view programme_id) const;
  size_t bytes() const;

 private:
  // What an item belongs to and refers to.
  struct Links {
    Number programme = kNone;
    TeamIndex team = kNoIndex;
    ItemIndex about = kNoIndex;  // whose themes it has
  };
  using Texts = google::protobuf::RepeatedPtrField<std::string>;
  static constexpr Number kSeveral = std::numeric_limits<Number>::max();

  ItemIndex IndexOf(absl::string_view id);  // adds it; kNoIndex of what is no id
  TeamIndex TeamOf(absl::string_view id);
  template <typename Facts>
  ItemIndex Set(absl::string_view id, const Facts& facts, absl::string_view about = "");
  void MoveTo(ItemKind kind, Number programme, ItemIndex item);
  Number LeadOfSeveral(TeamIndex team, Day day) const;
  void SetThemes(ItemIndex item, const Texts& codes);
  void SetWorth(ItemIndex item, const ideas::v1::Trial& trial);

  absl::flat_hash_map<ItemId, ItemIndex> index_of_;
  std::vector<Item> items_;
  std::vector<Links> links_;
  std::array<std::vector<std::vector<ItemIndex>>, kItemKinds> of_kind_;  // by programme
  Stretches<Number> of_themes_;
  Stretches<Worth> worth_;
  Stretches<ItemIndex> chain_;
  absl::flat_hash_map<TeamId, TeamIndex> team_of_;
  Stretches<Lead> leads_;
  std::vector<Number> lead_;  // by team: its only lead, which nearly every team has
  Names programmes_, themes_;
  std::map<std::string, ideas::v1::ThemeList, std::less<>> theme_lists_;
};

}  // namespace obt::aggregator
