// What SurveyService accepts, and which part of a week answers it. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "obt/aggregator/v1/survey.pb.h"
#include "services/aggregator/surveys/week.h"

namespace obt::aggregator::v1 {

Violations Validate(const QuerySurveysRequest& request);

}  // namespace obt::aggregator::v1

namespace obt::aggregator {

// A valid request's.
size_t LevelOf(const v1::QuerySurveysRequest& request);
// The rows of a week that answer a valid request: all, or those of the groups that `covers` lets through.
std::vector<const v1::SurveyResult*> ResultsOf(const SurveyWeek& week, const v1::QuerySurveysRequest& request,
                                               const std::function<bool(absl::string_view)>& covers);

}  // namespace obt::aggregator
