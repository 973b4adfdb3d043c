#include "tools/simulate/play.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tools/simulate/calendar.h"
#include "tools/simulate/random.h"

namespace obt::simulate {
namespace {

enum : uint64_t { kRates = 101, kTakingPart, kLearning, kMoving, kIds };

constexpr int kMaxMinutes = 12'000;  // 200 hours, the most one event may state.

// How often things happen: per participant unless a comment says otherwise.
constexpr double kOnlyStarts = 0.05;
constexpr double kStopsHalfway = 0.08;
constexpr double kLearnsInOneDay = 0.6;
constexpr double kIsSentLate = 0.015;
constexpr double kRecordsOwnLearning = 0.3;
constexpr uint32_t kBoundaryEvery = 200;   // One participant in so many starts at a boundary of the calendar.
constexpr double kTakesOptional = 0.4;     // Per optional module.
constexpr double kStatesStart = 0.15;      // Per module after the first, which always states it.
constexpr double kStatesProgress = 0.05;   // Per module.
constexpr double kComesBeforeStart = 0.1;  // Per completion with a stated start.
constexpr double kLacksMinutes = 0.15;     // Per completion.
constexpr double kHasRating = 0.55;        // Per completion.
constexpr double kHasSecondSource = 0.02;  // Per completion.
constexpr double kSecondSourceDiffers = 0.3;  // In its minutes; per completion from a second source.
constexpr double kIsExtreme = 0.004;          // Per self-recorded activity: one minute or 200 hours.
constexpr double kIsRetracted = 0.008;        // Per completion.
constexpr double kComesBeforeTarget = 0.3;    // Per retraction.
constexpr double kIsReplaced = 0.6;           // Per retraction.
constexpr double kIsRedelivered = 0.025;      // Per event.
constexpr double kMovesOnLearningDay = 0.3;   // Per participant who moves.
constexpr double kMoveIsCorrected = 0.2;      // Per move.

// Relative eagerness by grade; whatever is not named has 1.
double EagernessOf(absl::string_view grade) {
  constexpr std::array<std::pair<absl::string_view, double>, 8> kEagerness = {{{"AA", 0.75},
                                                                               {"AO", 0.85},
                                                                               {"HEO", 1.1},
                                                                               {"SEO", 1.15},
                                                                               {"G7", 1.2},
                                                                               {"G6", 1.2},
                                                                               {"PB1", 1.1},
                                                                               {"OTHER", 0.7}}};
  for (const auto& [code, eagerness] : kEagerness) {
    if (code == grade) return eagerness;
  }
  return 1;
}

// Writes one participant's events after another.
class LearningWriter {
 public:
  LearningWriter(const CourseModel& course, const Calendar& calendar, const PlayOptions& options,
                 size_t types, std::vector<LearningEvent>& events)
      : course_(course),
        calendar_(calendar),
        types_(types),
        salt_(Mix(Mix(options.seed) ^ kIds)),
        events_(events) {}

  // Returns the London day of the person's first event. turn counts participants.
  int Write(uint32_t person, uint32_t turn, Random random) {
    person_ = person;
    ordinal_ = 0;
    random_ = random;
    late_ = random_.Chance(kIsSentLate);
    now_ = calendar_.DrawTime(calendar_.DrawDay(random_), random_);
    if (turn % kBoundaryEvery == 0) now_ = calendar_.BoundaryOf(turn / kBoundaryEvery);
    now_ = std::min(now_, calendar_.last_second());
    const int first_day = calendar_.DayOf(now_);
    WriteCourse();
    if (random_.Chance(kRecordsOwnLearning)) {
      for (int64_t left = random_.Between(1, 2); left > 0; --left) WriteOwnLearning(first_day);
    }
    return first_day;
  }

 private:
  void WriteCourse() {
    const int64_t modules = static_cast<int64_t>(course_.modules.size());
    int64_t stop = modules;
    if (random_.Chance(kOnlyStarts)) {
      stop = 0;
    } else if (modules > 1 && random_.Chance(kStopsHalfway)) {
      stop = random_.Between(1, modules - 1);
    }
    const bool in_one_day = random_.Chance(kLearnsInOneDay);
    for (int64_t module = 0; module < modules; ++module) {
      if (!course_.modules[module].required && !random_.Chance(kTakesOptional)) continue;
      if (!WriteModule(static_cast<int8_t>(module), module < stop)) return;
      if (in_one_day) {
        now_ += random_.Between(1, 20) * kMinute;
      } else {
        const int day = calendar_.DayOf(now_) + static_cast<int>(random_.Between(1, 5));
        now_ = calendar_.DrawTime(Calendar::WorkingDayFrom(day), random_);
      }
      if (now_ > calendar_.last_second()) return;
    }
  }

