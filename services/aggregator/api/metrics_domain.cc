#include "services/aggregator/api/metrics_domain.h"

#include <algorithm>
#include <limits>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/validate.h"

namespace obt::aggregator {
namespace {

using google::protobuf::RepeatedPtrField;
using validate::Presence;

constexpr char kMarking[] = "NOT_FOR_PUBLICATION";

void CheckCodes(Violations& out, absl::string_view field, const RepeatedPtrField<std::string>& codes,
                bool organisations) {
  validate::Count(out, field, codes.size(), 0, 100);
  for (int i = 0; i < codes.size(); ++i) {
    const std::string path = validate::Path(field, i, "");
    if (organisations) {
      validate::Code(out, path, codes[i], Presence::kRequired);
    } else {
      validate::ReferenceCode(out, path, codes[i], Presence::kRequired);
    }
  }
}

void CheckGrouping(Violations& out, const v1::QueryMetricsRequest& request) {
  validate::Count(out, "group_by", request.group_by_size(), 0, 3);
  std::set<int> seen;
  int times = 0;
  for (int i = 0; i < request.group_by_size(); ++i) {
    const std::string path = validate::Path("group_by", i, "");
    validate::Enum(out, path, *v1::Dimension_descriptor(), request.group_by(i), Presence::kRequired);
    if (!seen.insert(request.group_by(i)).second) out.Add(path, "repeats a dimension");
    if (IsTime(request.group_by(i)) && ++times > 1) out.Add(path, "must not be a second dimension of time");
  }
}

// Headcounts are stated for organisations, not for grades, professions or regions.
void CheckInScope(Violations& out, absl::string_view path, const v1::QueryMetricsRequest& request) {
  const bool finer = std::any_of(request.group_by().begin(), request.group_by().end(), [](int dimension) {
    return !IsTime(static_cast<v1::Dimension>(dimension)) &&
           !IsOrganisational(static_cast<v1::Dimension>(dimension));
  });
  const v1::MetricsFilter& filter = request.filter();
  if (finer || filter.grades_size() + filter.professions_size() + filter.regions_size() > 0) {
    out.Add(path, "IN_SCOPE is known by organisation only; leave out grades, professions and regions");
  }
}

void CheckMeasure(Violations& out, const std::string& path, int measure,
                  const v1::QueryMetricsRequest& request) {
  validate::Enum(out, path, *v1::Measure_descriptor(), measure, Presence::kRequired);
  if (measure == v1::MEASURE_IN_SCOPE) CheckInScope(out, path, request);
}

void CheckRates(Violations& out, const v1::QueryMetricsRequest& request) {
  validate::Count(out, "rates", request.rates_size(), 0, 10);
  for (int i = 0; i < request.rates_size(); ++i) {
    const std::string numerator = validate::Path("rates", i, "numerator"),
                      denominator = validate::Path("rates", i, "denominator");
    CheckMeasure(out, numerator, request.rates(i).numerator(), request);
    CheckMeasure(out, denominator, request.rates(i).denominator(), request);
    if (request.rates(i).numerator() == v1::MEASURE_MINUTES_BANDS)
      out.Add(numerator, "bands are several numbers");
    if (request.rates(i).denominator() == v1::MEASURE_MINUTES_BANDS)
      out.Add(denominator, "bands are several numbers");
  }
}

const Answer::Column* ColumnOf(const Answer& answer, v1::Measure measure) {
  for (const Answer::Column& column : answer.columns) {
    if (column.measure == measure) return &column;
  }
  return nullptr;
}

void AddRates(const Answer& answer, const v1::QueryMetricsRequest& request, size_t first, size_t count,
              v1::QueryMetricsResponse& response) {
  for (const v1::RateRequest& rate : request.rates()) {
    v1::RateColumn& column = *response.add_rates();
    column.set_numerator(rate.numerator());
    column.set_denominator(rate.denominator());
    const Answer::Column* const above = ColumnOf(answer, rate.numerator());
    const Answer::Column* const below = ColumnOf(answer, rate.denominator());
    for (size_t group = first; group < first + count; ++group) {
      const double divisor = static_cast<double>(below->values[group]);
      column.add_values(divisor == 0 ? std::numeric_limits<double>::quiet_NaN()
                                     : static_cast<double>(above->values[group]) / divisor);
    }
  }
}

void Describe(v1::ListMetricsResponse& response, v1::Measure measure, const char* unit,
              const char* definition) {
  v1::MetricDefinition& metric = *response.add_metrics();
  metric.set_measure(measure);
  metric.set_unit(unit);
  metric.set_definition(definition);
  metric.set_stock(IsLevel(measure));
  for (int i = v1::Dimension_MIN + 1; i <= v1::Dimension_MAX; ++i) {
    const auto dimension = static_cast<v1::Dimension>(i);
    if (measure != v1::MEASURE_IN_SCOPE || IsTime(dimension) || IsOrganisational(dimension))
      metric.add_group_by(dimension);
  }
}

}  // namespace

void CheckPoints(Violations& out, const RepeatedPtrField<obt::common::v1::SequencePoint>& points) {
  validate::Count(out, "at_least", points.size(), 0, 2);
  for (int i = 0; i < points.size(); ++i) {
    if (points[i].source() == kIdentity || points[i].source() == kLearning) continue;
    out.Add(validate::Path("at_least", i, "source"), "must be identity or learning");
  }
}

Query ToQuery(const v1::QueryMetricsRequest& request, Day today) {
  Query query;
  query.programme_id = request.programme_id();
  const v1::MetricsFilter& filter = request.filter();
  query.filter.organisation_codes.assign(filter.organisation_codes().begin(),
                                         filter.organisation_codes().end());
  query.filter.grades.assign(filter.grades().begin(), filter.grades().end());
  query.filter.professions.assign(filter.professions().begin(), filter.professions().end());
  query.filter.regions.assign(filter.regions().begin(), filter.regions().end());
  for (const int dimension : request.group_by())
    query.group_by.push_back(static_cast<v1::Dimension>(dimension));
  const auto add = [&query](int measure) {
    const auto wanted = static_cast<v1::Measure>(measure);
    if (std::find(query.measures.begin(), query.measures.end(), wanted) == query.measures.end()) {
      query.measures.push_back(wanted);
    }
  };
  for (const int measure : request.measures()) add(measure);
  for (const v1::RateRequest& rate : request.rates()) {
    add(rate.numerator());
    add(rate.denominator());
  }
  query.then = request.attribution() == v1::ATTRIBUTION_THEN;
  query.only_new = request.accumulation() == v1::ACCUMULATION_NEW;
  query.as_of = request.has_as_of() ? ParseDay(request.as_of()).value() : today;
  query.include_out_of_scope = request.include_out_of_scope();
  return query;
}

size_t PageGroups(const Answer& answer, const v1::QueryMetricsRequest& request) {
  constexpr size_t kPageBytes = size_t{7} << 19;  // of a response of 4 MiB; the rest is names
  constexpr size_t kIndexBytes = 3, kValueBytes = 5, kRateBytes = 8;  // packed; larger values are rare
  const size_t group_bytes = kIndexBytes * answer.dimensions.size() + kValueBytes * answer.columns.size() +
                             kRateBytes * static_cast<size_t>(request.rates_size());
  const int asked = request.page_size() == 0 ? kMaxPageGroups : std::min(request.page_size(), kMaxPageGroups);
  return std::min(static_cast<size_t>(asked), kPageBytes / group_bytes);
}

v1::QueryMetricsResponse ToResponse(const Answer& answer, const v1::QueryMetricsRequest& request,
                                    size_t first, size_t count) {
  v1::QueryMetricsResponse response;
  response.set_marking(kMarking);
  *response.mutable_as_of() = ToDate(answer.as_of);
  response.set_total_groups(static_cast<int32_t>(answer.groups));
  for (const Answer::Dimension& dimension : answer.dimensions) {
    v1::Dictionary& dictionary = *response.add_dimensions();
    dictionary.set_dimension(dimension.dimension);
    dictionary.mutable_codes()->Add(dimension.codes.begin(), dimension.codes.end());
    dictionary.mutable_names()->Add(dimension.names.begin(), dimension.names.end());
    const auto begin = dimension.index.begin() + static_cast<ptrdiff_t>(first);
    dictionary.mutable_index()->Add(begin, begin + static_cast<ptrdiff_t>(count));
  }
  for (const Answer::Column& values : answer.columns) {
    v1::MeasureColumn& column = *response.add_measures();
    column.set_measure(values.measure);
    column.set_band(values.band);
    const auto begin = values.values.begin() + static_cast<ptrdiff_t>(first);
    column.mutable_values()->Add(begin, begin + static_cast<ptrdiff_t>(count));
  }
  AddRates(answer, request, first, count, response);
  return response;
}

v1::ListMetricsResponse Catalogue() {
  v1::ListMetricsResponse response;
  Describe(response, v1::MEASURE_IN_SCOPE, "people",
           "stated headcount of the organisation for the programme, the latest dated on or before as_of");
  Describe(response, v1::MEASURE_REGISTERED, "people",
           "people with a stay in an in-scope organisation at as_of");
  Describe(response, v1::MEASURE_LEARNING_STARTED, "people",
           "people with any counted learning event, on the day of the first");
  Describe(response, v1::MEASURE_LEARNING_COMPLETED, "people",
           "people who completed every required course, on the day of the last required module");
  Describe(response, v1::MEASURE_LEARNING_MINUTES, "minutes", "credited minutes, on the day of the event");
  Describe(response, v1::MEASURE_REACHED_TARGET, "people",
           "people whose credited minutes reached the programme's target, exactly the target counts, on the "
           "day they did");
  Describe(response, v1::MEASURE_MINUTES_BANDS, "people",
           "people registered or with credited minutes, by their minutes: 0 is a band of its own, then "
           "half-open bands");
  Describe(response, v1::MEASURE_PARTICIPANTS, "people",
           "people with any counted learning event or survey response, on the day of the first");
  Describe(response, v1::MEASURE_PRE_SURVEY, "people",
           "people with a counted response to a survey before learning, on the day of the first");
  Describe(response, v1::MEASURE_POST_SURVEY, "people",
           "people with a counted response to a survey after learning, on the day of the first");
  return response;
}

}  // namespace obt::aggregator

