// Whom an address means that a row has: addresses are given out again.
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/identity/import/domain.h"
#include "services/identity/import/employer_values.h"
#include "services/identity/person/domain.h"
#include "services/identity/person/stays_domain.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

struct ClaimCase {
  const char* what;
  std::string stays, row, day;
  Claim claim;
};

TEST(ImportClaimTest, WhomAnAddressMeansThatIsGivenOutAgain) {
  const std::string here = "dwp 2024-01-01..", left = "dwp 2024-01-01..2024-06-01", day = "2024-10-14";
  const std::string moved = "dwp 2024-01-01..2024-06-01, mod 2024-06-01..";
  const std::string kim = "hr_id: '9' name: 'Kim Jones'", karl = "hr_id: '9' name: 'Karl Jonas'";
  const std::vector<ClaimCase> cases = {
      {"left, another name", left, karl, day, Claim::kSomebodyElse},
      {"left, the same name", left, kim, day, Claim::kThem},
      {"left, the same name in another case", left, "hr_id: '9' name: 'KIM  JONES'", day, Claim::kThem},
      {"left, the previous number", left, karl + " previous_hr_id: '7'", day, Claim::kThem},
      {"left, another's previous number", left, karl + " previous_hr_id: '8'", day, Claim::kSomebodyElse},
      {"left, no name", left, "hr_id: '9'", day, Claim::kSomebodyElse},
      {"left, no number, another name", left, "name: 'Karl Jonas'", day, Claim::kSomebodyElse},
      {"left, no number, the same name", left, "name: 'kim jones'", day, Claim::kThem},
      {"left, no number, no name", left, "email: 'k@x.uk'", day, Claim::kThem},
      {"left, no number, a leaver", left, "name: 'Karl Jonas' leaver: true", day, Claim::kThem},
      {"left elsewhere, no number, another name", "mod 2024-01-01..2024-06-01", "name: 'Jones, Kim'", day,
       Claim::kThem},
      {"left, the same number", left, "hr_id: '7' name: 'Karl Jonas'", day, Claim::kThem},
      {"leaves on the day", left, karl, "2024-06-01", Claim::kSomebodyElse},
      {"leaves the day after", left, karl, "2024-05-31", Claim::kUnclear},
      {"here, another name", here, karl, day, Claim::kUnclear},
      {"here, the same name", here, kim, day, Claim::kUnclear},
      {"here, the previous number", here, kim + " previous_hr_id: '7'", day, Claim::kThem},
      {"here, no number", here, "name: 'Karl Jonas'", day, Claim::kThem},
      {"elsewhere, another name", moved, karl, day, Claim::kUnclear},
      {"elsewhere, the same name", moved, kim, day, Claim::kThem},
      {"elsewhere, the same name, a list from before", moved, kim, "2024-03-01", Claim::kThem},
      {"left elsewhere, another name", "dwp 2024-01-01..2024-06-01, mod 2024-06-01..2024-07-01", karl, day,
       Claim::kSomebodyElse},
      {"here through a merger", "old 2024-01-01..", kim, day, Claim::kUnclear},
  };
  for (const ClaimCase& c : cases) {
    v1::PersonFacts facts;
    SetStays(facts, StaysIn(c.stays));
    v1::Contact contact = Proto<v1::Contact>("name: 'Kim Jones' email: 'k@x.uk'");
    SetHrId(contact, "dwp", "7");
    SetHrId(contact, "mod", "9");
    EXPECT_EQ(ClaimOf(Proto<v1::PersonRow>(c.row), Dwp(c.day), facts, contact), c.claim) << c.what;
  }
  v1::PersonFacts facts;
  SetStays(facts, StaysIn(here));
  EXPECT_EQ(ClaimOf(Proto<v1::PersonRow>(karl), Dwp(day), facts, Proto<v1::Contact>("name: 'Kim'")),
            Claim::kThem)
      << "nobody had numbered them";
}

TEST(ImportClaimTest, WhoLeavesOnADayToComeHasTheAddressUntilThen) {
  v1::PersonFacts facts;
  SetStays(facts, StaysIn("dwp 2024-01-01..2024-06-01"));
  v1::Contact numbered = Proto<v1::Contact>("name: 'Kim Jones' email: 'k@x.uk'");
  const v1::Contact unnumbered = numbered;
  SetHrId(numbered, "dwp", "7");
  const auto claim = [&](const std::string& row, const v1::Contact& contact, const std::string& today) {
    return ClaimOf(Proto<v1::PersonRow>(row), Dwp("2024-07-01", today), facts, contact);
  };
  const std::string kim = "name: 'Kim Jones' ", karl = "name: 'Karl Jonas' ", number = "hr_id: '9'";
  EXPECT_EQ(claim(karl + number, numbered, "2024-05-31"), Claim::kUnclear);
  EXPECT_EQ(claim(karl + number, unnumbered, "2024-05-31"), Claim::kUnclear);
  EXPECT_EQ(claim(karl, numbered, "2024-05-31"), Claim::kUnclear);
  EXPECT_EQ(claim(number, numbered, "2024-05-31"), Claim::kUnclear);
  EXPECT_EQ(claim(kim + number, numbered, "2024-05-31"), Claim::kThem) << "comes back under another number";
  EXPECT_EQ(claim(kim, numbered, "2024-05-31"), Claim::kThem);
  EXPECT_EQ(claim(karl + "leaver: true", numbered, "2024-05-31"), Claim::kThem);
  EXPECT_FALSE(GaveUpAddress("Karl", Dwp("2024-07-01", "2024-05-31"), facts, numbered));
  EXPECT_EQ(claim(karl + number, numbered, "2024-06-01"), Claim::kSomebodyElse);
  EXPECT_EQ(claim(karl, numbered, "2024-06-01"), Claim::kSomebodyElse);
  EXPECT_TRUE(GaveUpAddress("Karl", Dwp("2024-07-01", "2024-06-01"), facts, numbered));
}

}  // namespace
}  // namespace obt::identity
