// The passes over the columns: they add up the measures, cell by cell. Levels and everything "up to the
// period's end" are counted as changes from one period to the next (+1 where somebody begins to count, -1
// where they cease to); the running sum over the periods gives the figure. Plain loops: a look-up per
// dimension and one addition for a person or a credit; participants go by in parts that fit the nearest
// cache, once for all measures. Several counters may share the parts of a pass, each on a thread of its own:
// what they have counted adds up.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "common/rules/measures.h"
#include "services/aggregator/query/cells.h"
#include "services/aggregator/query/count_ever.h"
#include "services/aggregator/query/count_settled.h"
#include "services/aggregator/query/count_steps.h"
#include "services/aggregator/query/plan.h"

namespace obt::aggregator {

// How a measure is counted.
enum class Rule { kNone, kInScope, kRegistered, kEverRegistered, kMilestone, kCredits, kBands, kItems };
// kNone: nobody counts it. What is of items is counted by a pass of their own (count_items.h).
Rule RuleOf(v1::Measure measure);
// Whether that pass knows a measure, and the names of the columns it has there; "" where there is one.
bool CountsItems(v1::Measure measure);
std::vector<std::string> ColumnsOf(v1::Measure measure);

// A measure with its column, or with one for each band, or for each part of what is broken down.
template <typename Cells>
struct Counted {
  v1::Measure measure = v1::MEASURE_UNSPECIFIED;
  Rule rule = Rule::kNone;
  std::vector<Cells> columns;
};

// What is counted, of what, and how.
struct Pass {
  const State& state;
  const ProgrammeState& programme;
  const Question& question;
  const Plan& plan;
  const Counting& counting;
};

template <typename Cells>
class Counter {
 public:
  explicit Counter(const Pass& pass)
      : people_(pass.state.people),
        programme_(pass.programme),
        participants_(pass.programme.participants),
        apart_(pass.programme.day_counts.apart()),
        question_(pass.question),
        plan_(pass.plan),
        settled_(pass.programme.day_counts, pass.plan, pass.question.then),
        ever_(people_, plan_, programme_.programme, question_.then),
        steps_(people_, participants_, plan_, question_.filter),
        periods_(pass.plan.periods),
        part_participants_(pass.counting.part_participants),
        bounds_(BandBounds(pass.programme.programme)),
        by_steps_(!question_.filter.done.empty() || !question_.filter.not_done.empty()),
        by_day_(!by_steps_ && settled_.Suffices() && !pass.counting.one_by_one),
        totals_suffice_(periods_.size() == 1 && participants_.latest_credit() <= periods_.as_of &&
                        question_.filter.from <= periods_.first_day),
        profile_(part_participants_),
        base_(part_participants_) {
    for (const v1::Measure measure : question_.measures) {
      const Rule rule = RuleOf(measure);
      size_t columns = rule == Rule::kBands ? bounds_.size() + 1 : 1;
      if (rule == Rule::kItems) columns = ColumnsOf(measure).size();
      counted_.push_back({measure, rule, std::vector<Cells>(columns, Cells(plan_.cells))});
    }
  }

  // How many parts the pass has: the first counts everybody, each of the others some participants.
  size_t parts() const {
    const bool of_everybody =
        std::all_of(counted_.begin(), counted_.end(), [this](const Counted<Cells>& counted) {
          return counted.rule == Rule::kInScope || (IsOfStays(counted.rule) && !by_steps_) ||
                 counted.rule == Rule::kItems;
        });
    return of_everybody ? 1 : 1 + (counted_one_by_one() + part_participants_ - 1) / part_participants_;
  }
  void Count(size_t part) {
    if (part == 0) return CountEverybody();
    const size_t begin = (part - 1) * part_participants_;
    CountParticipants({begin, std::min(begin + part_participants_, counted_one_by_one())});
  }
  // How many workers shorten the pass, in look-ups of a participant in a measure. Each further worker is
  // taken to cost one for every cell, which it clears and somebody adds up, and 20,000 to be woken:
  // estimates, on the careful side.
  size_t WorthwhileWorkers() const {
    constexpr uint64_t kToWake = 20'000;
    uint64_t cells = 0;
    for (const Counted<Cells>& counted : counted_) cells += counted.columns.size() * plan_.cells;
    const uint64_t lookups = (parts() - 1) * part_participants_ * question_.measures.size();
    return 1 + lookups / (2 * (kToWake + cells));
  }
  // What another has counted.
  void Add(const Counter& other) {
    for (size_t i = 0; i < counted_.size(); ++i) {
      for (size_t column = 0; column < counted_[i].columns.size(); ++column) {
        const Cells& more = other.counted_[i].columns[column];
        more.ForEach([&](uint64_t cell) { counted_[i].columns[column].Add(cell, more.Get(cell)); });
      }
    }
  }
  // In the order of the question's measures.
  std::vector<Counted<Cells>> TakeCounted() { return std::move(counted_); }

