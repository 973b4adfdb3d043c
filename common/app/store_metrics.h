// The numbers of a store and of the feeds it follows, read at scrape time.
#pragma once

#include <vector>

#include "common/base/clock.h"
#include "common/feed/consumer.h"
#include "common/obs/metrics.h"
#include "common/store/store.h"

namespace obt::app {

std::vector<obs::Metrics::Reading> AddStoreMetrics(obs::Metrics& metrics, const store::Store& store);
// obt_feed_lag_changes and obt_feed_lag_seconds by source: the alert that matters.
void AddFeedMetrics(obs::Metrics& metrics, const feed::Consumer& feed, const Clock& clock,
                    std::vector<obs::Metrics::Reading>& readings);

}  // namespace obt::app
