// What figures need to know of the things ideas publishes: conversations, ideas, experiments, case studies
// and adoptions, each as an item with the days it counts on. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "common/base/days.h"
#include "common/base/ids.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/idea.pb.h"

namespace obt::aggregator {

using ItemId = Id<struct ItemIdKind>;

enum class ItemKind : uint8_t { kNone, kConversation, kIdea, kExperiment, kCaseStudy, kAdoption };
inline constexpr size_t kItemKinds = 6;

struct Item {
  ItemKind kind = ItemKind::kNone;  // kNone: something refers to it, and it has not been heard of
  uint8_t state = 0;                // of obt.ideas.v1.TrialState
  uint8_t outcome = 0;              // of obt.ideas.v1.Outcome
  uint16_t enablers = 0;            // a bit for each obt.ideas.v1.Pillar
  uint16_t barriers = 0;
  int32_t attendance = 0;  // stated without names
  // Held, agreed, started, published or taken up; kNever: it was not, or does not stand.
  Day day = kNever;
  Day concluded = kNever;
};

Item ItemOf(const ideas::v1::ConversationFacts& conversation);
Item ItemOf(const ideas::v1::IdeaFacts& idea);
Item ItemOf(const ideas::v1::ExperimentFacts& experiment);
Item ItemOf(const ideas::v1::CaseStudyFacts& case_study);
Item ItemOf(const ideas::v1::AdoptionFacts& adoption);

// "WORKED" of OUTCOME_WORKED.
std::string OutcomeCode(ideas::v1::Outcome outcome);

}  // namespace obt::aggregator
