#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregator/verify/recount_tally.h"

namespace obt::aggregator::recount {
namespace {

class Count : private Tally {
 public:
  Count(const Sources& sources, const Records& records, const Question& question)
      : Tally(sources, question), records_(records) {}

  // How a measure is counted; what is of a milestone counts who reached it, on the day they did.
  struct Way {
    v1::Measure measure;
    void (Count::*count)();
    options::v1::Milestone milestone = options::v1::MILESTONE_UNSPECIFIED;
  };
  // nullptr if nobody counts it.
  static const Way* WayOf(v1::Measure measure) {
    static constexpr Way kWays[] = {
        {v1::MEASURE_IN_SCOPE, &Count::CountInScope},
        {v1::MEASURE_REGISTERED, &Count::CountRegistered},
        {v1::MEASURE_EVER_REGISTERED, &Count::CountEverRegistered},
        {v1::MEASURE_LEARNING_MINUTES, &Count::CountMinutes},
        {v1::MEASURE_MINUTES_BANDS, &Count::CountBands},
        {v1::MEASURE_LEARNING_STARTED, &Count::CountMilestone, options::v1::MILESTONE_LEARNING_STARTED},
        {v1::MEASURE_LEARNING_COMPLETED, &Count::CountMilestone, options::v1::MILESTONE_LEARNING_COMPLETED},
        {v1::MEASURE_REACHED_TARGET, &Count::CountMilestone, options::v1::MILESTONE_REACHED_TARGET},
        {v1::MEASURE_PARTICIPANTS, &Count::CountMilestone, options::v1::MILESTONE_TOOK_PART},
        {v1::MEASURE_PRE_SURVEY, &Count::CountMilestone, options::v1::MILESTONE_PRE_SURVEY},
        {v1::MEASURE_POST_SURVEY, &Count::CountMilestone, options::v1::MILESTONE_POST_SURVEY},
        {v1::MEASURE_CONVERSED, &Count::CountMilestone, options::v1::MILESTONE_CONVERSED},
    };
    const auto is_of = [measure](const Way& way) { return way.measure == measure; };
    const Way* const found = std::find_if(std::begin(kWays), std::end(kWays), is_of);
    return found == std::end(kWays) ? nullptr : found;
  }

  Figures Run() {
    way_ = WayOf(question_.measures.front());
    (this->*way_->count)();
    return TakeFigures();
  }

 private:
  bool Wanted(const Person& person) const {
    for (const auto& [dimension, codes] : question_.filter.attributes) {
      if (!codes.empty() && !Has(codes, *person.attributes[AttributeOf(dimension).value()])) return false;
    }
    return true;
  }

  // In which group of a dimension something is counted.
  static const std::string& CodeOn(v1::Dimension dimension, const Person& person, const Listing& listing,
                                   const std::string& period) {
    if (dimension == v1::DIMENSION_ORGANISATION) return listing->first;
    if (dimension == v1::DIMENSION_DEPARTMENT) return listing->second;
    const std::optional<size_t> attribute = AttributeOf(dimension);
    return attribute.has_value() ? *person.attributes[*attribute] : period;
  }

  void Add(const Person& person, const Listing& listing, const std::string& period, int64_t value,
           const std::string& band = "") {
    if (!listing.has_value() || !Wanted(person) || value == 0) return;
    figures_[GroupOf(person, listing, period)][band] += value;
  }

  using Group = std::vector<std::string>;
  Group GroupOf(const Person& person, const Listing& listing, const std::string& period) const {
    Group codes;
    for (const v1::Dimension dimension : question_.group_by) {
      codes.push_back(CodeOn(dimension, person, listing, period));
    }
    return codes;
  }

  // Somebody identity has not told of yet has no stays and nothing known.
  const Person& PersonOf(const PersonId& id) const {
    static const std::string unknown = "unknown";
    static const Person nobody = Like(unknown);
    const auto found = sources_.people.find(id);
    return found == sources_.people.end() ? nobody : found->second;
  }

  const Record& RecordOf(const PersonId& id) const {
    static const Record nothing;
    const auto found = records_.find(id);
    return found == records_.end() ? nothing : found->second;
  }

  // The steps asked for, and none of those left out, by as_of.
  bool HasDoneAsAsked(const Record& record) const {
    const auto has_done = [&](v1::Step step) {
      const auto& options = v1::Step_descriptor()->FindValueByNumber(step)->options();
      const auto reached = record.reached.find(options.GetExtension(options::v1::reaches));
      return reached != record.reached.end() && reached->second <= question_.as_of;
    };
    for (const v1::Step step : question_.filter.done) {
      if (!has_done(step)) return false;
    }
    for (const v1::Step step : question_.filter.not_done) {
      if (has_done(step)) return false;
    }
    return true;
  }

  static Person Like(const std::string& code) {
    Person person;
    person.attributes.fill(&code);
    return person;
  }

  // Something happened on a day: it counts in its period, or in all from that one on.
  void AddFlow(const Person& person, Day day, int64_t value) {
    const std::vector<Period> periods = PeriodsOf(day);
    if (periods.empty()) return;
    const Listing& listing = ListingOn(person, day);
    for (const Period& period : periods) Add(person, listing, period.code, value);
  }
  const Listing& ListingOn(const Person& person, Day day) {
    return question_.then ? ListingOf(OrganisationOn(person, day), day)
                          : ListingOf(BelongsTo(person, question_.as_of), question_.as_of);
  }

