// What differs between conversations, ideas, experiments, case studies and adoptions as they are kept: their
// tables, their events, and how they are called. What they have in common is written once, for all of them.
#pragma once

#include <cstdint>
#include <string>

#include "obt/ideas/v1/events.pb.h"
#include "services/ideas/schema.h"

namespace obt::ideas {

// As in keys of items_by_team: never renumber.
enum class Kind : int32_t { kConversation = 1, kIdea = 2, kExperiment = 3, kCaseStudy = 4, kAdoption = 5 };

template <typename Facts>
struct KindOf;

template <>
struct KindOf<v1::ConversationFacts> {
  using Event = v1::ConversationChanged;
  static constexpr Kind kKind = Kind::kConversation;
  static constexpr const auto& kFacts = kConversations;
  static constexpr const auto& kTexts = kConversationTexts;
  static constexpr char kUnknown[] = "CONVERSATION_NOT_FOUND", kName[] = "conversation";
  static std::string* IdOf(v1::ConversationFacts& facts) { return facts.mutable_conversation_id(); }
  static v1::ConversationFacts* In(Event& event) { return event.mutable_conversation(); }
};

template <>
struct KindOf<v1::IdeaFacts> {
  using Event = v1::IdeaChanged;
  static constexpr Kind kKind = Kind::kIdea;
  static constexpr const auto& kFacts = kIdeas;
  static constexpr const auto& kTexts = kIdeaTexts;
  static constexpr char kUnknown[] = "IDEA_NOT_FOUND", kName[] = "idea";
  static std::string* IdOf(v1::IdeaFacts& facts) { return facts.mutable_idea_id(); }
  static v1::IdeaFacts* In(Event& event) { return event.mutable_idea(); }
};

template <>
struct KindOf<v1::ExperimentFacts> {
  using Event = v1::ExperimentChanged;
  static constexpr Kind kKind = Kind::kExperiment;
  static constexpr const auto& kFacts = kExperiments;
  static constexpr const auto& kTexts = kExperimentTexts;
  static constexpr char kUnknown[] = "EXPERIMENT_NOT_FOUND", kName[] = "experiment";
  static std::string* IdOf(v1::ExperimentFacts& facts) { return facts.mutable_experiment_id(); }
  static v1::ExperimentFacts* In(Event& event) { return event.mutable_experiment(); }
};

template <>
struct KindOf<v1::CaseStudyFacts> {
  using Event = v1::CaseStudyChanged;
  static constexpr Kind kKind = Kind::kCaseStudy;
  static constexpr const auto& kFacts = kCaseStudies;
  static constexpr const auto& kTexts = kCaseStudyTexts;
  static constexpr char kUnknown[] = "CASE_STUDY_NOT_FOUND", kName[] = "case study";
  static std::string* IdOf(v1::CaseStudyFacts& facts) { return facts.mutable_case_study_id(); }
  static v1::CaseStudyFacts* In(Event& event) { return event.mutable_case_study(); }
};

template <>
struct KindOf<v1::AdoptionFacts> {
  using Event = v1::AdoptionChanged;
  static constexpr Kind kKind = Kind::kAdoption;
  static constexpr const auto& kFacts = kAdoptions;
  static constexpr const auto& kTexts = kAdoptionTexts;
  static constexpr char kUnknown[] = "ADOPTION_NOT_FOUND", kName[] = "adoption";
  static std::string* IdOf(v1::AdoptionFacts& facts) { return facts.mutable_adoption_id(); }
  static v1::AdoptionFacts* In(Event& event) { return event.mutable_adoption(); }
};

}  // namespace obt::ideas
