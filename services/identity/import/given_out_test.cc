// Addresses that are given out again: whom a row is about that has the address of somebody who has left, is
// here under another HR id, or is elsewhere.
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/import/service_fixture.h"

namespace obt::identity {
namespace {

using ::obt::testing::StatusIs;
using ::testing::HasSubstr;

// Kim Jones, 7001, has left; her address is given out again.
class GivenOutAgainTest : public ImportServiceTest {
 protected:
  GivenOutAgainTest() {
    const std::string joined = Start("dwp-hr", "dwp", "from_day $D{2024-01-01}");
    kim_ = Row("dwp-hr", joined, "hr_id: '7001' email: 'k@x.uk' name: 'Kim Jones'")->person_id();
    EXPECT_EQ(
        Outcome("dwp-hr", Start("dwp-hr", "dwp", "from_day $D{2024-10-01}"), "hr_id: '7001' leaver: true"),
        "LEFT");
    id_ = Start("dwp-hr", "dwp");
  }
  // Of a row and, where it is taken, of the same again, which changes nothing.
  std::string Take(const std::string& text) {
    const auto result = Row("dwp-hr", id_, text);
    if (!result.ok()) return ReasonOf(result.status());
    EXPECT_EQ(Outcome("dwp-hr", id_, text), "UNCHANGED");
    EXPECT_EQ(Row("dwp-hr", id_, text)->person_id(), result->person_id());
    const std::string whose = result->person_id() == kim_ ? "kim" : "another";
    return absl::StrCat(v1::ImportOutcome_Name(result->outcome()).substr(15), " ", whose);
  }
  v1::Person Kim() {
    return world_.Do<v1::GetPersonResponse>("centre", absl::StrCat("person_id: '", kim_, "'")).person();
  }
  std::string kim_, id_;
};

TEST_F(GivenOutAgainTest, AnotherNumberAndNameAreANewPersonAndTheOldOneKeepsEverythingButTheAddress) {
  const std::string stays = Kim().facts().stays(0).DebugString();
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk' name: 'Karl Jonas'"), "JOINED another");
  EXPECT_EQ(Find("k@x.uk").contact().name(), "Karl Jonas");
  EXPECT_EQ(Kim().contact().email(), "");
  EXPECT_EQ(Kim().contact().name(), "Kim Jones");
  EXPECT_EQ(Kim().facts().status(), v1::PERSON_STATUS_LEFT);
  EXPECT_EQ(Kim().facts().stays(0).DebugString(), stays);
  // Should she come back under her number she is herself, with another address.
  EXPECT_EQ(Take("hr_id: '7001' email: 'k@x.uk'"), "MATCH_CONFLICT");
  EXPECT_EQ(Take("hr_id: '7001' email: 'k2@x.uk'"), "MOVED kim");
}

TEST_F(GivenOutAgainTest, TheSameNameIsWhoLeft) {
  EXPECT_EQ(Take("hr_id: '7999' email: 'K@X.uk' name: ' kim  JONES'"), "MOVED kim");
  EXPECT_EQ(Kim().contact().references(0).hr_id(), "7999");
  EXPECT_EQ(Take("hr_id: '7001' name: 'Somebody Else'"), "JOINED another") << "the old number is free";
}

TEST_F(GivenOutAgainTest, ThePreviousNumberSaysWhoItIsWhateverTheNameAndAddress) {
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk' name: 'Kim Smith' previous_hr_id: '7001'"), "MOVED kim");
  EXPECT_EQ(Take("hr_id: '8000' previous_hr_id: '7999'"), "UPDATED kim") << "staff are numbered anew";
  EXPECT_EQ(Take("hr_id: '8001' email: 'new@x.uk' name: 'Kim Smith' previous_hr_id: '8000'"), "UPDATED kim");
}

TEST_F(GivenOutAgainTest, AnAddressOfSomebodyWhoIsHereIsNobodyElses) {
  EXPECT_EQ(Take("hr_id: '7001'"), "MOVED kim");
  const uint64_t before = world_.sequence();
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk' name: 'Karl Jonas'"), "MATCH_CONFLICT");
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk' name: 'Kim Jones'"), "MATCH_CONFLICT");
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk' name: 'Kim Jones' previous_hr_id: '6'"), "MATCH_CONFLICT");
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk'"), "MATCH_CONFLICT");
  EXPECT_EQ(Take("hr_id: '7999' email: 'k3@x.uk' previous_email: 'k@x.uk' name: 'Karl Jonas'"),
            "MATCH_CONFLICT");
  EXPECT_EQ(world_.sequence(), before);
}

TEST_F(GivenOutAgainTest, AListWithoutNumbersTellsPeopleApartByName) {
  EXPECT_EQ(Take("email: 'k@x.uk' leaver: true name: 'K Jones'"), "UNCHANGED kim");
  EXPECT_EQ(Take("email: 'k@x.uk' name: 'Karl Jonas'"), "JOINED another");
  EXPECT_EQ(Kim().contact().email(), "");
}

TEST_F(GivenOutAgainTest, WithoutANameNobodyCanBeToldApart) {
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk'"), "INVALID_FIELDS");
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk' leaver: true"), "PERSON_NOT_FOUND");
  EXPECT_EQ(Kim().contact().email(), "k@x.uk");
}

TEST_F(GivenOutAgainTest, APreviousAddressOfSomebodyWhoLeftLeavesThemTheirs) {
  EXPECT_EQ(Take("hr_id: '7999' email: 'karl@x.uk' previous_email: 'k@x.uk' name: 'Karl Jonas'"),
            "JOINED another");
  EXPECT_EQ(Kim().contact().email(), "k@x.uk");
}

TEST_F(GivenOutAgainTest, WhoIsKnownByNumberTakesTheAddressOfWhoLeft) {
  EXPECT_EQ(Take("hr_id: '7' email: 'ann@x.uk' name: 'Ann'"), "JOINED another");
  EXPECT_EQ(Take("hr_id: '7' email: 'k@x.uk'"), "UPDATED another");
  EXPECT_EQ(Kim().contact().email(), "");
  EXPECT_EQ(Find("k@x.uk").contact().name(), "Ann");
  EXPECT_EQ(Take("hr_id: '7' email: 'ann@x.uk'"), "UPDATED another");
  EXPECT_EQ(Take("email: 'k@x.uk'"), "UNCHANGED another") << "a former holder, but not Kim";
}

TEST_F(GivenOutAgainTest, ButNotIfBothHaveOneName) {
  EXPECT_EQ(Take("hr_id: '7' name: 'Kim Jones'"), "JOINED another");
  EXPECT_EQ(Take("hr_id: '7' email: 'k@x.uk'"), "MATCH_CONFLICT") << "two records of one person, it seems";
}

TEST_F(GivenOutAgainTest, WhoIsElsewhereComesBackUnderTheirNameAlone) {
  world_.Do<v1::MovePersonResponse>(
      "centre",
      absl::StrCat("person_id: '", kim_, "' to_organisation_code: 'hmrc' effective $D{2024-10-05}"));
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk' name: 'Karl Jonas'"), "HELD_ELSEWHERE");
  id_ = Start("both", "dwp");
  const auto karl = Row("both", id_, "hr_id: '7999' email: 'k@x.uk' name: 'Karl Jonas'");
  EXPECT_THAT(karl, StatusIs(absl::StatusCode::kFailedPrecondition, "MATCH_CONFLICT"));
  EXPECT_THAT(std::string(karl.status().message()), HasSubstr("previous_hr_id"));
  EXPECT_EQ(Row("both", id_, "hr_id: '7999' email: 'k@x.uk' name: 'Kim Jones'")->person_id(), kim_);
}

TEST_F(GivenOutAgainTest, OnADayBeforeTheyLeftTheAddressWasStillTheirs) {
  id_ = Start("dwp-hr", "dwp", "from_day $D{2024-09-30}");
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk' name: 'Karl Jonas'"), "MATCH_CONFLICT");
  id_ = Start("dwp-hr", "dwp", "from_day $D{2024-10-01}");
  EXPECT_EQ(Take("hr_id: '7999' email: 'k@x.uk' name: 'Karl Jonas'"), "JOINED another");
}

TEST_F(GivenOutAgainTest, ListsOfDaysToComeTakeNoAddressFromWhoIsStillHere) {
  EXPECT_EQ(Take("hr_id: '7001'"), "MOVED kim");
  EXPECT_EQ(Take("hr_id: '7' email: 'ann@x.uk' name: 'Ann'"), "JOINED another");
  const auto start = [this](const std::string& day) {
    return Start("dwp-hr", "dwp", absl::StrCat("from_day $D{", day, "}"));
  };
  EXPECT_EQ(Outcome("dwp-hr", start("2024-12-01"), "hr_id: '7001' leaver: true"), "LEFT");
  id_ = start("2025-01-01");
  const std::vector<std::string> rows = {"hr_id: '7999' email: 'k@x.uk' name: 'Karl Jonas'",
                                         "email: 'k@x.uk' name: 'Karl Jonas'",
                                         "hr_id: '7999' email: 'k@x.uk'", "hr_id: '7' email: 'k@x.uk'"};
  const uint64_t before = world_.sequence();
  for (const std::string& row : rows) EXPECT_EQ(Take(row), "MATCH_CONFLICT") << row;
  EXPECT_EQ(world_.sequence(), before);
  EXPECT_EQ(Find("k@x.uk").facts().person_id(), kim_);
  world_.clock().Advance(absl::Hours(24 * 48));  // 1 December
  id_ = start("2025-01-01");
  EXPECT_EQ(Take(rows[0]), "JOINED another");
  EXPECT_EQ(Kim().contact().name(), "Kim Jones");
}

TEST_F(GivenOutAgainTest, AFormerAddressOfSomebodyWithoutANumberMeansThemUnderTheirNameAlone) {
  const std::string eva = world_.AddPerson("dwp", "eva", "from_day $D{2024-01-01}");
  const auto read = [&] {
    return world_.Do<v1::GetPersonResponse>("centre", absl::StrCat("person_id: '", eva, "'")).person();
  };
  world_.Do<v1::UpdatePersonResponse>(
      "centre",
      absl::StrCat("person_id: '", eva, "' email: 'eva2@dwp.gov.uk' update_mask { paths: 'email' }"));
  const std::string karl = "hr_id: '7999' email: 'eva@dwp.gov.uk' name: 'Karl Jonas'";
  const std::string before = read().DebugString();
  EXPECT_EQ(Take(karl), "MATCH_CONFLICT");
  EXPECT_EQ(Take(karl + " leaver: true"), "MATCH_CONFLICT");
  EXPECT_EQ(read().DebugString(), before);
  EXPECT_EQ(Take("hr_id: '7002' email: 'eva2@dwp.gov.uk' name: 'Eva'"), "UPDATED another") << "by address";
  EXPECT_EQ(Take(karl), "JOINED another") << "she has a number of her own now";
  EXPECT_EQ(read().contact().name(), "Eva");
  EXPECT_EQ(read().contact().email(), "eva2@dwp.gov.uk");
  const std::string ida = world_.AddPerson("dwp", "ida", "from_day $D{2024-01-01}");
  world_.Do<v1::UpdatePersonResponse>(
      "centre",
      absl::StrCat("person_id: '", ida, "' email: 'ida2@dwp.gov.uk' update_mask { paths: 'email' }"));
  EXPECT_EQ(Row("dwp-hr", id_, "hr_id: '7003' email: 'ida@dwp.gov.uk' name: 'Ida'")->person_id(), ida);
}

}  // namespace
}  // namespace obt::identity
