#include "services/aggregator/columns/learners.h"

#include <algorithm>

namespace obt::aggregator {
LearnerIndex Learners::Add(PersonIndex person, const People& people) {
  if (learner_of_.size() <= person) learner_of_.resize(people.size(), kNobody);
  if (learner_of_[person] != kNobody) return learner_of_[person];
  learner_of_[person] = static_cast<LearnerIndex>(person_.size());
  person_.push_back(person);
  placements_.emplace_back();
  for (std::vector<Milestone>* column : Milestones()) column->emplace_back();
  credits_organisation_.push_back(kNone);
  minutes_.push_back(0);
  credits_.Add();
  facts_.Add();
  answers_.Add();
  return learner_of_[person];
}

void Learners::Reserve(const Room& room) {
  person_.reserve(room.learners);
  placements_.reserve(room.learners);
  for (std::vector<Milestone>* column : Milestones()) column->reserve(room.learners);
  credits_organisation_.reserve(room.learners);
  minutes_.reserve(room.learners);
  credits_.Reserve(room.learners, room.credits);
  facts_.Reserve(room.learners, room.facts);
  answers_.Reserve(room.learners, room.answers);
}

void Learners::Set(PersonIndex person, absl::Span<const Fact> facts, absl::Span<const AnswerFact> answers,
                   const Record& record, const People& people) {
  const LearnerIndex learner = Add(person, people);
  facts_.Set(learner, facts);
  answers_.Set(learner, answers);
  Set(person, record, people);
}

void Learners::Set(PersonIndex person, const Record& record, const People& people) {
  const LearnerIndex learner = Add(person, people);
  started_[learner].day = record.started;
  completed_[learner].day = record.completed;
  reached_[learner].day = record.reached;
  pre_survey_[learner].day = record.pre_survey;
  post_survey_[learner].day = record.post_survey;
  took_part_[learner].day = record.took_part();
  minutes_[learner] = record.minutes;
  credits_.Set(learner, record.credits);
  if (!record.credits.empty()) latest_credit_ = std::max(latest_credit_, record.credits.back().day);
  Place(learner, people);
}

void Learners::Place(LearnerIndex learner, const People& people) {
  const PersonIndex person = person_[learner];
  const Placement& placement = people.placements()[person];
  placements_[learner] = {placement.profile, placement.organisation,
                          people.HasEarlierStays(person) ? placement.from : kAlways};
  for (std::vector<Milestone>* column : Milestones()) {
    Milestone& milestone = (*column)[learner];
    milestone.organisation = milestone.day == kNever ? kNone : people.OrganisationOn(person, milestone.day);
  }
  Number& of_all = credits_organisation_[learner];
  const absl::Span<Credit> credits = credits_.Of(learner);
  for (Credit& credit : credits) {
    credit.organisation = people.OrganisationOn(person, credit.day);
    of_all = &credit == credits.data() || of_all == credit.organisation ? credit.organisation : kSeveral;
  }
}

size_t Learners::bytes() const {
  return learner_of_.capacity() * sizeof(LearnerIndex) + person_.capacity() * sizeof(PersonIndex) +
         placements_.capacity() * sizeof(LearnerPlacement) + 6 * started_.capacity() * sizeof(Milestone) +
         credits_organisation_.capacity() * sizeof(Number) + minutes_.capacity() * sizeof(uint32_t) +
         credits_.bytes() + facts_.bytes() + answers_.bytes();
}

}  // namespace obt::aggregator
