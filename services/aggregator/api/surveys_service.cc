#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "common/rpc/answer_page.h"
#include "common/store/page.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/api/surveys_domain.h"

namespace obt::aggregator {
namespace {

using ResultPage = obt::store::Page<const v1::SurveyResult*>;

// A position says of which week it is, and how many rows come before.
absl::StatusOr<ResultPage> PageOf(std::vector<const v1::SurveyResult*> results, Day monday,
                                  const std::string& position, size_t limit) {
  size_t first = 0;
  if (!position.empty()) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(position, absl::MaxSplits(':', 1));
    if (parts.first != FormatDay(monday) || !absl::SimpleAtoi(parts.second, &first)) {
      return Error(absl::StatusCode::kOutOfRange, "ANSWER_GONE",
                   "page_token: a new week has begun; query again");
    }
  }
  const size_t end = std::min(results.size(), first + limit);
  ResultPage page;
  for (size_t i = first; i < end; ++i) {
    page.rows.push_back(results[i]);
    page.ends.push_back(absl::StrCat(FormatDay(monday), ":", i + 1));
  }
  if (end < results.size()) page.next = page.ends.back();
  return page;
}

absl::StatusOr<v1::QuerySurveysResponse> QuerySurveys(const v1::QuerySurveysRequest& request,
                                                      const rpc::Call& call, const obt::store::View&,
                                                      SurveyWeeks& weeks) {
  std::function<bool(absl::string_view)> covers;
  if (!call.scope.everything) {
    if (LevelOf(request) == kEverybody) {
      return Error(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE",
                   "group_by: everybody is out of your scope; group by ORGANISATION or DEPARTMENT");
    }
    covers = [&call](absl::string_view code) { return call.Covers(code); };
  }
  OBT_ASSIGN_OR_RETURN(const auto week, weeks.Of(request.programme_id(), DayOf(call.now)));
  const auto read = [&](const std::string& position, size_t limit) {
    return PageOf(ResultsOf(*week, request, covers), week->monday, position, limit);
  };
  OBT_ASSIGN_OR_RETURN(auto response,
                       rpc::AnswerPage(request, call, &v1::QuerySurveysResponse::mutable_results, read,
                                       [](const v1::SurveyResult* result) { return *result; }));
  *response.mutable_as_of() = ToDate(week->as_of);
  response.mutable_constructs()->Add(week->constructs.begin(), week->constructs.end());
  *response.mutable_applied() = week->applied;
  return response;
}

}  // namespace

void BindSurveys(rpc::Router& router, SurveyWeeks& weeks) { router.Query(QuerySurveys, weeks); }

}  // namespace obt::aggregator
