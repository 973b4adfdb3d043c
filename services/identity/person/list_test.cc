// ListPeople: who is current staff, in whose scope, in pages that end.
#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/test_world.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PersonListTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::ListPeopleResponse> List(const std::string& client, const std::string& text = "") {
    return world_.Try<v1::ListPeopleResponse>(client, text);
  }
  static std::vector<std::string> Names(const v1::ListPeopleResponse& page) {
    std::vector<std::string> names;
    for (const v1::Person& person : page.people()) names.push_back(person.contact().name());
    return names;
  }
  std::vector<std::string> Sorted(const std::string& client, const std::string& text = "") {
    std::vector<std::string> names = Names(*List(client, text));
    std::sort(names.begin(), names.end());
    return names;
  }
  void Correct(const std::string& id, const std::string& stays) {
    auto request = Proto<v1::CorrectStaysRequest>(absl::StrCat("person_id: '", id, "'"));
    *request.mutable_stays() = StaysIn(stays);
    ASSERT_THAT(world_.Run<v1::CorrectStaysResponse>("centre", request), IsOk());
  }
  World world_;
};

TEST_F(PersonListTest, AnEmptyCodeMeansTheCallersOwnScope) {
  world_.AddPerson("dwp", "ann");
  world_.AddPerson("hse", "bob");
  world_.AddPerson("hmrc", "cyd");
  world_.AddPerson("mod", "dan");
  EXPECT_THAT(Sorted("dwp-hr"), ElementsAre("ann", "bob"));
  EXPECT_THAT(Sorted("both"), ElementsAre("ann", "bob", "cyd"));
  EXPECT_THAT(Sorted("centre"), ElementsAre("ann", "bob", "cyd", "dan"));
  EXPECT_THAT(Sorted("both", "organisation_code: 'hse'"), ElementsAre("bob"));
  EXPECT_THAT(Sorted("both", "organisation_code: 'dwp'"), ElementsAre("ann", "bob"));
  EXPECT_THAT(Sorted("centre", "organisation_code: 'co'"), IsEmpty());
  EXPECT_THAT(List("centre", "organisation_code: 'nowhere'"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(PersonListTest, OnlyStaffOfTodayAreListed) {
  const std::string ann = world_.AddPerson("dwp", "ann", "from_day $D{2024-01-01}");
  Correct(ann, "dwp 2024-01-01..2024-10-14");  // yesterday was the last day
  const std::string bob = world_.AddPerson("dwp", "bob", "from_day $D{2024-01-01}");
  Correct(bob, "dwp 2024-01-01..2024-10-15");  // today is
  world_.AddPerson("dwp", "cyd", "from_day $D{2024-10-15}");
  EXPECT_THAT(Sorted("dwp-hr"), ElementsAre("bob"));
  world_.clock().Advance(absl::Hours(24));  // no row changes
  EXPECT_THAT(Sorted("dwp-hr"), ElementsAre("cyd"));
}

TEST_F(PersonListTest, SomebodyWhoMovesIsListedWhereTheyAreThatDay) {
  const std::string ann = world_.AddPerson("dwp", "ann", "from_day $D{2024-01-01}");
  Correct(ann, "dwp 2024-01-01..2024-10-15, hmrc 2024-10-15..");
  EXPECT_THAT(Sorted("centre", "organisation_code: 'dwp'"), ElementsAre("ann"));
  EXPECT_THAT(Sorted("centre", "organisation_code: 'hmrc'"), IsEmpty());
  EXPECT_THAT(Sorted("centre"), ElementsAre("ann"));
  world_.clock().Advance(absl::Hours(24));
  EXPECT_THAT(Sorted("centre", "organisation_code: 'dwp'"), IsEmpty());
  EXPECT_THAT(Sorted("centre", "organisation_code: 'hmrc'"), ElementsAre("ann"));
  Correct(ann, "dwp 2024-01-01..");
  EXPECT_THAT(Sorted("centre"), ElementsAre("ann"));
}

TEST_F(PersonListTest, PagesRunOverOrganisationsEndAndStayStable) {
  for (const char* name : {"a", "b", "c"}) {
    world_.AddPerson("dwp", name);
    world_.clock().Advance(absl::Milliseconds(1));  // ids sort by time
  }
  world_.AddPerson("hse", "d");
  std::vector<std::string> names;
  std::string token;
  int pages = 0;
  do {
    const auto page = List("dwp-hr", absl::StrCat("page_size: 1 page_token: '", token, "'"));
    ASSERT_THAT(page, IsOk());
    for (const std::string& name : Names(*page)) names.push_back(name);
    token = page->next_page_token();
    if (++pages == 2) world_.AddPerson("dwp", "late");
  } while (!token.empty());
  EXPECT_THAT(names, ElementsAre("a", "b", "c", "late", "d"));
  EXPECT_EQ(pages, 5);
  EXPECT_EQ(List("dwp-hr", "page_size: 5")->next_page_token(), "");
  EXPECT_THAT(List("hmrc-hr", ""), IsOk());
}

TEST_F(PersonListTest, ThoseWhoLeftTakeNoPlaceOnAPage) {
  for (int i = 0; i < 10; ++i) {
    Correct(world_.AddPerson("dwp", absl::StrCat("gone", i), "from_day $D{2024-01-01}"),
            "dwp 2024-01-01..2024-10-15");
  }
  world_.AddPerson("dwp", "here");
  world_.clock().Advance(absl::Hours(24));
  const auto page = List("dwp-hr", "page_size: 2");
  EXPECT_THAT(Names(*page), ElementsAre("here"));
  EXPECT_EQ(page->next_page_token(), "");
}

}  // namespace
}  // namespace obt::identity
