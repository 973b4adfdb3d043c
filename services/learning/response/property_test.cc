// What stands of a response must not depend on how answers, corrections and withdrawals arrive: rapidcheck
// makes histories and deliveries of them, and prints its seed.
#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/times.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "services/learning/event/record_domain.h"
#include "services/learning/response/domain.h"
#include "services/learning/samples.h"

namespace obt::learning {
namespace {

const v1::Survey kSurvey = samples::SurveyOf(v1::SURVEY_KIND_POST);

// Something that arrives: withdrawal or not, the minute it is about, an answer.
using Recipe = std::tuple<bool, int, int>;

struct Delivery {
  bool withdrawal = false;
  v1::SurveyResponse response;  // of a withdrawal its time only
};

// What the tables do.
class Book {
 public:
  void Deliver(const Delivery& delivery) {
    const int64_t at = MicrosOf(delivery.response.answered_at());
    if (delivery.withdrawal) {
      Withdraw(at, facts_.row);
      return;
    }
    const absl::StatusOr<Intake> intake =
        Decide(delivery.response, facts_, samples::At("2025-06-01T00:00:00Z"));
    if (!intake.ok()) conflict_ = true;
    if (intake.ok() && *intake != Intake::kRepeated) PutRevision(RevisionOf(delivery.response), facts_.row);
  }
  Book() {
    facts_.programme = &programme_;
    facts_.survey = kSurvey;
  }
  std::string Published() const { return ChangedResponse(facts_.row, kSurvey, 0).SerializeAsString(); }
  const store::v1::SurveyResponseRow& row() const { return facts_.row; }
  bool conflict() const { return conflict_; }

 private:
  const identity::v1::Programme programme_ = samples::Programme2024();
  ResponseContext facts_;
  bool conflict_ = false;
};

// At most one response a minute: the moment is its key.
std::vector<Delivery> ArbitraryHistory() {
  const auto recipes = *rc::gen::container<std::vector<Recipe>>(
      rc::gen::tuple(rc::gen::map(rc::gen::inRange(0, 4), [](int n) { return n == 0; }),
                     rc::gen::inRange(0, 15), rc::gen::inRange(1, 6)));
  std::vector<Delivery> history;
  std::vector<bool> taken(15, false);
  for (const auto& [withdrawal, minute, answer] : recipes) {
    if (!withdrawal && taken[minute]) continue;
    if (!withdrawal) taken[minute] = true;
    Delivery& delivery = history.emplace_back();
    delivery.withdrawal = withdrawal;
    delivery.response = samples::ResponseTo(kSurvey, "2024-11-01T10:00:00Z", answer, 6 - answer);
    delivery.response.mutable_answered_at()->set_seconds(delivery.response.answered_at().seconds() +
                                                         minute * 60);
  }
  return history;
}

RC_GTEST_PROP(SurveyResponse, WhatStandsDoesNotDependOnTheOrderOrRepetitionOfDeliveries, ()) {
  const std::vector<Delivery> history = ArbitraryHistory();
  Book in_order;
  for (const Delivery& delivery : history) in_order.Deliver(delivery);
  std::mt19937 random(*rc::gen::arbitrary<uint32_t>());
  for (int i = 0; i < 5; ++i) {
    std::vector<Delivery> deliveries = history;
    for (size_t again = history.size() / 2; again > 0; --again)
      deliveries.push_back(history[random() % history.size()]);
    std::shuffle(deliveries.begin(), deliveries.end(), random);
    Book shuffled;
    for (const Delivery& delivery : deliveries) shuffled.Deliver(delivery);
    RC_ASSERT(!shuffled.conflict());
    RC_ASSERT(in_order.Published() == shuffled.Published());
  }
}

RC_GTEST_PROP(SurveyResponse, WhatStandsIsWhatWasAnsweredAfterTheLastWithdrawal, ()) {
  const std::vector<Delivery> history = ArbitraryHistory();
  Book book;
  int64_t withdrawn = -1;
  for (const Delivery& delivery : history) {
    book.Deliver(delivery);
    if (delivery.withdrawal) withdrawn = std::max(withdrawn, MicrosOf(delivery.response.answered_at()));
  }
  std::vector<int64_t> stands;
  for (const Delivery& delivery : history) {
    const int64_t at = MicrosOf(delivery.response.answered_at());
    if (!delivery.withdrawal && at > withdrawn) stands.push_back(at);
  }
  std::sort(stands.begin(), stands.end());
  const std::vector<const store::v1::RevisionRow*> standing = Standing(book.row());
  RC_ASSERT(standing.size() == stands.size());
  for (size_t i = 0; i < stands.size(); ++i) {
    RC_ASSERT(standing[i]->answered_at_us() == stands[i]);
    RC_ASSERT(standing[i]->answers_size() == 2);
  }
  for (const store::v1::RevisionRow& revision : book.row().revisions()) {
    RC_ASSERT(revision.answered_at_us() > withdrawn || revision.answers_size() == 0);
  }
}

}  // namespace
}  // namespace obt::learning
