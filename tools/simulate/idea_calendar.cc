#include "tools/simulate/idea_calendar.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "common/base/status.h"
#include "tools/simulate/calendar.h"
#include "tools/simulate/idea_reactions.h"
#include "tools/simulate/random.h"

namespace obt::simulate {
namespace {

using texts::Outcome;

// Keep these draws apart from those of the learning and the surveys.
enum Draws : uint64_t {
  kTeaming = 401,
  kSwapping,
  kTalking,
  kProposing,
  kTrying,
  kTelling,
  kCopying,
  kTakingBack
};

// Days of the calendar, which counts from 14 October.
constexpr int kConversationsFrom = 14;  // 28 October
constexpr int kNovember = 18;
constexpr int kDecember = 48;
constexpr int kChristmasFrom = 68, kChristmasDays = 16;    // 21 December to 5 January
constexpr int kConversationsTo = 95;                       // 17 January
constexpr int kExperimentsFrom = 49, kExperimentsTo = 97;  // 2 December to 19 January

// How often things happen.
constexpr double kSmallTeam = 0.08;           // Per team.
constexpr double kCrossesDepartments = 0.03;  // Per team.
constexpr double kHoldsConversation = 0.85;   // Per team.
constexpr double kHoldsAnother = 0.06;        // Per team that holds one.
constexpr double kInNovember = 0.82;          // Per conversation.
constexpr double kIsLoggedLate = 0.2;         // Per conversation.
constexpr double kNamesThoseThere = 0.7;      // Per conversation.
constexpr double kIsThere = 0.8;              // Per member.
constexpr double kIsNotSafe = 0.08;           // Per conversation.
constexpr double kMemberProposes = 0.08;      // Per team: something that is not agreed.
constexpr double kIsParked = 0.4;             // Per idea that is not agreed.
constexpr double kAgreedIsParked = 0.05;      // Per agreed change that is not tried.
constexpr double kStaysDraft = 0.15;          // Per idea that is not agreed.
constexpr double kIsAnonymous = 0.05;         // Per idea.
constexpr double kIsWrittenBefore = 0.1;      // Per agreed change.
constexpr double kNeedsApproval = 0.12;       // Per idea.
constexpr double kTalkIsWithdrawn = 0.01;     // Per conversation of which nothing is tried.
constexpr double kIsTried = 0.3;              // Per agreed change.
constexpr double kIsConcluded = 0.86;         // Per experiment.
constexpr double kIsTold = 0.27;              // Per experiment that worked, at least in part.
constexpr double kFailureIsTold = 0.19;       // Per other one.
constexpr double kSteepness = 0.78;           // Of how often what helped is copied.
constexpr uint32_t kMostCopies = 60;
constexpr double kAdoptionIsTold = 0.1;  // Per adoption that helped.
constexpr double kCopiesACopy = 0.5;     // Per adoption that has one to copy.
constexpr size_t kFewestForATeam = 5;    // An anonymous idea of a smaller one cannot be agreed.
constexpr uint32_t kDeepest = 5;         // Chains of adoption.

int PastChristmas(int day) {
  const bool between = day >= kChristmasFrom && day < kChristmasFrom + kChristmasDays;
  return Calendar::WorkingDayFrom(between ? day + kChristmasDays : day);
}

Outcome DrawOutcome(double worked, double partly, double failed, Random& random) {
  const double point = random.Unit();
  if (point < worked) return Outcome::kWorked;
  if (point < worked + partly) return Outcome::kPartlyWorked;
  return point < worked + partly + failed ? Outcome::kDidNotWork : Outcome::kStopped;
}

class IdeaPlanner {
 public:
  IdeaPlanner(const Population& population, const Calendar& calendar, uint64_t seed)
      : population_(population), calendar_(calendar), seed_(seed), texts_(seed) {}

  IdeasPlan Make() {
    for (uint32_t i = 0; i < population_.reference().organisations.size(); ++i) MakeTeams(i);
    for (uint32_t i = 0; i < plan_.teams.size(); ++i) Exchange(i);
    for (uint32_t i = 0; i < plan_.teams.size(); ++i) Talk(i);
    ChooseTexts();
    tried_.resize(plan_.ideas.size());
    for (uint32_t i = 0; i < plan_.ideas.size(); ++i) Try(i);
    for (uint32_t i = 0; i < plan_.conversations.size(); ++i) TakeBack(i);
    for (uint32_t i = 0; i < plan_.experiments.size(); ++i) Tell(i);
    for (uint32_t i = 0; i < plan_.case_studies.size(); ++i) Copy(i);
    PlanReactions(population_, calendar_, seed_, plan_);
    return std::move(plan_);
  }

