#include "services/aggregator/api/surveys_domain.h"

#include <algorithm>

#include "common/base/rules.h"
#include "common/base/validate.h"
#include "common/rules/measures.h"

namespace obt::aggregator {
namespace {

// 0: it cuts by nothing people are.
size_t CutBy(v1::Dimension dimension) {
  const auto is_of = [dimension](const Attribute& attribute) { return attribute.dimension == dimension; };
  const auto found = std::find_if(kAttributes.begin(), kAttributes.end(), is_of);
  return found == kAttributes.end() ? kWhole : static_cast<size_t>(found - kAttributes.begin()) + 1;
}

}  // namespace

size_t LevelOf(const v1::QuerySurveysRequest& request) {
  for (const int by : request.group_by()) {
    if (by == v1::DIMENSION_ORGANISATION) return kOrganisations;
    if (by == v1::DIMENSION_DEPARTMENT) return kDepartments;
  }
  return kEverybody;
}

std::vector<const v1::SurveyResult*> ResultsOf(const SurveyWeek& week, const v1::QuerySurveysRequest& request,
                                               const std::function<bool(absl::string_view)>& covers) {
  size_t cut = kWhole;
  for (const int by : request.group_by()) cut = std::max(cut, CutBy(static_cast<v1::Dimension>(by)));
  std::vector<const v1::SurveyResult*> results;
  for (const v1::SurveyResult& result : week.results[LevelOf(request)][cut]) {
    if (covers == nullptr || covers(result.group_code())) results.push_back(&result);
  }
  return results;
}

}  // namespace obt::aggregator

namespace obt::aggregator::v1 {

Violations Validate(const QuerySurveysRequest& request) {
  Violations out = validate::ByRules(request);
  int bodies = 0, attributes = 0;
  for (int i = 0; i < request.group_by_size(); ++i) {
    const Dimension by = request.group_by(i);
    const bool is_body = rules::IsOrganisational(by), is_attribute = CutBy(by) != kWhole;
    bodies += is_body;
    attributes += is_attribute;
    if ((is_body && bodies == 1) || (is_attribute && attributes == 1)) continue;
    out.Add(
        validate::Path("group_by", i, ""),
        "must be ORGANISATION or DEPARTMENT, at most one of them, and GRADE, PROFESSION or REGION, at most "
        "one of them");
  }
  return out;
}

}  // namespace obt::aggregator::v1
