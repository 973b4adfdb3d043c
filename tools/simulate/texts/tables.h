// The word tables that the simulator's texts are made from, as written and as read. Constant.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace obt::simulate::texts {

extern const absl::string_view kItemTable, kDomainTable, kThoughtTable1, kThoughtTable2, kThoughtTable3,
    kThoughtTable4, kThoughtTable5;
extern const absl::string_view kPlaces, kTrades, kThings, kTrees, kSystemHeads, kSystemTails, kMonths, kRoles,
    kMishaps, kCauses, kDocs, kTools, kNames, kTags;
extern const absl::string_view kOpenings, kEvidence, kConsequences, kSteps, kWhoBenefits, kSuccessWait,
    kSuccessHours, kSuccessMoney, kSuccessCases, kSuccessQuality;
extern const absl::string_view kReflections, kHypotheses, kGoals, kWorked, kPartlyWorked, kDidNotWork,
    kStopped, kHelped, kHindered, kStoryBegins, kStories, kStoryTitles, kFailedStoryTitles, kFailureLessons,
    kAdoptedWorked, kAdoptedPartly, kAdoptedFailed, kAdaptations, kComments, kRudeComments, kParkReasons,
    kReportReasons, kHideReasons, kKeepReasons;

using Words = std::vector<std::string>;

// The same thing said with other words: nearly no word in common but the details.
struct TwoWays {
  std::array<std::string, 2> ways;
};

// A kind of change that a team may make.
struct Thought {
  std::string name;
  std::vector<uint8_t> themes;  // Places in kThemes.
  char aim = 'H';               // W, H, M, K or Q: what it is to better.
  Words tags;
  TwoWays title, verb, problem, detail;
  std::string hurdle, lesson;
};

// What a team works on, with whom it serves.
struct Object {
  std::string department;  // Whose work it is; empty for everybody's.
  uint32_t domain = 0;
  TwoWays name, users;
};

struct Tables {
  std::vector<Thought> thoughts;
  std::vector<Object> objects;
};

// A line with " / " between its wordings.
TwoWays WaysOf(absl::string_view line);
// Read once.
const Tables& TheTables();
// The lines of one of the tables above or, where it has them separated by commas, its words.
const Words& ListOf(const absl::string_view& table);

}  // namespace obt::simulate::texts
