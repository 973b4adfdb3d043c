#include "common/auth/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"

namespace obt::auth {
namespace {

using identity::v1::Organisation;
using identity::v1::OrganisationKind;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr OrganisationKind kDepartment = identity::v1::ORGANISATION_KIND_DEPARTMENT;
constexpr OrganisationKind kAgency = identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY;

Day On(absl::string_view text) { return *ParseDayText(text); }

Organisation Make(const std::string& code, const std::string& parent, OrganisationKind kind = kAgency) {
  Organisation organisation;
  organisation.set_code(code);
  organisation.set_parent_code(parent);
  organisation.set_kind(kind);
  return organisation;
}

Organisation Ended(Organisation organisation, absl::string_view valid_to_day, const std::string& successor) {
  *organisation.mutable_valid_to_day() = ToDate(On(valid_to_day));
  organisation.set_successor_code(successor);
  return organisation;
}

Organisation Formerly(Organisation organisation, const std::string& parent, absl::string_view until) {
  identity::v1::OrganisationVersion& past = *organisation.add_past();
  past.set_parent_code(parent);
  *past.mutable_to_day() = ToDate(On(until));
  return organisation;
}

constexpr char kToday[] = "2024-10-14";

// mod ─ de-s ─ deca (was below works, merged into de-s on 2024-04-01)      dhsc ─ ukhsa (was below beis, then
// below co, which is no department) beis (ended 2023-02-07 as desnz, whose own successor is later)
OrganisationTree Sample(absl::string_view today = kToday) {
  return OrganisationTree(
      {
          Make("mod", "", kDepartment),
          Make("de-s", "mod"),
          Make("works", "", kDepartment),
          Ended(Make("deca", "works"), "2024-04-01", "de-s"),
          Make("deca-lab", "deca"),
          Make("dhsc", "", kDepartment),
          Formerly(Formerly(Make("ukhsa", "dhsc"), "beis", "2021-04-01"), "co", "2022-04-01"),
          Make("co", ""),
          Ended(Make("beis", "", kDepartment), "2023-02-07", "desnz"),
          Ended(Make("desnz", "", kDepartment), "2025-01-01", "later"),
          Make("later", "", kDepartment),
          Make("gld", "ago", kDepartment),
          Make("ago", "", kDepartment),
      },
      On(today));
}

TEST(OrganisationTree, FindsByCode) {
  const OrganisationTree tree = Sample();
  ASSERT_NE(tree.Find("de-s"), nullptr);
  EXPECT_EQ(tree.Find("de-s")->parent_code(), "mod");
  EXPECT_EQ(tree.Find("nowhere"), nullptr);
  EXPECT_EQ(tree.Find(""), nullptr);
  EXPECT_EQ(tree.organisations().size(), 13u);
}

TEST(OrganisationTree, OfTwoWithOneCodeTheLastCounts) {
  const OrganisationTree tree({Make("a", ""), Make("b", ""), Make("a", "b")}, On(kToday));
  EXPECT_EQ(tree.Find("a")->parent_code(), "b");
  EXPECT_EQ(tree.organisations().size(), 2u);
}

TEST(OrganisationTree, WithinMeansItselfBelowOrMergedIntoOneBelow) {
  struct Case {
    const char* code;
    const char* ancestor;
    bool within;
  };
  const Case cases[] = {
      {"mod", "mod", true},
      {"de-s", "mod", true},
      {"mod", "de-s", false},
      {"deca", "de-s", true},
      {"deca", "mod", true},
      {"deca", "works", false},  // the successor took over, in the place of the parent
      {"deca", "deca", true},
      {"de-s", "deca", false},
      {"deca-lab", "deca", true},
      {"deca-lab", "de-s", true},
      {"deca-lab", "works", false},
      {"beis", "desnz", true},
      {"beis", "later", false},  // desnz ends later
      {"desnz", "beis", false},
      {"ukhsa", "dhsc", true},
      {"ukhsa", "beis", false},  // former parents do not count
      {"mod", "nowhere", false},
      {"nowhere", "mod", false},
      {"nowhere", "nowhere", false},
      {"mod", "", false},
      {"", "", false},
  };
  const OrganisationTree tree = Sample();
  for (const Case& c : cases)
    EXPECT_EQ(tree.IsWithin(c.code, c.ancestor), c.within) << c.code << " in " << c.ancestor;
}

TEST(OrganisationTree, WhoLiesWithinWhomIsAMatterOfToday) {
  struct Case {
    const char* today;
    const char* code;
    const char* ancestor;
    bool within;
  };
  const Case cases[] = {
      {"2024-03-31", "deca", "works", true},  {"2024-03-31", "deca-lab", "works", true},
      {"2024-03-31", "deca", "de-s", false},  {"2024-04-01", "deca", "works", false},
      {"2024-04-01", "deca", "de-s", true},   {"2021-03-31", "ukhsa", "beis", true},
      {"2021-04-01", "ukhsa", "beis", false}, {"2022-03-31", "ukhsa", "dhsc", false},
      {"2022-04-01", "ukhsa", "dhsc", true},  {"2024-12-31", "beis", "later", false},
      {"2025-01-01", "beis", "later", true},
  };
  for (const Case& c : cases) {
    const OrganisationTree tree = Sample(c.today);
    EXPECT_EQ(tree.IsWithin(c.code, c.ancestor), c.within) << c.today << " " << c.code << " " << c.ancestor;
  }
}

TEST(OrganisationTree, ASubtreeListsParentsBeforeChildren) {
  const OrganisationTree tree = Sample();
  EXPECT_THAT(tree.Subtree("mod"), ElementsAre("mod", "de-s", "deca", "deca-lab"));
  EXPECT_THAT(tree.Subtree("de-s"), ElementsAre("de-s", "deca", "deca-lab"));
  EXPECT_THAT(tree.Subtree("works"), ElementsAre("works"));
  EXPECT_THAT(tree.Subtree("later"), ElementsAre("later"));
  EXPECT_THAT(Sample("2025-01-01").Subtree("later"), ElementsAre("later", "desnz", "beis"));
  EXPECT_THAT(tree.Subtree("deca-lab"), ElementsAre("deca-lab"));
  EXPECT_THAT(tree.Subtree("nowhere"), IsEmpty());
}

TEST(OrganisationTree, SuccessorsAreFollowedAsFarAsTheyHaveEndedByTheDay) {
  struct Case {
    const char* code;
    const char* day;
    const char* successor;
  };
  const Case cases[] = {
      {"deca", "2024-03-31", "deca"},  {"deca", "2024-04-01", "de-s"},       {"mod", "2024-04-01", "mod"},
      {"beis", "2023-02-06", "beis"},  {"beis", "2023-02-07", "desnz"},      {"beis", "2024-12-31", "desnz"},
      {"beis", "2025-01-01", "later"}, {"nowhere", "2025-01-01", "nowhere"},
  };
  const OrganisationTree tree = Sample();
  for (const Case& c : cases)
    EXPECT_EQ(tree.SuccessorOf(c.code, On(c.day)), c.successor) << c.code << " " << c.day;
}

TEST(OrganisationTree, ParentsAreThoseOfTheDay) {
  struct Case {
    const char* code;
    const char* day;
    const char* parent;
    const char* department;
  };
  const Case cases[] = {
      {"ukhsa", "2021-03-31", "beis", "beis"},
      {"ukhsa", "2021-04-01", "co", ""},
      {"ukhsa", "2022-03-31", "co", ""},
      {"ukhsa", "2022-04-01", "dhsc", "dhsc"},
      {"dhsc", "2022-04-01", "", "dhsc"},
      {"gld", "2024-10-14", "ago", "ago"},  // the topmost department
      {"deca-lab", "2024-03-31", "deca", "works"},
      {"deca-lab", "2024-04-01", "de-s", "mod"},  // a parent that ended is who took over
      {"nowhere", "2024-10-14", "", ""},
  };
  const OrganisationTree tree = Sample();
  for (const Case& c : cases) {
    EXPECT_EQ(tree.ParentAt(c.code, On(c.day)), c.parent) << c.code << " " << c.day;
    EXPECT_EQ(tree.DepartmentAt(c.code, On(c.day)).value_or(""), c.department) << c.code << " " << c.day;
  }
}

TEST(OrganisationTree, ASoundTreeHasNoFault) {
  EXPECT_FALSE(Sample().FirstFault(On("1950-01-01")).has_value());
  EXPECT_FALSE(OrganisationTree({}, On(kToday)).FirstFault(0).has_value());
}

TEST(OrganisationTree, ACycleIsFoundOnTheDayItCloses) {
  const auto first = [](std::vector<Organisation> organisations, absl::string_view from) {
    const auto fault = OrganisationTree(std::move(organisations), On(kToday)).FirstFault(On(from));
    return fault.has_value() ? absl::StrCat(fault->code, " ", FormatDay(fault->day)) : "";
  };
  // b was above a and lies below it since 2020.
  const std::vector<Organisation> past = {Formerly(Make("a", ""), "b", "2021-01-01"),
                                          Formerly(Make("b", "a"), "", "2020-01-01")};
  EXPECT_EQ(first(past, "2019-12-31"), "a 2020-01-01");
  EXPECT_EQ(first(past, "2020-06-01"), "a 2020-06-01");
  EXPECT_EQ(first(past, "2021-01-01"), "");
  // Through a successor: c takes over from b, and lies below it.
  EXPECT_EQ(first({Ended(Make("b", ""), "2026-01-01", "c"), Make("c", "b")}, "2024-01-01"), "b 2026-01-01");
  EXPECT_EQ(
      first({Ended(Make("b", ""), "2026-01-01", "c"), Ended(Make("c", ""), "2027-01-01", "b")}, "2024-01-01"),
      "b 2027-01-01");
}

TEST(OrganisationTree, ATreeDeeperThanAnyIsAFault) {
  std::vector<Organisation> chain = {Make("o0", "")};
  for (int i = 1; i < OrganisationTree::kMaxDepth; ++i)
    chain.push_back(Make(absl::StrCat("o", i), absl::StrCat("o", i - 1)));
  EXPECT_FALSE(OrganisationTree(chain, On(kToday)).FirstFault(0).has_value());
  chain.push_back(Make("last", chain.back().code()));
  EXPECT_EQ(OrganisationTree(chain, On(kToday)).FirstFault(0)->code, "last");
}

TEST(OrganisationTree, CyclesInBadDataEndEveryWalk) {
  const OrganisationTree tree(
      {Ended(Make("a", "b"), "2020-01-01", "b"), Ended(Make("b", "c"), "2020-01-01", "a"), Make("c", "a"),
       Make("self", "self"), Ended(Make("own", ""), "2020-01-01", "own")},
      On(kToday));
  EXPECT_TRUE(tree.IsWithin("c", "b"));
  EXPECT_FALSE(tree.IsWithin("a", "c"));
  EXPECT_FALSE(tree.IsWithin("a", "self"));
  EXPECT_EQ(tree.Subtree("a").size(), 3u);
  EXPECT_EQ(tree.Subtree("self").size(), 1u);
  EXPECT_EQ(tree.SuccessorOf("own", kNever - 1), "own");
  tree.SuccessorOf("a", On("2021-01-01"));
  EXPECT_FALSE(tree.DepartmentAt("a", On("2021-01-01")).has_value());
}

TEST(OrganisationTree, ManyMayBeMissing) {
  const OrganisationTree tree({Ended(Make("a", "gone"), "2020-01-01", "gone too")}, On(kToday));
  EXPECT_EQ(tree.SuccessorOf("a", On("2021-01-01")), "a");
  EXPECT_EQ(tree.ParentAt("a", On("2021-01-01")), "");
  EXPECT_THAT(OrganisationTree({}, On(kToday)).Subtree("a"), IsEmpty());
}

// Any graph at all: what the walks must agree on, whatever the data.
RC_GTEST_PROP(OrganisationTreeProperty, SubtreesAndContainmentAgree, ()) {
  const int size = *rc::gen::inRange(1, 12);
  std::vector<Organisation> organisations;
  for (int i = 0; i < size; ++i) {
    const int parent = *rc::gen::inRange(-1, size);
    const int successor = *rc::gen::inRange(-3 * size, size);
    organisations.push_back(Make(absl::StrCat("o", i), parent < 0 ? "" : absl::StrCat("o", parent)));
    if (successor >= 0)
      organisations.back() = Ended(organisations.back(), "2020-01-01", absl::StrCat("o", successor));
  }
  const OrganisationTree tree(organisations, On(kToday));
  for (const Organisation& top : organisations) {
    const std::vector<std::string> list = tree.Subtree(top.code());
    const std::set<std::string> below(list.begin(), list.end());
    RC_ASSERT(list.size() == below.size());
    RC_ASSERT(list[0] == top.code());
    for (const Organisation& other : organisations) {
      RC_ASSERT(tree.IsWithin(other.code(), top.code()) == (below.count(other.code()) == 1));
      if (tree.IsWithin(other.code(), top.code())) {
        for (const std::string& code : tree.Subtree(other.code())) RC_ASSERT(below.count(code) == 1);
      }
    }
    RC_ASSERT(tree.IsWithin(top.code(), tree.SuccessorOf(top.code(), On(kToday))));
  }
}

}  // namespace
}  // namespace obt::auth
