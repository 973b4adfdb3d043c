#include "tools/simulate/survey_play.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/simulate/play_fixture.h"

namespace obt::simulate {
namespace {

using Key = std::pair<uint32_t, SurveyTime>;

auto Content(const SurveyStep& step) {
  return std::tuple(step.answered_at, step.person, step.survey, step.withdrawal, step.comments, step.values);
}

// What stands once everything is in: answered last, and after the last withdrawal.
std::map<Key, SurveyStep> Standing(const std::vector<SurveyStep>& steps) {
  std::map<Key, int64_t> withdrawn;
  for (const SurveyStep& step : steps) {
    if (!step.withdrawal) continue;
    const auto [known, fresh] = withdrawn.emplace(Key(step.person, step.survey), step.answered_at);
    if (!fresh) known->second = std::max(known->second, step.answered_at);
  }
  std::map<Key, SurveyStep> standing;
  for (const SurveyStep& step : steps) {
    const Key key(step.person, step.survey);
    const auto up_to = withdrawn.find(key);
    if (step.withdrawal || (up_to != withdrawn.end() && step.answered_at <= up_to->second)) continue;
    const auto [known, fresh] = standing.emplace(key, step);
    if (!fresh && step.answered_at > known->second.answered_at) known->second = step;
  }
  return standing;
}

TEST(SurveyPlay, SameSeedSameAnswers) {
  const Population population = MakePopulation(5'000);
  PlayOptions options;
  options.seed = 9;
  const PlayPlan first = MakePlan(population, options), second = MakePlan(population, options);
  ASSERT_EQ(first.surveys.size(), second.surveys.size());
  for (size_t i = 0; i < first.surveys.size(); ++i) {
    ASSERT_EQ(Content(first.surveys[i]), Content(second.surveys[i]));
    ASSERT_EQ(first.surveys[i].sent_at, second.surveys[i].sent_at);
  }
  options.seed = 10;
  const PlayPlan other = MakePlan(population, options);
  EXPECT_FALSE(std::equal(first.surveys.begin(), first.surveys.end(), other.surveys.begin(),
                          other.surveys.end(),
                          [](const SurveyStep& a, const SurveyStep& b) { return Content(a) == Content(b); }));
}

TEST(SurveyPlay, TheSharesOfPositiveAnswersAreThoseChosen) {
  std::array<std::array<double, kConstructs.size()>, 2> positive{};
  std::array<double, 2> answered{};
  for (const auto& [key, step] : Standing(Plan().surveys)) {
    const size_t when = key.second == SurveyTime::kBefore ? 0 : 1;
    ++answered[when];
    for (size_t i = 0; i < kConstructs.size(); ++i) positive[when][i] += step.values[i] >= 4;
  }
  EXPECT_NEAR(positive[0][0] / answered[0], 0.426, 0.01) << "skills before";
  EXPECT_NEAR(positive[1][0] / answered[1], 0.75, 0.01) << "skills after";
  EXPECT_NEAR(positive[0][1] / answered[0], 0.75, 0.01) << "support before";
  EXPECT_NEAR(positive[1][1] / answered[1], 0.82, 0.01) << "support after";
  RecordProperty("answered_before", absl::StrCat(answered[0]));
  RecordProperty("answered_after", absl::StrCat(answered[1]));
}

TEST(SurveyPlay, MostAnswerBeforeTheyLearnAndLookBackAfterIt) {
  std::map<uint32_t, int64_t> first;
  for (const LearningEvent& event : Plan().events) {
    if (event.kind == EventKind::kRetracted) continue;
    const auto [known, fresh] = first.emplace(event.person, event.occurred_at);
    if (!fresh) known->second = std::min(known->second, event.occurred_at);
  }
  double before = 0, late = 0, after = 0, early = 0, never_learnt = 0;
  for (const auto& [key, step] : Standing(Plan().surveys)) {
    const auto learnt = first.find(key.first);
    if (learnt == first.end()) {
      ASSERT_EQ(key.second, SurveyTime::kBefore) << "looks back on nothing";
      ++never_learnt;
    } else if (key.second == SurveyTime::kBefore) {
      ++(step.answered_at <= learnt->second ? before : late);
    } else {
      ++(step.answered_at >= learnt->second ? after : early);
    }
  }
  EXPECT_GT(before, 9 * late);
  EXPECT_GT(after, 30 * early);
  EXPECT_GT(early, 500);
  EXPECT_GT(never_learnt, 5'000);
  EXPECT_NEAR(before + late, 0.7 * 160'000, 5'000);
}

TEST(SurveyPlay, EveryStepIsWellFormedWithinTheProgrammeAndSentInOrder) {
  int64_t previous = 0;
  std::map<std::tuple<uint32_t, SurveyTime, int64_t>, std::array<uint8_t, 2>> at_moment;
  for (const SurveyStep& step : Plan().surveys) {
    ASSERT_LT(step.person, Everybody().size());
    ASSERT_GE(step.answered_at, kProgrammeBegins);
    ASSERT_LT(step.answered_at, kProgrammeEnds);
    ASSERT_GT(step.sent_at, step.answered_at);
    ASSERT_GE(step.sent_at, previous);
    previous = step.sent_at;
    for (const uint8_t value : step.values) {
      ASSERT_LE(value, 5);
      ASSERT_EQ(value == 0, step.withdrawal);
    }
    if (step.withdrawal) continue;
    const auto [known, fresh] =
        at_moment.emplace(std::tuple(step.person, step.survey, step.answered_at), step.values);
    ASSERT_TRUE(fresh || known->second == step.values) << "would be a conflict";
  }
}

TEST(SurveyPlay, RepeatsCorrectionsAndWithdrawalsComeInNumbersAndInAnyOrder) {
  std::set<std::tuple<uint32_t, SurveyTime, bool, int64_t>> seen;
  std::map<Key, std::set<int64_t>> answers;
  size_t repeats = 0, corrections = 0, corrections_first = 0, withdrawals = 0, withdrawals_first = 0,
         late = 0;
  for (const SurveyStep& step : Plan().surveys) {
    const Key key(step.person, step.survey);
    if (!seen.insert({step.person, step.survey, step.withdrawal, step.answered_at}).second) {
      ++repeats;
      continue;
    }
    late += step.sent_at > step.answered_at + 14 * kDay;
    if (step.withdrawal) {
      ++withdrawals;
      withdrawals_first += answers[key].empty();
      continue;
    }
    if (!answers[key].empty()) {
      ++corrections;
      corrections_first += step.answered_at < *answers[key].begin();
    }
    answers[key].insert(step.answered_at);
  }
  EXPECT_GT(repeats, 4'000u);
  EXPECT_GT(corrections, 4'000u);
  EXPECT_GT(corrections_first, 1'000u);
  EXPECT_GT(withdrawals, 2'000u);
  EXPECT_GT(withdrawals_first, 500u);
  EXPECT_GT(late, 2'000u);
  RecordProperty("repeats", absl::StrCat(repeats));
  RecordProperty("withdrawals", absl::StrCat(withdrawals));
}

}  // namespace
}  // namespace obt::simulate
