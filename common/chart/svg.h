// A chart as an SVG picture that stands by itself: no scripts, no fonts, no styles from elsewhere. It has a
// title and a description for who cannot see it, and the colours of the Analysis Function's guidance, which
// the colour-blind can tell apart; marks differ as well. Pure.
#pragma once

#include <string>

#include "common/chart/chart.h"

namespace obt::chart {

inline constexpr double kSvgWidth = 800;

// `id` begins the names of its elements: unlike for each picture of a page. Letters are 14 high whatever the
// width, so that what stands beside something else can be narrower and still be read.
std::string AsSvg(const Chart& chart, const std::string& id = "chart", double width = kSvgWidth);

}  // namespace obt::chart
