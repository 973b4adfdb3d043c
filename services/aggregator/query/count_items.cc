#include "services/aggregator/query/count_items.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/base/attributes.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/rules/benefits.h"

namespace obt::aggregator {
namespace {

namespace iv1 = ideas::v1;

// An adoption that counts: when, and by which department.
struct Spread {
  Day day;
  Number department;
};
// By case study, in order of days.
using Spreads = absl::flat_hash_map<ItemIndex, std::vector<Spread>>;

// What an item counts for: `add`(day, column, value).
template <typename Adder>
struct Counts {
  const Items& items;
  const ItemIndex index;
  const Item& item;
  const Spreads& spreads;
  const Adder& add;

  void AddWorth(bool once) const {
    for (const Worth& worth : items.WorthOf(index)) {
      if (worth.once == once) add(item.concluded, worth.kind, worth.improvement);
    }
  }
  template <typename Value>
  void AddOfEachWorth(Value value) const {
    for (const Worth& worth : items.WorthOf(index)) add(item.concluded, worth.kind, value(worth));
  }
  void AddPillars(uint16_t bits) const {
    for (int pillar = iv1::Pillar_MIN + 1; pillar <= iv1::Pillar_MAX; ++pillar) {
      if ((bits >> pillar & 1) != 0) add(item.concluded, pillar, 1);
    }
  }
  const std::vector<Spread>& Adoptions() const {
    static const std::vector<Spread> none;
    const auto found = spreads.find(index);
    return found == spreads.end() ? none : found->second;
  }
};

// Of trials that have not ended the state, as a column apart from those of outcomes.
constexpr int ColumnOfState(int state) { return -state; }

template <typename Count>
struct Way {
  v1::Measure measure;
  ItemKind kind, other_kind;  // of which items
  Count count;                // of Counts

