// What the aggregator service is made of, for its main() and for tests that run it in process.
#pragma once

#include "common/app/server.h"
#include "google/protobuf/descriptor.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "obt/options/v1/measures.pb.h"

namespace obt::aggregator {

app::ServiceSpec Spec();

// The enums of the contract whose values the aggregator must know.
struct Contract {
  const google::protobuf::EnumDescriptor& measures = *v1::Measure_descriptor();
  const google::protobuf::EnumDescriptor& milestones = *options::v1::Milestone_descriptor();
  const google::protobuf::EnumDescriptor& dimensions = *v1::Dimension_descriptor();
  const google::protobuf::EnumDescriptor& steps = *v1::Step_descriptor();
};

// Dies of a value that does not state what it is, or that nobody counts, recounts, groups by or tells, with a
// sentence that says what to do. The service does so when it starts.
void CheckContract(const Contract& contract = {});

}  // namespace obt::aggregator
