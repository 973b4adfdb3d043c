// The calls that play a plan of ideas, in the order of its calendar, each after what it needs. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "tools/simulate/idea_calendar.h"

namespace obt::simulate {

// What a call does; of what its index is a place in is said behind.
enum class StepKind : uint8_t {
  kWrite,        // ideas
  kPropose,      // ideas
  kLog,          // conversations
  kWithdraw,     // conversations
  kPark,         // ideas
  kObtain,       // ideas: the approval they need
  kPlan,         // experiments
  kStart,        // experiments
  kConclude,     // experiments
  kDraft,        // case studies
  kSubmit,       // case studies
  kPublish,      // case studies
  kAdopt,        // adoptions
  kRun,          // adoptions
  kEndAdoption,  // adoptions
  kEndorse,      // endorsements
  kComment,      // comments
  kReport,       // reports
  kResolve,      // reports
  kMerge,        // merges
  kUnmerge       // merges
};

struct IdeaStep {
  int64_t at = 0;
  uint32_t index = 0;
  // The step before this place is done before this one begins, if it is not 0; with after_all, all before it.
  uint32_t after = 0;
  bool after_all = false;
  StepKind kind = StepKind::kWrite;
};

std::vector<IdeaStep> StepsOf(const IdeasPlan& plan);

// A number that other plans do not have.
uint64_t DigestOf(const std::vector<IdeaStep>& steps, const IdeasPlan& plan);

}  // namespace obt::simulate
