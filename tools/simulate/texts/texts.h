// The words of a programme about innovation: ideas, conversations, experiments, case studies, adoptions and
// what is said about them, in plain British English. Made up; each text depends on the seed and its numbers
// only, so that it is the same in whatever order it is asked for. Texts are valid for every service as they
// are. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/simulate/texts/tables.h"

namespace obt::simulate::texts {

struct Theme {
  absl::string_view code;
  absl::string_view title;
};
inline constexpr std::array<Theme, 12> kThemes = {{{"test-and-learn", "Test and learn"},
                                                   {"digital-forms", "Digital forms"},
                                                   {"meetings", "Meetings"},
                                                   {"onboarding", "Onboarding"},
                                                   {"plain-language", "Plain language"},
                                                   {"data-sharing", "Data sharing"},
                                                   {"automation", "Automation"},
                                                   {"accessibility", "Accessibility"},
                                                   {"hybrid-working", "Hybrid working"},
                                                   {"procurement", "Procurement"},
                                                   {"customer-contact", "Customer contact"},
                                                   {"knowledge-sharing", "Knowledge sharing"}}};

enum class Outcome : uint8_t { kWorked, kPartlyWorked, kDidNotWork, kStopped };
enum class Pillar : uint8_t { kSkills, kIncentives, kPermission, kResources, kApprovals, kTechnology };
// Lower is better of the first, second and fourth.
enum class BenefitKind : uint8_t { kStaffTime, kMoney, kCases, kWaitingTime, kQuality };
enum class Per : uint8_t { kOnce, kDay, kWeek, kMonth, kYear };

// In hours, pence, items, days or points of a hundred.
struct Benefit {
  BenefitKind kind = BenefitKind::kStaffTime;
  Per per = Per::kOnce;
  bool measured = true;  // Otherwise estimated.
  int64_t before = 0;
  int64_t after = 0;
};

struct IdeaText {
  std::string title, problem, change, who_benefits, success_measure;
  std::vector<std::string> tags;
  std::vector<uint8_t> themes;  // Places in kThemes, one to three.
  // What it is about, by numbers that mean nothing but equality, and whose work that is: the code of a
  // department, or empty where anybody's.
  uint32_t thought = 0;
  uint32_t object = 0;
  std::string department;
};

// What came of trying something. The learnings name every number of the benefits and every pillar.
struct TrialText {
  std::string learnings;
  std::vector<Pillar> enablers, barriers;
  std::vector<Benefit> benefits;
};

struct ExperimentText : TrialText {
  std::string hypothesis, success_measure;
};

struct CaseStudyText {
  std::string title, story, learnings;
};

struct Comment {
  std::string text;
  bool rude = false;  // To be reported and hidden.
};

// An idea that says what an earlier one says.
enum class PlantedAs : uint8_t { kEdit, kParaphrase, kFar };
struct Planted {
  uint64_t original = 0;
  PlantedAs as = PlantedAs::kEdit;
};

class Texts {
 public:
  explicit Texts(uint64_t seed) : seed_(seed) {}

  // At most three of ideas 0 to MostIdeas() have both thought and object in common.
  IdeaText Idea(uint64_t number) const;
  static uint64_t MostIdeas();
  // Whose work it is about, as Idea says it; cheap.
  const std::string& DepartmentOf(uint64_t number) const;
  // One idea in 50. For whoever judges a search; the service is not told.
  std::optional<Planted> PlantedOf(uint64_t number) const;

  // `idea` is what the text is about.
  std::string Reflections(uint64_t conversation, uint64_t idea) const;
  ExperimentText Experiment(uint64_t idea, Outcome outcome) const;
  CaseStudyText CaseStudy(uint64_t idea, Outcome outcome) const;
  // Of the team that tries it elsewhere.
  TrialText Adoption(uint64_t adoption, uint64_t idea, Outcome outcome) const;
  Comment CommentOn(uint64_t comment, uint64_t idea) const;
  std::string ParkReason(uint64_t idea) const;
  std::string ReportReason(uint64_t report) const;
  std::string ModerationReason(uint64_t report, bool hides) const;

 private:
  uint64_t seed_;
};

// "18 days", "£1,250 a month", "42 cases a week", "6 hours a week", "62 out of 100".
std::string AmountText(const Benefit& benefit, int64_t value);

}  // namespace obt::simulate::texts