 private:
  int64_t End() const { return EndOfProgramme(calendar_); }
  int64_t TimeOn(int day, Random& random) const { return std::min(calendar_.DrawTime(day, random), End()); }

  // Teams of 2 to 14; who is left over joins the last one.
  void MakeTeams(uint32_t organisation) {
    Random random(seed_, Draws::kTeaming, organisation);
    uint32_t next = population_.FirstOf(organisation);
    const uint32_t end = next + population_.CountOf(organisation);
    while (next < end) {
      const uint32_t left = end - next;
      if (left == 1 && !plan_.teams.empty()) {
        plan_.teams.back().members.push_back(next);
        return;
      }
      const bool small = random.Chance(kSmallTeam);
      const int64_t wanted =
          small ? random.Between(2, 5) : (random.Between(5, 14) + random.Between(5, 14) + 1) / 2;
      uint32_t size = std::min<uint32_t>(left, static_cast<uint32_t>(wanted));
      if (left - size == 1 && size > 2) --size;
      TeamPlan team{organisation, std::vector<uint32_t>(size)};
      std::iota(team.members.begin(), team.members.end(), next);
      plan_.teams.push_back(std::move(team));
      next += size;
    }
  }

  // Some teams share work across departments: two exchange a member each.
  void Exchange(uint32_t index) {
    Random random(seed_, Draws::kSwapping, index);
    if (!random.Chance(kCrossesDepartments)) return;
    TeamPlan& team = plan_.teams[index];
    TeamPlan& other = plan_.teams[random.Next() % plan_.teams.size()];
    if (DepartmentOf(team) != DepartmentOf(other)) std::swap(team.members.back(), other.members.back());
  }

  uint32_t DepartmentOf(const TeamPlan& team) const {
    return population_.reference().organisations[team.organisation].department;
  }

  int DrawConversationDay(Random& random) const {
    if (random.Chance(kInNovember)) return Calendar::WorkingDayFrom(random.Between(kNovember, kDecember - 3));
    if (random.Chance(0.4))
      return Calendar::WorkingDayFrom(random.Between(kConversationsFrom, kNovember - 1));
    return PastChristmas(random.Between(kDecember, kConversationsTo));
  }

  void Talk(uint32_t team) {
    Random random(seed_, Draws::kTalking, team);
    if (random.Chance(kHoldsConversation)) {
      const int day = DrawConversationDay(random);
      Hold(team, day, random);
      if (random.Chance(kHoldsAnother)) Hold(team, PastChristmas(day + random.Between(7, 30)), random);
    }
    Random proposing(seed_, Draws::kProposing, team);
    if (!proposing.Chance(kMemberProposes)) return;
    AddIdea(team, kNothing, TimeOn(PastChristmas(proposing.Between(2, 100)), proposing), proposing);
    IdeaPlan& idea = plan_.ideas.back();
    idea.stays_draft = proposing.Chance(kStaysDraft);
    if (!idea.stays_draft && proposing.Chance(kIsParked)) {
      idea.parked_at = std::min(idea.proposed_at + proposing.Between(2 * kDay, 40 * kDay), End());
    }
  }

  void Hold(uint32_t team, int day, Random& random) {
    const std::vector<uint32_t>& members = plan_.teams[team].members;
    ConversationPlan talk;
    talk.team = team;
    talk.held_on = Calendar::DaysSince1970(day);
    const int64_t late = random.Chance(kIsLoggedLate) ? random.Between(kHour, 9 * kDay) : 0;
    talk.logged_at = std::min(calendar_.At(day, 15 * kHour) + random.Between(0, 3 * kHour) + late, End());
    talk.safe = !random.Chance(kIsNotSafe);
    talk.attended.push_back(members[0]);
    for (size_t i = 1; i < members.size(); ++i) {
      if (random.Chance(kIsThere)) talk.attended.push_back(members[i]);
    }
    talk.attendance = static_cast<uint32_t>(talk.attended.size());
    if (!random.Chance(kNamesThoseThere)) talk.attended.clear();
    const double point = random.Unit();
    talk.changes = point < 0.15 ? 0 : point < 0.68 ? 1 : point < 0.92 ? 2 : 3;
    talk.first_idea = static_cast<uint32_t>(plan_.ideas.size());
    const uint32_t number = static_cast<uint32_t>(plan_.conversations.size());
    for (uint32_t i = 0; i < talk.changes; ++i) AddIdea(team, number, talk.logged_at, random);
    plan_.conversations.push_back(std::move(talk));
  }