  // All of its items in the programme that is asked about.
  template <typename Visit>
  void ForEachItem(const Pass& pass, Visit visit) const {
    const Items& items = pass.state.items;
    const Number programme = items.programmes().Find(pass.question.programme_id);
    for (const ItemIndex i : items.Of(kind, programme)) visit(i);
    if (other_kind == kind) return;
    for (const ItemIndex i : items.Of(other_kind, programme)) visit(i);
  }
};
constexpr std::tuple kWays = {
    Way{v1::MEASURE_CONVERSATIONS, ItemKind::kConversation, ItemKind::kConversation,
        [](const auto& of) { of.add(of.item.day, 0, 1); }},
    Way{v1::MEASURE_ATTENDANCE_STATED, ItemKind::kConversation, ItemKind::kConversation,
        [](const auto& of) { of.add(of.item.day, 0, of.item.attendance); }},
    Way{v1::MEASURE_CHANGES_AGREED, ItemKind::kIdea, ItemKind::kIdea,
        [](const auto& of) { of.add(of.item.day, 0, 1); }},
    Way{v1::MEASURE_EXPERIMENTS_STARTED, ItemKind::kExperiment, ItemKind::kExperiment,
        [](const auto& of) { of.add(of.item.day, 0, 1); }},
    Way{v1::MEASURE_EXPERIMENTS_CONCLUDED, ItemKind::kExperiment, ItemKind::kExperiment,
        [](const auto& of) { of.add(of.item.concluded, of.item.outcome, 1); }},
    Way{v1::MEASURE_CASE_STUDIES, ItemKind::kCaseStudy, ItemKind::kCaseStudy,
        [](const auto& of) { of.add(of.item.day, 0, 1); }},
    Way{v1::MEASURE_ADOPTIONS, ItemKind::kAdoption, ItemKind::kAdoption,
        [](const auto& of) {
          const bool ended = of.item.state == iv1::TRIAL_STATE_CONCLUDED;
          of.add(of.item.day, ended ? of.item.outcome : ColumnOfState(of.item.state), 1);
        }},
    Way{v1::MEASURE_BENEFITS_A_YEAR, ItemKind::kExperiment, ItemKind::kAdoption,
        [](const auto& of) { of.AddWorth(false); }},
    Way{v1::MEASURE_BENEFITS_ONCE, ItemKind::kExperiment, ItemKind::kAdoption,
        [](const auto& of) { of.AddWorth(true); }},
    Way{v1::MEASURE_BENEFITS_STATED, ItemKind::kExperiment, ItemKind::kAdoption,
        [](const auto& of) { of.AddOfEachWorth([](const Worth&) { return 1; }); }},
    Way{v1::MEASURE_MEDIAN_BEFORE, ItemKind::kExperiment, ItemKind::kAdoption,
        [](const auto& of) { of.AddOfEachWorth([](const Worth& worth) { return worth.before; }); }},
    Way{v1::MEASURE_MEDIAN_AFTER, ItemKind::kExperiment, ItemKind::kAdoption,
        [](const auto& of) { of.AddOfEachWorth([](const Worth& worth) { return worth.after; }); }},
    Way{v1::MEASURE_ENABLERS, ItemKind::kExperiment, ItemKind::kExperiment,
        [](const auto& of) { of.AddPillars(of.item.enablers); }},
    Way{v1::MEASURE_BARRIERS, ItemKind::kExperiment, ItemKind::kExperiment,
        [](const auto& of) { of.AddPillars(of.item.barriers); }},
    Way{v1::MEASURE_DEPARTMENTS_REACHED, ItemKind::kCaseStudy, ItemKind::kCaseStudy,
        [](const auto& of) {
          absl::flat_hash_set<Number> reached = {kNone};
          for (const Spread& spread : of.Adoptions()) {
            if (reached.insert(spread.department).second) of.add(spread.day, 0, 1);
          }
        }},
    Way{v1::MEASURE_DAYS_TO_FIRST_ADOPTION, ItemKind::kCaseStudy, ItemKind::kCaseStudy, [](const auto& of) {
          if (of.Adoptions().empty()) return;
          const Day first = of.Adoptions().front().day;
          of.add(first, 0, std::max(0, first - of.item.day));
        }}};

// Calls visit(way) of a measure's way; whether it has one.
template <typename Visit>
bool VisitWay(v1::Measure measure, Visit visit) {
  const auto try_one = [&](const auto& way) {
    if (way.measure == measure) visit(way);
    return way.measure == measure;
  };
  return std::apply([&](const auto&... way) { return (try_one(way) || ...); }, kWays);
}

// The columns of a measure: what each is of, and its name.
using Breakdown = std::vector<std::pair<int, std::string>>;

// Where the column of something is; -1 of what has none.
class ColumnTable {
 public:
  explicit ColumnTable(const Breakdown& breakdown) {
    for (const auto& [of, name] : breakdown) least_ = std::min(least_, of);
    for (const auto& [of, name] : breakdown) {
      const size_t at = static_cast<size_t>(of - least_);
      if (columns_.size() <= at) columns_.resize(at + 1, -1);
      columns_[at] = columns_count_++;
    }
  }
  int Find(int of) const {
    const int at = of - least_;
    return at < 0 || at >= static_cast<int>(columns_.size()) ? -1 : columns_[static_cast<size_t>(at)];
  }

