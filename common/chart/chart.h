// Figures as a picture, before anybody draws it: curves over time, or bars, and where everything stands.
// text.h draws it on a terminal, svg.h for a page. Pure.
#pragma once

#include <string>
#include <vector>

namespace obt::chart {

// As many as can be told apart.
inline constexpr size_t kMostSeries = 6;

struct Series {
  std::string name;
  std::vector<double> values;        // one for each label; NaN: not known, which leaves a gap
  std::vector<std::string> instead;  // by label: what stands for a value that is not known; empty: "–" does
};

struct Chart {
  std::string title;
  std::string unit;  // what is counted, and when: "people, new in each week"
  std::string note;  // what holds for all of it
  bool curves = false;
  bool percent = false;  // values are per cent
  std::vector<std::string> labels;
  std::vector<Series> series;  // at most kMostSeries
};

// Where something stands on an axis, from 0 to 1.
struct Tick {
  double at;
  std::string text;
};
struct Point {
  double x, y;
};

struct Plot {
  double low = 0, high = 1;  // ends of the axis of values: round, with 0 between them
  std::vector<Tick> values;  // from the lowest
  std::vector<Tick> labels;  // those for which there is room
  std::vector<std::vector<std::vector<Point>>> runs;  // of each curve its pieces between gaps

  double At(double value) const { return (value - low) / (high - low); }
};

Plot LayOut(const Chart& chart, size_t most_labels);

// Nothing in it can be drawn; kNothing says so.
bool IsEmpty(const Chart& chart);
inline constexpr char kNothing[] = "There is nothing to draw: no group has a value.";

// "1,234", "12.5 %"; "–" of what is not known.
std::string Written(const Chart& chart, double value);
// The same of one of the chart's series, with what it says instead.
std::string Written(const Chart& chart, const Series& series, size_t label);
// The picture in words, for who cannot see it.
std::string Described(const Chart& chart);
// Of the values that are known: the last, NaN where there is none, and all together.
double LastOf(const Series& series);
double SumOf(const Series& series);

}  // namespace obt::chart