  void CountMilestone() {
    for (const auto& [id, record] : records_) {
      const auto reached = record.reached.find(way_->milestone);
      if (reached != record.reached.end() && HasDoneAsAsked(record))
        AddFlow(PersonOf(id), reached->second, 1);
    }
  }

  void CountMinutes() {
    for (const auto& [id, record] : records_) {
      if (!HasDoneAsAsked(record)) continue;
      for (const auto& [day, minutes] : record.credits) AddFlow(PersonOf(id), day, minutes);
    }
  }

  void CountInScope() {
    static const std::string any;
    const Person nobody = Like(any);
    for (const Period& period : periods_) {
      for (const auto& [code, dated] : headcounts_) {
        const auto after = dated.upper_bound(period.last);
        if (after == dated.begin()) continue;
        const Listing listing = MakeListing(&code, period.last);
        Add(nobody, listing, period.code, std::prev(after)->second);
      }
    }
  }

  void CountRegistered() {
    for (const Period& period : periods_) {
      for (const auto& [id, person] : sources_.people) {
        const Text organisation = OrganisationOn(person, period.last);
        if (organisation == nullptr || !HasDoneAsAsked(RecordOf(id))) continue;
        Add(person, ListingOf(organisation, period.last), period.code, 1);
      }
    }
  }

  // Each is somewhere else at most on a day on which a stay of theirs begins or the tree changes.
  void CountEverRegistered() {
    const Window window = WindowOf(programme_);
    const auto counts = [&](Day day) {
      return window.from <= day && day < window.to && day <= question_.as_of;
    };
    std::set<Day> of_all = {window.from};
    for (const Day day : tree_.Changes()) of_all.insert(day);
    std::erase_if(of_all, [&](Day day) { return !counts(day); });
    for (const auto& [id, person] : sources_.people) {
      if (!HasDoneAsAsked(RecordOf(id))) continue;
      std::set<Day> days = of_all;
      for (const Stay& stay : person.stays) {
        if (counts(stay.from)) days.insert(stay.from);
      }
      std::set<Group> groups;
      for (const Day day : days) {
        if (OrganisationOn(person, day) == nullptr) continue;
        const Listing& listing = ListingOn(person, day);
        if (listing.has_value() && groups.insert(GroupOf(person, listing, "")).second)
          AddFlow(person, day, 1);
      }
    }
  }

  void CountBands() {
    for (const Period& period : periods_) {
      for (const auto& [id, person] : sources_.people) {
        const Record& record = RecordOf(id);
        if (!HasDoneAsAsked(record) || AddBand(person, record, period)) continue;
        const Text organisation = OrganisationOn(person, period.last);
        if (organisation == nullptr) continue;
        Add(person, ListingOf(organisation, period.last), period.code, 1, "0");
      }
      for (const auto& [id, record] : records_) {
        if (sources_.people.count(id) == 0 && HasDoneAsAsked(record)) AddBand(PersonOf(id), record, period);
      }
    }
  }

  // False without minutes by the period's end.
  bool AddBand(const Person& person, const Record& record, const Period& period) {
    int64_t minutes = 0;
    for (const auto& [day, credited] : record.credits) {
      if (day <= period.last) minutes += credited;
    }
    if (minutes == 0) return false;
    Add(person, ListingOf(BelongsTo(person, period.last), period.last), period.code, 1,
        BandName(BandOf(minutes)));
    return true;
  }

  // 0 without minutes, then one more for every bound that is reached.
  size_t BandOf(int64_t minutes) const {
    if (minutes == 0) return 0;
    size_t band = 1;
    for (const int32_t bound : programme_.minute_band_bounds()) band += minutes >= bound ? 1 : 0;
    return band;
  }

  std::string BandName(size_t band) const {
    const int bounds = programme_.minute_band_bounds_size();
    const int from = band == 1 ? 1 : programme_.minute_band_bounds(static_cast<int>(band) - 2);
    if (static_cast<int>(band) > bounds) return absl::StrCat(from, "+");
    const int to = programme_.minute_band_bounds(static_cast<int>(band) - 1) - 1;
    return from == to ? absl::StrCat(from) : absl::StrCat(from, "-", to);
  }

  const Records& records_;
  const Way* way_ = nullptr;
};

}  // namespace

Figures CountFigures(const Sources& sources, const Records& records, const Question& question) {
  if (IsOfItems(question.measures.front())) return CountItems(sources, question);
  return Count(sources, records, question).Run();
}

std::optional<size_t> AttributeOf(v1::Dimension dimension) {
  for (size_t i = 0; i < std::size(kAttributes); ++i) {
    if (kAttributes[i].dimension == dimension) return i;
  }
  return std::nullopt;
}

bool IsRecounted(v1::Measure measure) { return Count::WayOf(measure) != nullptr || IsOfItems(measure); }

bool IsRecounted(v1::Dimension dimension) {
  return dimension == v1::DIMENSION_ORGANISATION || dimension == v1::DIMENSION_DEPARTMENT ||
         dimension == v1::DIMENSION_THEME || dimension == v1::DIMENSION_OUTCOME || IsTime(dimension) ||
         AttributeOf(dimension).has_value();
}

}  // namespace obt::aggregator::recount
