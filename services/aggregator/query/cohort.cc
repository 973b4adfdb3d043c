#include "services/aggregator/query/cohort.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rules/measures.h"
#include "services/aggregator/query/axes.h"

namespace obt::aggregator {
namespace {

// By organisation: its people may be listed.
absl::StatusOr<std::vector<char>> ListedOrganisations(const State& state, const ProgrammeState& programme,
                                                      const CohortQuery& query) {
  const Organisations& organisations = state.organisations;
  Number top = kNone;
  if (!query.organisation_code.empty()) {
    OBT_ASSIGN_OR_RETURN(top, organisations.Get(query.organisation_code));
  }
  const Tree& tree = organisations.TreeOn(query.today);
  std::vector<char> listed = ScopeOn(organisations, programme.headcounts, query.today);
  for (size_t i = 1; i < listed.size(); ++i) {
    const Number now = tree.follow[i];
    if (!query.covers(organisations.CodeOf(now))) listed[i] = 0;
    if (top != kNone && !tree.IsUnder(now, top)) listed[i] = 0;
  }
  return listed;
}

// Somebody without any learning or survey has done nothing.
bool Belongs(const Participants& participants, ParticipantIndex participant, const CohortQuery& query) {
  const auto has_done = [&](v1::Step step) {
    if (participant == kNobody) return false;
    return participants.reached(rules::MilestoneOf(step))[participant].day != kNever;
  };
  return std::all_of(query.done.begin(), query.done.end(), has_done) &&
         std::none_of(query.not_done.begin(), query.not_done.end(), has_done);
}

}  // namespace

absl::Status CheckSteps(const ProgrammeState& programme, const std::vector<v1::Step>& steps) {
  if (programme.rules.target_minutes.has_value()) return absl::OkStatus();
  for (const v1::Step step : steps) {
    if (!rules::NeedsTarget(rules::MilestoneOf(step))) continue;
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_DEFINED",
                 absl::StrCat("programme ", programme.programme.programme_id(),
                              " has no target: ", rules::WordOf(step), " is not defined"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Cohort> FindCohort(const State& state, const CohortQuery& query) {
  OBT_ASSIGN_OR_RETURN(const ProgrammeState* const programme, state.GetProgramme(query.programme_id));
  OBT_RETURN_IF_ERROR(CheckSteps(*programme, query.done));
  OBT_RETURN_IF_ERROR(CheckSteps(*programme, query.not_done));
  OBT_ASSIGN_OR_RETURN(const std::vector<char> listed, ListedOrganisations(state, *programme, query));
  const Participants& participants = programme->participants;
  Cohort cohort;
  for (PersonIndex person = 0; person < state.people.size(); ++person) {
    if (!listed[state.people.OrganisationOn(person, query.today)]) continue;
    if (!Belongs(participants, participants.Find(person), query)) continue;
    ++cohort.total;
    if (query.after < state.people.IdOf(person)) cohort.people.push_back(state.people.IdOf(person));
  }
  cohort.more = cohort.people.size() > query.limit;
  const size_t kept = std::min(cohort.people.size(), query.limit);
  const auto end = cohort.people.begin() + static_cast<std::ptrdiff_t>(kept);
  std::partial_sort(cohort.people.begin(), end, cohort.people.end());
  cohort.people.resize(kept);
  return cohort;
}

}  // namespace obt::aggregator
