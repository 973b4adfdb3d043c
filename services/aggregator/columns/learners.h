// The learners of one programme, as columns: for every person with learning or a survey response the days of
// the milestones, the organisation of each of those days, the credited minutes, and the facts they were
// derived from. Organisations of a day are derived from stays and placed again whenever stays change; nothing
// is frozen when it arrives. A value.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/aggregator/columns/people.h"
#include "services/aggregator/columns/stretches.h"
#include "services/aggregator/rules/derive.h"

namespace obt::aggregator {

// A dense index of the learners of a programme.
using LearnerIndex = uint32_t;

struct Milestone {
  Day day = kNever;             // kNever until it is reached
  Number organisation = kNone;  // of that day
};

// Copies of the person's, so that a pass over the learners reads nothing else.
struct LearnerPlacement {
  Profile profile = 0;
  Number organisation = kNone;  // of the last stay
  Day belongs_from = kAlways;   // the day from which they belong to it (People::BelongsTo)
};

class Learners {
 public:
  // kNobody if the person has neither learning nor a survey response in the programme.
  LearnerIndex Find(PersonIndex person) const {
    return person < learner_of_.size() ? learner_of_[person] : kNobody;
  }
  size_t size() const { return person_.size(); }
  // How many learners and what of theirs are about to be set.
  struct Room {
    size_t learners = 0, facts = 0, answers = 0, credits = 0;
  };
  void Reserve(const Room& room);
  // Replaces what is known of a person; adds the learner if need be.
  void Set(PersonIndex person, absl::Span<const Fact> facts, absl::Span<const AnswerFact> answers,
           const Record& record, const People& people);
  // The same with the facts that are known, by other rules.
  void Set(PersonIndex person, const Record& record, const People& people);
  // Looks up again what depends on the person: the organisations of all days, and the copies of what the
  // person is.
  void Place(LearnerIndex learner, const People& people);

  const std::vector<PersonIndex>& person() const { return person_; }
  const std::vector<LearnerPlacement>& placements() const { return placements_; }
  const std::vector<Milestone>& started() const { return started_; }
  const std::vector<Milestone>& completed() const { return completed_; }
  const std::vector<Milestone>& reached() const { return reached_; }
  const std::vector<Milestone>& pre_survey() const { return pre_survey_; }
  const std::vector<Milestone>& post_survey() const { return post_survey_; }
  const std::vector<Milestone>& took_part() const { return took_part_; }
  const std::vector<uint32_t>& minutes() const { return minutes_; }
  // The organisation of all of somebody's credits, or kSeveral. Most people stay where they are.
  static constexpr Number kSeveral = 0xFFFF;
  const std::vector<Number>& credits_organisation() const { return credits_organisation_; }
  // What the record was derived from; the same as the row.
  absl::Span<const Fact> FactsOf(LearnerIndex learner) const { return facts_.Of(learner); }
  absl::Span<const AnswerFact> AnswersOf(LearnerIndex learner) const { return answers_.Of(learner); }
  // By day.
  absl::Span<const Credit> CreditsOf(LearnerIndex learner) const { return credits_.Of(learner); }
  // No credit lies on a later day.
  Day latest_credit() const { return latest_credit_; }
  size_t bytes() const;

 private:
  LearnerIndex Add(PersonIndex person, const People& people);
  std::array<std::vector<Milestone>*, 6> Milestones() {
    return {&started_, &completed_, &reached_, &pre_survey_, &post_survey_, &took_part_};
  }

  std::vector<LearnerIndex> learner_of_;  // by person
  std::vector<PersonIndex> person_;
  std::vector<LearnerPlacement> placements_;
  std::vector<Milestone> started_, completed_, reached_, pre_survey_, post_survey_, took_part_;
  std::vector<Number> credits_organisation_;
  std::vector<uint32_t> minutes_;
  Stretches<Credit> credits_;
  Stretches<Fact> facts_;
  Stretches<AnswerFact> answers_;
  Day latest_credit_ = kAlways;
};

}  // namespace obt::aggregator
