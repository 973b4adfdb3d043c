// What MetricsService accepts: requests as questions, and answers as responses, page by page. Pure.
#pragma once

#include "common/base/error.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "services/aggregator/query/query.h"

namespace obt::aggregator::v1 {

Violations Validate(const QueryMetricsRequest& request);

}  // namespace obt::aggregator::v1

namespace obt::aggregator {

inline constexpr int kMaxPageGroups = 25'000;

// A valid request as a question: the measures of its rates are added, repeats left out. `today` is the
// default as_of.
Question ToQuestion(const v1::QueryMetricsRequest& request, Day today);

// How many groups a page of this answer holds: what was asked for, as far as it fits into a response.
size_t PageGroups(const Answer& answer, const v1::QueryMetricsRequest& request);

// Groups [first, first + count) of an answer, with the request's rates.
v1::QueryMetricsResponse ToResponse(const Answer& answer, const v1::QueryMetricsRequest& request,
                                    size_t first, size_t count);

// Every measure as its option states it.
v1::ListMetricsResponse Catalogue();

}  // namespace obt::aggregator
