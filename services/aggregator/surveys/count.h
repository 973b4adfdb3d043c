// The pass over the participants that tallies what they answered, before and after, by construct. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "obt/aggregator/v1/survey.pb.h"
#include "services/aggregator/surveys/shape.h"

namespace obt::aggregator {

// What is asked on five points in surveys of both kinds, by construct, with what is published about it.
std::vector<v1::SurveyConstruct> ConstructsOf(const ProgrammeState& programme);

// By construct and node. Of a person the response that stands counts in each survey: the last one within the
// counting window and up to the shape's as_of. Where several surveys of a kind ask for a construct, the last
// answer counts.
using Tallies = std::vector<Tally>;
std::vector<Tallies> CountSurveys(const State& state, const ProgrammeState& programme,
                                  const SurveyShape& shape, absl::Span<const v1::SurveyConstruct> constructs);

}  // namespace obt::aggregator
