#include "common/chart/chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/cli/numbers.h"

namespace obt::chart {
namespace {

constexpr double kMostSteps = 5;
constexpr double kSlack = 1e-9;  // of doubles

// 1, 2 or 5 of a power of ten.
double RoundStep(double range, bool whole) {
  const double least = range / kMostSteps;
  const double power = std::pow(10, std::floor(std::log10(least) + kSlack));
  double step = 10 * power;
  for (const double factor : {5, 2, 1}) {
    if (factor * power >= least * (1 - kSlack)) step = factor * power;
  }
  return whole ? std::max(step, 1.0) : step;
}

// "-1,234.5"
std::string Decimal(double value) {
  const int64_t thousandths = std::llround(std::abs(value) * 1000);
  return absl::StrCat(value < 0 && thousandths > 0 ? "-" : "", cli::WithDecimals(thousandths));
}

void LayValues(const Chart& chart, Plot& plot) {
  double low = 0, high = 0;
  bool whole = !chart.percent;
  for (const Series& series : chart.series) {
    for (const double value : series.values) {
      if (std::isnan(value)) continue;
      low = std::min(low, value);
      high = std::max(high, value);
      whole = whole && value == std::floor(value);
    }
  }
  if (low == high) high = chart.percent ? 100 : 1;
  const double step = RoundStep(high - low, whole);
  const auto first = static_cast<int64_t>(std::floor(low / step + kSlack));
  const auto last = static_cast<int64_t>(std::ceil(high / step - kSlack));
  plot.low = static_cast<double>(first) * step;
  plot.high = static_cast<double>(last) * step;
  for (int64_t i = first; i <= last; ++i) {
    const double value = static_cast<double>(i) * step;
    plot.values.push_back({plot.At(value), absl::StrCat(Decimal(value), chart.percent ? " %" : "")});
  }
}

double PlaceOf(const Chart& chart, size_t i) {
  const auto count = static_cast<double>(chart.labels.size());
  if (!chart.curves) return (static_cast<double>(i) + 0.5) / count;
  return count == 1 ? 0.5 : static_cast<double>(i) / (count - 1);
}

std::vector<std::vector<Point>> RunsOf(const Chart& chart, const Plot& plot, const Series& series) {
  std::vector<std::vector<Point>> runs;
  bool gap = true;
  for (size_t i = 0; i < series.values.size(); ++i) {
    const bool known = !std::isnan(series.values[i]);
    if (known && gap) runs.emplace_back();
    if (known) runs.back().push_back({PlaceOf(chart, i), plot.At(series.values[i])});
    gap = !known;
  }
  return runs;
}

}  // namespace

Plot LayOut(const Chart& chart, size_t most_labels) {
  Plot plot;
  LayValues(chart, plot);
  const size_t most = std::max<size_t>(most_labels, 1);
  const size_t every = std::max<size_t>((chart.labels.size() + most - 1) / most, 1);
  for (size_t i = 0; i < chart.labels.size(); i += every)
    plot.labels.push_back({PlaceOf(chart, i), chart.labels[i]});
  for (const Series& series : chart.series) plot.runs.push_back(RunsOf(chart, plot, series));
  return plot;
}

bool IsEmpty(const Chart& chart) {
  return std::all_of(chart.series.begin(), chart.series.end(),
                     [](const Series& series) { return std::isnan(LastOf(series)); });
}

double LastOf(const Series& series) {
  const auto last = std::find_if(series.values.rbegin(), series.values.rend(),
                                 [](double value) { return !std::isnan(value); });
  return last == series.values.rend() ? std::numeric_limits<double>::quiet_NaN() : *last;
}

double SumOf(const Series& series) {
  double sum = 0;
  for (const double value : series.values) sum += std::isnan(value) ? 0 : value;
  return sum;
}

std::string Written(const Chart& chart, double value) {
  if (std::isnan(value)) return "–";
  if (chart.percent) return absl::StrFormat("%.1f %%", value);
  return Decimal(std::round(value * 10) / 10);
}

std::string Written(const Chart& chart, const Series& series, size_t label) {
  const bool instead = label < series.instead.size() && !series.instead[label].empty();
  return instead && std::isnan(series.values[label]) ? series.instead[label]
                                                     : Written(chart, series.values[label]);
}

std::string Described(const Chart& chart) {
  std::vector<std::string> parts;
  for (const Series& series : chart.series) {
    std::vector<std::string> values;
    for (size_t i = 0; i < chart.labels.size(); ++i)
      values.push_back(absl::StrCat(chart.labels[i], " ", Written(chart, series, i)));
    parts.push_back(absl::StrCat(series.name, ": ", absl::StrJoin(values, ", ")));
  }
  return absl::StrCat(chart.curves ? "Curves of " : "Bars of ", chart.unit, ". ",
                      IsEmpty(chart) ? kNothing : absl::StrCat(absl::StrJoin(parts, "; "), "."), " ",
                      chart.note);
}

}  // namespace obt::chart
