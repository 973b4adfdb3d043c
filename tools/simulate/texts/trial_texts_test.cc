#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/text.h"
#include "common/base/unicode.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate::texts {
namespace {

using ::testing::HasSubstr;

constexpr std::array<Outcome, 4> kOutcomes = {Outcome::kWorked, Outcome::kPartlyWorked, Outcome::kDidNotWork,
                                              Outcome::kStopped};

bool LowerIsBetter(const Benefit& benefit) {
  return benefit.kind != BenefitKind::kCases && benefit.kind != BenefitKind::kQuality;
}

bool IsBetter(const Benefit& benefit) {
  return LowerIsBetter(benefit) ? benefit.after < benefit.before : benefit.after > benefit.before;
}

void ExpectValid(const std::string& text) {
  EXPECT_EQ(TextFault(text, TextKind::kLong, 4000), "") << text;
  EXPECT_EQ(ToNfc(text), text);
  EXPECT_EQ(text.find_first_of("[]{}|^"), std::string::npos) << text;
  for (const char* fault : {"  ", " .", " ,", "..", "? ?"})
    EXPECT_FALSE(absl::StrContains(text, fault)) << text;
}

void ExpectAmountsAreNamed(const TrialText& trial) {
  for (const Benefit& benefit : trial.benefits) {
    EXPECT_GT(benefit.before, 0);
    EXPECT_GE(benefit.after, 0);
    EXPECT_THAT(trial.learnings, HasSubstr(AmountText(benefit, benefit.after)));
    if (benefit.after != benefit.before) {
      EXPECT_THAT(trial.learnings, HasSubstr(absl::StrCat("from ", AmountText(benefit, benefit.before),
                                                          " to ", AmountText(benefit, benefit.after))));
    }
  }
}

TEST(TrialTextsTest, LearningsSayTheNumbersOfTheBenefits) {
  const Texts texts(11);
  for (uint64_t i = 0; i < 1500; ++i) {
    for (const Outcome outcome : kOutcomes) {
      const ExperimentText experiment = texts.Experiment(i, outcome);
      ExpectAmountsAreNamed(experiment);
      ExpectAmountsAreNamed(texts.Adoption(i * 5 + 1, i, outcome));
      EXPECT_EQ(texts.CaseStudy(i, outcome).learnings, experiment.learnings);
    }
  }
}

TEST(TrialTextsTest, AmountsAreBetterOnlyWhereItWorked) {
  const Texts texts(11);
  std::set<BenefitKind> kinds;
  for (uint64_t i = 0; i < 1500; ++i) {
    EXPECT_TRUE(texts.Experiment(i, Outcome::kStopped).benefits.empty());
    for (const Benefit& benefit : texts.Experiment(i, Outcome::kWorked).benefits) {
      EXPECT_TRUE(IsBetter(benefit));
      kinds.insert(benefit.kind);
    }
    EXPECT_TRUE(IsBetter(texts.Experiment(i, Outcome::kPartlyWorked).benefits.at(0)));
    const ExperimentText failed = texts.Experiment(i, Outcome::kDidNotWork);
    const Benefit& main = failed.benefits.at(0);
    const int64_t moved = main.after > main.before ? main.after - main.before : main.before - main.after;
    EXPECT_TRUE(!IsBetter(main) || moved * 20 <= main.before);
    EXPECT_FALSE(failed.barriers.empty());
  }
  EXPECT_EQ(kinds.size(), 5u);
}

TEST(TrialTextsTest, AnAdoptionSpeaksOfAnotherTeam) {
  const Texts texts(11);
  int equal = 0;
  for (uint64_t i = 0; i < 300; ++i) {
    const TrialText one = texts.Adoption(2 * i, i, Outcome::kWorked);
    EXPECT_EQ(one.learnings, texts.Adoption(2 * i, i, Outcome::kWorked).learnings);
    equal += one.learnings == texts.Adoption(2 * i + 1, i, Outcome::kWorked).learnings;
  }
  EXPECT_EQ(equal, 0);
}

TEST(TrialTextsTest, EveryTextIsTakenByTheService) {
  const Texts texts(11);
  for (uint64_t i = 0; i < 1000; ++i) {
    for (const Outcome outcome : kOutcomes) {
      const ExperimentText experiment = texts.Experiment(i, outcome);
      const CaseStudyText study = texts.CaseStudy(i, outcome);
      EXPECT_EQ(TextFault(study.title, TextKind::kLine, 200), "");
      for (const std::string* text : {&experiment.hypothesis, &experiment.success_measure,
                                      &experiment.learnings, &study.title, &study.story, &study.learnings}) {
        ExpectValid(*text);
      }
      ExpectValid(texts.Adoption(i, i, outcome).learnings);
    }
    for (const std::string& text :
         {texts.Reflections(i, i), texts.CommentOn(i, i).text, texts.ParkReason(i), texts.ReportReason(i),
          texts.ModerationReason(i, true), texts.ModerationReason(i, false)}) {
      ExpectValid(text);
    }
  }
}

TEST(TrialTextsTest, CommentsVaryAndFewAreRude) {
  const Texts texts(11);
  std::set<std::string> different;
  int rude = 0;
  for (uint64_t i = 0; i < 20'000; ++i) {
    const Comment comment = texts.CommentOn(i, i / 3);
    different.insert(comment.text);
    rude += comment.rude;
  }
  EXPECT_GT(different.size(), 9000u);
  EXPECT_GT(rude, 100);
  EXPECT_LT(rude, 400);
}

// To be read by people: OBT_SAMPLES=20 build/dev/tools/simulate/texts/simulate_trial_texts_test
TEST(TrialTextsTest, SamplesCanBeRead) {
  const char* wanted = std::getenv("OBT_SAMPLES");
  const int samples = wanted ? std::atoi(wanted) : 1;
  const Texts texts(11);
  for (int n = 0; n < samples; ++n) {
    const uint64_t i = 49 * static_cast<uint64_t>(n + 1) + static_cast<uint64_t>(n % 3);
    const Outcome outcome = kOutcomes[n % 4];
    const IdeaText idea = texts.Idea(i);
    const ExperimentText experiment = texts.Experiment(i, outcome);
    const CaseStudyText study = texts.CaseStudy(i, outcome);
    EXPECT_FALSE(idea.title.empty());
    std::printf("IDEA %s\n P %s\n C %s\n W %s\n S %s\nHYPOTHESIS %s\nLEARNT %s\nSTUDY %s\n %s\nADOPTED %s\n",
                idea.title.c_str(), idea.problem.c_str(), idea.change.c_str(), idea.who_benefits.c_str(),
                idea.success_measure.c_str(), experiment.hypothesis.c_str(), experiment.learnings.c_str(),
                study.title.c_str(), study.story.c_str(), texts.Adoption(i, i, outcome).learnings.c_str());
    std::printf("COMMENT %s\nREFLECTIONS %s\nPARKED %s\n\n", texts.CommentOn(i, i).text.c_str(),
                texts.Reflections(i, i).c_str(), texts.ParkReason(i).c_str());
  }
}

}  // namespace
}  // namespace obt::simulate::texts
