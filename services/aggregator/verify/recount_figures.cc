#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/aggregator/verify/recount.h"

namespace obt::aggregator::recount {
namespace {

// The tree of organisations on a day, by walking the rows.
class TreeWalk {
 public:
  explicit TreeWalk(const Sources& sources) : organisations_(sources.organisations) {}

  // An organisation that ended with a successor has become that one.
  std::string Follow(std::string code, Day day) const {
    for (int step = 0; step < 64; ++step) {
      const auto found = organisations_.find(code);
      if (found == organisations_.end() || found->second.successor_code().empty()) return code;
      if (!found->second.has_valid_to() || *ParseDay(found->second.valid_to()) > day) return code;
      code = found->second.successor_code();
    }
    return code;
  }

  // From the organisation to the top.
  std::vector<std::string> WayUp(std::string code, Day day) const {
    std::vector<std::string> way;
    while (!code.empty() && way.size() < 64) {
      way.push_back(code);
      code = Follow(ParentOf(code, day), day);
    }
    return way;
  }

  std::string Department(const std::string& code, Day day) const {
    std::string department = "none";
    for (const std::string& above : WayUp(code, day)) {
      const auto found = organisations_.find(above);
      if (found == organisations_.end()) continue;
      if (found->second.kind() == identity::v1::ORGANISATION_KIND_DEPARTMENT) department = above;
    }
    return department;
  }

 private:
  std::string ParentOf(const std::string& code, Day day) const {
    const auto found = organisations_.find(code);
    if (found == organisations_.end()) return "";
    for (const identity::v1::OrganisationVersion& past : found->second.past()) {
      if (day < *ParseDay(past.until())) return past.parent_code();
    }
    return found->second.parent_code();
  }

  const std::map<std::string, identity::v1::Organisation>& organisations_;
};

// The dimensions that cut time.
constexpr v1::Dimension kTimes[] = {v1::DIMENSION_DAY, v1::DIMENSION_WEEK, v1::DIMENSION_MONTH};
bool IsTime(v1::Dimension dimension) {
  return std::find(std::begin(kTimes), std::end(kTimes), dimension) != std::end(kTimes);
}

// Where an organisation is listed: its own code and its department's.
using Listing = std::optional<std::pair<std::string, std::string>>;  // nothing: not counted

struct Period {
  std::string code;
  Day first, last;
};

class Count {
 public:
  Count(const Sources& sources, const Records& records, const Question& question)
      : sources_(sources), records_(records), question_(question), tree_(sources) {
    const auto programme = sources.programmes.find(question.programme_id);
    programme_ = programme->second;
    const auto headcounts = sources.headcounts.find(question.programme_id);
    if (headcounts != sources.headcounts.end()) headcounts_ = headcounts->second;
    MakePeriods();
  }

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
        {v1::MEASURE_LEARNING_MINUTES, &Count::CountMinutes},
        {v1::MEASURE_MINUTES_BANDS, &Count::CountBands},
        {v1::MEASURE_LEARNING_STARTED, &Count::CountMilestone, options::v1::MILESTONE_LEARNING_STARTED},
        {v1::MEASURE_LEARNING_COMPLETED, &Count::CountMilestone, options::v1::MILESTONE_LEARNING_COMPLETED},
        {v1::MEASURE_REACHED_TARGET, &Count::CountMilestone, options::v1::MILESTONE_REACHED_TARGET},
        {v1::MEASURE_PARTICIPANTS, &Count::CountMilestone, options::v1::MILESTONE_TOOK_PART},
        {v1::MEASURE_PRE_SURVEY, &Count::CountMilestone, options::v1::MILESTONE_PRE_SURVEY},
        {v1::MEASURE_POST_SURVEY, &Count::CountMilestone, options::v1::MILESTONE_POST_SURVEY},
    };
    const auto is_of = [measure](const Way& way) { return way.measure == measure; };
    const Way* const found = std::find_if(std::begin(kWays), std::end(kWays), is_of);
    return found == std::end(kWays) ? nullptr : found;
  }

