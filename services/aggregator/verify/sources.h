// What the aggregator follows: a row for each source. Freshness, `at_least`, the feeds and the recount go by
// this list; a source more is a row here, an ingest (ApplyPage) and a reading for the recount.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "common/feed/consumer.h"
#include "common/rpc/client.h"
#include "common/store/reader.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/verify/compare.h"
#include "services/aggregator/verify/recount.h"
#include "services/aggregator/verify/source_snapshot.h"

namespace obt::aggregator {

inline constexpr char kIdentity[] = "identity";
inline constexpr char kLearning[] = "learning";
inline constexpr char kIdeasSource[] = "ideas";

// Where a recount reads a source, and what it does on the way.
struct SourceReading {
  const SourceSnapshot& snapshot;
  const obt::store::Reader* own;                 // rows the aggregator keeps as well are compared, if given
  const std::function<absl::Status()> row_read;  // told of every row; an error ends the reading
  recount::Sources& sources;
  Differences& differences;
  // Told of every own row that is not as the source has it, with the source's; nullptr: it has none. May be
  // empty.
  std::function<void(const obt::store::TableRef& table, const std::string& key, const std::string* row)>
      differs;
};

struct Source {
  const char* name;
  ApplyPage* apply;
  absl::Status (*read)(const SourceReading& reading);  // everything it holds, into the recount's maps
};

// In the order in which they are told of: identity, then those that refer to it.
const std::vector<Source>& AllSources();
// One of them.
const Source& SourceNamed(absl::string_view name);

// A source as a running service knows it.
struct FollowedSource {
  Source source;
  const rpc::Client* client = nullptr;
  feed::Consumer* feed = nullptr;
};

}  // namespace obt::aggregator
