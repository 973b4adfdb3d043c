// What stands still in a team: the table of docs/domain.md §4, as a pure function of what the team has.
#pragma once

#include <string>
#include <vector>

#include "common/base/days.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/follow_up.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/identity/v1/team.pb.h"

namespace obt::ideas {

// So many teams are counted, as far as the time of the call suffices.
inline constexpr size_t kMaxTeamsCounted = 100'000;

// What a team has in its programme.
struct TeamItems {
  std::vector<v1::ConversationFacts> conversations;
  std::vector<v1::IdeaFacts> ideas;
  std::vector<v1::ExperimentFacts> experiments;
  std::vector<v1::CaseStudyFacts> case_studies;
  std::vector<v1::AdoptionFacts> adoptions;
};

struct Standstill {
  v1::FollowUpKind kind = v1::FOLLOW_UP_KIND_UNSPECIFIED;
  std::string item_id;  // none where the team itself waits
  Day since = 0;
};

// By kind, then by item. Nothing stands still before its day is over. A closed team meets no more, but what
// it agreed and started still has to be brought to an end. Whichever organisation leads it, a team of the
// programme counts: whether figures count it is not asked here. An idea that is parked, merged or proposed
// again waits for nothing, nor do its experiments, but for one that runs. A case study tells of an experiment
// once it is published, and no longer when it is withdrawn. What moderation has hidden waits for moderators
// alone.
std::vector<Standstill> FollowUpsOf(const identity::v1::TeamFacts& team, const TeamItems& items,
                                    const identity::v1::Programme& programme, Day today);

}  // namespace obt::ideas
