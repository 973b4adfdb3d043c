#include "services/identity/person/stays_domain.h"

#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct MoveCase {
  std::string before, to, effective;
  std::string after;  // or the reason of the refusal
};

std::string Outcome(const absl::StatusOr<Stays>& result) {
  if (result.ok()) return ToText(*result);
  EXPECT_EQ(result.status().code(), absl::StatusCode::kFailedPrecondition);
  return ReasonOf(result.status());
}

TEST(StaysTest, AMoveEndsTheStayAndItsDayBelongsToTheNewOrganisation) {
  for (const MoveCase& c : std::vector<MoveCase>{
           {"dwp 2024-01-01..", "hmrc", "2024-03-01", "dwp 2024-01-01..2024-03-01, hmrc 2024-03-01.."},
           {"dwp 2024-01-01..", "hmrc", "2024-01-02", "dwp 2024-01-01..2024-01-02, hmrc 2024-01-02.."},
           // On the first day of a stay nothing is left of it.
           {"dwp 2024-01-01..", "hmrc", "2024-01-01", "hmrc 2024-01-01.."},
           {"a 2023-01-01..2024-01-01, b 2024-01-01..", "c", "2024-01-01",
            "a 2023-01-01..2024-01-01, c 2024-01-01.."},
           // Back after leaving, with a gap and without.
           {"dwp 2024-01-01..2024-02-01", "hmrc", "2024-03-01",
            "dwp 2024-01-01..2024-02-01, hmrc 2024-03-01.."},
           {"dwp 2024-01-01..2024-02-01", "dwp", "2024-02-01",
            "dwp 2024-01-01..2024-02-01, dwp 2024-02-01.."},
           // A stay whose end is known ends earlier.
           {"dwp 2024-01-01..2024-06-01", "hmrc", "2024-03-01",
            "dwp 2024-01-01..2024-03-01, hmrc 2024-03-01.."},
           {"", "hmrc", "2024-03-01", "hmrc 2024-03-01.."},
           // The same move again changes nothing.
           {"dwp 2024-01-01..2024-03-01, hmrc 2024-03-01..", "hmrc", "2024-03-01",
            "dwp 2024-01-01..2024-03-01, hmrc 2024-03-01.."}}) {
    EXPECT_EQ(Outcome(Move(StaysIn(c.before), c.to, DayIn(c.effective))), c.after)
        << c.before << " > " << c.to;
  }
}

TEST(StaysTest, AMoveThatContradictsTheStaysIsRefusedWithTheRemedy) {
  for (const MoveCase& c : std::vector<MoveCase>{
           {"dwp 2024-01-01..", "hmrc", "2023-12-31", "MOVE_BEFORE_STAY"},
           {"dwp 2024-01-01..2024-02-01", "hmrc", "2023-12-31", "MOVE_BEFORE_STAY"},
           {"a 2023-01-01..2024-01-01, b 2024-01-01..", "c", "2023-06-01", "MOVE_BEFORE_STAY"},
           {"dwp 2024-01-01..", "dwp", "2024-03-01", "ALREADY_THERE"},
           {"dwp 2024-01-01..", "dwp", "2023-03-01", "ALREADY_THERE"}}) {
    const absl::StatusOr<Stays> result = Move(StaysIn(c.before), c.to, DayIn(c.effective));
    EXPECT_EQ(Outcome(result), c.after) << c.before << " > " << c.to;
    EXPECT_THAT(std::string(result.status().message()), ::testing::HasSubstr("correct the stays"));
  }
}

