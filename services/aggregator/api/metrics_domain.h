// What MetricsService accepts and what its measures mean. Pure.
#pragma once

#include "common/base/error.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "services/aggregator/query/query.h"

namespace obt::aggregator::v1 {

Violations Validate(const QueryMetricsRequest& request);
Violations Validate(const ListMetricsRequest& request);
Violations Validate(const GetFreshnessRequest& request);

}  // namespace obt::aggregator::v1

namespace obt::aggregator {

inline constexpr int kMaxPageGroups = 25'000;

// The points of a request that asks for its own writes; shared by every request that has `at_least`.
void CheckPoints(Violations& out,
                 const google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint>& points);

// A valid request as a question: the measures of its rates are added, repeats left out. `today` is the
// default as_of.
Query ToQuery(const v1::QueryMetricsRequest& request, Day today);

// How many groups a page of this answer holds: what was asked for, as far as it fits into 4 MiB.
size_t PageGroups(const Answer& answer, const v1::QueryMetricsRequest& request);

// Groups [first, first + count) of an answer, with the request's rates.
v1::QueryMetricsResponse ToResponse(const Answer& answer, const v1::QueryMetricsRequest& request,
                                    size_t first, size_t count);

// The catalogue.
v1::ListMetricsResponse Catalogue();

}  // namespace obt::aggregator