 private:
  struct Part {  // of the participants that are counted one by one
    size_t begin = 0, end = 0;
  };
  // All, or those of whom no sums are kept.
  size_t counted_one_by_one() const { return by_day_ ? apart_.size() : participants_.size(); }
  ParticipantIndex At(size_t position) const {
    return by_day_ ? apart_[position].participant : static_cast<ParticipantIndex>(position);
  }

  void CountEverybody() {
    const bool all_stay = question_.filter.done.empty();
    for (Counted<Cells>& counted : counted_) {
      if (counted.rule == Rule::kInScope) CountInScope(counted.columns[0]);
      if (all_stay && CountsRegistered(counted.rule)) CountRegistered(counted.columns[0]);
      if (all_stay && counted.rule == Rule::kEverRegistered) ever_.CountEverybody(counted.columns[0]);
      if (!by_day_) continue;
      if (counted.rule == Rule::kMilestone) settled_.Count(SlotOf(counted.measure), counted.columns[0]);
      if (counted.rule == Rule::kCredits) settled_.Count(DayCounts::kMinutes, counted.columns[0]);
      if (counted.rule == Rule::kBands) settled_.CountBands(counted.columns);
    }
  }

  // Everybody registered is in band 0 until their first minutes.
  static bool CountsRegistered(Rule rule) { return rule == Rule::kRegistered || rule == Rule::kBands; }
  static bool IsOfStays(Rule rule) { return rule == Rule::kRegistered || rule == Rule::kEverRegistered; }

  void CountParticipants(const Part& part) {
    MakeBase(part);
    for (Counted<Cells>& counted : counted_) {
      if (by_steps_) CountStaysBySteps(part, counted.rule, counted.columns[0]);
      if (counted.rule == Rule::kMilestone) {
        const Milestone milestone = rules::OptionOf(counted.measure).milestone();
        CountMilestone(part, milestone, counted.columns[0]);
      } else if (counted.rule == Rule::kCredits) {
        CountMinutes(part, counted.columns[0]);
      } else if (counted.rule == Rule::kBands) {
        CountBands(part, counted.columns);
      }
    }
  }

  // The stated headcount dated last on or before the period's end; after a merger it is the successor's.
  void CountInScope(Cells& cells) const {
    for (const Level& level : plan_.levels) {
      for (size_t period = level.first; period < level.end; ++period) {
        for (const auto& [organisation, dated] : programme_.headcounts) {
          const auto after = dated.upper_bound(periods_.ends[period]);
          if (after == dated.begin()) continue;
          AddRange(level.organisation[organisation], period, period + 1, std::prev(after)->second, cells);
        }
      }
    }
  }

  void CountRegistered(Cells& cells) const {
    for (const Level& level : plan_.levels) CountCrowds(level, cells);
  }

  // Nearly everybody has been there since before the first period, and stays: that is the loop; the others go
  // the long way.
  void CountCrowds(const Level& level, Cells& cells) const {
    const Day first = periods_.ends[level.first];
    const bool ends = level.end < periods_.size();
    const uint64_t* const of_code = plan_.CellsOfCodes().data();
    for (const auto& [crowd, people] : people_.crowds(plan_.CountedBy())) {
      if (crowd.from > first || crowd.to != kNever) {
        AddStay({crowd.organisation, crowd.from, crowd.to}, level, of_code[crowd.code], 0, people, cells);
        continue;
      }
      const uint64_t cell = of_code[crowd.code] + level.organisation[crowd.organisation];
      if (cell >= kDrop) continue;
      cells.Add(cell + level.first, people);
      if (ends) cells.Add(cell + level.end, -int64_t{people});
    }
  }

  void AddStay(const Stay& stay, const Level& level, uint64_t profile, size_t from_period, int64_t value,
               Cells& cells) const {
    if (stay.organisation == kNone) return;
    const size_t first = std::max({periods_.FirstEnding(stay.from), level.first, from_period});
    const size_t end = std::min(periods_.FirstEnding(stay.to), level.end);
    AddRange(profile + level.organisation[stay.organisation], first, end, value, cells);
  }

