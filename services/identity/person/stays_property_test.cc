// Random moves, leavers and corrections against a model that simply remembers what the last command said of
// each day. The seed is printed; RC_PARAMS="seed=..." runs it again.
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/identity/person/stays_domain.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

constexpr Day kFirst = 19'000;  // days of the model: [kFirst, kFirst + kDays)
constexpr int kDays = 120;
const char* const kCodes[] = {"a", "b", "c"};

using Model = std::vector<std::string>;  // the organisation of each day, "" in a gap

struct Step {
  enum class Kind { kMove, kLeave, kCorrect } kind;
  std::string code;
  Day day;
  Stays stays;
};

Stays AnyStays() {
  Stays stays;
  Day from = kFirst + *rc::gen::inRange(0, 20);
  const int count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count && from < kFirst + kDays; ++i) {
    *stays.Add() = OpenStay(kCodes[*rc::gen::inRange(0, 3)], from);
    const Day to = from + *rc::gen::inRange(1, 40);
    const bool open = i + 1 == count && *rc::gen::arbitrary<bool>();
    if (!open) *stays[i].mutable_to_day() = ToDate(to);
    from = to + *rc::gen::inRange(0, 10);
  }
  return stays;
}

Step AnyStep() {
  const int kind = *rc::gen::weightedElement<int>({{5, 0}, {2, 1}, {2, 2}});
  Step step{static_cast<Step::Kind>(kind),
            kCodes[*rc::gen::inRange(0, 3)],
            kFirst + *rc::gen::inRange(0, kDays),
            {}};
  if (step.kind == Step::Kind::kCorrect) step.stays = AnyStays();
  return step;
}

void Fill(Model& model, Day from, Day to, const std::string& code) {
  for (Day day = std::max(from, kFirst); day < std::min(to, kFirst + kDays); ++day)
    model[day - kFirst] = code;
}

// What an accepted command says of the days it speaks about.
void Say(const Step& step, const Stays& before, Model& model) {
  switch (step.kind) {
    case Step::Kind::kMove:
      Fill(model, step.day, kNever, step.code);
      return;
    case Step::Kind::kLeave:
      if (!before.empty() && ToOf(before[before.size() - 1]) > step.day) Fill(model, step.day, kNever, "");
      return;
    case Step::Kind::kCorrect:
      Fill(model, kFirst, kNever, "");
      for (const v1::Stay& stay : step.stays) Fill(model, FromOf(stay), ToOf(stay), stay.organisation_code());
      return;
  }
}

absl::StatusOr<Stays> Apply(const Step& step, const Stays& stays) {
  switch (step.kind) {
    case Step::Kind::kMove:
      return Move(stays, step.code, step.day);
    case Step::Kind::kLeave:
      return Leave(stays, step.day);
    case Step::Kind::kCorrect:
      break;
  }
  RC_ASSERT(FaultsOf(step.stays).empty());
  return Tidy(step.stays);
}

void CheckShape(const Stays& stays) {
  for (int i = 0; i < stays.size(); ++i) {
    RC_ASSERT(FromOf(stays[i]) < ToOf(stays[i]));
    if (i > 0) RC_ASSERT(ToOf(stays[i - 1]) <= FromOf(stays[i]));
    RC_ASSERT(i + 1 == stays.size() || stays[i].has_to_day());
  }
  RC_ASSERT(stays.empty() || FaultsOf(stays).empty());
}

void CheckDays(const Stays& stays, const Model& model) {
  for (Day day = kFirst; day < kFirst + kDays; ++day) {
    int covering = 0;
    for (const v1::Stay& stay : stays) covering += FromOf(stay) <= day && day < ToOf(stay) ? 1 : 0;
    RC_ASSERT(covering <= 1);
    const v1::Stay* stay = StayOn(stays, day);
    RC_ASSERT((stay == nullptr ? "" : stay->organisation_code()) == model[day - kFirst]);
  }
}

TEST(StaysPropertyTest, WhatCoversADayIsWhatTheLastCommandSaid) {
  EXPECT_TRUE(rc::check("stays never overlap and answer as last told", [] {
    Stays stays;
    Model model(kDays);
    const int steps = *rc::gen::inRange(1, 30);
    for (int i = 0; i < steps; ++i) {
      const Step step = AnyStep();
      const absl::StatusOr<Stays> after = Apply(step, stays);
      if (!after.ok()) continue;  // refused: nothing changes
      Say(step, stays, model);
      stays = *after;
      CheckShape(stays);
      CheckDays(stays, model);
    }
  }));
}

TEST(StaysPropertyTest, TheSameCommandAgainChangesNothing) {
  EXPECT_TRUE(rc::check("commands are idempotent", [] {
    Stays stays = AnyStays();
    const Step step = AnyStep();
    const absl::StatusOr<Stays> once = Apply(step, stays);
    RC_PRE(once.ok());
    const absl::StatusOr<Stays> twice = Apply(step, *once);
    RC_ASSERT(twice.ok());
    RC_ASSERT(ToText(*once) == ToText(*twice));
  }));
}

TEST(StaysPropertyTest, AMoveChangesNoOrganisationButTheLastAndTheNew) {
  EXPECT_TRUE(rc::check("a move touches two organisations", [] {
    const Stays stays = AnyStays();
    const std::string code = kCodes[*rc::gen::inRange(0, 3)];
    const absl::StatusOr<Stays> moved = Move(stays, code, kFirst + *rc::gen::inRange(0, kDays));
    RC_PRE(moved.ok());
    const std::string last = stays[stays.size() - 1].organisation_code();
    for (const std::string& changed : ChangedOrganisations(stays, *moved))
      RC_ASSERT(changed == code || changed == last);
  }));
}

}  // namespace
}  // namespace obt::identity