  // False if only its start is written: the person stops here or the programme ends before the module does.
  bool WriteModule(int8_t module, bool completes) {
    const int64_t minutes = DrawMinutes(course_.modules[module].expected_minutes);
    const int64_t end = now_ + minutes * kMinute;
    const bool fits = end <= calendar_.last_second();
    LearningEvent completed = NewEvent(EventKind::kCompleted, EventSource::kCsl, end);
    completed.module = module;
    if (!random_.Chance(kLacksMinutes)) completed.minutes = static_cast<int16_t>(minutes);
    if (random_.Chance(kHasRating)) completed.rating = static_cast<uint8_t>(random_.Between(1, 5));
    if (module == 0 || !completes || !fits || random_.Chance(kStatesStart)) {
      LearningEvent started = NewEvent(EventKind::kStarted, EventSource::kCsl, now_);
      started.module = module;
      if (completes && fits && random_.Chance(kComesBeforeStart)) {
        started.sent_at = std::max(started.sent_at, completed.sent_at + random_.Between(1, 2 * kDay));
      }
      Send(started);
    }
    if (!completes || !fits) return false;
    if (minutes > 1 && random_.Chance(kStatesProgress)) {
      LearningEvent progressed =
          NewEvent(EventKind::kProgressed, EventSource::kCsl, now_ + minutes / 2 * kMinute);
      progressed.module = module;
      progressed.minutes = static_cast<int16_t>(minutes / 2);
      if (completed.minutes > 0) completed.minutes = static_cast<int16_t>(minutes - minutes / 2);
      Send(progressed);
    }
    now_ = end;
    WriteCompletion(completed);
    return true;
  }

  // A completion and what may befall it: a retraction before or after it, a second source. Self-recorded
  // activities have no second source: each of them counts, so it would be another activity.
  void WriteCompletion(LearningEvent completed) {
    if (random_.Chance(kIsRetracted)) {
      const int64_t wait = random_.Between(5 * kMinute, 3 * kDay);
      const int64_t when = std::min(completed.occurred_at + wait, calendar_.last_second());
      LearningEvent retracted = NewEvent(EventKind::kRetracted, completed.source, when);
      retracted.module = completed.module;
      retracted.learning_type = completed.learning_type;
      retracted.target = completed.id;
      retracted.sent_at = std::max(retracted.sent_at, completed.sent_at + 1);
      if (random_.Chance(kComesBeforeTarget)) {
        completed.sent_at = retracted.sent_at + random_.Between(1, kDay);
      }
      Send(retracted);
      if (random_.Chance(kIsReplaced)) {
        LearningEvent replacement = completed;
        replacement.id = NewId();
        if (completed.minutes > 1) replacement.minutes = static_cast<int16_t>(completed.minutes / 2);
        replacement.sent_at = retracted.sent_at + random_.Between(1, kHour);
        Send(replacement);
      }
    } else if (completed.module != kSelfRecorded && random_.Chance(kHasSecondSource)) {
      const int64_t when =
          std::min(completed.occurred_at + random_.Between(0, kHour), calendar_.last_second());
      LearningEvent again = NewEvent(EventKind::kCompleted, EventSource::kIntranet, when);
      again.module = completed.module;
      again.learning_type = completed.learning_type;
      again.minutes = completed.minutes;
      if (completed.minutes > 0 && random_.Chance(kSecondSourceDiffers)) {
        again.minutes =
            static_cast<int16_t>(random_.Between(1, std::min(2 * completed.minutes, kMaxMinutes)));
      }
      Send(again);
    }
    Send(completed);
  }

