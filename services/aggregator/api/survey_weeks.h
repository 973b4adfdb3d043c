// What surveys show this week, of every programme somebody has asked about: made by whoever asks first,
// kept in the store. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/store/store.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/surveys/week.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator {

class SurveyWeeks {
 public:
  SurveyWeeks(const Engine& engine, obt::store::Store& store, const std::vector<FollowedSource>& sources)
      : engine_(engine), store_(store), sources_(sources) {}

  // The week of `today`. NOT_FOUND: no such programme. UNAVAILABLE, WEEK_NOT_COMPLETE: a source is not known
  // up to the week's beginning.
  absl::StatusOr<std::shared_ptr<const SurveyWeek>> Of(const std::string& programme_id, Day today);

 private:
  absl::Status CheckComplete(Day monday) const;
  absl::StatusOr<store::v1::SurveyWeekRow> RowOf(const std::string& programme_id, Day monday);

  const Engine& engine_;
  obt::store::Store& store_;
  const std::vector<FollowedSource>& sources_;
  Mutex mutex_;
  std::map<std::string, std::shared_ptr<const SurveyWeek>> weeks_ ABSL_GUARDED_BY(mutex_);  // by programme
};

}  // namespace obt::aggregator
