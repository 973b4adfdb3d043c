#include "services/aggregator/api/metrics_domain.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/validate.h"
#include "common/rpc/limits.h"
#include "common/rules/measures.h"
#include "services/aggregator/api/points.h"
#include "services/aggregator/query/count.h"

namespace obt::aggregator {
namespace {

using google::protobuf::RepeatedPtrField;
constexpr char kMarking[] = "NOT_FOR_PUBLICATION";

// What items are filtered by.
struct ItemCodes {
  v1::Dimension dimension;
  const RepeatedPtrField<std::string>& (v1::MetricsFilter::*wanted)() const;
};
constexpr ItemCodes kItemCodes[] = {{v1::DIMENSION_THEME, &v1::MetricsFilter::themes},
                                    {v1::DIMENSION_OUTCOME, &v1::MetricsFilter::outcomes}};

// The measures a request asks for, those of its rates too, each once.
std::vector<v1::Measure> MeasuresOf(const v1::QueryMetricsRequest& request) {
  std::vector<v1::Measure> measures;
  const auto add = [&measures](int measure) {
    const auto wanted = static_cast<v1::Measure>(measure);
    if (std::find(measures.begin(), measures.end(), wanted) == measures.end()) measures.push_back(wanted);
  };
  for (const int measure : request.measures()) add(measure);
  for (const v1::RateRequest& rate : request.rates()) {
    add(rate.numerator());
    add(rate.denominator());
  }
  return measures;
}

// Several columns are one denominator where everybody is in exactly one of them.
bool AddsUp(v1::Measure measure) {
  const options::v1::MeasureOption& option = rules::OptionOf(measure);
  const std::string& of = option.breakdown();
  return of.empty() || option.kind() == options::v1::MEASURE_KIND_BANDS || of == "outcome" ||
         of == "progress";
}

using Columns = std::vector<const Answer::Column*>;
Columns ColumnsOf(const Answer& answer, v1::Measure measure) {
  Columns columns;
  for (const Answer::Column& column : answer.columns) {
    if (column.measure == measure) columns.push_back(&column);
  }
  return columns;
}

std::string WhyUndefined(const Answer& answer, v1::Measure measure) {
  for (const Answer::Undefined& undefined : answer.undefined) {
    if (undefined.measure == measure) return undefined.why;
  }
  return "";
}

// People, each once, on the day they reached something.
bool IsOfMilestone(v1::Measure measure) {
  const options::v1::MeasureOption& option = rules::OptionOf(measure);
  return option.subject() == options::v1::SUBJECT_PEOPLE && option.milestone() != 0;
}

// Whether everybody in the one is in the other, and from no later a day.
bool Holds(v1::Measure all, v1::Measure some) {
  if (all == some) return true;
  if (!IsOfMilestone(some)) return false;
  if (all == v1::MEASURE_PARTICIPANTS) return true;
  return all == v1::MEASURE_LEARNING_STARTED &&
         (some == v1::MEASURE_LEARNING_COMPLETED || some == v1::MEASURE_REACHED_TARGET);
}

bool Groups(const v1::QueryMetricsRequest& request, bool (*is_of)(v1::Dimension)) {
  return std::any_of(request.group_by().begin(), request.group_by().end(),
                     [is_of](int by) { return is_of(static_cast<v1::Dimension>(by)); });
}

// Whom the denominator holds, it holds in the same group only where people have one place, and only up to a
// period's end. Those ever registered hold everybody at the place of a day, if it is known.
bool MayExceedOne(const v1::RateRequest& rate, const v1::QueryMetricsRequest& request) {
  if (rate.numerator() == rate.denominator()) return false;
  if (request.accumulation() == v1::ACCUMULATION_NEW && Groups(request, rules::IsTime)) return true;
  if (request.filter().has_from_day()) return true;  // the denominator may have been reached before
  const bool then = request.attribution() == v1::ATTRIBUTION_THEN;
  if (rate.denominator() == v1::MEASURE_EVER_REGISTERED) {
    const bool of_places =
        Groups(request, rules::IsOrganisational) || !request.filter().organisation_codes().empty();
    return !then || !of_places || !IsOfMilestone(rate.numerator());
  }
  return then || !Holds(rate.denominator(), rate.numerator());
}

v1::RateColumn& AddRate(const v1::RateRequest& rate, const v1::QueryMetricsRequest& request,
                        v1::QueryMetricsResponse& response) {
  v1::RateColumn& column = *response.add_rates();
  column.set_numerator(rate.numerator());
  column.set_denominator(rate.denominator());
  column.set_may_exceed_one(MayExceedOne(rate, request));
  return column;
}

// One for each column of its numerator.
void AddRates(const Answer& answer, const v1::RateRequest& rate, const v1::QueryMetricsRequest& request,
              size_t first, size_t count, v1::QueryMetricsResponse& response) {
  std::string why = WhyUndefined(answer, rate.numerator());
  if (why.empty()) why = WhyUndefined(answer, rate.denominator());
  if (!why.empty()) return AddRate(rate, request, response).set_not_defined(why);
  const Columns below = ColumnsOf(answer, rate.denominator());
  for (const Answer::Column* const above : ColumnsOf(answer, rate.numerator())) {
    v1::RateColumn& column = AddRate(rate, request, response);
    column.set_band(above->band);
    for (size_t group = first; group < first + count; ++group) {
      int64_t divisor = 0;
      for (const Answer::Column* const part : below) divisor += part->values[group];
      column.add_values(divisor == 0
                            ? std::numeric_limits<double>::quiet_NaN()
                            : static_cast<double>(above->values[group]) / static_cast<double>(divisor));
    }
  }
}

void AddMeasures(const Answer& answer, size_t first, size_t count, v1::QueryMetricsResponse& response) {
  for (const Answer::Column& values : answer.columns) {
    v1::MeasureColumn& column = *response.add_measures();
    column.set_measure(values.measure);
    column.set_band(values.band);
    if (values.from_minutes.has_value()) column.set_from_minutes(*values.from_minutes);
    if (values.to_minutes.has_value()) column.set_to_minutes(*values.to_minutes);
    const auto begin = values.values.begin() + static_cast<ptrdiff_t>(first);
    column.mutable_values()->Add(begin, begin + static_cast<ptrdiff_t>(count));
  }
  for (const Answer::Undefined& undefined : answer.undefined) {
    v1::MeasureColumn& column = *response.add_measures();
    column.set_measure(undefined.measure);
    column.set_not_defined(undefined.why);
  }
}

// At least one measure must be known in this cut.
void CheckDefined(Violations& out, const v1::QueryMetricsRequest& request) {
  const Question question = ToQuestion(request, kAlways);
  std::string why;
  for (const v1::Measure measure : question.measures) {
    why = WhyNotDefined(measure, question);
    if (why.empty()) return;
  }
  if (!why.empty()) out.Add(request.measures().empty() ? "rates" : "measures", why);
}

}  // namespace

Question ToQuestion(const v1::QueryMetricsRequest& request, Day today) {
  const auto copied = [](const RepeatedPtrField<std::string>& codes) {
    return std::vector<std::string>(codes.begin(), codes.end());
  };
  Question question;
  question.programme_id = request.programme_id();
  question.filter.organisation_codes = copied(request.filter().organisation_codes());
  question.filter.organisations_alone = request.filter().organisations_alone();
  question.filter.from = ParseDay(request.filter().from_day()).value_or(kAlways);
  for (const int step : request.filter().done()) question.filter.done.push_back(static_cast<v1::Step>(step));
  for (const int step : request.filter().not_done())
    question.filter.not_done.push_back(static_cast<v1::Step>(step));
  for (const Attribute& attribute : kAttributes) {
    question.filter.attributes[attribute.dimension] = copied((request.filter().*attribute.wanted)());
  }
  for (const ItemCodes& codes : kItemCodes) {
    question.filter.attributes[codes.dimension] = copied((request.filter().*codes.wanted)());
  }
  for (const int dimension : request.group_by())
    question.group_by.push_back(static_cast<v1::Dimension>(dimension));
  question.measures = MeasuresOf(request);
  question.then = request.attribution() == v1::ATTRIBUTION_THEN;
  question.only_new = request.accumulation() == v1::ACCUMULATION_NEW;
  question.as_of = ParseDay(request.as_of()).value_or(today);
  question.include_out_of_scope = request.include_out_of_scope();
  return question;
}

size_t PageGroups(const Answer& answer, const v1::QueryMetricsRequest& request) {
  constexpr size_t kIndexBytes = 3, kValueBytes = 5, kRateBytes = 8;  // packed; of values below 2^35
  constexpr size_t kOtherBytes = 64 << 10, kNameBytes = 6;            // beside them; beside a name
  size_t rates = 0;
  for (const v1::RateRequest& rate : request.rates()) rates += ColumnsOf(answer, rate.numerator()).size();
  const size_t group_bytes =
      kIndexBytes * answer.dimensions.size() + kValueBytes * answer.columns.size() + kRateBytes * rates;
  size_t taken = kOtherBytes;  // by the names, which every page has
  for (const Answer::Dimension& dimension : answer.dimensions) {
    for (const auto* const texts : {&dimension.codes, &dimension.names}) {
      for (const std::string& text : *texts) taken += text.size() + kNameBytes;
    }
  }
  const size_t room = size_t{rpc::kMaxPageBytes} - std::min(taken, size_t{rpc::kMaxPageBytes} - kOtherBytes);
  const int asked = request.page_size() == 0 ? kMaxPageGroups : std::min(request.page_size(), kMaxPageGroups);
  return std::min(static_cast<size_t>(asked), room / group_bytes);
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
  AddMeasures(answer, first, count, response);
  for (const v1::RateRequest& rate : request.rates()) AddRates(answer, rate, request, first, count, response);
  for (const Answer::Merged& merged : answer.merged) {
    v1::MergedOrganisation& noted = *response.add_merged();
    noted.set_organisation_code(merged.organisation_code);
    noted.set_successor_code(merged.successor_code);
  }
  return response;
}

v1::ListMetricsResponse Catalogue() {
  v1::ListMetricsResponse response;
  for (int i = v1::Measure_MIN + 1; i <= v1::Measure_MAX; ++i) {
    const v1::Measure measure = static_cast<v1::Measure>(i);
    const options::v1::MeasureOption& option = rules::OptionOf(measure);
    v1::MetricDefinition& metric = *response.add_metrics();
    metric.set_measure(measure);
    metric.set_unit(option.unit());
    metric.set_definition(option.definition());
    metric.set_stock(rules::IsLevel(measure));
    metric.set_denominator(rules::DenominatorOf(measure));
    metric.set_breakdown(option.breakdown());
    metric.set_needs_target(option.needs_target());
    if (rules::IsOfItems(measure) && !option.breakdown().empty()) {
      for (const std::string& name : aggregator::ColumnsOf(measure)) metric.add_columns(name);
    }
    for (int j = v1::Dimension_MIN + 1; j <= v1::Dimension_MAX; ++j) {
      const v1::Dimension dimension = static_cast<v1::Dimension>(j);
      const std::string why = WhyNotDefined(measure, {dimension}, false);
      if (why.empty()) {
        metric.add_group_by(dimension);
        continue;
      }
      v1::UndefinedGrouping& undefined = *metric.add_not_defined();
      undefined.set_dimension(dimension);
      undefined.set_why(why);
    }
  }
  return response;
}

}  // namespace obt::aggregator

