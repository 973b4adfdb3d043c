#include "tools/simulate/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace obt::simulate {
namespace {

constexpr int kMaxRounds = 200;
constexpr double kTolerance = 1e-6;

// Scales the cube along one dimension; returns the largest relative change.
double ScaleTo(const Counts& wanted, size_t stride, Cube& cube) {
  std::vector<double> sums(wanted.size(), 0.0);
  const size_t period = stride * wanted.size();
  for (size_t start = 0; start < cube.cells.size(); start += stride) {
    double& sum = sums[start % period / stride];
    for (size_t i = start; i < start + stride; ++i) sum += cube.cells[i];
  }
  double change = 0;
  for (size_t code = 0; code < wanted.size(); ++code) {
    sums[code] = sums[code] > 0 ? static_cast<double>(wanted[code]) / sums[code] : 0;
    if (wanted[code] > 0) change = std::max(change, std::abs(sums[code] - 1));
  }
  for (size_t start = 0; start < cube.cells.size(); start += stride) {
    const double factor = sums[start % period / stride];
    for (size_t i = start; i < start + stride; ++i) cube.cells[i] *= factor;
  }
  return change;
}

// What is still to be placed while a cube is rounded.
class Remainder {
 public:
  Remainder(const Margins& wanted, const Cube& cube) : left_(wanted), cube_(cube) {
    people_ = std::accumulate(left_.grade.begin(), left_.grade.end(), int64_t{0});
  }

  // Places up to count people in a cell, as many as all three margins still take.
  int64_t Place(size_t cell, int64_t count) {
    int64_t& grade = left_.grade[cell / cube_.regions / cube_.professions];
    int64_t& profession = left_.profession[cell / cube_.regions % cube_.professions];
    int64_t& region = left_.region[cell % cube_.regions];
    const int64_t placed = std::min({count, grade, profession, region});
    grade -= placed;
    profession -= placed;
    region -= placed;
    people_ -= placed;
    return placed;
  }

  int64_t people() const { return people_; }

 private:
  Margins left_;
  const Cube& cube_;
  int64_t people_ = 0;
};

// The cells of positive weight in random order, heavy ones likely first: sampling without replacement.
std::vector<size_t> DrawOrder(const std::vector<double>& weights, Random& random) {
  std::vector<std::pair<double, size_t>> keys;
  for (size_t cell = 0; cell < weights.size(); ++cell) {
    if (weights[cell] > 0) keys.emplace_back(-std::log(1 - random.Unit()) / weights[cell], cell);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<size_t> order;
  order.reserve(keys.size());
  for (const auto& [key, cell] : keys) order.push_back(cell);
  return order;
}

}  // namespace

Counts Apportion(int64_t total, const Counts& weights) {
  Counts shares(weights.size(), 0);
  const int64_t whole = std::accumulate(weights.begin(), weights.end(), int64_t{0});
  if (total == 0 || whole == 0) return shares;
  std::vector<std::pair<int64_t, size_t>> remainders;
  int64_t left = total;
  for (size_t i = 0; i < weights.size(); ++i) {
    shares[i] = total * weights[i] / whole;
    left -= shares[i];
    remainders.emplace_back(-(total * weights[i] % whole), i);
  }
  std::sort(remainders.begin(), remainders.end());
  for (int64_t i = 0; i < left; ++i) ++shares[remainders[i].second];
  return shares;
}

void FitToMargins(const Margins& wanted, Cube& cube) {
  for (int round = 0; round < kMaxRounds; ++round) {
    double change = ScaleTo(wanted.grade, cube.professions * cube.regions, cube);
    change = std::max(change, ScaleTo(wanted.profession, cube.regions, cube));
    change = std::max(change, ScaleTo(wanted.region, 1, cube));
    if (change < kTolerance) return;
  }
}

std::vector<uint32_t> RoundToMargins(const Margins& wanted, const Cube& fitted, Random& random) {
  std::vector<uint32_t> people(fitted.cells.size(), 0);
  std::vector<double> fractions(fitted.cells.size(), 0.0);
  Remainder remainder(wanted, fitted);
  for (size_t cell = 0; cell < people.size(); ++cell) {
    const double floor = std::floor(fitted.cells[cell] + kTolerance);
    people[cell] = static_cast<uint32_t>(remainder.Place(cell, static_cast<int64_t>(floor)));
    fractions[cell] = std::max(0.0, fitted.cells[cell] - floor);
  }
  for (size_t cell : DrawOrder(fractions, random))
    people[cell] += static_cast<uint32_t>(remainder.Place(cell, 1));
  // What the first round could not place goes wherever all three margins still have room. While anybody is
  // left each margin has a code with room, and the cell where the three meet is positive: every round places
  // somebody.
  while (remainder.people() > 0) {
    for (size_t cell : DrawOrder(fitted.cells, random)) {
      people[cell] += static_cast<uint32_t>(remainder.Place(cell, 1));
    }
  }
  return people;
}

}  // namespace obt::simulate
