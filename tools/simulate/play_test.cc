#include "tools/simulate/play.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/simulate/calendar.h"
#include "tools/simulate/play_fixture.h"

namespace obt::simulate {
namespace {

std::vector<std::tuple<int64_t, uint64_t>> Order(const PlayPlan& plan) {
  std::vector<std::tuple<int64_t, uint64_t>> order;
  for (const LearningEvent& event : plan.events) order.emplace_back(event.sent_at, event.id);
  return order;
}

// Whoever has an event takes part.
std::vector<bool> TakePart(const PlayPlan& plan, size_t people) {
  std::vector<bool> takes_part(people, false);
  for (const LearningEvent& event : plan.events) takes_part[event.person] = true;
  return takes_part;
}

TEST(Play, SameSeedSamePlan) {
  const Population population = MakePopulation(5'000);
  PlayOptions options;
  options.seed = 9;
  const PlayPlan first = MakePlan(population, options);
  const PlayPlan second = MakePlan(population, options);
  ASSERT_EQ(first.events.size(), second.events.size());
  for (size_t i = 0; i < first.events.size(); ++i) {
    ASSERT_EQ(Content(first.events[i]), Content(second.events[i]));
    ASSERT_EQ(first.events[i].sent_at, second.events[i].sent_at);
  }
  ASSERT_EQ(first.moves.size(), second.moves.size());
  for (size_t i = 0; i < first.moves.size(); ++i) {
    ASSERT_EQ(std::tie(first.moves[i].person, first.moves[i].day, first.moves[i].corrected_day),
              std::tie(second.moves[i].person, second.moves[i].day, second.moves[i].corrected_day));
  }
  options.seed = 10;
  EXPECT_NE(Order(first), Order(MakePlan(population, options)));
}

TEST(Play, AHundredAndSixtyThousandPeopleTakePart) {
  const std::vector<bool> takes_part = TakePart(Plan(), Everybody().size());
  const int64_t participants = std::count(takes_part.begin(), takes_part.end(), true);
  EXPECT_NEAR(static_cast<double>(participants), 160'000.0, 0.02 * 160'000);
  const double per_participant =
      static_cast<double>(Plan().events.size()) / static_cast<double>(participants);
  EXPECT_GE(per_participant, 5);
  EXPECT_LE(per_participant, 7);
  RecordProperty("participants", absl::StrCat(participants));
  RecordProperty("events", absl::StrCat(Plan().events.size()));
}

TEST(Play, ParticipationVariesByOrganisationAroundTheMean) {
  for (uint64_t seed : {1, 2, 3, 4, 5}) {
    PlayOptions options;
    options.seed = seed;
    const std::vector<double> rates = ParticipationByOrganisation(Everybody(), options);
    double expected = 0;
    for (uint32_t i = 0; i < rates.size(); ++i) {
      EXPECT_GE(rates[i], 0.15);
      EXPECT_LE(rates[i], 0.55);
      expected += rates[i] * Everybody().CountOf(i);
    }
    EXPECT_NEAR(expected, 160'000, 10);
    EXPECT_GT(*std::max_element(rates.begin(), rates.end()) - *std::min_element(rates.begin(), rates.end()),
              0.2);
  }
  const std::vector<double> rates = ParticipationByOrganisation(Everybody(), PlayOptions());
  const std::vector<bool> takes_part = TakePart(Plan(), Everybody().size());
  for (uint32_t i = 0; i < rates.size(); ++i) {
    if (Everybody().CountOf(i) < 1'000) continue;
    const auto first = takes_part.begin() + Everybody().FirstOf(i);
    const double share =
        static_cast<double>(std::count(first, first + Everybody().CountOf(i), true)) / Everybody().CountOf(i);
    EXPECT_NEAR(share, rates[i], 0.06) << Everybody().reference().organisations[i].code;
  }
}

TEST(Play, ParticipationRisesWithGrade) {
  const std::vector<bool> takes_part = TakePart(Plan(), Everybody().size());
  // Within one organisation, since organisations differ more than grades.
  const uint32_t dwp = Everybody().reference().FindOrganisation("department-for-work-pensions").value();
  std::map<std::string, std::pair<double, double>> by_grade;  // Participants, people.
  for (uint32_t i = Everybody().FirstOf(dwp); i < Everybody().FirstOf(dwp + 1); ++i) {
    auto& [participants, people] =
        by_grade[Everybody().reference().grades.codes[Everybody().people()[i].grade]];
    participants += takes_part[i];
    people += 1;
  }
  EXPECT_GT(by_grade["SEO"].first / by_grade["SEO"].second,
            1.1 * by_grade["AO"].first / by_grade["AO"].second);
}

TEST(Play, LaunchWeeksAreBusier) {
  std::map<uint32_t, int64_t> first_event;
  for (const LearningEvent& event : Plan().events) {
    const auto [found, inserted] = first_event.emplace(event.person, event.occurred_at);
    if (!inserted) found->second = std::min(found->second, event.occurred_at);
  }
  std::array<int, 9> starts{};
  for (const auto& [person, when] : first_event) ++starts[(when - kProgrammeBegins) / (7 * kDay)];
  EXPECT_GT(starts[0], 2 * starts[7]);
  EXPECT_GT(starts[1], 2 * starts[7]);
}

TEST(Play, NothingOccursOutsideTheProgramme) {
  for (const LearningEvent& event : Plan().events) {
    ASSERT_GE(event.occurred_at, kProgrammeBegins);
    ASSERT_LT(event.occurred_at, kProgrammeEnds);
  }
}

TEST(Play, EventsAreSentInOrderAfterTheyOccurAndWithinSixtyDays) {
  int64_t previous = 0;
  for (const LearningEvent& event : Plan().events) {
    ASSERT_GE(event.sent_at, previous);
    ASSERT_GT(event.sent_at, event.occurred_at);
    ASSERT_LE(event.sent_at, event.occurred_at + 60 * kDay);
    previous = event.sent_at;
  }
  EXPECT_GT(previous, kProgrammeEnds + 30 * kDay);
}

TEST(Play, EveryEventIsWellFormed) {
  const size_t types = Everybody().reference().learning_types.codes.size();
  size_t one_minute = 0, two_hundred_hours = 0, unstated = 0;
  for (const LearningEvent& event : Plan().events) {
    ASSERT_LT(event.person, Everybody().size());
    ASSERT_GE(event.minutes, 0);
    ASSERT_LE(event.minutes, 12'000);
    ASSERT_LE(event.rating, 5);
    if (event.module == kSelfRecorded) {
      ASSERT_LT(event.learning_type, types);
    } else {
      ASSERT_LT(event.module, 5);
      ASSERT_EQ(event.learning_type, kNoLearningType);
    }
    if (event.kind == EventKind::kStarted || event.kind == EventKind::kRetracted) {
      ASSERT_EQ(event.minutes, 0);
      ASSERT_EQ(event.rating, 0);
    }
    ASSERT_EQ(event.target != 0, event.kind == EventKind::kRetracted);
    one_minute += event.minutes == 1;
    two_hundred_hours += event.minutes == 12'000;
    unstated += event.kind == EventKind::kCompleted && event.minutes == 0;
  }
  EXPECT_GE(one_minute, 20u);
  EXPECT_GE(two_hundred_hours, 20u);
  EXPECT_GE(unstated, 50'000u);
}

TEST(Play, EventIdsAreShortTextThatKeepsThemApart) {
  std::set<std::string> texts;
  std::set<uint64_t> ids;
  for (size_t i = 0; i < 20'000; ++i) {
    const std::string text = EventIdText(Plan().events[i]);
    ASSERT_LE(text.size(), 64u);
    texts.insert(text);
    ids.insert(Plan().events[i].id);
  }
  EXPECT_EQ(texts.size(), ids.size());
  EXPECT_EQ(SourceName(EventSource::kCsl), "csl");
  EXPECT_EQ(SourceName(EventSource::kIntranet), "intranet");
}

TEST(Play, ManyPeopleCompleteTheCourseAndSomeStopOnTheWay) {
  std::map<uint32_t, std::set<int8_t>> completed;
  for (const LearningEvent& event : Plan().events) {
    if (event.kind == EventKind::kCompleted && event.module != kSelfRecorded && event.module < 4) {
      completed[event.person].insert(event.module);
    }
  }
  const auto all =
      std::count_if(completed.begin(), completed.end(), [](const auto& it) { return it.second.size() == 4; });
  EXPECT_GE(all, 120'000);
  EXPECT_GE(static_cast<int64_t>(completed.size()) - all, 8'000);
}

TEST(Play, MostLearningIsInWorkingHoursAndSomeAtNight) {
  const absl::StatusOr<Calendar> calendar = Calendar::Load();
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  size_t working = 0, night = 0;
  for (const LearningEvent& event : Plan().events) {
    const int64_t since_midnight = event.occurred_at - calendar->At(calendar->DayOf(event.occurred_at), 0);
    working += since_midnight >= 9 * kHour && since_midnight < 19 * kHour;
    night += since_midnight < 6 * kHour || since_midnight >= 22 * kHour;
  }
  EXPECT_GT(working, Plan().events.size() * 8 / 10);
  EXPECT_GE(night, 10'000u);
}

TEST(Play, SmallWorldsPlayToo) {
  const Population population = MakePopulation(500);
  const PlayPlan plan = MakePlan(population, PlayOptions());
  const std::vector<bool> takes_part = TakePart(plan, population.size());
  EXPECT_NEAR(static_cast<double>(std::count(takes_part.begin(), takes_part.end(), true)), 168, 50);
}

TEST(Play, ParametersOutOfRangeAreRefusedByName) {
  const Population population = MakePopulation(100);
  const auto refuse = [&](const CourseModel& course, const PlayOptions& options, absl::string_view field) {
    const absl::StatusOr<PlayPlan> plan = MakePlayPlan(population, course, options);
    EXPECT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_TRUE(absl::StartsWith(plan.status().message(), field)) << plan.status();
  };
  PlayOptions options;
  refuse(CourseModel{}, options, "course.modules:");
  refuse(CourseModel{{{0, true}}}, options, "course.modules.expected_minutes:");
  options.participation = 0.9;
  refuse(Masterclass(), options, "participation:");
  options.participation = 0.3;
  options.movers = -1;
  refuse(Masterclass(), options, "movers:");
}

TEST(Calendar, TheDayTheClocksChangeHasTwentyFiveHours) {
  const absl::StatusOr<Calendar> calendar = Calendar::Load();
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  EXPECT_EQ(calendar->At(0, 0), kProgrammeBegins);
  EXPECT_EQ(calendar->At(14, 0) - calendar->At(13, 0), 25 * kHour);
  EXPECT_EQ(calendar->DayOf(kHalfPastMidnight), 13);
  EXPECT_EQ(calendar->DayOf(kHalfPastMidnight - kHour), 12);
  EXPECT_EQ(calendar->last_second(), kProgrammeEnds - 1);
  EXPECT_EQ(Calendar::DaysSince1970(0), 20'010);
}

}  // namespace
}  // namespace obt::simulate
