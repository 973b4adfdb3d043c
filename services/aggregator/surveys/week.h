// What surveys show of a programme for a week: taken down once from the columns, as a row, and shown from
// that row alone. Pure.
#pragma once

#include <array>
#include <vector>

#include "absl/status/statusor.h"
#include "obt/aggregator/store/v1/aggregator_store.pb.h"
#include "obt/aggregator/v1/survey.pb.h"
#include "services/aggregator/surveys/shape.h"

namespace obt::aggregator {

// The week of a Monday is about what was answered before it. A group goes on showing what it did in `last`,
// the row of an earlier week, if there is one, as long as fewer than kMinSide of its people have answered
// otherwise since. NOT_FOUND: no such programme.
absl::StatusOr<store::v1::SurveyWeekRow> TakeDownWeek(const State& state, const std::string& programme_id,
                                                      Day monday, const store::v1::SurveyWeekRow& last);

// All answers of a week, by what they are grouped by.
struct SurveyWeek {
  Day monday = kNever;
  Day as_of = kNever;
  google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint> applied;
  std::vector<v1::SurveyConstruct> constructs;
  std::array<std::array<std::vector<v1::SurveyResult>, kCuts>, kLevels> results;
};
absl::StatusOr<SurveyWeek> ShowWeek(const State& state, const std::string& programme_id,
                                    const store::v1::SurveyWeekRow& row);

}  // namespace obt::aggregator