  void WriteOwnLearning(int first_day) {
    const int drawn = static_cast<int>(random_.Between(first_day, Calendar::kDays - 1));
    const int day = std::min(Calendar::WorkingDayFrom(drawn), Calendar::kDays - 1);
    const int64_t when = std::min(calendar_.DrawTime(day, random_), calendar_.last_second());
    LearningEvent completed = NewEvent(
        EventKind::kCompleted, random_.Chance(0.7) ? EventSource::kIntranet : EventSource::kCsl, when);
    completed.learning_type = static_cast<uint8_t>(random_.Between(0, static_cast<int64_t>(types_) - 1));
    constexpr std::array<int16_t, 12> kUsual = {5, 10, 15, 20, 30, 30, 45, 60, 60, 90, 120, 420};
    completed.minutes = kUsual[random_.Between(0, kUsual.size() - 1)];
    if (random_.Chance(kIsExtreme)) completed.minutes = random_.Chance(0.5) ? 1 : kMaxMinutes;
    if (random_.Chance(kHasRating)) completed.rating = static_cast<uint8_t>(random_.Between(1, 5));
    WriteCompletion(completed);
  }

  int64_t DrawMinutes(int expected) {
    const double factor = 0.5 + 0.5 * (random_.Unit() + random_.Unit());
    return std::clamp<int64_t>(static_cast<int64_t>(expected * factor), 1, kMaxMinutes);
  }

  LearningEvent NewEvent(EventKind kind, EventSource source, int64_t occurred_at) {
    LearningEvent event;
    event.id = NewId();
    event.person = person_;
    event.kind = kind;
    event.source = source;
    event.occurred_at = occurred_at;
    int64_t delay =
        source == EventSource::kCsl ? random_.Between(kMinute, 15 * kMinute) : random_.Between(1, 30);
    if (late_) delay = random_.Between(20 * kDay, 50 * kDay);
    event.sent_at = occurred_at + delay;
    return event;
  }

  uint64_t NewId() { return Mix(salt_ ^ (uint64_t{person_} << 16 | ++ordinal_)); }

  void Send(const LearningEvent& event) {
    events_.push_back(event);
    if (!random_.Chance(kIsRedelivered)) return;
    events_.push_back(event);
    events_.back().sent_at += random_.Between(1, 5 * kDay);
  }

