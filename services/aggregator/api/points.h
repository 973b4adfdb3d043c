// The points of a request that must see its own writes: for every request that has `at_least`.
#pragma once

#include "common/base/error.h"
#include "obt/common/v1/common.pb.h"

namespace obt::aggregator {

// Each names a source, each source once.
void CheckPoints(Violations& out,
                 const google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint>& at_least);

}  // namespace obt::aggregator
