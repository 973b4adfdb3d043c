// What the contract says of measures, dimensions and steps: the options of their enum values, read once.
// Pure.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "google/protobuf/descriptor.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "obt/options/v1/measures.pb.h"

namespace obt::rules {

using aggregator::v1::Dimension;
using aggregator::v1::Measure;
using options::v1::MeasureOption;
using options::v1::Milestone;

// All is unspecified of a value that the enum does not have.
const MeasureOption& OptionOf(Measure measure);
options::v1::DimensionKind KindOf(Dimension dimension);
Milestone MilestoneOf(aggregator::v1::Step step);

// A level at a day, not a flow.
bool IsLevel(Measure measure);
bool IsTime(Dimension dimension);
bool IsOrganisational(Dimension dimension);
// What organisations state is not known by what people are.
bool CanBeGroupedBy(Measure measure, Dimension dimension);
// "IN_SCOPE" of MEASURE_IN_SCOPE.
std::string WordOf(Measure measure);

// What is wrong with the options of an enum, as a sentence that says what to do; empty if nothing is.
// `is_counted` says of a measure whether somebody counts it.
std::string FaultOfMeasures(const google::protobuf::EnumDescriptor& measures,
                            absl::FunctionRef<bool(Measure)> is_counted);
std::string FaultOfDimensions(const google::protobuf::EnumDescriptor& dimensions);
std::string FaultOfSteps(const google::protobuf::EnumDescriptor& steps);

}  // namespace obt::rules
