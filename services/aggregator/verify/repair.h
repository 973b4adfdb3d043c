// What own rows must be, as the sources' rows say, and the writing of those that are not.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/reader.h"
#include "common/store/store.h"
#include "services/aggregator/rules/names.h"
#include "services/aggregator/verify/recount.h"

namespace obt::aggregator {

// A row to be written; without one, to be deleted.
struct Repair {
  const obt::store::TableRef* table = nullptr;
  std::string key;
  std::optional<std::string> row;
};

// The rows of people in programmes that are not as the sources have it. What they name and nobody named
// before goes into `names`. Fails on a row that cannot be read.
absl::StatusOr<std::vector<Repair>> RepairsOfPeople(const obt::store::Reader& own,
                                                    const recount::Sources& sources, NameBook& names);

// Writes the names that are new, then the rows, in short commands; `written` is told how many are done, and
// its error ends it. What has been written by then is right.
absl::Status WriteRepairs(obt::store::Store& store, const NameBook& names, const std::vector<Repair>& repairs,
                          const std::function<absl::Status(size_t)>& written);

}  // namespace obt::aggregator
