// obt.learning.v1.LearningService: intake of learning events, and the records derived from them. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/feed/directory.h"
#include "common/rpc/router.h"
#include "obt/learning/v1/learning.pb.h"
#include "services/learning/event/domain.h"
#include "services/learning/event/record_domain.h"

namespace obt::learning {

class LearningService {
 public:
  explicit LearningService(feed::Directory& directory) : directory_(directory) {}
  void BindTo(rpc::Router& router);

  // One event of a batch. The router has checked its form, and that its person lies in the caller's scope.
  absl::StatusOr<v1::RecordLearningResult> RecordOne(const v1::RecordLearningRequest& request,
                                                     const v1::LearningEvent& event, const rpc::Call& call,
                                                     obt::store::Txn& txn);
  absl::StatusOr<v1::RetractLearningResponse> RetractLearning(const v1::RetractLearningRequest& request,
                                                              const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::GetLearnerRecordResponse> GetLearnerRecord(const v1::GetLearnerRecordRequest& request,
                                                                const rpc::Call& call,
                                                                const obt::store::View& view);
  absl::StatusOr<v1::BatchGetLearnerRecordsResponse> BatchGetLearnerRecords(
      const v1::BatchGetLearnerRecordsRequest& request, const rpc::Call& call, const obt::store::View& view);
  absl::StatusOr<v1::ListLearningEventsResponse> ListLearningEvents(
      const v1::ListLearningEventsRequest& request, const rpc::Call& call, const obt::store::View& view);

 private:
  // What every record of a programme is derived with.
  struct Edition {
    std::shared_ptr<const feed::Lists> lists;  // keeps `programme`
    const identity::v1::Programme* programme = nullptr;
    std::vector<v1::Course> courses;
  };

  absl::StatusOr<v1::RecordLearningResult> Record(const v1::LearningEvent& event, absl::Time now,
                                                  obt::store::Txn& txn);
  absl::StatusOr<Edition> EditionAt(const obt::store::View& view, const std::string& programme_id);
  absl::StatusOr<v1::LearnerRecord> RecordOf(const obt::store::View& view, const Edition& edition,
                                             const std::string& person_id);
  // NOT_FOUND, as for people who do not exist, when the person lies outside the caller's scope.
  absl::Status CheckScope(const rpc::Call& call, const obt::store::View& view, const std::string& person_id);

  feed::Directory& directory_;
};

}  // namespace obt::learning