  // Somebody's stays, as registered people at the periods' ends from a period on.
  void AddRegistered(PersonIndex person, uint64_t profile, size_t from_period, int64_t value,
                     Cells& cells) const {
    for (const Level& level : plan_.levels) {
      AddStay(LastStay(people_.placements()[person]), level, profile, from_period, value, cells);
      if (!people_.HasEarlierStays(person)) continue;
      for (const Stay& stay : people_.EarlierStays(person))
        AddStay(stay, level, profile, from_period, value, cells);
    }
  }

  // Of those who take part. Who does not has done no step, and is counted among everybody.
  void CountStaysBySteps(const Part& part, Rule rule, Cells& cells) const {
    if (!CountsRegistered(rule) && rule != Rule::kEverRegistered) return;
    const bool adds = !question_.filter.done.empty();
    for (size_t i = part.begin; i < part.end; ++i) {
      if (HasDoneAsAsked(i) != adds) continue;
      const PersonIndex person = participants_.person()[i];
      const int64_t value = adds ? 1 : -1;
      if (CountsRegistered(rule)) AddRegistered(person, ProfileCells(person), 0, value, cells);
      if (rule == Rule::kEverRegistered) ever_.Add(person, value, cells);
    }
  }
  bool HasDoneAsAsked(size_t participant) const {
    return steps_.HasDoneAsAsked(static_cast<ParticipantIndex>(participant));
  }

  static size_t SlotOf(v1::Measure measure) { return IndexOf(rules::OptionOf(measure).milestone()); }

  // What profile and, for attribution NOW, the current organisation add: by participant of the part.
  void MakeBase(const Part& part) {
    const uint64_t* const of_profile = plan_.profile_cells.data();
    for (size_t position = part.begin; position < part.end; ++position) {
      const ParticipantIndex i = At(position);
      const bool counts = !by_steps_ || HasDoneAsAsked(i);
      const ParticipantPlacement& placement =
          by_day_ ? apart_[position].placement : participants_.placements()[i];
      profile_[position - part.begin] = counts ? of_profile[placement.profile] : kDrop;
      base_[position - part.begin] =
          profile_[position - part.begin] + (question_.then ? 0 : CellsNow(i, placement));
    }
  }

  // What the organisation adds to which a participant belongs at as_of.
  uint64_t CellsNow(ParticipantIndex participant, const ParticipantPlacement& placement) const {
    return plan_.now[participants_.BelongsTo(participant, placement, periods_.as_of, people_)];
  }

  void CountMilestone(const Part& part, Milestone milestone, Cells& cells) const {
    const std::vector<Reached>& reached = participants_.reached(milestone);
    const Day as_of = periods_.as_of;
    const uint64_t* const period = periods_.period_of.data();
    const Day first = periods_.first_day;
    for (size_t position = part.begin; position < part.end; ++position) {
      const Reached& one = by_day_ ? apart_[position].reached[IndexOf(milestone)] : reached[position];
      if (one.day > as_of) continue;
      const uint64_t cell = base_[position - part.begin] + period[one.day - first] +
                            (question_.then ? ThenCells(one.day, one.organisation) : 0);
      if (cell < kDrop) cells.Add(cell, 1);
    }
  }

  void CountMinutes(const Part& part, Cells& cells) const {
    const uint64_t* const always = plan_.always;
    for (size_t position = part.begin; position < part.end; ++position) {
      const ParticipantIndex i = At(position);
      const uint64_t base = base_[position - part.begin];
      const uint32_t minutes = by_day_ ? apart_[position].minutes : participants_.minutes()[i];
      if (minutes == 0) continue;
      const Number organisation =
          by_day_ ? apart_[position].credits_organisation : participants_.credits_organisation()[i];
      if (question_.then && (always == nullptr || organisation == Participants::kSeveral)) {
        CountCredits(i, base, cells);
        continue;
      }
      const uint64_t cell = base + (question_.then ? always[organisation] : 0);
      if (cell >= kDrop) continue;
      if (totals_suffice_) {
        cells.Add(cell, minutes);
      } else {
        CountCreditsOfOneOrganisation(i, cell, cells);
      }
    }
  }

  void CountCreditsOfOneOrganisation(ParticipantIndex participant, uint64_t cell, Cells& cells) const {
    const Day as_of = periods_.as_of;
    const uint64_t* const period = periods_.period_of.data();
    const Day first = periods_.first_day;
    for (const Credit& credit : participants_.CreditsOf(participant)) {
      if (credit.day > as_of) return;
      if (period[credit.day - first] < kDrop) cells.Add(cell + period[credit.day - first], credit.minutes);
    }
  }