  void AddIdea(uint32_t team, uint32_t conversation, int64_t at, Random& random) {
    IdeaPlan idea;
    idea.team = team;
    idea.conversation = conversation;
    idea.proposed_at = at;
    const std::vector<uint32_t>& members = plan_.teams[team].members;
    idea.author = members[random.Next() % members.size()];
    const bool alone = conversation == kNothing;
    idea.anonymous = random.Chance(kIsAnonymous) && (alone || members.size() >= kFewestForATeam);
    if (random.Chance(kIsWrittenBefore) || alone || idea.anonymous) {
      idea.written_at = at - random.Between(kHour, 2 * kDay);
    }
    idea.needs_approval = random.Chance(kNeedsApproval);
    const double point = random.Unit();
    idea.reach = point < 0.1   ? IdeaReach::kTeam
                 : point < 0.4 ? IdeaReach::kOrganisation
                               : IdeaReach::kCrossGovernment;
    plan_.ideas.push_back(idea);
  }

  // Each text once: first those about a department's own work within it, then anybody's, then what is left.
  void ChooseTexts() {
    std::map<std::string, std::vector<uint32_t>> texts_of;
    for (uint32_t i = static_cast<uint32_t>(plan_.ideas.size()); i-- > 0;) {
      texts_of[texts_.DepartmentOf(i)].push_back(i);
    }
    const auto take = [&](std::vector<uint32_t>& from, IdeaPlan& idea) {
      if (from.empty()) return false;
      idea.text = from.back();
      from.pop_back();
      return true;
    };
    std::vector<uint32_t> without, left;
    for (uint32_t i = 0; i < plan_.ideas.size(); ++i) {
      const uint32_t department = DepartmentOf(plan_.teams[plan_.ideas[i].team]);
      const std::string& code = population_.reference().organisations[department].code;
      if (!take(texts_of[code], plan_.ideas[i]) && !take(texts_of[""], plan_.ideas[i])) without.push_back(i);
    }
    for (const auto& [code, numbers] : texts_of) left.insert(left.end(), numbers.begin(), numbers.end());
    for (size_t i = 0; i < without.size(); ++i) plan_.ideas[without[i]].text = left[i];
  }

  void Try(uint32_t index) {
    IdeaPlan& idea = plan_.ideas[index];
    if (idea.conversation == kNothing) return;
    Random random(seed_, Draws::kTrying, index);
    const int agreed = calendar_.DayOf(idea.proposed_at);
    const int day =
        PastChristmas(std::max<int>(agreed + 3, random.Between(kExperimentsFrom, kExperimentsTo)));
    if (!random.Chance(kIsTried) || day > kLastDay - 10) {
      if (!random.Chance(kAgreedIsParked)) return;
      const int64_t at = std::max(TimeOn(std::min(day, kLastDay), random), idea.proposed_at + kHour);
      if (at <= End()) idea.parked_at = at;
      return;
    }
    ExperimentPlan experiment;
    experiment.idea = index;
    experiment.started_at = TimeOn(day, random);
    const int end = std::min<int>(day + random.Between(10, 42), kLastDay);
    experiment.planned_end = Calendar::DaysSince1970(end);
    experiment.outcome = DrawOutcome(0.45, 0.3, 0.17, random);
    const bool early = experiment.outcome == Outcome::kStopped;
    const int concluded = std::min<int>(early ? (day + end) / 2 + 1 : end + random.Between(0, 6), kLastDay);
    if (random.Chance(kIsConcluded)) {
      experiment.concluded_at = std::max(TimeOn(concluded, random), experiment.started_at + kDay);
    }
    plan_.experiments.push_back(experiment);
    tried_[index] = true;
  }

  void TakeBack(uint32_t index) {
    ConversationPlan& talk = plan_.conversations[index];
    Random random(seed_, Draws::kTakingBack, index);
    const auto first = tried_.begin() + talk.first_idea;
    if (!random.Chance(kTalkIsWithdrawn) ||
        std::find(first, first + talk.changes, true) != first + talk.changes)
      return;
    const int64_t at = talk.logged_at + random.Between(kHour, 3 * kDay);
    if (at <= End()) talk.withdrawn_at = at;
  }

  void Tell(uint32_t index) {
    const ExperimentPlan& experiment = plan_.experiments[index];
    Random random(seed_, Draws::kTelling, index);
    const bool helped = experiment.outcome <= Outcome::kPartlyWorked;
    if (experiment.concluded_at == 0 || !random.Chance(helped ? kIsTold : kFailureIsTold)) return;
    TellOf(index, kNothing, experiment.concluded_at, random);
  }

