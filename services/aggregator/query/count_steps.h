// Whether somebody has done some steps and not others, as a question asks.
#pragma once

#include <algorithm>

#include "common/rules/measures.h"
#include "services/aggregator/columns/participants.h"
#include "services/aggregator/query/plan.h"

namespace obt::aggregator {

// All outlive it.
class StepsFilter {
 public:
  StepsFilter(const People& people, const Participants& participants, const Plan& plan, const Filter& filter)
      : people_(people), participants_(participants), plan_(plan), filter_(filter) {}

  // By as_of. Who has left the caller's organisations has done what they did there: what they do since is for
  // those whose they are now.
  bool HasDoneAsAsked(ParticipantIndex participant) const {
    const Day as_of = plan_.periods.as_of;
    const bool reaches_all =
        plan_.reaches.empty() || plan_.reaches[participants_.BelongsTo(participant, as_of, people_)] != 0;
    const auto has_done = [&](v1::Step step) {
      const Reached& reached = participants_.reached(rules::MilestoneOf(step))[participant];
      return reached.day <= as_of && (reaches_all || plan_.reaches[reached.organisation] != 0);
    };
    return std::all_of(filter_.done.begin(), filter_.done.end(), has_done) &&
           std::none_of(filter_.not_done.begin(), filter_.not_done.end(), has_done);
  }

 private:
  const People& people_;
  const Participants& participants_;
  const Plan& plan_;
  const Filter& filter_;
};

}  // namespace obt::aggregator
