#include "services/aggregator/query/count.h"

namespace obt::aggregator {

std::vector<uint32_t> BandBounds(const identity::v1::Programme& programme) {
  std::vector<uint32_t> bounds = {1};
  for (const int32_t bound : programme.minute_band_bounds()) {
    if (bound > 1) bounds.push_back(static_cast<uint32_t>(bound));
  }
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  return bounds;
}

template <typename Cells>
Counter<Cells>::Counter(const State& state, const ProgrammeState& programme, const Query& query,
                        const Plan& plan)
    : people_(state.people),
      programme_(programme),
      learners_(programme.learners),
      query_(query),
      plan_(plan),
      periods_(plan.periods()),
      bounds_(BandBounds(programme.programme)),
      totals_suffice_(periods_.size() == 1 && learners_.latest_credit() <= periods_.as_of),
      base_(query.part_learners) {
  for (const v1::Measure measure : query.measures) {
    const size_t columns = measure == v1::MEASURE_MINUTES_BANDS ? bounds_.size() + 1 : 1;
    counted_.push_back({measure, std::vector<Cells>(columns, Cells(plan.cells()))});
  }
}

template <typename Cells>
size_t Counter<Cells>::parts() const {
  const auto is_of_everybody = [](v1::Measure measure) {
    return measure == v1::MEASURE_IN_SCOPE || measure == v1::MEASURE_REGISTERED;
  };
  if (std::all_of(query_.measures.begin(), query_.measures.end(), is_of_everybody)) return 1;
  return 1 + (learners_.size() + query_.part_learners - 1) / query_.part_learners;
}

template <typename Cells>
void Counter<Cells>::Count(size_t part) {
  if (part == 0) return CountEverybody();
  const size_t begin = (part - 1) * query_.part_learners;
  CountLearners({begin, std::min(begin + query_.part_learners, learners_.size())});
}

// In look-ups of a learner in a measure. Each further worker is taken to cost one for every cell, which it
// clears and somebody adds up, and 20,000 to be woken: estimates, on the careful side.
template <typename Cells>
size_t Counter<Cells>::WorthwhileWorkers() const {
  constexpr uint64_t kToWake = 20'000;
  uint64_t cells = 0;
  for (const Counted<Cells>& counted : counted_) cells += counted.columns.size() * plan_.cells();
  const uint64_t lookups = (parts() - 1) * query_.part_learners * query_.measures.size();
  return 1 + lookups / (2 * (kToWake + cells));
}

template <typename Cells>
void Counter<Cells>::Add(const Counter& other) {
  for (size_t i = 0; i < counted_.size(); ++i) {
    for (size_t column = 0; column < counted_[i].columns.size(); ++column) {
      const Cells& more = other.counted_[i].columns[column];
      more.ForEach([&](uint64_t cell) { counted_[i].columns[column].Add(cell, more.Get(cell)); });
    }
  }
}

template <typename Cells>
void Counter<Cells>::CountEverybody() {
  for (auto& [measure, columns] : counted_) {
    if (measure == v1::MEASURE_IN_SCOPE) CountInScope(columns[0]);
    // Everybody registered is in band 0 until their first minutes.
    if (measure == v1::MEASURE_REGISTERED || measure == v1::MEASURE_MINUTES_BANDS)
      CountRegistered(columns[0]);
  }
}

template <typename Cells>
void Counter<Cells>::CountLearners(const Part& part) {
  MakeBase(part);
  for (Counted<Cells>& counted : counted_) CountMeasure(part, counted);
}

template <typename Cells>
void Counter<Cells>::CountMeasure(const Part& part, Counted<Cells>& counted) const {
  std::vector<Cells>& columns = counted.columns;
  switch (counted.measure) {
    case v1::MEASURE_PARTICIPANTS:
      return CountMilestone(part, learners_.took_part(), columns[0]);
    case v1::MEASURE_PRE_SURVEY:
      return CountMilestone(part, learners_.pre_survey(), columns[0]);
    case v1::MEASURE_POST_SURVEY:
      return CountMilestone(part, learners_.post_survey(), columns[0]);
    case v1::MEASURE_LEARNING_STARTED:
      return CountMilestone(part, learners_.started(), columns[0]);
    case v1::MEASURE_LEARNING_COMPLETED:
      return CountMilestone(part, learners_.completed(), columns[0]);
    case v1::MEASURE_REACHED_TARGET:
      return CountMilestone(part, learners_.reached(), columns[0]);
    case v1::MEASURE_LEARNING_MINUTES:
      return CountMinutes(part, columns[0]);
    case v1::MEASURE_MINUTES_BANDS:
      return CountBands(part, columns);
    default:
      return;
  }
}

// The stated headcount dated last on or before the period's end; after a merger it is the successor's.
template <typename Cells>
void Counter<Cells>::CountInScope(Cells& cells) const {
  for (const Level& level : plan_.levels()) {
    for (size_t period = level.first; period < level.end; ++period) {
      for (const auto& [organisation, dated] : programme_.headcounts) {
        const auto after = dated.upper_bound(periods_.ends[period]);
        if (after == dated.begin()) continue;
        AddRange(level.organisation[organisation], period, period + 1, std::prev(after)->second, cells);
      }
    }
  }
}

template <typename Cells>
void Counter<Cells>::CountRegistered(Cells& cells) const {
  for (const Level& level : plan_.levels()) CountCrowds(level, cells);
  for (const PersonIndex person : people_.movers()) AddRegistered(person, ProfileCells(person), 0, 1, cells);
}

// Nearly everybody has been there since before the first period: that is the loop; the others go the long
// way.
template <typename Cells>
void Counter<Cells>::CountCrowds(const Level& level, Cells& cells) const {
  const Day first = periods_.ends[level.first];
  const bool ends = level.end < periods_.size();
  const uint64_t* const of_profile = plan_.profile_cells().data();
  for (const auto& [crowd, people] : people_.crowds()) {
    if (crowd.from > first) {
      AddStay({crowd.organisation, crowd.from, kNever}, level, of_profile[crowd.profile], 0, people, cells);
      continue;
    }
    const uint64_t cell = of_profile[crowd.profile] + level.organisation[crowd.organisation];
    if (cell >= kDrop) continue;
    cells.Add(cell + level.first, people);
    if (ends) cells.Add(cell + level.end, -int64_t{people});
  }
}

template <typename Cells>
void Counter<Cells>::AddStay(const Stay& stay, const Level& level, uint64_t profile, size_t from_period,
                             int64_t value, Cells& cells) const {
  if (stay.organisation == kNone) return;
  const size_t first = std::max({periods_.FirstEnding(stay.from), level.first, from_period});
  const size_t end = std::min(periods_.FirstEnding(stay.to), level.end);
  AddRange(profile + level.organisation[stay.organisation], first, end, value, cells);
}

template <typename Cells>
void Counter<Cells>::AddRegistered(PersonIndex person, uint64_t profile, size_t from_period, int64_t value,
                                   Cells& cells) const {
  for (const Level& level : plan_.levels()) {
    AddStay(LastStay(people_.placements()[person]), level, profile, from_period, value, cells);
    if (!people_.HasEarlierStays(person)) continue;
    for (const Stay& stay : people_.EarlierStays(person))
      AddStay(stay, level, profile, from_period, value, cells);
  }
}

template <typename Cells>
void Counter<Cells>::MakeBase(const Part& part) {
  const uint64_t* const of_profile = plan_.profile_cells().data();
  const uint64_t* const of_organisation = plan_.last_level().organisation;
  const LearnerPlacement* const learners = learners_.placements().data();
  const Day as_of = periods_.as_of;
  for (size_t i = part.begin; i < part.end; ++i) {
    uint64_t& base = base_[i - part.begin];
    base = of_profile[learners[i].profile];
    if (query_.then) continue;
    const bool is_there = learners[i].belongs_from <= as_of;
    base += of_organisation[is_there ? learners[i].organisation
                                     : people_.BelongsTo(learners_.person()[i], as_of)];
  }
}

template <typename Cells>
void Counter<Cells>::CountMilestone(const Part& part, const std::vector<Milestone>& milestones,
                                    Cells& cells) const {
  const Level& level = plan_.last_level();
  const Day as_of = periods_.as_of;
  const Milestone* const all = milestones.data() + part.begin;
  const uint64_t* const base = base_.data();
  const uint32_t* const period = periods_.period_of.data();
  const Day first = periods_.first_day;
  const uint64_t* const always = level.organisation_always;
  if (query_.then && always == nullptr) {
    for (size_t i = 0; i < part.end - part.begin; ++i) {
      if (all[i].day > as_of) continue;
      const uint64_t cell =
          base[i] + period[all[i].day - first] + ThenCells(level, all[i].day, all[i].organisation);
      if (cell < kDrop) cells.Add(cell, 1);
    }
    return;
  }
  for (size_t i = 0; i < part.end - part.begin; ++i) {
    if (all[i].day > as_of) continue;
    const uint64_t cell =
        base[i] + period[all[i].day - first] + (always == nullptr ? 0 : always[all[i].organisation]);
    if (cell < kDrop) cells.Add(cell, 1);
  }
}

template <typename Cells>
void Counter<Cells>::CountMinutes(const Part& part, Cells& cells) const {
  const uint64_t* const base = base_.data();
  const uint64_t* const always = plan_.last_level().organisation_always;
  const Number* const organisation = learners_.credits_organisation().data();
  const uint32_t* const minutes = learners_.minutes().data();
  for (size_t i = part.begin; i < part.end; ++i) {
    if (minutes[i] == 0) continue;
    if (query_.then && (always == nullptr || organisation[i] == Learners::kSeveral)) {
      CountCredits(static_cast<LearnerIndex>(i), base[i - part.begin], cells);
      continue;
    }
    const uint64_t cell = base[i - part.begin] + (query_.then ? always[organisation[i]] : 0);
    if (cell >= kDrop) continue;
    if (totals_suffice_) {
      cells.Add(cell, minutes[i]);
    } else {
      CountCreditsInOnePlace(static_cast<LearnerIndex>(i), cell, cells);
    }
  }
}

template <typename Cells>
void Counter<Cells>::CountCreditsInOnePlace(LearnerIndex learner, uint64_t cell, Cells& cells) const {
  const Day as_of = periods_.as_of;
  const uint32_t* const period = periods_.period_of.data();
  const Day first = periods_.first_day;
  for (const Credit& credit : learners_.CreditsOf(learner)) {
    if (credit.day > as_of) return;
    cells.Add(cell + period[credit.day - first], credit.minutes);
  }
}

template <typename Cells>
void Counter<Cells>::CountCredits(LearnerIndex learner, uint64_t base, Cells& cells) const {
  const Level& level = plan_.last_level();
  const uint64_t* const always = level.organisation_always;
  const uint32_t* const period = periods_.period_of.data();
  const Day first = periods_.first_day;
  for (const Credit& credit : learners_.CreditsOf(learner)) {
    if (credit.day > periods_.as_of) return;
    const uint64_t place =
        always != nullptr ? always[credit.organisation] : ThenCells(level, credit.day, credit.organisation);
    const uint64_t cell = base + period[credit.day - first] + place;
    if (cell < kDrop) cells.Add(cell, credit.minutes);
  }
}

// bands[b] begins at bounds_[b - 1].
template <typename Cells>
size_t Counter<Cells>::BandOf(uint32_t minutes) const {
  size_t band = 0;
  while (band < bounds_.size() && minutes >= bounds_[band]) ++band;
  return band;
}

template <typename Cells>
void Counter<Cells>::CountBands(const Part& part, std::vector<Cells>& bands) const {
  const Level& level = plan_.last_level();
  const uint64_t* const base = base_.data();
  for (size_t i = part.begin; i < part.end; ++i) {
    const Number organisation = learners_.credits_organisation()[i];
    const bool in_one_place =
        !query_.then || (organisation != Learners::kSeveral && level.organisation_always != nullptr);
    if (!totals_suffice_ || !in_one_place) {
      CountBandsOf(static_cast<LearnerIndex>(i), bands);
      continue;
    }
    if (learners_.minutes()[i] == 0) continue;
    const PersonIndex person = learners_.person()[i];
    AddRegistered(person, ProfileCells(person), 0, -1, bands[0]);
    AddRange(base[i - part.begin] + (query_.then ? level.organisation_always[organisation] : 0), 0, 1, 1,
             bands[BandOf(learners_.minutes()[i])]);
  }
}

template <typename Cells>
void Counter<Cells>::CountBandsOf(LearnerIndex learner, std::vector<Cells>& bands) const {
  const PersonIndex person = learners_.person()[learner];
  const absl::Span<const Credit> credits = learners_.CreditsOf(learner);
  if (credits.empty() || credits.front().day > periods_.as_of) return;
  const uint64_t profile = ProfileCells(person);
  if (profile >= kDrop) return;
  AddRegistered(person, profile, periods_.Of(credits.front().day), -1, bands[0]);
  uint32_t minutes = 0;
  size_t band = 0;
  const Credit* entry = nullptr;
  for (const Credit& credit : credits) {
    if (credit.day > periods_.as_of) break;
    minutes += credit.minutes;
    const size_t reached = BandOf(minutes);
    if (reached == band) continue;
    if (entry != nullptr) {
      AddBand(person, profile, *entry, periods_.Of(entry->day), periods_.Of(credit.day), bands[band]);
    }
    band = reached;
    entry = &credit;
  }
  AddBand(person, profile, *entry, periods_.Of(entry->day), periods_.size(), bands[band]);
}

// THEN: where they were on the day they came into the band. NOW: where they belong at each period's end.
template <typename Cells>
void Counter<Cells>::AddBand(PersonIndex person, uint64_t profile, const Credit& entry, size_t first,
                             size_t end, Cells& cells) const {
  for (const Level& level : plan_.levels()) {
    const size_t from = std::max(first, level.first);
    const size_t to = std::min(end, level.end);
    if (from >= to) continue;
    if (query_.then) {
      AddRange(profile + ThenCells(level, entry.day, entry.organisation), from, to, 1, cells);
      continue;
    }
    const bool may_move = people_.HasEarlierStays(person);
    for (size_t period = from; period < to;) {
      const Number organisation = people_.BelongsTo(person, periods_.ends[period]);
      const size_t next = may_move ? period + 1 : to;
      AddRange(profile + level.organisation[organisation], period, next, 1, cells);
      period = next;
    }
  }
}

template class Counter<DenseCells>;
template class Counter<SparseCells>;

}  // namespace obt::aggregator
