// The record must not depend on how events arrive: rapidcheck makes histories and deliveries of them, and
// prints its seed.
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rules/learning.h"
#include "gtest/gtest.h"
#include "rapidcheck.h"
#include "rapidcheck/gtest.h"
#include "services/learning/event/domain.h"
#include "services/learning/event/record_domain.h"
#include "services/learning/samples.h"

namespace obt::learning {
namespace {

using Key = std::pair<std::string, std::string>;

// What the tables do, with maps: one person's events by natural key and the retractions that wait.
class Book {
 public:
  explicit Book(const identity::v1::Programme& programme) : programme_(programme) {}

  void Deliver(const v1::LearningEvent& event) {
    const Key key(event.source(), event.source_event_id());
    if (const auto first = rows_.find(key); first != rows_.end()) {
      if (!ReplyAgain(event, first->second).ok()) conflict_ = true;
      return;
    }
    const Key target(event.source(), event.target_source_event_id());
    EventContext context;
    context.programme = &programme_;
    context.course = samples::Masterclass();
    context.learning_type_known = true;
    context.retraction_waits = waiting_.count(key) > 0;
    if (const auto found = rows_.find(target); found != rows_.end()) context.target = found->second;
    const absl::StatusOr<Outcome> outcome = Decide(event, context, samples::At("2025-06-01T00:00:00Z"));
    if (!outcome.ok()) return;
    arrivals_.push_back(key);
    store::v1::EventRow& row = rows_[key];
    *row.mutable_event() = KnownFields(event);
    row.set_retracted(*outcome == Outcome::kDead);
    if (*outcome == Outcome::kTakesBack) rows_[target].set_retracted(true);
    if (*outcome == Outcome::kWaits) waiting_.insert(target);
  }

  // From the events in the order of their arrival.
  v1::LearnerRecord Record() const {
    std::vector<store::v1::EventRow> events;
    for (const Key& key : arrivals_) events.push_back(rows_.at(key));
    return FoldRecord(events, {samples::Masterclass()}, programme_);
  }
  bool conflict() const { return conflict_; }

