// The job that makes a release: copies the aggregator's figures from one snapshot, then decides what is
// withheld, proves it and writes the bundle. Each of both is kept in one commit; after a stop the second goes
// on from what the first has kept. Nothing else writes a release that is CREATING.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/jobs/jobs.h"
#include "common/rpc/client.h"
#include "common/store/store.h"
#include "services/reporting/making/make.h"
#include "services/reporting/schema.h"

namespace obt::reporting {

class ReleaseJob {
 public:
  struct Surroundings {
    obt::store::Store* store = nullptr;
    jobs::Jobs* jobs = nullptr;
    const Clock* clock = nullptr;
    const rpc::Client* aggregator = nullptr;
    std::string version;  // of this program
  };
  // Adds its kind to the jobs, which must stop before this ends.
  explicit ReleaseJob(Surroundings surroundings);

  // Says of a release that is being made how far it is.
  void AddProgress(v1::Release& release) const;

 private:
  absl::StatusOr<bool> Step(const ReleaseId& id);
  absl::Status Copy(const store::v1::ReleaseRow& row);
  absl::StatusOr<making::Answers> AskAll(const std::string& snapshot_id, const store::v1::ReleaseRow& row);
  absl::StatusOr<tables::SurveyAnswers> AskSurveys(const std::string& programme_id);
  absl::Status CopySurveys(making::Kept& copied);
  absl::Status MakeOf(store::v1::ReleaseRow row);
  absl::StatusOr<making::Decision> DecideOn(const std::vector<making::Kept>& kept);
  absl::Status WriteOf(std::vector<making::Kept> kept, const std::vector<std::string>& published);
  // Writes what a step has come to, where the release is still there to be made.
  absl::Status Keep(const store::v1::ReleaseRow& row, const making::Kept* copied,
                    const making::Made* made) const;
  absl::Status Fail(store::v1::ReleaseRow row, absl::string_view why) const;
  void Report(const std::string& release_id, int percent, absl::string_view phase);

  const Surroundings with_;
  mutable Mutex mutex_;
  std::string release_id_ ABSL_GUARDED_BY(mutex_), phase_ ABSL_GUARDED_BY(mutex_);
  int percent_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace obt::reporting
