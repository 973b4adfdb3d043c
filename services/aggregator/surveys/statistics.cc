#include "services/aggregator/surveys/statistics.h"

#include <math.h>

#include <algorithm>

namespace obt::aggregator {
namespace {

// The logarithm of n!; in long double, of whose digits what cancels leaves enough. `lgammal` itself writes to
// a variable that all threads share.
long double LogFactorial(uint64_t n) {
  int sign = 0;
  return lgammal_r(static_cast<long double>(n) + 1, &sign);
}

}  // namespace

double McNemarP(uint64_t one_way, uint64_t other_way) {
  const uint64_t fewer = std::min(one_way, other_way), all = one_way + other_way;
  long double term = expl(LogFactorial(all) - LogFactorial(fewer) - LogFactorial(all - fewer) -
                          static_cast<long double>(all) * logl(2));
  // Each term is smaller than the one before.
  long double sum = 0;
  for (uint64_t i = fewer;; --i) {
    sum += term;
    if (i == 0 || term < sum * 1e-18L) break;
    term *= static_cast<long double>(i) / static_cast<long double>(all - i + 1);
  }
  return static_cast<double>(std::min(1.0L, 2 * sum));
}

Interval WilsonOf(uint64_t count, uint64_t all) {
  constexpr double kZ = 1.959963984540054;  // of 97.5 %
  const double k = static_cast<double>(count), n = static_cast<double>(all);
  const double centre = k + kZ * kZ / 2, reach = kZ * sqrt(k * (n - k) / n + kZ * kZ / 4);
  return {std::max(0.0, (centre - reach) / (n + kZ * kZ)), std::min(1.0, (centre + reach) / (n + kZ * kZ))};
}

}  // namespace obt::aggregator