  void CountCredits(ParticipantIndex participant, uint64_t base, Cells& cells) const {
    const uint64_t* const period = periods_.period_of.data();
    const Day first = periods_.first_day;
    for (const Credit& credit : participants_.CreditsOf(participant)) {
      if (credit.day > periods_.as_of) return;
      const uint64_t cell = base + period[credit.day - first] + ThenCells(credit.day, credit.organisation);
      if (cell < kDrop) cells.Add(cell, credit.minutes);
    }
  }

  size_t BandOf(uint32_t minutes) const { return aggregator::BandOf(bounds_, minutes); }

  // Who is in a band at a period's end, at the organisation they belong to then: the attribution changes
  // nothing.
  void CountBands(const Part& part, std::vector<Cells>& bands) const {
    for (size_t position = part.begin; position < part.end; ++position) {
      const ParticipantIndex i = At(position);
      const uint64_t profile = profile_[position - part.begin];
      if (participants_.minutes()[i] == 0 || profile >= kDrop) continue;
      if (!totals_suffice_) {
        CountBandsOf(i, profile, bands);
        continue;
      }
      AddRegistered(participants_.person()[i], profile, 0, -1, bands[0]);
      const uint64_t cell = profile + CellsNow(i, participants_.placements()[i]);
      AddRange(cell, 0, 1, 1, bands[BandOf(participants_.minutes()[i])]);
    }
  }

  void CountBandsOf(ParticipantIndex participant, uint64_t profile, std::vector<Cells>& bands) const {
    const PersonIndex person = participants_.person()[participant];
    const absl::Span<const Credit> credits = participants_.CreditsOf(participant);
    if (credits.front().day > periods_.as_of) return;
    AddRegistered(person, profile, periods_.FirstEnding(credits.front().day), -1, bands[0]);
    uint32_t minutes = 0;
    size_t band = 0, entered = 0;  // in which period
    for (const Credit& credit : credits) {
      if (credit.day > periods_.as_of) break;
      minutes += credit.minutes;
      if (BandOf(minutes) == band) continue;
      const size_t period = periods_.FirstEnding(credit.day);
      if (band > 0) AddBand(person, profile, entered, period, bands[band]);
      band = BandOf(minutes);
      entered = period;
    }
    AddBand(person, profile, entered, periods_.size(), bands[band]);
  }

  // Counts somebody in the periods [first, end), where they belong at each one's end.
  void AddBand(PersonIndex person, uint64_t profile, size_t first, size_t end, Cells& cells) const {
    const bool stays = people_.placements()[person].from <= periods_.ends.front();
    for (const Level& level : plan_.levels) {
      const size_t from = std::max(first, level.first);
      const size_t to = std::min(end, level.end);
      for (size_t period = from; period < to;) {
        const Number organisation = people_.BelongsTo(person, periods_.ends[period]);
        const size_t next = stays ? to : period + 1;
        AddRange(profile + level.organisation[organisation], period, next, 1, cells);
        period = next;
      }
    }
  }

  uint64_t ProfileCells(PersonIndex person) const {
    return plan_.profile_cells[people_.placements()[person].profile];
  }
  // What the organisation of a day adds, for attribution THEN.
  uint64_t ThenCells(Day day, Number organisation) const {
    if (plan_.always != nullptr) return plan_.always[organisation];
    return plan_.then[static_cast<size_t>(day - periods_.first_day)][organisation];
  }
  static Stay LastStay(const Placement& placement) {
    return {placement.organisation, placement.from, placement.to};
  }
  // Counts somebody in the periods [first, end).
  void AddRange(uint64_t cell, size_t first, size_t end, int64_t value, Cells& cells) const {
    if (first >= end || cell >= kDrop) return;
    cells.Add(cell + first, value);
    if (end < periods_.size()) cells.Add(cell + end, -value);
  }

  const People& people_;
  const ProgrammeState& programme_;
  const Participants& participants_;
  const std::vector<DayCounts::Apart>& apart_;
  const Question& question_;
  const Plan& plan_;
  const SettledCounter settled_;
  const EverCounter ever_;
  const StepsFilter steps_;
  const Periods& periods_;
  const size_t part_participants_;
  const std::vector<uint32_t> bounds_;
  const bool by_steps_;  // only who has done some steps and not others
  const bool by_day_;    // the sums of days will do for those who are settled
  // One period to which every credit belongs: totals will do.
  const bool totals_suffice_;
  std::vector<Counted<Cells>> counted_;
  std::vector<uint64_t> profile_, base_;  // by participant of the part
};

}  // namespace obt::aggregator
