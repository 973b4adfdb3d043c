#include "tests/integration/metrics_questions.h"

#include <functional>
#include <utility>

#include "common/base/error.h"
#include "google/protobuf/text_format.h"

namespace obt::testing {
namespace {

namespace agg = aggregator::v1;

constexpr int kMeasuresARequest = 10;

// Beside the groupings: what else a question may say.
constexpr const char* kMore[] = {"filter { organisation_codes: 'dwp' }",
                                 "filter { organisation_codes: 'dwp' organisations_alone: true }",
                                 "filter { organisation_codes: 'jobcentre' }",
                                 "filter { organisation_codes: 'hmrc' }",
                                 "filter { organisation_codes: ['dwp', 'hmrc'] }",
                                 "filter { grades: 'HEO' }",
                                 "filter { grades: ['EO', 'unknown'] }",
                                 "filter { professions: 'unknown' regions: 'unknown' }",
                                 "filter { themes: 'none' outcomes: 'WORKED' }",
                                 "filter { from_day { year: 2024 month: 10 day: 20 } }",
                                 "filter { done: STEP_START_LEARNING not_done: STEP_COMPLETE_LEARNING }",
                                 "filter { done: [STEP_PRE_SURVEY, STEP_POST_SURVEY] }",
                                 "include_out_of_scope: true",
                                 "accumulation: ACCUMULATION_NEW",
                                 "as_of { year: 2024 month: 10 day: 27 }",
                                 "page_size: 7",
                                 "rates { numerator: MEASURE_PARTICIPANTS denominator: MEASURE_REGISTERED }"};

bool IsTime(agg::Dimension dimension) {
  return dimension == agg::DIMENSION_WEEK || dimension == agg::DIMENSION_MONTH ||
         dimension == agg::DIMENSION_DAY;
}

std::vector<std::vector<agg::Dimension>> Groupings(bool pairs) {
  std::vector<std::vector<agg::Dimension>> groupings = {{}};
  for (int a = 1; a < agg::Dimension_ARRAYSIZE; ++a) {
    const auto first = static_cast<agg::Dimension>(a);
    groupings.push_back({first});
    for (int b = a + 1; pairs && b < agg::Dimension_ARRAYSIZE; ++b) {
      const auto second = static_cast<agg::Dimension>(b);
      if (!IsTime(first) || !IsTime(second)) groupings.push_back({first, second});
    }
  }
  return groupings;
}

// By each of the groupings, of every measure.
void Add(const agg::QueryMetricsRequest& question, bool pairs,
         std::vector<agg::QueryMetricsRequest>& questions) {
  for (const std::vector<agg::Dimension>& grouping : Groupings(pairs)) {
    for (int from = 1; from < agg::Measure_ARRAYSIZE; from += kMeasuresARequest) {
      agg::QueryMetricsRequest asked = question;
      for (const agg::Dimension dimension : grouping) asked.add_group_by(dimension);
      for (int measure = from; measure < agg::Measure_ARRAYSIZE && measure < from + kMeasuresARequest;
           ++measure)
        asked.add_measures(static_cast<agg::Measure>(measure));
      questions.push_back(std::move(asked));
    }
  }
}

}  // namespace

std::vector<agg::QueryMetricsRequest> MetricsQuestions(const std::string& programme_id) {
  std::vector<agg::QueryMetricsRequest> questions;
  agg::QueryMetricsRequest question;
  question.set_programme_id(programme_id);
  for (const agg::Attribution attribution : {agg::ATTRIBUTION_THEN, agg::ATTRIBUTION_NOW}) {
    question.set_attribution(attribution);
    Add(question, true, questions);
    for (const char* const more : kMore) {
      agg::QueryMetricsRequest asked;
      if (!google::protobuf::TextFormat::ParseFromString(more, &asked)) Die(more);
      asked.MergeFrom(question);
      Add(asked, false, questions);
    }
  }
  return questions;
}

}  // namespace obt::testing
