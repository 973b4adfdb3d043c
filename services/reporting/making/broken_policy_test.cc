// The policy that is broken: counts as they are, of which only small ones are withheld. Whoever has learnt to
// subtract is told the one small figure of every organisation that has just one beside others with their
// total; and, of the same release, none of them by the policy that holds.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/reporting/disclosure/propagate.h"
#include "services/reporting/making/joint.h"
#include "services/reporting/testing/answers.h"

namespace obt::reporting::making {
namespace {

using disclosure::Cell;
using disclosure::CellId;
using disclosure::Eyes;
using disclosure::Interval;

constexpr uint32_t kSeed = 1;
// Half of the departments have one body alone.
constexpr testing::Shape kLarge = {
    .departments = 60, .bodies = 90, .grades = 9, .professions = 24, .regions = 12};
constexpr size_t kPeople = 30'000;

bool IsSmall(const Cell& cell) { return cell.truth < disclosure::kThreshold; }

// What the broken policy tells of each cell.
std::vector<Interval> PrintedAsTheyAre(const disclosure::Model& model) {
  std::vector<Interval> known;
  for (const Cell& cell : model.cells()) {
    const bool is_told = cell.exact || (cell.status != disclosure::Status::kUnprinted && !IsSmall(cell));
    known.push_back(is_told ? Interval{cell.truth, cell.truth} : Interval{0, cell.cap});
  }
  return known;
}

// The figures of a release by measure and group, as they are called in its tables.
class Figures {
 public:
  explicit Figures(const Joint& joint) : joint_(joint) {
    for (const auto& [name, id] : joint.newest().names) {
      const size_t bar = name.find('|');
      groups_[name.substr(0, bar)][name.substr(bar + 1)] = id;
    }
  }

  // For each measure the one small part of a shown total. `parts`: how the names of their groups begin.
  std::vector<CellId> OnlySmallOnes(const std::string& total, const std::string& parts) const {
    std::vector<CellId> found;
    for (const auto& [measure, groups] : groups_) {
      const auto whole = groups.find(total);
      if (whole == groups.end() || IsSmall(joint_.model.cell(whole->second))) continue;
      std::set<CellId> small;
      for (auto part = groups.lower_bound(parts);
           part != groups.end() && absl::StartsWith(part->first, parts); ++part) {
        if (IsSmall(joint_.model.cell(part->second))) small.insert(part->second);
      }
      if (small.size() == 1) found.push_back(*small.begin());
    }
    return found;
  }
  // Among its grades, professions and regions.
  std::vector<CellId> Of(const std::string& department) const {
    std::vector<CellId> found;
    for (const char* const cut : {"grade", "profession", "region"}) {
      for (const CellId id : OnlySmallOnes(department, absl::StrCat(department, "|", cut, ":")))
        found.push_back(id);
    }
    return found;
  }
  // Its own, among the bodies of its department.
  std::vector<CellId> Of(const std::string& department, const std::string& body) const {
    const std::string bodies = absl::StrCat(department, "|organisation:");
    std::vector<CellId> found;
    for (const CellId id : OnlySmallOnes(department, bodies)) {
      if (absl::EndsWith(joint_.model.cell(id).name, absl::StrCat(bodies, body))) found.push_back(id);
    }
    return found;
  }

 private:
  const Joint& joint_;
  std::map<std::string, std::map<std::string, CellId>> groups_;
};

// What is told of the organisations walked over.
struct Walk {
  void Over(const std::string& organisation, const std::vector<CellId>& only_small) {
    ++organisations;
    if (only_small.empty()) return;
    ++with_one;
    size_t recovered = 0;
    for (const CellId id : only_small) {
      const Cell& cell = model.cell(id);
      const bool is_told = told[id] == Interval{cell.truth, cell.truth};
      EXPECT_TRUE(is_told) << organisation << ": " << cell.name;
      EXPECT_LT(told_by_policy[id].low, told_by_policy[id].high) << organisation << ": " << cell.name;
      recovered += is_told;
      if (is_told) std::printf("%s: %s is %d\n", organisation.c_str(), cell.name.c_str(), told[id].low);
    }
    caught += recovered > 0 && recovered == only_small.size();
    figures += recovered;
  }

  const disclosure::Model& model;
  const std::vector<Interval>& told;
  const std::vector<Interval>& told_by_policy;
  size_t organisations = 0, with_one = 0, caught = 0, figures = 0;
};

TEST(BrokenPolicy, GivesAwayTheOneSmallFigureOfEveryOrganisationThatHasOne) {
  const testing::SmallProgramme programme = testing::DrawProgramme(kSeed, kPeople, 2, kLarge);
  auto joint = Join(std::vector<Kept>{testing::KeptOf(programme)});
  ASSERT_TRUE(joint.ok()) << joint.status();
  const std::vector<Interval> told = disclosure::Propagate(joint->model, PrintedAsTheyAre(joint->model));
  disclosure::SetPrimaries(joint->model);
  const std::vector<Interval> told_by_policy = disclosure::Propagate(joint->model, Eyes::kBlind);

  std::map<std::string, std::set<std::string>> bodies_of;
  for (const testing::Someone& someone : programme.people) bodies_of[someone.department].insert(someone.body);
  const Figures figures(*joint);
  Walk bodies{joint->model, told, told_by_policy}, departments = bodies;
  for (const auto& [department, bodies_there] : bodies_of) {
    if (bodies_there.size() == 1) {  // it is the department
      bodies.Over(*bodies_there.begin(), figures.Of(department));
      continue;
    }
    departments.Over(department, figures.Of(department));
    for (const std::string& body : bodies_there) bodies.Over(body, figures.Of(department, body));
  }
  for (const auto& [what, walk] : {std::pair("bodies", &bodies), {"departments of several", &departments}}) {
    std::printf("seed %u: %zu %s, %zu with one small figure among others: %zu caught, %zu figures told\n",
                kSeed, walk->organisations, what, walk->with_one, walk->caught, walk->figures);
    EXPECT_GE(walk->with_one, 15u);
    EXPECT_EQ(walk->caught, walk->with_one);
  }
  EXPECT_GE(bodies.organisations, 60u);
}

}  // namespace
}  // namespace obt::reporting::making
