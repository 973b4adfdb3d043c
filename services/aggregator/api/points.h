// The points of a request that must see its own writes: for every request that has `at_least`.
#pragma once

#include "common/base/error.h"
#include "obt/common/v1/common.pb.h"
#include "services/aggregator/columns/state.h"

namespace obt::aggregator {

// The position of every source a state includes.
google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint> PointsOf(const State& state);
// Each names a source, each source once.
void CheckPoints(Violations& out,
                 const google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint>& at_least);

}  // namespace obt::aggregator
