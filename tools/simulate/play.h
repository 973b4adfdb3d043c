// The learning and the surveys of programme obt-2024 as streams: who takes part, when, and everything that
// goes wrong on the way from a learning platform to the suite (late, repeated, reordered, retracted). The
// same population, course and options give the same plan. Pure; a plan is plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tools/simulate/population.h"
#include "tools/simulate/survey_play.h"

namespace obt::simulate {

struct CourseModule {
  int expected_minutes = 0;
  bool required = true;
};

struct CourseModel {
  std::vector<CourseModule> modules;  // In the order people take them.
};

struct PlayOptions {
  uint64_t seed = 1;
  double participation = 160'000.0 / 477'230.0;  // Expected share of people who take part; from 0.2 to 0.5.
  double movers = 0.005;                         // Expected share of people who move to another organisation.
};

enum class EventKind : uint8_t { kStarted, kProgressed, kCompleted, kRetracted };

// kCsl is the learning platform, which sends in batches; kIntranet a department's own, which sends at once.
enum class EventSource : uint8_t { kCsl, kIntranet };

inline constexpr int8_t kSelfRecorded = -1;  // As a module: no course module but a self-recorded activity.
inline constexpr uint8_t kNoLearningType = 0xFF;  // Course modules have none.

struct LearningEvent {
  uint64_t id = 0;          // Unique in the plan, except for redeliveries of the same event; see EventIdText.
  uint64_t target = 0;      // For RETRACTED the id of the event it takes back, of the same source; else 0.
  int64_t occurred_at = 0;  // Unix seconds.
  int64_t sent_at = 0;      // Unix seconds, never before occurred_at. Not part of the event.
  uint32_t person = 0;
  int16_t minutes = 0;  // 0: not stated.
  int8_t module = kSelfRecorded;
  uint8_t learning_type = kNoLearningType;
  uint8_t rating = 0;  // 0: not stated.
  EventKind kind = EventKind::kStarted;
  EventSource source = EventSource::kCsl;
};

// A move between organisations. A correction repeats an earlier move and states the day it should have had.
struct Move {
  uint32_t person = 0;
  uint32_t from = 0;
  uint32_t to = 0;
  int32_t day = 0;            // Days since 1970-01-01, Europe/London; the first day at the new organisation.
  int32_t corrected_day = 0;  // 0: this is the move itself.
  int64_t sent_at = 0;
};

struct PlayPlan {
  std::vector<LearningEvent> events;  // In the order they are sent.
  std::vector<Move> moves;            // In the order they are sent.
  std::vector<SurveyStep> surveys;    // In the order they are sent.
};

// The expected share of participants of each organisation: between 0.15 and 0.55, on average participation.
std::vector<double> ParticipationByOrganisation(const Population& population, const PlayOptions& options);

// Whether the plan of these options has the person move.
bool Moves(uint32_t person, const PlayOptions& options);

// Fails where a parameter is out of its range, the course is empty or the machine has no Europe/London.
absl::StatusOr<PlayPlan> MakePlayPlan(const Population& population, const CourseModel& course,
                                      const PlayOptions& options);

// The source event id, at most 64 characters.
std::string EventIdText(const LearningEvent& event);
absl::string_view SourceName(EventSource source);

}  // namespace obt::simulate