 private:
  int least_ = 0, columns_count_ = 0;
  std::vector<int> columns_;  // by what they are of, from least_
};

template <typename NameOf>
void AddValues(const google::protobuf::EnumDescriptor& type, absl::string_view prefix, NameOf name_of,
               Breakdown& columns) {
  for (int i = 0; i < type.value_count(); ++i) {
    const int number = type.value(i)->number();
    const std::string code(absl::StripPrefix(type.value(i)->name(), prefix));
    if (number != 0) name_of(number, code, columns);
  }
}

const std::string& UnitOf(iv1::BenefitKind kind) {
  const auto& value = *iv1::BenefitKind_descriptor()->FindValueByNumber(kind);
  return value.options().GetExtension(options::v1::benefit).unit();
}

Breakdown MakeBreakdown(absl::string_view of) {
  Breakdown columns;
  const auto as_it_is = [](int number, const std::string& code, Breakdown& out) {
    out.emplace_back(number, code);
  };
  if (of == "progress") {
    AddValues(
        *iv1::TrialState_descriptor(), "TRIAL_STATE_",
        [](int number, const std::string& code, Breakdown& out) {
          if (number != iv1::TRIAL_STATE_CONCLUDED) out.emplace_back(ColumnOfState(number), code);
        },
        columns);
  }
  if (of == "progress" || of == "outcome")
    AddValues(*iv1::Outcome_descriptor(), "OUTCOME_", as_it_is, columns);
  if (of == "pillar") AddValues(*iv1::Pillar_descriptor(), "PILLAR_", as_it_is, columns);
  if (absl::StartsWith(of, "kind")) {
    AddValues(
        *iv1::BenefitKind_descriptor(), "BENEFIT_KIND_",
        [of](int number, const std::string& code, Breakdown& out) {
          const auto kind = static_cast<iv1::BenefitKind>(number);
          if (of == "kind" || (of == "kind that adds up") == rules::AddsUp(kind))
            out.emplace_back(number, absl::StrCat(code, " ", UnitOf(kind)));
        },
        columns);
  }
  if (of.empty()) columns.emplace_back(0, "");
  return columns;
}

const Breakdown& BreakdownOf(v1::Measure measure) {
  static const auto& all = *new std::map<v1::Measure, Breakdown>([] {
    std::map<v1::Measure, Breakdown> made;
    const auto make = [&made](v1::Measure of) { made[of] = MakeBreakdown(rules::OptionOf(of).breakdown()); };
    std::apply([&](const auto&... way) { (make(way.measure), ...); }, kWays);
    return made;
  }());
  return all.at(measure);
}

// Amounts of which the median is wanted: by group without its time, in which period each lies.
using Amounts = std::map<uint64_t, std::map<uint64_t, std::vector<int64_t>>>;

int64_t MedianOf(std::vector<int64_t>& amounts) {
  const auto middle = amounts.begin() + static_cast<ptrdiff_t>(amounts.size() / 2);
  std::nth_element(amounts.begin(), middle, amounts.end());
  if (amounts.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(amounts.begin(), middle)) / 2;
}

// Counts one measure.
template <typename Cells>
class ItemCounter {
 public:
  ItemCounter(const Pass& pass, const Spreads& spreads, Counted<Cells>& counted)
      : pass_(pass),
        plan_(pass.plan),
        items_(pass.state.items),
        spreads_(spreads),
        counted_(counted),
        columns_(BreakdownOf(counted.measure)),
        median_(rules::OptionOf(counted.measure).kind() == options::v1::MEASURE_KIND_MEDIAN),
        by_theme_(std::any_of(plan_.axes.begin(), plan_.axes.end(),
                              [](const Axis& axis) { return axis.dimension == v1::DIMENSION_THEME; })),
        by_some_themes_(by_theme_ || std::any_of(plan_.theme_cells.begin(), plan_.theme_cells.end(),
                                                 [](uint64_t cells) { return cells != 0; })),
        amounts_(counted.columns.size()) {}

  void Count() {
    VisitWay(counted_.measure, [this](const auto& way) {
      way.ForEachItem(pass_, [&](ItemIndex i) {
        const auto add = [&](Day day, int column, int64_t value) { Add(i, day, column, value); };
        way.count(Counts<decltype(add)>{items_, i, items_.Of(i), spreads_, add});
      });
    });
    for (size_t column = 0; column < amounts_.size(); ++column) {
      for (auto& [group, periods] : amounts_[column]) AddMedians(group, periods, counted_.columns[column]);
    }
  }

 private:
  // Inlined, so that the loop over the items keeps in registers what is the same for all.
  ABSL_ATTRIBUTE_ALWAYS_INLINE void Add(ItemIndex item, Day day, int of, int64_t value) {
    if (!pass_.programme.rules.window.Holds(day) || day > plan_.periods.as_of) return;
    const int column = columns_.Find(of);
    if (column < 0) return;
    const uint64_t period = plan_.periods.Of(day);
    const uint64_t cell = OrganisationCells(item, day) + plan_.outcome_cells[items_.Of(item).outcome];
    if (period + cell >= kDrop) return;
    if (by_some_themes_) return AddToThemes(item, cell, period, static_cast<size_t>(column), value);
    AddToGroup(cell, period, static_cast<size_t>(column), value);
  }

  // Grouped by theme it counts in the group of each, else once.
  void AddToThemes(ItemIndex item, uint64_t cell, uint64_t period, size_t column, int64_t value) {
    static constexpr Number kNoTheme[] = {kNone};
    absl::Span<const Number> themes = items_.ThemesOf(item);
    if (themes.empty()) themes = kNoTheme;
    for (const Number theme : themes) {
      const uint64_t group = cell + plan_.theme_cells[theme];
      if (group >= kDrop) continue;
      AddToGroup(group, period, column, value);
      if (!by_theme_) return;
    }
  }

  void AddToGroup(uint64_t group, uint64_t period, size_t column, int64_t value) {
    if (!median_) return counted_.columns[column].Add(group + period, value);
    amounts_[column][group][period].push_back(value);
  }

