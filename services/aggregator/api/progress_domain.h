// What ProgressService accepts, and the steps of one person. Pure.
#pragma once

#include "common/base/error.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "services/aggregator/columns/state.h"

namespace obt::aggregator::v1 {

Violations Validate(const GetPersonProgressRequest& request);
Violations Validate(const ListCohortRequest& request);

}  // namespace obt::aggregator::v1

namespace obt::aggregator {

// The steps a programme has, and which of them somebody has done.
v1::GetPersonProgressResponse ProgressOf(const ProgrammeState& programme, ParticipantIndex participant);
// Whether progress knows of a step.
bool IsTold(v1::Step step);

}  // namespace obt::aggregator