namespace obt::aggregator::v1 {

Violations Validate(const QueryMetricsRequest& request) {
  Violations out = validate::ByRules(request);
  int times = 0;
  for (int i = 0; i < request.group_by_size(); ++i) {
    if (!rules::IsTime(request.group_by(i)) || ++times == 1) continue;
    out.Add(validate::Path("group_by", i, ""), "must not be a second dimension of time");
  }
  if (request.measures().empty() && request.rates().empty()) out.Add("measures", "must name a measure");
  for (int i = 0; i < request.rates_size(); ++i) {
    if (AddsUp(request.rates(i).denominator())) continue;
    out.Add(validate::Path("rates", i, "denominator"),
            "is several numbers that do not add up; name a measure of one, such as EXPERIMENTS_CONCLUDED");
  }
  const std::optional<Day> from = ParseDay(request.filter().from_day()), as_of = ParseDay(request.as_of());
  if (from.has_value() && as_of.has_value() && *from > *as_of)
    out.Add("filter.from_day", "must not be after as_of");
  if (!request.snapshot_id().empty() && !request.at_least().empty())
    out.Add("at_least", "must be empty where snapshot_id is given: it holds what it holds");
  CheckDefined(out, request);
  CheckPoints(out, request.at_least());
  return out;
}

}  // namespace obt::aggregator::v1
