// The surveys of programme obt-2024 as a stream: who answers before and after the learning, what, and
// everything that goes wrong on the way (late, repeated, corrected, withdrawn, out of order). Made up: the
// shares of positive answers are chosen, not found. The same arguments give the same stream. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/simulate/calendar.h"

namespace obt::simulate {

struct LearningEvent;

enum class SurveyTime : uint8_t { kBefore, kAfter };

// What is asked, before and after; answers stand in this order.
inline constexpr std::array<absl::string_view, 2> kConstructs = {"innovation-skills", "support-to-try"};
// Shares of the two highest points. Before: as published for 2023; after: chosen.
inline constexpr std::array<double, 2> kPositiveBefore = {0.426, 0.75};
inline constexpr std::array<double, 2> kPositiveAfter = {0.75, 0.82};

// A response to a survey or, without answers, the withdrawal of what was answered up to then.
struct SurveyStep {
  int64_t answered_at = 0;  // Unix seconds.
  int64_t sent_at = 0;      // Unix seconds, never before answered_at.
  uint32_t person = 0;
  SurveyTime survey = SurveyTime::kBefore;
  bool withdrawal = false;
  bool comments = false;  // Says something in words where the survey lets people.
  std::array<uint8_t, kConstructs.size()> values{};
};

// In the order they are sent. `events` are those of the learning; people are numbered from 0.
std::vector<SurveyStep> PlanSurveys(uint32_t people, const std::vector<LearningEvent>& events,
                                    const Calendar& calendar, uint64_t seed);

}  // namespace obt::simulate
