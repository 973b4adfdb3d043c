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
using aggregator::v1::Step;
using options::v1::MeasureOption;
using options::v1::Milestone;

// All is unspecified of a value that the enum does not have.
const MeasureOption& OptionOf(Measure measure);
options::v1::DimensionKind KindOf(Dimension dimension);
Milestone MilestoneOf(Step step);
// Not defined in a programme without a target, as a measure of it says.
bool NeedsTarget(Milestone milestone);

// The measure its share is usually taken of; unspecified if there is none.
Measure DenominatorOf(Measure measure);

// A level at a day, not a flow.
bool IsLevel(Measure measure);
bool IsTime(Dimension dimension);
bool IsOrganisational(Dimension dimension);
// It counts items.
bool IsOfItems(Measure measure);
// What people are is known of people only, what items are of items only.
bool CanBeGroupedBy(Measure measure, Dimension dimension);
// "IN_SCOPE" of MEASURE_IN_SCOPE.
std::string WordOf(Measure measure);
std::string WordOf(Step step);

// What is wrong with the options of an enum, as a sentence that says what to do; empty if nothing is.
// `is_served` says of a value whether the program knows what to do with it.
std::string FaultOfMeasures(const google::protobuf::EnumDescriptor& measures,
                            absl::FunctionRef<bool(Measure)> is_served);
std::string FaultOfMilestones(const google::protobuf::EnumDescriptor& milestones,
                              absl::FunctionRef<bool(Milestone)> is_served);
std::string FaultOfDimensions(const google::protobuf::EnumDescriptor& dimensions,
                              absl::FunctionRef<bool(Dimension)> is_served);
std::string FaultOfSteps(const google::protobuf::EnumDescriptor& steps,
                         absl::FunctionRef<bool(Step)> is_served);

}  // namespace obt::rules
