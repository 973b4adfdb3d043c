// Nobody gets at a small row by taking larger ones from each other.
#include "services/aggregator/surveys/withhold.h"

#include <array>
#include <cmath>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace obt::aggregator {
namespace {

using ::testing::ElementsAre;

Tally Of(uint32_t positive, uint32_t negative) {
  Tally tally;
  tally.matched[3][3] = positive;
  tally.matched[1][1] = negative;
  tally.before = tally.after = positive + negative;
  return tally;
}

constexpr Showing kNone = Showing::kNothing, kShown = Showing::kShares;

TEST(SurveyWithholding, ASmallPartTakesTheSmallestOtherWithIt) {
  const Tally tallies[] = {Of(53, 61), Of(30, 30), Of(12, 20), Of(10, 10), Of(1, 1)};
  EXPECT_THAT(Withhold(tallies, {}), ElementsAre(kShown, kShown, kShown, kShown, kNone));
  const Line line{0, {1, 2, 3, 4}};
  EXPECT_THAT(Withhold(tallies, {Lines{line}}), ElementsAre(kShown, kShown, kShown, kNone, kNone));
}

TEST(SurveyWithholding, SmallPartsThatAreLargeTogetherNeedNoOther) {
  const Tally tallies[] = {Of(36, 36), Of(30, 30), Of(2, 2), Of(2, 2), Of(2, 2)};
  EXPECT_THAT(Withhold(tallies, {Lines{{0, {1, 2, 3, 4}}}}),
              ElementsAre(kShown, kShown, kNone, kNone, kNone));
}

TEST(SurveyWithholding, AnOnlyPartIsTheWhole) {
  // Everybody: a body, which is 3 and 4, and another, which has only 5.
  const Tally tallies[] = {Of(60, 60), Of(30, 30), Of(30, 30), Of(28, 28), Of(2, 2), Of(30, 30)};
  const Lines all = {{0, {1, 2}}, {1, {3, 4}}, {2, {5}}};
  EXPECT_THAT(Withhold(tallies, {all}), ElementsAre(kShown, kShown, kShown, kNone, kNone, kShown));
  const Lines crossed = {{1, {3, 4}}, {2, {5}}, {0, {3, 4, 5}}};
  EXPECT_THAT(Withhold(tallies, {crossed})[5], kShown);
  const Tally narrow[] = {Of(32, 32), Of(32, 32), Of(30, 30), Of(2, 2)};
  EXPECT_THAT(Withhold(narrow, {Lines{{0, {1}}, {1, {2, 3}}}}), ElementsAre(kShown, kShown, kNone, kNone));
}

TEST(SurveyWithholding, WhatAnEarlierStageShowsIsShown) {
  // Two bodies, everybody of the second of one grade; so is all but 4 of the first.
  enum : size_t { kAll, kFirst, kSecond, kFirstA, kFirstB, kSecondA, kAllA, kAllB };
  const Tally tallies[] = {Of(62, 62), Of(32, 32), Of(30, 30), Of(30, 30),
                           Of(2, 2),   Of(30, 30), Of(60, 60), Of(2, 2)};
  const Lines wholes = {{kAll, {kFirst, kSecond}}};
  const Lines cut = {{kFirst, {kFirstA, kFirstB}},
                     {kSecond, {kSecondA}},
                     {kAll, {kAllA, kAllB}},
                     {kAllA, {kFirstA, kSecondA}},
                     {kAllB, {kFirstB}}};
  EXPECT_THAT(Withhold(tallies, {wholes, cut}),
              ElementsAre(kShown, kShown, kShown, kNone, kNone, kShown, kNone, kNone));
}

TEST(SurveyWithholding, DistributionsAreWithheldTheSameWay) {
  Tally even;
  for (size_t i = 0; i < kPoints; ++i) even.matched[i][i] = 8;
  Tally twice = even, all = even;
  twice += even;
  all += twice;
  all += Of(5, 5);
  const Tally tallies[] = {all, twice, even, Of(5, 5)};
  EXPECT_THAT(Withhold(tallies, {Lines{{0, {1, 2, 3}}}}),
              ElementsAre(Showing::kSpreads, Showing::kSpreads, kShown, kShown));
}

// A random world of departments with organisations, by two attributes, and everything in it as lines.
struct Cube {
  std::vector<Tally> tallies;
  std::array<Lines, 2> stages;
  Lines lines() const {
    Lines all = stages[0];
    all.insert(all.end(), stages[1].begin(), stages[1].end());
    return all;
  }
};

class CubeMaker {
 public:
  explicit CubeMaker(uint32_t seed) : random_(seed) {}