  Figures Run() {
    way_ = WayOf(question_.measures.front());
    (this->*way_->count)();
    DropZeros();
    return figures_;
  }

 private:
  void MakePeriods() {
    time_ = v1::DIMENSION_UNSPECIFIED;
    for (const v1::Dimension dimension : question_.group_by) {
      if (IsTime(dimension)) time_ = dimension;
    }
    if (time_ == v1::DIMENSION_UNSPECIFIED) {
      periods_.push_back({"", kAlways, question_.as_of});
      return;
    }
    Day first = *ParseDay(programme_.starts_on());
    if (programme_.has_counting_from()) first = *ParseDay(programme_.counting_from());
    for (Day day = std::min(first, question_.as_of); day <= question_.as_of; ++day) {
      std::string code = FormatDay(day);
      if (time_ == v1::DIMENSION_WEEK) code = FormatDay(MondayOf(day));
      if (time_ == v1::DIMENSION_MONTH) code = FormatMonth(day);
      if (periods_.empty() || periods_.back().code != code) periods_.push_back({code, day, day});
      periods_.back().last = day;
    }
  }

  bool InScope(const std::string& organisation, Day day) {
    auto& scope = scopes_[day];
    if (!scope.has_value()) {
      scope.emplace();
      for (const auto& [code, dated] : headcounts_) {
        if (dated.begin()->first <= day) scope->insert(tree_.Follow(code, day));
      }
    }
    return scope->count(tree_.Follow(organisation, day)) > 0;
  }

  // `tree_day`: whose tree; `scope_day`: who was in the programme then.
  const Listing& ListingOf(Text organisation, Day tree_day, Day scope_day) {
    const auto key = std::make_tuple(organisation, tree_day, scope_day);
    const auto known = listings_.find(key);
    if (known != listings_.end()) return known->second;
    return listings_[key] = MakeListing(organisation, tree_day, scope_day);
  }

  Listing MakeListing(Text organisation, Day tree_day, Day scope_day) {
    if (organisation == nullptr) {
      if (!question_.filter.organisation_codes.empty()) return std::nullopt;
      return Listing({"unknown", "unknown"});
    }
    const bool in_scope = InScope(*organisation, scope_day);
    if (!in_scope && !question_.include_out_of_scope) return std::nullopt;
    const std::string now = tree_.Follow(*organisation, tree_day);
    bool wanted = question_.filter.organisation_codes.empty();
    for (const std::string& above : tree_.WayUp(now, tree_day))
      wanted |= Has(question_.filter.organisation_codes, above);
    if (!wanted) return std::nullopt;
    if (!in_scope) return Listing({"out_of_scope", "out_of_scope"});
    return Listing({now, tree_.Department(now, tree_day)});
  }