 private:
  const identity::v1::Programme& programme_;
  std::map<Key, store::v1::EventRow> rows_;
  std::vector<Key> arrivals_;
  std::set<Key> waiting_;
  bool conflict_ = false;
};

identity::v1::Programme ProgrammeWithTarget() {
  identity::v1::Programme programme = samples::Programme2024();
  programme.set_target_minutes(120);
  if (*rc::gen::arbitrary<bool>()) programme.set_max_minutes(*rc::gen::inRange(1, 400));
  return programme;
}

// Numbers that one event is made from: kind, target, verb, module, source, half hours, quarters of an hour.
// Few values, so that events meet. Plain numbers shrink fast.
using Recipe = std::tuple<int, int, int, int, int, int, int>;

rc::Gen<Recipe> ArbitraryRecipe() {
  return rc::gen::tuple(rc::gen::inRange(0, 6), rc::gen::inRange(0, 30), rc::gen::inRange(1, 4),
                        rc::gen::inRange(0, 3), rc::gen::inRange(0, 2),
                        // From before the counting window to after the clocks have changed.
                        rc::gen::inRange(-96, 14 * 48), rc::gen::inRange(0, 4));
}

// The i-th event of a history. A retraction names any event of it: modules, activities, other retractions, or
// one that never comes.
v1::LearningEvent EventFrom(const Recipe& recipe, size_t index) {
  const auto& [kind, target, verb, module, source, half_hours, quarters] = recipe;
  const std::string id = absl::StrCat("e", index);
  const char* const at = "2024-10-14T00:00:00Z";
  v1::LearningEvent event;
  if (kind == 0) {
    event = samples::Retraction(
        id, target == static_cast<int>(index) ? "elsewhere" : absl::StrCat("e", target), at);
  } else if (kind == 1) {
    event = samples::SelfRecorded(id, at, quarters * 15);
  } else {
    constexpr const char* kModules[] = {"ideas", "trials", "more"};
    event = samples::ModuleEvent(id, static_cast<v1::Verb>(verb), kModules[module], at, quarters * 15);
  }
  event.set_source(source == 0 ? "csl" : "moodle");
  event.mutable_occurred_at()->set_seconds(event.occurred_at().seconds() + half_hours * 1'800);
  return event;
}

// Of full size from the first case on.
std::vector<v1::LearningEvent> ArbitraryHistory() {
  const auto recipes = *rc::gen::resize(
      rc::kNominalSize / 2,
      rc::gen::container<std::vector<Recipe>>(rc::gen::resize(rc::kNominalSize, ArbitraryRecipe())));
  std::vector<v1::LearningEvent> history;
  for (const Recipe& recipe : recipes) history.push_back(EventFrom(recipe, history.size()));
  return history;
}

// Every event at least once, some again, in any order.
std::vector<v1::LearningEvent> DeliveriesOf(const std::vector<v1::LearningEvent>& history,
                                            std::mt19937& random) {
  std::vector<v1::LearningEvent> deliveries = history;
  for (size_t again = history.size() / 3; again > 0; --again)
    deliveries.push_back(history[random() % history.size()]);
  std::shuffle(deliveries.begin(), deliveries.end(), random);
  return deliveries;
}

RC_GTEST_PROP(LearnerRecord, DoesNotDependOnTheOrderOrRepetitionOfDeliveries, ()) {
  const identity::v1::Programme programme = ProgrammeWithTarget();
  const std::vector<v1::LearningEvent> history = ArbitraryHistory();
  Book in_order(programme);
  for (const v1::LearningEvent& event : history) in_order.Deliver(event);
  std::mt19937 random(*rc::gen::arbitrary<uint32_t>());
  for (int i = 0; i < 5; ++i) {
    Book shuffled(programme);
    for (const v1::LearningEvent& event : DeliveriesOf(history, random)) shuffled.Deliver(event);
    RC_ASSERT(!shuffled.conflict());
    RC_ASSERT(in_order.Record().SerializeAsString() == shuffled.Record().SerializeAsString());
  }
}

// The words of domain.md §3 again, in another form: from the events that are not named by any retraction.
struct Recount {
  std::map<std::pair<std::string, std::string>, int> minutes_by_module_and_source;
  std::set<std::string> completed_modules, modules;
  int activities = 0, activity_minutes = 0;
};

Recount RecountOf(const std::vector<v1::LearningEvent>& history, const rules::CountingWindow& window) {
  std::set<Key> taken_back;
  for (const v1::LearningEvent& event : history) {
    if (event.verb() == v1::VERB_RETRACTED)
      taken_back.emplace(event.source(), event.target_source_event_id());
  }
  Recount recount;
  for (const v1::LearningEvent& event : history) {
    if (event.verb() == v1::VERB_RETRACTED || taken_back.count({event.source(), event.source_event_id()}) > 0)
      continue;
    if (!window.Holds(DayOf(absl::FromUnixSeconds(event.occurred_at().seconds())))) continue;
    if (event.has_self_recorded()) {
      ++recount.activities;
      recount.activity_minutes += event.minutes();
      continue;
    }
    const std::string& module = event.module().module_id();
    recount.modules.insert(module);
    if (event.verb() == v1::VERB_COMPLETED) recount.completed_modules.insert(module);
    recount.minutes_by_module_and_source[{module, event.source()}] += event.minutes();
  }
  return recount;
}

RC_GTEST_PROP(LearnerRecord, EqualsARecountOfTheEventsNobodyTookBack, ()) {
  const identity::v1::Programme programme = ProgrammeWithTarget();
  const std::vector<v1::LearningEvent> history = ArbitraryHistory();
  Book book(programme);
  for (const v1::LearningEvent& event : history) book.Deliver(event);
  const v1::LearnerRecord record = book.Record();

  const Recount recount = RecountOf(history, rules::CountingWindowOf(programme));
  int minutes = recount.activity_minutes;
  for (const std::string& module : recount.modules) {
    int largest = 0;
    for (const auto& [key, sum] : recount.minutes_by_module_and_source) {
      if (key.first == module) largest = std::max(largest, sum);
    }
    const bool completed = recount.completed_modules.count(module) > 0;
    if (largest == 0 && completed) largest = module == "ideas" ? 60 : module == "trials" ? 30 : 0;
    minutes += largest;
  }
  const int claimed = minutes;
  minutes = std::min(minutes, rules::MaxMinutesOf(programme));
  RC_ASSERT(record.minutes() == minutes);
  RC_ASSERT(record.minutes_not_counted() == claimed - minutes);
  RC_ASSERT(record.self_recorded_activities() == recount.activities);
  RC_ASSERT(record.modules_size() == static_cast<int>(recount.modules.size()));
  for (const v1::ModuleRecord& module : record.modules()) {
    RC_ASSERT(module.completed() == (recount.completed_modules.count(module.module_id()) > 0));
  }
  RC_ASSERT(record.has_completed_on() ==
            (recount.completed_modules.count("ideas") > 0 && recount.completed_modules.count("trials") > 0));
  RC_ASSERT(record.has_reached_target_on() == (minutes >= 120));
}

}  // namespace
}  // namespace obt::learning
