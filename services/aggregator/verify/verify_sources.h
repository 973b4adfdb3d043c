// Reads everything the sources hold at their snapshots into the recount's maps, and on the way compares the
// rows the aggregator keeps of it, so that no table is held twice.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "common/store/reader.h"
#include "services/aggregator/verify/compare.h"
#include "services/aggregator/verify/recount.h"
#include "services/aggregator/verify/source_snapshot.h"

namespace obt::aggregator {

// Told of every row that was read; an error ends the reading.
using RowRead = std::function<absl::Status()>;

absl::Status ReadIdentity(const SourceSnapshot& snapshot, const obt::store::Reader& own,
                          const RowRead& row_read, recount::Sources& sources, Differences& differences);
absl::Status ReadLearning(const SourceSnapshot& snapshot, const obt::store::Reader& own,
                          const RowRead& row_read, recount::Sources& sources, Differences& differences);

}  // namespace obt::aggregator
