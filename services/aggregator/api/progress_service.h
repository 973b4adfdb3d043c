// Where one person stands, and who stands somewhere, from the columns. Thread-safe.
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
v1::GetPersonProgressResponse ProgressOf(const ProgrammeState& programme, LearnerIndex learner);

class ProgressService {
 public:
  explicit ProgressService(const Engine& engine) : engine_(engine) {}
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::GetPersonProgressResponse> GetPersonProgress(const v1::GetPersonProgressRequest& request,
                                                                  const rpc::Call& call,
                                                                  const obt::store::View& view);
  absl::Duration WaitForProgress(const v1::GetPersonProgressRequest& request, const rpc::Call& call,
                                 const obt::store::View& view);
  absl::StatusOr<v1::ListCohortResponse> ListCohort(const v1::ListCohortRequest& request,
                                                    const rpc::Call& call, const obt::store::View& view);
  absl::Duration WaitForCohort(const v1::ListCohortRequest& request, const rpc::Call& call,
                               const obt::store::View& view);

 private:
  const Engine& engine_;
};

}  // namespace obt::aggregator
