// Serves obt.aggregator.v1.ProgressService: where one person stands, and who stands somewhere, from the
// columns.
#pragma once

#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "services/aggregator/ingest/engine.h"

namespace obt::aggregator::v1 {

Violations Validate(const GetPersonProgressRequest& request);
Violations Validate(const ListCohortRequest& request);

}  // namespace obt::aggregator::v1

namespace obt::aggregator {

// The steps a programme has, and which of them somebody has done. Pure.
v1::GetPersonProgressResponse ProgressOf(const ProgrammeState& programme, ParticipantIndex participant);

absl::StatusOr<v1::GetPersonProgressResponse> GetPersonProgress(const v1::GetPersonProgressRequest& request,
                                                                const rpc::Call& call,
                                                                const obt::store::View& view,
                                                                const Engine& engine);

void BindProgress(rpc::Router& router, const Engine& engine);

}  // namespace obt::aggregator