  ABSL_ATTRIBUTE_ALWAYS_INLINE uint64_t OrganisationCells(ItemIndex item, Day day) const {
    if (!pass_.question.then) return plan_.now[items_.LeadOn(item, plan_.periods.as_of)];
    return plan_.then[static_cast<size_t>(day - plan_.periods.first_day)][items_.LeadOn(item, day)];
  }

  // Where figures run up to the period's end, as what the median changes by.
  void AddMedians(uint64_t group, std::map<uint64_t, std::vector<int64_t>>& periods, Cells& cells) const {
    std::vector<int64_t> all;
    int64_t before = 0;
    for (auto& [period, amounts] : periods) {
      if (pass_.question.only_new) all.clear(), before = 0;
      all.insert(all.end(), amounts.begin(), amounts.end());
      const int64_t median = MedianOf(all);
      cells.Add(group + period, median - before);
      before = median;
    }
  }

  const Pass& pass_;
  const Plan& plan_;
  const Items& items_;
  const Spreads& spreads_;
  Counted<Cells>& counted_;
  const ColumnTable columns_;
  const bool median_, by_theme_, by_some_themes_;
  std::vector<Amounts> amounts_;  // by column
};

// To wake a helper costs about as much as to count so many.
constexpr size_t kWorthSharing = 10'000;

// Every adoption on a day of the programme, by a team of whatever programme. What a later edition takes up
// counts in neither.
Spreads FindSpreads(const Pass& pass) {
  const Items& items = pass.state.items;
  const Organisations& organisations = pass.state.organisations;
  const Day as_of = pass.plan.periods.as_of;
  Spreads spreads;
  const auto add = [&](ItemIndex i) {
    const Item& item = items.Of(i);
    if (!pass.programme.rules.window.Holds(item.day)) return;
    const Day day = pass.question.then ? item.day : as_of;
    const Tree& tree = organisations.TreeOn(day);
    const Number department = tree.department[tree.follow[items.LeadOn(i, day)]];
    for (const ItemIndex case_study : items.ChainOf(i)) spreads[case_study].push_back({item.day, department});
  };
  for (size_t programme = 0; programme < items.programmes().size(); ++programme) {
    for (const ItemIndex i : items.Of(ItemKind::kAdoption, static_cast<Number>(programme))) add(i);
  }
  for (auto& [case_study, of_case_study] : spreads) {
    std::sort(of_case_study.begin(), of_case_study.end(),
              [](const Spread& a, const Spread& b) { return a.day < b.day; });
    const Item& item = items.Of(case_study);
    if (!pass.programme.rules.window.Holds(item.day)) of_case_study.clear();
  }
  return spreads;
}

}  // namespace

bool CountsItems(v1::Measure measure) {
  return VisitWay(measure, [](const auto&) {});
}

std::vector<std::string> ColumnsOf(v1::Measure measure) {
  std::vector<std::string> names;
  for (const auto& [of, name] : BreakdownOf(measure)) names.push_back(name);
  return names;
}

template <typename Cells>
void CountItems(const Pass& pass, WorkerPool* pool, std::vector<Counted<Cells>>& counted) {
  std::vector<Counted<Cells>*> of_items;
  bool spread = false;
  size_t items = 0;
  for (Counted<Cells>& one : counted) {
    if (one.rule != Rule::kItems) continue;
    of_items.push_back(&one);
    spread = spread || one.measure == v1::MEASURE_DEPARTMENTS_REACHED ||
             one.measure == v1::MEASURE_DAYS_TO_FIRST_ADOPTION;
    VisitWay(one.measure, [&](const auto& way) { way.ForEachItem(pass, [&](ItemIndex) { ++items; }); });
  }
  const Spreads spreads = spread ? FindSpreads(pass) : Spreads();
  const auto count = [&](size_t, size_t part) { ItemCounter<Cells>(pass, spreads, *of_items[part]).Count(); };
  const bool together = pass.counting.always_together || items > kWorthSharing;
  if (pool != nullptr && together) return pool->Share(of_items.size(), pool->count(), count);
  for (size_t part = 0; part < of_items.size(); ++part) count(0, part);
}

template void CountItems(const Pass& pass, WorkerPool* pool, std::vector<Counted<DenseCells>>& counted);
template void CountItems(const Pass& pass, WorkerPool* pool, std::vector<Counted<SparseCells>>& counted);

}  // namespace obt::aggregator