  const CourseModel& course_;
  const Calendar& calendar_;
  const size_t types_;
  const uint64_t salt_;
  std::vector<LearningEvent>& events_;
  uint32_t person_ = 0;
  uint64_t ordinal_ = 0;
  int64_t now_ = 0;
  bool late_ = false;
  Random random_{0, 0, 0};
};

// Writes the person's move to the organisation of somebody drawn at random, hence to large ones more often.
// learning_day is the day of their first event, or negative.
void WriteMove(const Population& population, const Calendar& calendar, uint32_t person, int learning_day,
               Random& random, std::vector<Move>& moves) {
  const uint32_t from = population.people()[person].organisation;
  if (population.CountOf(from) == population.size()) return;
  uint32_t to = from;
  while (to == from) {
    to = population.people()[random.Between(0, static_cast<int64_t>(population.size()) - 1)].organisation;
  }
  int day = static_cast<int>(random.Between(1, Calendar::kDays - 1));
  if (learning_day > 0 && random.Chance(kMovesOnLearningDay)) day = learning_day;
  Move move;
  move.person = person;
  move.from = from;
  move.to = to;
  move.day = Calendar::DaysSince1970(day);
  move.sent_at = calendar.At(day, 9 * kHour) + random.Between(0, 3 * kDay);
  moves.push_back(move);
  if (!random.Chance(kMoveIsCorrected)) return;
  int corrected = day;
  const int last = std::min(Calendar::kDays - 1, day + 10);
  while (corrected == day) corrected = static_cast<int>(random.Between(std::max(1, day - 10), last));
  move.corrected_day = Calendar::DaysSince1970(corrected);
  move.sent_at += random.Between(kDay, 20 * kDay);
  moves.push_back(move);
}

// By organisation: what a person's eagerness is multiplied with to get their chance of taking part.
std::vector<double> ChancePerEagerness(const Population& population, const std::vector<double>& eagerness,
                                       const PlayOptions& options) {
  std::vector<double> chances = ParticipationByOrganisation(population, options);
  for (uint32_t organisation = 0; organisation < chances.size(); ++organisation) {
    double sum = 0;
    for (uint32_t i = population.FirstOf(organisation); i < population.FirstOf(organisation + 1); ++i) {
      sum += eagerness[population.people()[i].grade];
    }
    if (sum > 0) chances[organisation] *= population.CountOf(organisation) / sum;
  }
  return chances;
}

absl::Status Check(const Population& population, const CourseModel& course, const PlayOptions& options) {
  if (population.size() == 0) return absl::InvalidArgumentError("population: is empty");
  if (course.modules.empty() || course.modules.size() > 127) {
    return absl::InvalidArgumentError("course.modules: must be 1 to 127");
  }
  for (const CourseModule& module : course.modules) {
    if (module.expected_minutes < 1 || module.expected_minutes > kMaxMinutes) {
      return absl::InvalidArgumentError("course.modules.expected_minutes: must be 1 to 12,000");
    }
  }
  if (!(options.participation >= 0.2 && options.participation <= 0.5)) {
    return absl::InvalidArgumentError("participation: must be from 0.2 to 0.5");
  }
  if (!(options.movers >= 0 && options.movers <= 1)) {
    return absl::InvalidArgumentError("movers: must be from 0 to 1");
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<double> ParticipationByOrganisation(const Population& population, const PlayOptions& options) {
  constexpr double kLeast = 0.15;
  constexpr double kMost = 0.55;
  const size_t organisations = population.reference().organisations.size();
  std::vector<double> drawn;
  for (size_t i = 0; i < organisations; ++i) {
    Random random(options.seed, kRates, i);
    drawn.push_back(kLeast + (kMost - kLeast) * random.Unit());
  }
  // The factor that makes the mean over people come out, between nothing and more than any rate can bear.
  double low = 0;
  double high = kMost / kLeast;
  std::vector<double> rates(organisations);
  for (int step = 0; step < 60; ++step) {
    const double factor = (low + high) / 2;
    double participants = 0;
    for (uint32_t i = 0; i < organisations; ++i) {
      rates[i] = std::clamp(drawn[i] * factor, kLeast, kMost);
      participants += rates[i] * population.CountOf(i);
    }
    if (participants < options.participation * static_cast<double>(population.size())) {
      low = factor;
    } else {
      high = factor;
    }
  }
  return rates;
}

bool Moves(uint32_t person, const PlayOptions& options) {
  return Random(options.seed, kMoving, person).Chance(options.movers);
}

absl::StatusOr<PlayPlan> MakePlayPlan(const Population& population, const CourseModel& course,
                                      const PlayOptions& options) {
  absl::Status status = Check(population, course, options);
  if (!status.ok()) return status;
  const absl::StatusOr<Calendar> calendar = Calendar::Load();
  if (!calendar.ok()) return calendar.status();
  std::vector<double> eagerness;
  for (const std::string& code : population.reference().grades.codes) eagerness.push_back(EagernessOf(code));
  const std::vector<double> chances = ChancePerEagerness(population, eagerness, options);
  PlayPlan plan;
  plan.events.reserve(
      static_cast<size_t>(options.participation * 7.0 * static_cast<double>(population.size())));
  LearningWriter writer(course, *calendar, options, population.reference().learning_types.codes.size(),
                        plan.events);
  uint32_t participants = 0;
  for (uint32_t i = 0; i < population.size(); ++i) {
    const Person& person = population.people()[i];
    int learning_day = -1;
    if (Random(options.seed, kTakingPart, i).Chance(chances[person.organisation] * eagerness[person.grade])) {
      learning_day = writer.Write(i, participants++, Random(options.seed, kLearning, i));
    }
    Random moving(options.seed, kMoving, i);
    if (moving.Chance(options.movers)) WriteMove(population, *calendar, i, learning_day, moving, plan.moves);
  }
  std::sort(plan.events.begin(), plan.events.end(), [](const LearningEvent& a, const LearningEvent& b) {
    return std::tie(a.sent_at, a.id) < std::tie(b.sent_at, b.id);
  });
  std::sort(plan.moves.begin(), plan.moves.end(), [](const Move& a, const Move& b) {
    return std::tie(a.sent_at, a.person) < std::tie(b.sent_at, b.person);
  });
  plan.surveys = PlanSurveys(static_cast<uint32_t>(population.size()), plan.events, *calendar, options.seed);
  return plan;
}

std::string EventIdText(const LearningEvent& event) {
  return absl::StrCat(event.source == EventSource::kCsl ? "statement-" : "activity-",
                      absl::Hex(event.id, absl::kZeroPad16));
}

absl::string_view SourceName(EventSource source) { return source == EventSource::kCsl ? "csl" : "intranet"; }

}  // namespace obt::simulate
