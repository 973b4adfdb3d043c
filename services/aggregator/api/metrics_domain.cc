#include "services/aggregator/api/metrics_domain.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/validate.h"
#include "common/rpc/limits.h"
#include "common/rules/measures.h"
#include "services/aggregator/api/points.h"

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

const char* WhatItIsNotKnownBy(v1::Measure measure) {
  switch (rules::OptionOf(measure).subject()) {
    case options::v1::SUBJECT_PEOPLE:
      return " is of people; leave out themes and outcomes";
    case options::v1::SUBJECT_ITEMS:
      return " is of items; leave out grades, professions and regions";
    default:
      return " is known by organisation only; leave out grades, professions, regions, themes and outcomes";
  }
}

void CheckMeasure(Violations& out, const std::string& path, v1::Measure measure,
                  const v1::QueryMetricsRequest& request) {
  bool known = true;
  for (const int dimension : request.group_by()) {
    known = known && rules::CanBeGroupedBy(measure, static_cast<v1::Dimension>(dimension));
  }
  for (const Attribute& attribute : kAttributes) {
    const bool filtered = !(request.filter().*attribute.wanted)().empty();
    known = known && (!filtered || rules::CanBeGroupedBy(measure, attribute.dimension));
  }
  for (const ItemCodes& codes : kItemCodes) {
    const bool filtered = !(request.filter().*codes.wanted)().empty();
    known = known && (!filtered || rules::CanBeGroupedBy(measure, codes.dimension));
  }
  if (known) return;
  out.Add(path, absl::StrCat(rules::WordOf(measure), WhatItIsNotKnownBy(measure)));
}

void CheckPartOfRate(Violations& out, const std::string& path, v1::Measure measure,
                     const v1::QueryMetricsRequest& request) {
  CheckMeasure(out, path, measure, request);
  if (!rules::OptionOf(measure).breakdown().empty()) out.Add(path, "is several numbers");
}

const Answer::Column* ColumnOf(const Answer& answer, v1::Measure measure) {
  for (const Answer::Column& column : answer.columns) {
    if (column.measure == measure) return &column;
  }
  return nullptr;
}

// Whether everybody in the one is in the other, and from no later a day.
bool Holds(v1::Measure all, v1::Measure some) {
  if (all == some) return true;
  const options::v1::MeasureOption& option = rules::OptionOf(some);
  if (option.subject() != options::v1::SUBJECT_PEOPLE || option.milestone() == 0) return false;
  if (all == v1::MEASURE_PARTICIPANTS) return true;
  return all == v1::MEASURE_LEARNING_STARTED &&
         (some == v1::MEASURE_LEARNING_COMPLETED || some == v1::MEASURE_REACHED_TARGET);
}

// Whom the denominator holds, it holds in the same group only where people have one place, and only up to a
// period's end.
bool MayExceedOne(const v1::RateRequest& rate, const v1::QueryMetricsRequest& request) {
  if (rate.numerator() == rate.denominator()) return false;
  const bool in_time = std::any_of(request.group_by().begin(), request.group_by().end(),
                                   [](int by) { return rules::IsTime(static_cast<v1::Dimension>(by)); });
  const bool apart = request.attribution() == v1::ATTRIBUTION_THEN ||
                     (in_time && request.accumulation() == v1::ACCUMULATION_NEW);
  return apart || !Holds(rate.denominator(), rate.numerator());
}

void AddRates(const Answer& answer, const v1::QueryMetricsRequest& request, size_t first, size_t count,
              v1::QueryMetricsResponse& response) {
  for (const v1::RateRequest& rate : request.rates()) {
    v1::RateColumn& column = *response.add_rates();
    column.set_numerator(rate.numerator());
    column.set_denominator(rate.denominator());
    column.set_may_exceed_one(MayExceedOne(rate, request));
    const Answer::Column* const above = ColumnOf(answer, rate.numerator());
    const Answer::Column* const below = ColumnOf(answer, rate.denominator());
    for (size_t group = first; group < first + count; ++group) {
      const double divisor = static_cast<double>(below->values[group]);
      column.add_values(divisor == 0 ? std::numeric_limits<double>::quiet_NaN()
                                     : static_cast<double>(above->values[group]) / divisor);
    }
  }
}

}  // namespace

Question ToQuestion(const v1::QueryMetricsRequest& request, Day today) {
  const auto copied = [](const RepeatedPtrField<std::string>& codes) {
    return std::vector<std::string>(codes.begin(), codes.end());
  };
  Question question;
  question.programme_id = request.programme_id();
  question.filter.organisation_codes = copied(request.filter().organisation_codes());
  for (const Attribute& attribute : kAttributes) {
    question.filter.attributes[attribute.dimension] = copied((request.filter().*attribute.wanted)());
  }
  for (const ItemCodes& codes : kItemCodes) {
    question.filter.attributes[codes.dimension] = copied((request.filter().*codes.wanted)());
  }
  for (const int dimension : request.group_by())
    question.group_by.push_back(static_cast<v1::Dimension>(dimension));
  const auto add = [&measures = question.measures](int measure) {
    const auto wanted = static_cast<v1::Measure>(measure);
    if (std::find(measures.begin(), measures.end(), wanted) == measures.end()) measures.push_back(wanted);
  };
  for (const int measure : request.measures()) add(measure);
  for (const v1::RateRequest& rate : request.rates()) {
    add(rate.numerator());
    add(rate.denominator());
  }
  question.then = request.attribution() == v1::ATTRIBUTION_THEN;
  question.only_new = request.accumulation() == v1::ACCUMULATION_NEW;
  question.as_of = request.has_as_of() ? ParseDay(request.as_of()).value() : today;
  question.include_out_of_scope = request.include_out_of_scope();
  return question;
}

size_t PageGroups(const Answer& answer, const v1::QueryMetricsRequest& request) {
  constexpr size_t kIndexBytes = 3, kValueBytes = 5, kRateBytes = 8;  // packed; of values below 2^35
  constexpr size_t kOtherBytes = 64 << 10, kNameBytes = 6;            // beside them; beside a name
  const size_t group_bytes = kIndexBytes * answer.dimensions.size() + kValueBytes * answer.columns.size() +
                             kRateBytes * static_cast<size_t>(request.rates_size());
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
  for (int i = v1::Measure_MIN + 1; i <= v1::Measure_MAX; ++i) {
    const v1::Measure measure = static_cast<v1::Measure>(i);
    v1::MetricDefinition& metric = *response.add_metrics();
    metric.set_measure(measure);
    metric.set_unit(rules::OptionOf(measure).unit());
    metric.set_definition(rules::OptionOf(measure).definition());
    metric.set_stock(rules::IsLevel(measure));
    for (int j = v1::Dimension_MIN + 1; j <= v1::Dimension_MAX; ++j) {
      const v1::Dimension dimension = static_cast<v1::Dimension>(j);
      if (rules::CanBeGroupedBy(measure, dimension)) metric.add_group_by(dimension);
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
  for (int i = 0; i < request.measures_size(); ++i) {
    CheckMeasure(out, validate::Path("measures", i, ""), request.measures(i), request);
  }
  for (int i = 0; i < request.rates_size(); ++i) {
    const RateRequest& rate = request.rates(i);
    CheckPartOfRate(out, validate::Path("rates", i, "numerator"), rate.numerator(), request);
    CheckPartOfRate(out, validate::Path("rates", i, "denominator"), rate.denominator(), request);
  }
  CheckPoints(out, request.at_least());
  return out;
}

}  // namespace obt::aggregator::v1
