#include "services/aggregator/api/survey_weeks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "services/aggregator/schema.h"

namespace obt::aggregator {

absl::StatusOr<std::shared_ptr<const SurveyWeek>> SurveyWeeks::Of(const std::string& programme_id,
                                                                  Day today) {
  const Day monday = MondayOf(today);
  MutexLock lock(mutex_);
  const auto found = weeks_.find(programme_id);
  if (found != weeks_.end() && found->second->monday >= monday) return found->second;
  OBT_ASSIGN_OR_RETURN(const store::v1::SurveyWeekRow row, RowOf(programme_id, monday));
  OBT_ASSIGN_OR_RETURN(SurveyWeek week,
                       engine_.Read([&](const State& state) { return ShowWeek(state, programme_id, row); }));
  auto kept = std::make_shared<const SurveyWeek>(std::move(week));
  weeks_[programme_id] = kept;
  return std::shared_ptr<const SurveyWeek>(std::move(kept));
}

absl::Status SurveyWeeks::CheckComplete(Day monday) const {
  const int64_t begins_us = absl::ToUnixMicros(StartOfDay(monday));
  const auto is_complete = [&](const FollowedSource& source) {
    const feed::FeedPosition at = source.feed->position();
    return at.applied_commit_time_us >= begins_us || (at.connected && at.applied >= at.source_last);
  };
  if (std::all_of(sources_.begin(), sources_.end(), is_complete)) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "WEEK_NOT_COMPLETE",
               "not everything of the week before has arrived here yet; try again");
}

// The row there is, else a new one, which is kept before anybody sees what it shows.
absl::StatusOr<store::v1::SurveyWeekRow> SurveyWeeks::RowOf(const std::string& programme_id, Day monday) {
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::SurveyWeekRow> last,
                       kSurveyWeeks.Find(store_.Now(), {programme_id}));
  if (last.has_value() && last->monday() >= monday) return *last;
  OBT_RETURN_IF_ERROR(CheckComplete(monday));
  OBT_ASSIGN_OR_RETURN(const store::v1::SurveyWeekRow row, engine_.Read([&](const State& state) {
    return TakeDownWeek(state, programme_id, monday, last.value_or(store::v1::SurveyWeekRow()));
  }));
  const auto keep = [&](obt::store::Txn& txn) {
    kSurveyWeeks.Put(txn, {programme_id}, row);
    return absl::OkStatus();
  };
  OBT_RETURN_IF_ERROR(store_.Execute(keep).status());
  return row;
}

}  // namespace obt::aggregator
