// What the aggregator service is made of, for its main() and for tests that run it in process.
#pragma once

#include "common/app/server.h"
#include "google/protobuf/descriptor.h"
#include "obt/aggregator/v1/metrics.pb.h"

namespace obt::aggregator {

app::ServiceSpec Spec();

// Dies of a measure, dimension or step that does not state what it is, or that nobody counts, with a sentence
// that says what to do. The service does so when it starts.
void CheckContract(const google::protobuf::EnumDescriptor& measures = *v1::Measure_descriptor());

}  // namespace obt::aggregator