namespace obt::aggregator::v1 {

Violations Validate(const QueryMetricsRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), validate::Presence::kRequired);
  const MetricsFilter& filter = request.filter();
  CheckCodes(out, "filter.organisation_codes", filter.organisation_codes(), true);
  CheckCodes(out, "filter.grades", filter.grades(), false);
  CheckCodes(out, "filter.professions", filter.professions(), false);
  CheckCodes(out, "filter.regions", filter.regions(), false);
  CheckGrouping(out, request);
  validate::Count(out, "measures", request.measures_size(), request.rates_size() > 0 ? 0 : 1, 10);
  std::set<int> seen;
  for (int i = 0; i < request.measures_size(); ++i) {
    const std::string path = validate::Path("measures", i, "");
    CheckMeasure(out, path, request.measures(i), request);
    if (!seen.insert(request.measures(i)).second) out.Add(path, "repeats a measure");
  }
  CheckRates(out, request);
  validate::Enum(out, "attribution", *Attribution_descriptor(), request.attribution(),
                 validate::Presence::kOptional);
  validate::Enum(out, "accumulation", *Accumulation_descriptor(), request.accumulation(),
                 validate::Presence::kOptional);
  validate::Date(out, "as_of", request.has_as_of(), request.as_of(), validate::Presence::kOptional);
  CheckPoints(out, request.at_least());
  validate::PageSize(out, request.page_size());
  return out;
}

Violations Validate(const ListMetricsRequest&) { return {}; }
Violations Validate(const GetFreshnessRequest&) { return {}; }

}  // namespace obt::aggregator::v1