TEST(StaysTest, AMoveBeyondTheGreatestNumberOfStaysIsRefused) {
  Stays stays;
  for (int i = 0; i < MostStays(); ++i) {
    *stays.Add() = OpenStay(i % 2 == 0 ? "a" : "b", DayIn("2000-01-01") + i);
    if (i > 0) *stays[i - 1].mutable_to_day() = ToDate(DayIn("2000-01-01") + i);
  }
  EXPECT_EQ(Outcome(Move(stays, "c", DayIn("2024-01-01"))), "TOO_MANY_STAYS");
  // Replacing the last stay adds none.
  EXPECT_THAT(Move(stays, "c", DayIn("2000-01-01") + MostStays() - 1), testing::IsOk());
}

TEST(StaysTest, LeavingEndsTheLastStay) {
  for (const MoveCase& c :
       std::vector<MoveCase>{{"dwp 2024-01-01..", "", "2024-03-01", "dwp 2024-01-01..2024-03-01"},
                             {"a 2023-01-01..2024-01-01, b 2024-01-01..", "", "2024-02-01",
                              "a 2023-01-01..2024-01-01, b 2024-01-01..2024-02-01"},
                             {"dwp 2024-01-01..2024-06-01", "", "2024-03-01", "dwp 2024-01-01..2024-03-01"},
                             {"dwp 2024-01-01..2024-03-01", "", "2024-03-01", "dwp 2024-01-01..2024-03-01"},
                             {"dwp 2024-01-01..2024-02-01", "", "2024-03-01", "dwp 2024-01-01..2024-02-01"},
                             {"", "", "2024-03-01", ""},
                             {"dwp 2024-01-01..", "", "2024-01-01", "LEAVE_BEFORE_STAY"},
                             {"dwp 2024-01-01..", "", "2023-01-01", "LEAVE_BEFORE_STAY"}}) {
    EXPECT_EQ(Outcome(Leave(StaysIn(c.before), DayIn(c.effective))), c.after) << c.before;
  }
}

TEST(StaysTest, StatedStaysMayHaveGapsButNoOverlapAndOnlyTheLastMayBeOpen) {
  const auto faults = [](const std::string& text) { return FaultsOf(StaysIn(text)); };
  EXPECT_THAT(faults("a 2024-01-01.."), IsEmpty());
  EXPECT_THAT(faults("a 2024-01-01..2024-02-01"), IsEmpty());
  EXPECT_THAT(faults("a 2024-01-01..2024-02-01, b 2024-02-01.."), IsEmpty());
  EXPECT_THAT(faults("a 2024-01-01..2024-02-01, a 2024-03-01..2024-04-01"), IsEmpty());
  EXPECT_THAT(faults("a 2024-01-01.., b 2024-02-01.."), ElementsAre("stays[0].to_day"));
  EXPECT_THAT(faults("a 2024-01-01..2024-02-02, b 2024-02-01.."), ElementsAre("stays[1].from_day"));
  EXPECT_THAT(faults("a 2024-01-01..2024-01-01"), ElementsAre("stays[0].to_day"));
  EXPECT_THAT(faults("b 2024-02-01..2024-03-01, a 2024-01-01..2024-02-01"), ElementsAre("stays[1].from_day"));
  EXPECT_THAT(faults("A 2024-01-01.."), ElementsAre("stays[0].organisation_code"));
}

TEST(StaysTest, EveryMalformedDateIsNamed) {
  Stays stays;
  stays.Add()->set_organisation_code("a");
  stays[0].mutable_to_day()->set_year(2024);
  *stays.Add() = OpenStay("b", DayIn("2024-01-01"));
  stays[1].mutable_from_day()->set_day(40);
  EXPECT_THAT(FaultsOf(stays), ElementsAre("stays[0].from_day", "stays[0].to_day", "stays[1].from_day"));
}

TEST(StaysTest, TidyKeepsOrganisationAndDatesAndDropsAnEmptyEnd) {
  Stays stated = StaysIn("a 2024-01-01..2024-02-01, b 2024-02-01..");
  stated[1].mutable_to_day();
  const Stays tidy = Tidy(stated);
  EXPECT_EQ(ToText(tidy), "a 2024-01-01..2024-02-01, b 2024-02-01..");
  EXPECT_FALSE(tidy[1].has_to_day());
}

