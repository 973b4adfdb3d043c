// obt.learning.v1.SurveyService: what people answer to surveys, read by nobody but themselves. Thread-safe.
#pragma once

#include "common/feed/directory.h"
#include "common/rpc/router.h"
#include "obt/learning/v1/survey.pb.h"
#include "services/learning/response/domain.h"
#include "services/learning/response/rows.h"

namespace obt::learning {

class SurveyService {
 public:
  explicit SurveyService(feed::Directory& directory) : directory_(directory) {}
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::SubmitSurveyResponseResponse> SubmitSurveyResponse(
      const v1::SubmitSurveyResponseRequest& request, const rpc::Call& call, obt::store::Txn& txn);
  // One response of a batch. The router has checked that its person lies in the caller's scope.
  absl::StatusOr<v1::BatchSubmitSurveyResponsesResult> SubmitOne(
      const v1::BatchSubmitSurveyResponsesRequest& request, const v1::SurveyResponse& response,
      const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::GetSurveyResponseResponse> GetSurveyResponse(const v1::GetSurveyResponseRequest& request,
                                                                  const rpc::Call& call,
                                                                  const obt::store::View& view);
  absl::StatusOr<v1::WithdrawSurveyResponseResponse> WithdrawSurveyResponse(
      const v1::WithdrawSurveyResponseRequest& request, const rpc::Call& call, obt::store::Txn& txn);

 private:
  absl::StatusOr<v1::BatchSubmitSurveyResponsesResult> Submit(const v1::SurveyResponse& response,
                                                              const PersonId& person, absl::Time now,
                                                              obt::store::Txn& txn);
  // Whether a post-survey was first answered before the day of any learning that counts.
  absl::StatusOr<bool> IsBeforeLearning(const obt::store::Reader& reader, const ResponseKey& key,
                                        Day answered);

  feed::Directory& directory_;
};

}  // namespace obt::learning
