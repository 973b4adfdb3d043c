// Iterative proportional fitting of people over grade × profession × region, rounded to whole people. Each
// margin of a fitted table holds exactly; how grade, profession and region go together is taken from a seed
// table as far as the margins allow. Pure; the same input and random state give the same table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tools/simulate/random.h"
#include "tools/simulate/reference.h"

namespace obt::simulate {

// Whole numbers in proportion to the weights that sum to total (largest remainder; the first of equals
// gains). Weights must not be negative and not all be zero unless total is zero.
Counts Apportion(int64_t total, const Counts& weights);

// What a table has to sum to along each dimension; all three have the same sum.
struct Margins {
  Counts grade;
  Counts profession;
  Counts region;
};

// A cube of numbers in the order grade, profession, region.
struct Cube {
  Cube(size_t grade_count, size_t profession_count, size_t region_count)
      : grades(grade_count),
        professions(profession_count),
        regions(region_count),
        cells(grade_count * profession_count * region_count) {}

  double& At(size_t grade, size_t profession, size_t region) {
    return cells[(grade * professions + profession) * regions + region];
  }

  size_t grades;
  size_t professions;
  size_t regions;
  std::vector<double> cells;
};

// Scales the cube until its margins are the wanted ones (to within a millionth). Every cell of the cube must
// be positive.
void FitToMargins(const Margins& wanted, Cube& cube);

// Whole people per cell with exactly the wanted margins, near the fitted cube: each cell's whole part first,
// then the people left over, to cells at random in proportion to what rounding took from them.
std::vector<uint32_t> RoundToMargins(const Margins& wanted, const Cube& fitted, Random& random);

}  // namespace obt::simulate
