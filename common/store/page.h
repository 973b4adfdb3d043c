// A page of rows in key order and where the next one begins. Positions are the encoded key of the last row
// looked at, so that rows that come or go between two pages move no other.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status.h"
#include "common/store/key_codec.h"
#include "common/store/table.h"

namespace obt::store {

template <typename Row>
struct Page {
  std::vector<Row> rows;
  std::vector<std::string> ends;  // by row: where the page would end behind it
  std::string next;               // empty at the end
};

// Of rows as they are kept: so much is read at once. How large an answer may be, whoever answers knows.
inline constexpr size_t kReadBytes = 3u << 20;

// What `take(key, row) -> StatusOr<optional<Row>>` makes of the rows of `table` under each prefix (in order),
// behind `position` (empty: from the start), at most `limit`. It may leave rows out; `most_examined` bounds
// what that costs.
template <typename Row, typename T, typename Prefix, typename Take>
absl::StatusOr<Page<Row>> TakePage(const T& table, const Reader& reader, const std::vector<Prefix>& prefixes,
                                   absl::string_view position, size_t limit, Take take,
                                   size_t most_examined = std::numeric_limits<size_t>::max()) {
  const auto start = DecodeKey<typename T::Key>(position);
  std::optional<typename T::Key> last = start;
  Page<Row> page;
  size_t examined = 0, bytes = 0;
  absl::Status problem;
  const auto look = [&](typename T::Key key, typename T::Row row) {
    if (page.rows.size() == limit || examined++ == most_examined || bytes >= kReadBytes) {
      page.next = EncodeKey(*last);
      return false;
    }
    bytes += row.ByteSizeLong();
    absl::StatusOr<std::optional<Row>> taken = take(key, std::move(row));
    problem = taken.status();
    if (!problem.ok()) return false;
    if (taken->has_value()) {
      page.rows.push_back(**std::move(taken));
      page.ends.push_back(EncodeKey(key));
    }
    last = std::move(key);
    return true;
  };
  for (size_t i = 0; i < prefixes.size() && page.next.empty(); ++i) {
    OBT_RETURN_IF_ERROR(table.ScanEach(reader, prefixes[i], start, std::numeric_limits<size_t>::max(), look));
    OBT_RETURN_IF_ERROR(problem);
  }
  return page;
}

// The rows themselves, under one prefix.
template <typename T, typename Prefix>
absl::StatusOr<Page<typename T::Row>> ReadPage(const T& table, const Reader& reader, const Prefix& prefix,
                                               absl::string_view position, size_t limit) {
  using Row = typename T::Row;
  return TakePage<Row>(table, reader, std::vector<Prefix>{prefix}, position, limit,
                       [](const typename T::Key&, Row row) { return std::optional<Row>(std::move(row)); });
}

}  // namespace obt::store
