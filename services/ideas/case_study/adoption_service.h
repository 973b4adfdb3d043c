// The RPCs about adoptions: a part of the service of case studies, which binds them.
#pragma once

#include "absl/status/statusor.h"
#include "common/feed/directory.h"
#include "common/rpc/call.h"
#include "common/store/store.h"
#include "obt/ideas/v1/case_study.pb.h"

namespace obt::ideas {

absl::StatusOr<v1::AdoptCaseStudyResponse> AdoptCaseStudy(const v1::AdoptCaseStudyRequest& request,
                                                          const rpc::Call& call, obt::store::Txn& txn,
                                                          feed::Directory& directory);
absl::StatusOr<v1::ReportAdoptionResponse> ReportAdoption(const v1::ReportAdoptionRequest& request,
                                                          const rpc::Call& call, obt::store::Txn& txn,
                                                          feed::Directory& directory);
absl::StatusOr<v1::ListAdoptionsResponse> ListAdoptions(const v1::ListAdoptionsRequest& request,
                                                        const rpc::Call& call, const obt::store::View& view,
                                                        feed::Directory& directory);

}  // namespace obt::ideas