  static bool Has(const std::vector<std::string>& codes, const std::string& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  }

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
    std::vector<std::string> codes;
    for (const v1::Dimension dimension : question_.group_by) {
      codes.push_back(CodeOn(dimension, person, listing, period));
    }
    figures_[std::move(codes)][band] += value;
  }

  // Somebody identity has not told of yet has no stays and nothing known.
  const Person& PersonOf(const PersonId& id) const {
    static const std::string unknown = "UNKNOWN";
    static const Person nobody = Like(unknown);
    const auto found = sources_.people.find(id);
    return found == sources_.people.end() ? nobody : found->second;
  }

  static Person Like(const std::string& code) {
    Person person;
    person.attributes.fill(&code);
    return person;
  }

  // Something happened on a day: it counts in its period, or in all from that one on.
  void AddFlow(const Person& person, Day day, int64_t value) {
    if (day > question_.as_of) return;
    const Listing& listing =
        question_.then ? ListingOf(OrganisationOn(person, day), day, question_.as_of)
                       : ListingOf(BelongsTo(person, question_.as_of), question_.as_of, question_.as_of);
    for (const Period& period : periods_) {
      const bool falls_in = period.first <= day && day <= period.last;
      if (falls_in || (!question_.only_new && day <= period.last)) Add(person, listing, period.code, value);
    }
  }

  void CountMilestone() {
    for (const auto& [id, record] : records_) {
      const auto reached = record.reached.find(way_->milestone);
      if (reached != record.reached.end()) AddFlow(PersonOf(id), reached->second, 1);
    }
  }

  void CountMinutes() {
    for (const auto& [id, record] : records_) {
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
        const Listing listing = MakeListing(&code, period.last, period.last);
        Add(nobody, listing, period.code, std::prev(after)->second);
      }
    }
  }

  void CountRegistered() {
    for (const Period& period : periods_) {
      for (const auto& [id, person] : sources_.people) {
        const Text organisation = OrganisationOn(person, period.last);
        if (organisation == nullptr) continue;
        Add(person, ListingOf(organisation, period.last, period.last), period.code, 1);
      }
    }
  }

  void CountBands() {
    for (const Period& period : periods_) {
      for (const auto& [id, person] : sources_.people) {
        const auto record = records_.find(id);
        if (record != records_.end() && AddBand(person, record->second, period)) continue;
        const Text organisation = OrganisationOn(person, period.last);
        if (organisation == nullptr) continue;
        Add(person, ListingOf(organisation, period.last, period.last), period.code, 1, "0");
      }
      for (const auto& [id, record] : records_) {
        if (sources_.people.count(id) == 0) AddBand(PersonOf(id), record, period);
      }
    }
  }

  // False without minutes by the period's end.
  bool AddBand(const Person& person, const Record& record, const Period& period) {
    int64_t minutes = 0;
    size_t band = 0;
    Day entered = 0;
    for (const auto& [day, credited] : record.credits) {
      if (day > period.last) break;
      minutes += credited;
      if (BandOf(minutes) != band) entered = day;
      band = BandOf(minutes);
    }
    if (minutes == 0) return false;
    const Listing& listing = question_.then
                                 ? ListingOf(OrganisationOn(person, entered), entered, period.last)
                                 : ListingOf(BelongsTo(person, period.last), period.last, period.last);
    Add(person, listing, period.code, 1, BandName(band));
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

  void DropZeros() {
    for (auto& [codes, bands] : figures_) {
      std::erase_if(bands, [](const auto& value) { return value.second == 0; });
    }
    std::erase_if(figures_, [](const auto& group) { return group.second.empty(); });
  }

  const Sources& sources_;
  const Records& records_;
  const Question& question_;
  const Way* way_ = nullptr;
  const TreeWalk tree_;
  identity::v1::Programme programme_;
  std::map<std::string, std::map<Day, int64_t>> headcounts_;
  v1::Dimension time_ = v1::DIMENSION_UNSPECIFIED;
  std::vector<Period> periods_;
  std::map<Day, std::optional<std::set<std::string>>> scopes_;
  std::map<std::tuple<Text, Day, Day>, Listing> listings_;
  Figures figures_;
};

}  // namespace

Figures CountFigures(const Sources& sources, const Records& records, const Question& question) {
  return Count(sources, records, question).Run();
}

std::optional<size_t> AttributeOf(v1::Dimension dimension) {
  for (size_t i = 0; i < std::size(kAttributes); ++i) {
    if (kAttributes[i].dimension == dimension) return i;
  }
  return std::nullopt;
}

bool IsRecounted(v1::Measure measure) { return Count::WayOf(measure) != nullptr; }

bool IsRecounted(v1::Dimension dimension) {
  return dimension == v1::DIMENSION_ORGANISATION || dimension == v1::DIMENSION_DEPARTMENT ||
         IsTime(dimension) || AttributeOf(dimension).has_value();
}

}  // namespace obt::aggregator::recount
