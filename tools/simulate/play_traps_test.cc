// The traps a plan sets on purpose: each must be there in numbers, or whatever passes the play has not met
// it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "tools/simulate/calendar.h"
#include "tools/simulate/play.h"
#include "tools/simulate/play_fixture.h"

namespace obt::simulate {
namespace {

// Where in the stream each event first appears.
absl::flat_hash_map<uint64_t, size_t> FirstAppearances(const PlayPlan& plan) {
  absl::flat_hash_map<uint64_t, size_t> first;
  for (size_t i = 0; i < plan.events.size(); ++i) first.emplace(plan.events[i].id, i);
  return first;
}

TEST(PlayTraps, IdsAreUniqueExceptForIdenticalRedeliveries) {
  std::vector<size_t> order(Plan().events.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [](size_t a, size_t b) { return Plan().events[a].id < Plan().events[b].id; });
  size_t redeliveries = 0;
  for (size_t i = 1; i < order.size(); ++i) {
    const LearningEvent& before = Plan().events[order[i - 1]];
    const LearningEvent& event = Plan().events[order[i]];
    if (event.id != before.id) continue;
    ++redeliveries;
    ASSERT_EQ(Content(event), Content(before));
  }
  EXPECT_GE(redeliveries, 10'000u);
  RecordProperty("redeliveries", absl::StrCat(redeliveries));
}

TEST(PlayTraps, ManyEventsComeLate) {
  size_t late = 0;
  for (const LearningEvent& event : Plan().events) late += event.sent_at > event.occurred_at + 14 * kDay;
  EXPECT_GE(late, 8'000u);
  // The stream ends with them.
  for (size_t i = Plan().events.size() - 100; i < Plan().events.size(); ++i) {
    EXPECT_GT(Plan().events[i].sent_at, Plan().events[i].occurred_at + 14 * kDay);
  }
  RecordProperty("late", absl::StrCat(late));
}

TEST(PlayTraps, SomeModulesAreCompletedBeforeTheyAreStarted) {
  absl::flat_hash_map<std::pair<uint32_t, int8_t>, EventKind> first;
  size_t reversed = 0;
  for (const LearningEvent& event : Plan().events) {
    if (event.module == kSelfRecorded || event.kind == EventKind::kRetracted) continue;
    const auto [found, inserted] = first.emplace(std::pair(event.person, event.module), event.kind);
    if (inserted || event.kind != EventKind::kStarted || found->second != EventKind::kCompleted) continue;
    ++reversed;
  }
  EXPECT_GE(reversed, 8'000u);
  RecordProperty("completed_before_started", absl::StrCat(reversed));
}

TEST(PlayTraps, SomeCompletionsComeFromBothSources) {
  absl::flat_hash_map<std::pair<uint32_t, int8_t>, std::pair<int, int>>
      minutes;  // The platform's, the intranet's; 0: none yet.
  size_t equal = 0, different = 0;
  for (const LearningEvent& event : Plan().events) {
    if (event.module == kSelfRecorded || event.kind != EventKind::kCompleted) continue;
    auto& [platform, intranet] = minutes[{event.person, event.module}];
    (event.source == EventSource::kCsl ? platform : intranet) = event.minutes + 1;
  }
  for (const auto& [module, both] : minutes) {
    if (both.first == 0 || both.second == 0) continue;
    ++(both.first == both.second ? equal : different);
  }
  EXPECT_GE(equal, 5'000u);
  EXPECT_GE(different, 1'000u);
}

TEST(PlayTraps, RetractionsNameAnEventOfTheSameSourceAndSomeComeFirst) {
  const absl::flat_hash_map<uint64_t, size_t> first = FirstAppearances(Plan());
  std::set<uint64_t> retracted;
  size_t early = 0;
  for (const auto& [id, at] : first) {
    const LearningEvent& event = Plan().events[at];
    if (event.kind != EventKind::kRetracted) continue;
    const auto target = first.find(event.target);
    ASSERT_NE(target, first.end());
    const LearningEvent& taken_back = Plan().events[target->second];
    ASSERT_EQ(taken_back.kind, EventKind::kCompleted);
    ASSERT_EQ(taken_back.source, event.source);
    ASSERT_EQ(taken_back.person, event.person);
    ASSERT_EQ(taken_back.module, event.module);
    ASSERT_LE(taken_back.occurred_at, event.occurred_at);
    ASSERT_TRUE(retracted.insert(event.target).second) << "retracted twice";
    early += at < target->second;
  }
  EXPECT_GE(retracted.size(), 4'000u);
  EXPECT_GE(early, 1'000u);
  RecordProperty("retracted", absl::StrCat(retracted.size()));
  RecordProperty("retracted_before_target", absl::StrCat(early));
}

TEST(PlayTraps, SomeRetractedCompletionsAreReplacedUnderANewId) {
  absl::flat_hash_set<uint64_t> targets;
  for (const LearningEvent& event : Plan().events) {
    if (event.kind == EventKind::kRetracted) targets.insert(event.target);
  }
  absl::flat_hash_map<std::tuple<uint32_t, int8_t, int64_t>, std::set<uint64_t>> alike;
  for (const LearningEvent& event : Plan().events) {
    if (event.kind == EventKind::kCompleted)
      alike[{event.person, event.module, event.occurred_at}].insert(event.id);
  }
  size_t replaced = 0;
  for (const auto& [what, ids] : alike) {
    replaced += ids.size() > 1 &&
                std::any_of(ids.begin(), ids.end(), [&](uint64_t id) { return targets.contains(id); });
  }
  EXPECT_GE(replaced, 2'000u);
}

TEST(PlayTraps, SomeEventsLieOnTheBoundariesOfTheCalendar) {
  absl::flat_hash_map<int64_t, int> at;
  for (const LearningEvent& event : Plan().events) ++at[event.occurred_at];
  for (int64_t instant :
       {kProgrammeBegins, kHalfPastMidnight - 30 * kMinute - 1, kHalfPastMidnight - 30 * kMinute,
        kHalfPastMidnight, kFirstHalfPastOne, kSecondHalfPastOne, kProgrammeEnds - 1}) {
    EXPECT_GE(at[instant], 50) << instant;
  }
}

TEST(PlayTraps, OnePersonInTwoHundredMovesAndSomeMovesAreCorrected) {
  const int32_t begins = Calendar::DaysSince1970(0);
  std::map<uint32_t, Move> moves;
  size_t corrections = 0;
  for (const Move& move : Plan().moves) {
    ASSERT_NE(move.from, move.to);
    ASSERT_EQ(Everybody().people()[move.person].organisation, move.from);
    ASSERT_GT(Everybody().CountOf(move.to), 0u);
    ASSERT_GT(move.day, begins);
    ASSERT_LT(move.day, begins + Calendar::kDays);
    if (move.corrected_day == 0) {
      ASSERT_TRUE(moves.emplace(move.person, move).second) << "moved twice";
      continue;
    }
    ++corrections;
    const auto original = moves.find(move.person);
    ASSERT_NE(original, moves.end()) << "corrected before it was sent";
    EXPECT_EQ(original->second.day, move.day);
    EXPECT_EQ(original->second.to, move.to);
    EXPECT_NE(move.corrected_day, move.day);
    EXPECT_GT(move.corrected_day, begins);
    EXPECT_LT(move.corrected_day, begins + Calendar::kDays);
  }
  EXPECT_NEAR(static_cast<double>(moves.size()), 0.005 * 477'230, 250);
  EXPECT_GE(corrections, 300u);
}

TEST(PlayTraps, SomePeopleMoveOnTheVeryDayTheyLearn) {
  const absl::StatusOr<Calendar> calendar = Calendar::Load();
  ASSERT_TRUE(calendar.ok());
  std::map<uint32_t, int32_t> moved_on;
  for (const Move& move : Plan().moves) moved_on[move.person] = move.day;
  std::set<uint32_t> on_the_day;
  for (const LearningEvent& event : Plan().events) {
    const auto found = moved_on.find(event.person);
    if (found == moved_on.end()) continue;
    if (Calendar::DaysSince1970(calendar->DayOf(event.occurred_at)) == found->second)
      on_the_day.insert(event.person);
  }
  EXPECT_GE(on_the_day.size(), 150u);
}

}  // namespace
}  // namespace obt::simulate