  void TellOf(uint32_t experiment, uint32_t adoption, int64_t ended_at, Random& random) {
    CaseStudyPlan study{experiment, adoption, ended_at + random.Between(kHour, 6 * kDay), 0};
    study.published_at = study.submitted_at + random.Between(2 * kHour, 4 * kDay);
    if (study.published_at <= End()) plan_.case_studies.push_back(study);
  }

  void Copy(uint32_t index) {
    Random random(seed_, Draws::kCopying, index);
    const CaseStudyPlan study = plan_.case_studies[index];
    const bool helped = OutcomeOf(plan_, study) <= Outcome::kPartlyWorked;
    const uint32_t count = helped ? Skewed(kSteepness, kMostCopies, random) : 0;
    std::vector<uint32_t> teams = TeamsBehind(study);  // No team copies twice, or itself.
    std::vector<uint32_t> running;                     // Adoptions that can be copied.
    for (uint32_t i = 0; i < count; ++i) {
      AdoptionPlan adoption;
      adoption.case_study = index;
      int64_t seen_at = study.published_at;
      if (!running.empty() && random.Chance(kCopiesACopy)) {
        adoption.copied_from = running[random.Next() % running.size()];
        adoption.depth = plan_.adoptions[adoption.copied_from].depth + 1;
        seen_at = plan_.adoptions[adoption.copied_from].running_at;
      }
      adoption.team = static_cast<uint32_t>(random.Next() % plan_.teams.size());
      adoption.planned_at = seen_at + random.Between(kHour, 9 * kDay);
      adoption.running_at = adoption.planned_at + random.Between(kHour, 6 * kDay);
      adoption.outcome = DrawOutcome(0.5, 0.27, 0.16, random);
      const int64_t reported = adoption.running_at + random.Between(4 * kDay, 20 * kDay);
      if (reported <= End()) adoption.reported_at = reported;
      const bool known = std::find(teams.begin(), teams.end(), adoption.team) != teams.end();
      if (known || adoption.running_at > End()) continue;
      teams.push_back(adoption.team);
      if (adoption.depth < kDeepest) running.push_back(static_cast<uint32_t>(plan_.adoptions.size()));
      plan_.adoptions.push_back(adoption);
      const bool told = adoption.outcome <= Outcome::kPartlyWorked && random.Chance(kAdoptionIsTold);
      if (told && adoption.reported_at != 0) {
        TellOf(kNothing, static_cast<uint32_t>(plan_.adoptions.size() - 1), adoption.reported_at, random);
      }
    }
  }

  // Those that told, down to the one that began.
  std::vector<uint32_t> TeamsBehind(const CaseStudyPlan& study) const {
    std::vector<uint32_t> teams = {TellingTeam(plan_, study)};
    for (const CaseStudyPlan* told = &study; told->adoption != kNothing;) {
      told = &plan_.case_studies[plan_.adoptions[told->adoption].case_study];
      teams.push_back(TellingTeam(plan_, *told));
    }
    return teams;
  }

  const Population& population_;
  const Calendar& calendar_;
  const uint64_t seed_;
  const texts::Texts texts_;
  IdeasPlan plan_;
  std::vector<bool> tried_;  // By idea.
};

}  // namespace

uint32_t TellingTeam(const IdeasPlan& plan, const CaseStudyPlan& study) {
  if (study.adoption != kNothing) return plan.adoptions[study.adoption].team;
  return plan.ideas[plan.experiments[study.experiment].idea].team;
}

uint32_t IdeaBehind(const IdeasPlan& plan, const CaseStudyPlan& study) {
  const CaseStudyPlan* told = &study;
  while (told->adoption != kNothing) told = &plan.case_studies[plan.adoptions[told->adoption].case_study];
  return plan.experiments[told->experiment].idea;
}

texts::Outcome OutcomeOf(const IdeasPlan& plan, const CaseStudyPlan& study) {
  return study.adoption != kNothing ? plan.adoptions[study.adoption].outcome
                                    : plan.experiments[study.experiment].outcome;
}

absl::StatusOr<IdeasPlan> PlanIdeas(const Population& population, uint64_t seed) {
  OBT_ASSIGN_OR_RETURN(const Calendar calendar, Calendar::Load());
  return IdeaPlanner(population, calendar, seed).Make();
}

}  // namespace obt::simulate
