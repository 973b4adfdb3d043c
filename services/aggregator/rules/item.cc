#include "services/aggregator/rules/item.h"

#include "absl/strings/strip.h"

namespace obt::aggregator {
namespace {

namespace iv1 = ideas::v1;

// An outcome that this program does not know yet is none.
uint8_t KnownOutcome(iv1::Outcome outcome) {
  return iv1::Outcome_IsValid(outcome) ? static_cast<uint8_t>(outcome) : 0;
}

// A pillar that this program does not know yet is left out.
template <typename Pillars>
uint16_t BitsOf(const Pillars& pillars) {
  uint16_t bits = 0;
  for (const int pillar : pillars) {
    if (iv1::Pillar_IsValid(pillar)) bits = static_cast<uint16_t>(bits | 1u << pillar);
  }
  return bits;
}

Item TrialItem(ItemKind kind, const iv1::Trial& trial) {
  Item item;
  item.kind = kind;
  item.state = static_cast<uint8_t>(trial.state());
  item.outcome = KnownOutcome(trial.outcome());
  item.enablers = BitsOf(trial.enablers());
  item.barriers = BitsOf(trial.barriers());
  if (trial.state() == iv1::TRIAL_STATE_CONCLUDED)
    item.concluded = ParseDay(trial.concluded_on()).value_or(kNever);
  return item;
}

}  // namespace

Item ItemOf(const iv1::ConversationFacts& conversation) {
  Item item;
  item.kind = ItemKind::kConversation;
  if (conversation.state() != iv1::CONVERSATION_STATE_LOGGED) return item;
  item.day = ParseDay(conversation.held_on()).value_or(kNever);
  item.attendance = conversation.attendance();
  return item;
}

Item ItemOf(const iv1::IdeaFacts& idea) {
  Item item;
  item.kind = ItemKind::kIdea;
  item.day = ParseDay(idea.agreed_on()).value_or(kNever);
  return item;
}

Item ItemOf(const iv1::ExperimentFacts& experiment) {
  Item item = TrialItem(ItemKind::kExperiment, experiment.trial());
  item.day = ParseDay(experiment.trial().started_on()).value_or(kNever);
  return item;
}

Item ItemOf(const iv1::CaseStudyFacts& case_study) {
  Item item;
  item.kind = ItemKind::kCaseStudy;
  item.outcome = KnownOutcome(case_study.outcome());
  if (case_study.state() != iv1::CASE_STUDY_STATE_PUBLISHED || case_study.hidden()) return item;
  item.day = ParseDay(case_study.published_on()).value_or(kNever);
  return item;
}

Item ItemOf(const iv1::AdoptionFacts& adoption) {
  Item item = TrialItem(ItemKind::kAdoption, adoption.trial());
  item.day = ParseDay(adoption.adopted_on()).value_or(kNever);
  return item;
}

std::string OutcomeCode(iv1::Outcome outcome) {
  return std::string(absl::StripPrefix(iv1::Outcome_Name(outcome), "OUTCOME_"));
}

}  // namespace obt::aggregator