  Cube Make() {
    cube_ = {};
    Block everybody = Add();
    for (size_t departments = 2 + Draw(3); departments > 0; --departments) {
      Block department = Add();
      for (size_t bodies = 1 + Draw(3); bodies > 0; --bodies) {
        department.parts.push_back(Add());
        Fill(department.parts.back());
      }
      AddUp(department);
      everybody.parts.push_back(department);
    }
    AddUp(everybody);
    return cube_;
  }

 private:
  static constexpr size_t kValues = 3;
  // A group: whole, by one attribute, by the other.
  struct Block {
    size_t first = 0;
    std::vector<Block> parts;
  };
  static constexpr size_t kNodes = 1 + 2 * kValues;

  size_t Draw(size_t below) { return random_() % below; }

  Block Add() {
    const Block block{cube_.tallies.size(), {}};
    cube_.tallies.resize(block.first + kNodes);
    for (size_t attribute = 0; attribute < 2; ++attribute) {
      Line line{block.first, {}};
      for (size_t value = 0; value < kValues; ++value)
        line.parts.push_back(block.first + 1 + attribute * kValues + value);
      cube_.stages[1].push_back(line);
    }
    return block;
  }

  void Fill(const Block& body) {
    for (size_t people = Draw(2) == 0 ? Draw(12) : Draw(120); people > 0; --people) {
      Tally one;
      one.Add(static_cast<uint8_t>(1 + Draw(5)), static_cast<uint8_t>(1 + Draw(5)));
      const size_t skewed = Draw(3) == 0 ? Draw(kValues) : 0;
      cube_.tallies[body.first] += one;
      cube_.tallies[body.first + 1 + skewed] += one;
      cube_.tallies[body.first + 1 + kValues + Draw(kValues)] += one;
    }
  }

  void AddUp(const Block& whole) {
    for (size_t node = 0; node < kNodes; ++node) {
      Line line{whole.first + node, {}};
      for (const Block& part : whole.parts) {
        line.parts.push_back(part.first + node);
        cube_.tallies[line.whole] += cube_.tallies[part.first + node];
      }
      cube_.stages[node == 0 ? 0 : 1].push_back(line);
    }
  }