TEST(StaysTest, TheStayOfADayIsTheOneThatCoversIt) {
  const Stays stays = StaysIn("a 2024-01-01..2024-02-01, b 2024-03-01..");
  const auto on = [&stays](const std::string& day) {
    const v1::Stay* stay = StayOn(stays, DayIn(day));
    return stay == nullptr ? "" : stay->organisation_code();
  };
  EXPECT_EQ(on("2023-12-31"), "");
  EXPECT_EQ(on("2024-01-01"), "a");
  EXPECT_EQ(on("2024-01-31"), "a");
  EXPECT_EQ(on("2024-02-01"), "");
  EXPECT_EQ(on("2024-03-01"), "b");
  EXPECT_EQ(on("2099-01-01"), "b");
}

TEST(StaysTest, OnlyOrganisationsWhoseStaysDifferCount) {
  const auto changed = [](const std::string& before, const std::string& after) {
    return ChangedOrganisations(StaysIn(before), StaysIn(after));
  };
  const std::string before = "a 2023-01-01..2024-01-01, b 2024-01-01..";
  EXPECT_THAT(changed(before, before), IsEmpty());
  EXPECT_THAT(changed(before, "a 2023-01-01..2024-01-01, b 2024-01-01..2024-06-01, c 2024-06-01.."),
              ElementsAre("b", "c"));
  EXPECT_THAT(changed(before, "b 2024-01-01.."), ElementsAre("a"));
  EXPECT_THAT(changed("", "a 2024-01-01.."), ElementsAre("a"));
}

TEST(StaysTest, OrganisationsFromADayAreThoseOfStaysNotEndedByThen) {
  const Stays stays = StaysIn("a 2023-01-01..2024-01-01, b 2024-01-01..2024-02-01, a 2024-03-01..");
  EXPECT_THAT(OrganisationsFrom(stays, DayIn("2024-01-01")), ElementsAre("a", "b"));
  EXPECT_THAT(OrganisationsFrom(stays, DayIn("2024-02-01")), ElementsAre("a"));
  EXPECT_THAT(OrganisationsFrom(stays, kAlways), ElementsAre("a", "b"));
}

TEST(StaysTest, SomebodyWhoseLastStayHasAnEndHasLeft) {
  EXPECT_EQ(StatusOf(StaysIn("a 2023-01-01..2024-01-01")), v1::PERSON_STATUS_LEFT);
  EXPECT_EQ(StatusOf(StaysIn("a 2023-01-01..2024-01-01, b 2024-01-01..")), v1::PERSON_STATUS_ACTIVE);
}

TEST(StaysTest, SomebodyWhoLeftComesBackToWhereTheyWere) {
  const auto back = [](const std::string& stays, const std::string& day) {
    const auto returned = Return(StaysIn(stays), DayIn(day));
    return returned.ok() ? ToText(*returned) : ReasonOf(returned.status());
  };
  const std::string left = "dwp 2024-01-01..2024-03-01, hmrc 2024-03-01..2024-06-01";
  const std::string never_left = "dwp 2024-01-01..2024-03-01, hmrc 2024-03-01..";
  EXPECT_EQ(back(left, "2024-09-01"), left + ", hmrc 2024-09-01..");
  EXPECT_EQ(back(left, "2024-06-02"), left + ", hmrc 2024-06-02..");
  EXPECT_EQ(back(left, "2024-06-01"), never_left);
  EXPECT_EQ(back(left, "2024-03-01"), never_left);
  EXPECT_EQ(back(left, "2024-02-29"), "MOVE_BEFORE_STAY");
  EXPECT_EQ(back(never_left, "2024-09-01"), "NOT_LEFT");
  EXPECT_EQ(back("", "2024-09-01"), "NOT_LEFT");
}

}  // namespace
}  // namespace obt::identity
