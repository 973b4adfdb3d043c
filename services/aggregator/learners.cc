#include "services/aggregator/learners.h"

#include <algorithm>

namespace obt::aggregator {
namespace {

constexpr size_t kDeadCreditsWorthCompacting = 1 << 16;

}  // namespace

void Learners::Set(PersonIndex person, const Record& record, const People& people) {
  if (learner_of_.size() <= person) learner_of_.resize(people.size(), kNobody);
  if (learner_of_[person] == kNobody) {
    learner_of_[person] = static_cast<LearnerIndex>(person_.size());
    person_.push_back(person);
    placements_.emplace_back();
    for (std::vector<Milestone>* column : {&started_, &completed_, &reached_}) column->emplace_back();
    credits_organisation_.push_back(kNone);
    minutes_.push_back(0);
    credits_begin_.push_back(0);
    credits_count_.push_back(0);
  }
  const LearnerIndex learner = learner_of_[person];
  started_[learner].day = record.started;
  completed_[learner].day = record.completed;
  reached_[learner].day = record.reached;
  minutes_[learner] = record.minutes;
  PutCredits(learner, record.credits);
  Place(learner, people);
}

void Learners::PutCredits(LearnerIndex learner, const std::vector<Credit>& credits) {
  const uint32_t had = credits_count_[learner];
  if (!credits.empty()) latest_credit_ = std::max(latest_credit_, credits.back().day);
  if (credits.size() > had) {  // it fits nowhere but at the end
    dead_credits_ += had;
    credits_begin_[learner] = static_cast<uint32_t>(credits_.size());
    credits_.insert(credits_.end(), credits.begin(), credits.end());
  } else {
    dead_credits_ += had - credits.size();
    std::copy(credits.begin(), credits.end(), credits_.begin() + credits_begin_[learner]);
  }
  credits_count_[learner] = static_cast<uint32_t>(credits.size());
  if (dead_credits_ > kDeadCreditsWorthCompacting && dead_credits_ > credits_.size() / 2) Compact();
}

void Learners::Compact() {
  std::vector<Credit> alive;
  alive.reserve(credits() + credits() / 4);
  for (size_t learner = 0; learner < size(); ++learner) {
    const absl::Span<const Credit> of_learner = CreditsOf(static_cast<LearnerIndex>(learner));
    credits_begin_[learner] = static_cast<uint32_t>(alive.size());
    alive.insert(alive.end(), of_learner.begin(), of_learner.end());
  }
  credits_ = std::move(alive);
  dead_credits_ = 0;
}

void Learners::Place(LearnerIndex learner, const People& people) {
  const PersonIndex person = person_[learner];
  const Placement& placement = people.placements()[person];
  placements_[learner] = {placement.profile, placement.organisation,
                          people.HasEarlierStays(person) ? placement.from : kAlways};
  for (std::vector<Milestone>* column : {&started_, &completed_, &reached_}) {
    Milestone& milestone = (*column)[learner];
    milestone.organisation = milestone.day == kNever ? kNone : people.OrganisationOn(person, milestone.day);
  }
  Number& of_all = credits_organisation_[learner];
  for (uint32_t i = 0; i < credits_count_[learner]; ++i) {
    Credit& credit = credits_[credits_begin_[learner] + i];
    credit.organisation = people.OrganisationOn(person, credit.day);
    of_all = i == 0 || of_all == credit.organisation ? credit.organisation : kSeveral;
  }
}

size_t Learners::bytes() const {
  return learner_of_.capacity() * sizeof(LearnerIndex) + person_.capacity() * sizeof(PersonIndex) +
         placements_.capacity() * sizeof(LearnerPlacement) + 3 * started_.capacity() * sizeof(Milestone) +
         credits_organisation_.capacity() * sizeof(Number) +
         (minutes_.capacity() + credits_begin_.capacity() + credits_count_.capacity()) * sizeof(uint32_t) +
         credits_.capacity() * sizeof(Credit);
}

}  // namespace obt::aggregator