  std::mt19937 random_;
  Cube cube_;
};

// Which of the unknown nodes somebody can compute who knows all others without any rounding, and that every
// line adds up: those of which the equations leave one value only.
std::vector<size_t> Computable(const Cube& cube, const std::vector<char>& unknown) {
  std::vector<size_t> column(cube.tallies.size(), 0), nodes;
  for (size_t i = 0; i < unknown.size(); ++i) {
    if (!unknown[i]) continue;
    column[i] = nodes.size();
    nodes.push_back(i);
  }
  std::vector<std::vector<double>> rows;
  for (const Line& line : cube.lines()) {
    std::vector<double>& row = rows.emplace_back(nodes.size(), 0.0);
    if (unknown[line.whole]) row[column[line.whole]] += 1;
    for (const size_t part : line.parts) {
      if (unknown[part]) row[column[part]] -= 1;
    }
  }
  std::vector<size_t> computable;
  size_t rank = 0;
  for (size_t c = 0; c < nodes.size() && rank < rows.size(); ++c) {
    size_t best = rank;
    for (size_t r = rank; r < rows.size(); ++r) {
      if (std::abs(rows[r][c]) > std::abs(rows[best][c])) best = r;
    }
    if (std::abs(rows[best][c]) < 1e-9) continue;
    std::swap(rows[rank], rows[best]);
    const double pivot = rows[rank][c];
    for (double& value : rows[rank]) value /= pivot;
    for (size_t r = 0; r < rows.size(); ++r) {
      const double factor = rows[r][c];
      if (r == rank || std::abs(factor) < 1e-9) continue;
      for (size_t i = 0; i < nodes.size(); ++i) rows[r][i] -= factor * rows[rank][i];
    }
    ++rank;
  }
  for (size_t r = 0; r < rank; ++r) {
    size_t count = 0, last = 0;
    for (size_t i = 0; i < nodes.size(); ++i) {
      if (std::abs(rows[r][i]) < 1e-9) continue;
      ++count;
      last = i;
    }
    if (count == 1) computable.push_back(nodes[last]);
  }
  return computable;
}

// Adds to what is known what a line gives away of which all members but one are known, again and again.
void Subtract(const Cube& cube, std::vector<char>& unknown) {
  for (bool found = true; found;) {
    found = false;
    for (const Line& line : cube.lines()) {
      std::vector<size_t> open;
      if (unknown[line.whole]) open.push_back(line.whole);
      for (const size_t part : line.parts) {
        if (unknown[part]) open.push_back(part);
      }
      if (open.size() != 1) continue;
      unknown[open[0]] = 0;
      found = true;
    }
  }
}

// Subtracting finds none, in however many steps. Whoever solved all equations at once would find one in five
// hundred; but rows are rounded, so that what takes two rows or more to compute is known to within 4 at best.
TEST(SurveyWithholding, NoSmallRowFollowsFromTheOthersEvenIfTheyWereExact) {
  size_t small = 0, given_away = 0, solved = 0;
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    const Cube cube = CubeMaker(seed).Make();
    const std::vector<Showing> showing = Withhold(cube.tallies, cube.stages);
    std::vector<char> hidden, too_small;
    for (size_t i = 0; i < cube.tallies.size(); ++i) {
      const bool anybody = cube.tallies[i].Matched() > 0;
      hidden.push_back(anybody && showing[i] == Showing::kNothing);
      too_small.push_back(anybody && !MayShowShares(cube.tallies[i]));
      small += too_small.back();
      EXPECT_TRUE(!too_small.back() || hidden.back());
    }
    given_away += Computable(cube, too_small).size();
    for (const size_t node : Computable(cube, hidden)) solved += too_small[node];
    std::vector<char> unknown = hidden;
    Subtract(cube, unknown);
    for (size_t i = 0; i < hidden.size(); ++i)
      EXPECT_TRUE(unknown[i] || !too_small[i])
          << "seed " << seed << ": " << cube.tallies[i].Matched() << " people";
  }
  EXPECT_GT(given_away, small / 10) << "if only small rows were withheld";
  EXPECT_LT(solved, small / 500);
}

TEST(SurveyWithholding, WhatIsLeftOfAWholeIsARowThatMightBeShown) {
  for (uint32_t seed = 1; seed <= 300; ++seed) {
    const Cube cube = CubeMaker(seed).Make();
    const std::vector<Showing> showing = Withhold(cube.tallies, cube.stages);
    for (const Line& line : cube.lines()) {
      if (showing[line.whole] == Showing::kNothing) continue;
      Tally rest, spread_rest;
      for (const size_t part : line.parts) {
        if (showing[part] == Showing::kNothing) rest += cube.tallies[part];
        if (showing[part] != Showing::kSpreads) spread_rest += cube.tallies[part];
      }
      EXPECT_TRUE(rest.Matched() == 0 || MayShowShares(rest)) << "seed " << seed;
      if (showing[line.whole] != Showing::kSpreads) continue;
      EXPECT_TRUE(spread_rest.Matched() == 0 || MayShowSpreads(spread_rest)) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace obt::aggregator
