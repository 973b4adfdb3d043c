#include "tools/simulate/survey_play.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "tools/simulate/play.h"
#include "tools/simulate/random.h"

namespace obt::simulate {
namespace {

constexpr uint64_t kSurveying = 201;  // Keeps these draws apart from those of the learning.

// How often things happen: per participant unless a comment says otherwise.
constexpr double kAnswersBefore = 0.7;
constexpr double kOnlyAnswersBefore = 0.04;  // Per person who does not take part.
constexpr double kIsLateForBefore = 0.08;    // Per answer before: given after learning has begun.
constexpr double kAnswersAfter = 0.55;
constexpr double kIsEarlyForAfter = 0.02;         // Per answer after: given before any learning.
constexpr double kThinksAnew = 0.15;              // Per answer to a question.
constexpr double kComments = 0.03;                // Per response.
constexpr double kResponseIsSentLate = 0.015;     // Per response.
constexpr double kResponseIsRedelivered = 0.025;  // Per response.
constexpr double kIsCorrected = 0.03;             // Per response.
constexpr double kCorrectionComesFirst = 0.3;     // Per correction.
constexpr double kIsWithdrawn = 0.015;            // Per response.
constexpr double kWithdrawalComesFirst = 0.3;     // Per withdrawal.
constexpr double kAnswersAgain = 0.4;             // Per withdrawal.

// When somebody learnt first and last; nobody has neither.
struct LearningSpan {
  int64_t first = std::numeric_limits<int64_t>::max();
  int64_t last = std::numeric_limits<int64_t>::min();
  bool took_part() const { return first <= last; }
};

std::vector<LearningSpan> SpansOf(uint32_t people, const std::vector<LearningEvent>& events) {
  std::vector<LearningSpan> spans(people);
  for (const LearningEvent& event : events) {
    if (event.kind == EventKind::kRetracted) continue;
    LearningSpan& span = spans[event.person];
    span.first = std::min(span.first, event.occurred_at);
    span.last = std::max(span.last, event.occurred_at);
  }
  return spans;
}

// Writes one person's responses after another.
class SurveyWriter {
 public:
  SurveyWriter(const Calendar& calendar, std::vector<SurveyStep>& steps)
      : calendar_(calendar), steps_(steps) {}

  void Write(uint32_t person, const LearningSpan& learning, Random random) {
    person_ = person;
    random_ = random;
    for (double& opinion : opinions_) opinion = random_.Unit();
    if (!learning.took_part()) {
      if (random_.Chance(kOnlyAnswersBefore)) {
        Answer(SurveyTime::kBefore, calendar_.DrawTime(calendar_.DrawDay(random_), random_));
      }
      return;
    }
    if (random_.Chance(kAnswersBefore)) {
      const bool late = random_.Chance(kIsLateForBefore);
      Answer(SurveyTime::kBefore, late ? learning.first + random_.Between(kHour, 5 * kDay)
                                       : learning.first - random_.Between(5 * kMinute, 3 * kDay));
    }
    if (random_.Chance(kAnswersAfter)) {
      const bool early = random_.Chance(kIsEarlyForAfter);
      Answer(SurveyTime::kAfter, early ? learning.first - random_.Between(kHour, 2 * kDay)
                                       : learning.last + random_.Between(10 * kMinute, 10 * kDay));
    }
  }

 private:
  int64_t WithinProgramme(int64_t when) const {
    return std::clamp(when, calendar_.At(0, 0), calendar_.last_second());
  }

  // One of five points; the same opinion is as positive before as after, but for those who think anew.
  uint8_t DrawValue(double share, double opinion) {
    if (random_.Chance(kThinksAnew)) opinion = random_.Unit();
    const double detail = random_.Unit();
    if (opinion < share) return detail < 0.6 ? 4 : 5;
    return detail < 0.5 ? 3 : detail < 0.85 ? 2 : 1;
  }

  SurveyStep NewResponse(SurveyTime survey, int64_t when) {
    SurveyStep step;
    step.answered_at = when;
    step.sent_at = when + (random_.Chance(kResponseIsSentLate) ? random_.Between(20 * kDay, 50 * kDay)
                                                               : random_.Between(1, 30));
    step.person = person_;
    step.survey = survey;
    step.comments = random_.Chance(kComments);
    const auto& shares = survey == SurveyTime::kBefore ? kPositiveBefore : kPositiveAfter;
    for (size_t i = 0; i < shares.size(); ++i) step.values[i] = DrawValue(shares[i], opinions_[i]);
    return step;
  }

  // A response and what may befall it: a correction, a withdrawal, before it or after.
  void Answer(SurveyTime survey, int64_t wanted) {
    SurveyStep response = NewResponse(survey, WithinProgramme(wanted));
    const int64_t corrected = WithinProgramme(response.answered_at + random_.Between(5 * kMinute, 2 * kDay));
    const int64_t withdrawn = WithinProgramme(response.answered_at + random_.Between(kHour, 3 * kDay));
    if (corrected > response.answered_at && random_.Chance(kIsCorrected)) {
      const SurveyStep correction = NewResponse(survey, corrected);
      if (random_.Chance(kCorrectionComesFirst))
        response.sent_at = correction.sent_at + random_.Between(1, kDay);
      Send(correction);
    } else if (random_.Chance(kIsWithdrawn)) {
      SurveyStep withdrawal;
      withdrawal.answered_at = withdrawn;
      withdrawal.sent_at = withdrawn + random_.Between(1, 30);
      withdrawal.person = person_;
      withdrawal.survey = survey;
      withdrawal.withdrawal = true;
      if (random_.Chance(kWithdrawalComesFirst))
        response.sent_at = withdrawal.sent_at + random_.Between(1, kDay);
      Send(withdrawal);
      const int64_t again = withdrawn + random_.Between(kMinute, 2 * kDay);
      if (random_.Chance(kAnswersAgain) && again <= calendar_.last_second()) Send(NewResponse(survey, again));
    }
    Send(response);
  }

  void Send(const SurveyStep& step) {
    steps_.push_back(step);
    if (!random_.Chance(kResponseIsRedelivered)) return;
    steps_.push_back(step);
    steps_.back().sent_at += random_.Between(1, 5 * kDay);
  }

  const Calendar& calendar_;
  std::vector<SurveyStep>& steps_;
  uint32_t person_ = 0;
  std::array<double, kConstructs.size()> opinions_{};
  Random random_{0, 0, 0};
};

}  // namespace

std::vector<SurveyStep> PlanSurveys(uint32_t people, const std::vector<LearningEvent>& events,
                                    const Calendar& calendar, uint64_t seed) {
  std::vector<SurveyStep> steps;
  steps.reserve(people / 2);
  const std::vector<LearningSpan> spans = SpansOf(people, events);
  SurveyWriter writer(calendar, steps);
  for (uint32_t i = 0; i < people; ++i) writer.Write(i, spans[i], Random(seed, kSurveying, i));
  std::stable_sort(steps.begin(), steps.end(), [](const SurveyStep& a, const SurveyStep& b) {
    return std::tie(a.sent_at, a.person) < std::tie(b.sent_at, b.person);
  });
  return steps;
}

}  // namespace obt::simulate
