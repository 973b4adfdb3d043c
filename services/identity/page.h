// A page of rows in key order and where the next one begins. Positions are the encoded key of the last row,
// so that rows that come or go between two pages move no other.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status.h"
#include "common/store/key_codec.h"
#include "common/store/table.h"

namespace obt::identity {

template <typename Row>
struct Page {
  std::vector<Row> rows;
  std::string next;  // empty at the end
};

// The rows of `table` under `prefix`, behind `position` (empty: from the start), at most `limit`.
template <typename Table, typename Prefix>
absl::StatusOr<Page<typename Table::Row>> ReadPage(const Table& table, const obt::store::Reader& reader,
                                                   const Prefix& prefix, absl::string_view position,
                                                   size_t limit) {
  const std::optional<typename Table::Key> after = obt::store::DecodeKey<typename Table::Key>(position);
  Page<typename Table::Row> page;
  std::optional<typename Table::Key> last;
  OBT_RETURN_IF_ERROR(
      table.ScanEach(reader, prefix, after, limit + 1, [&](typename Table::Key key, typename Table::Row row) {
        if (page.rows.size() == limit) {
          page.next = obt::store::EncodeKey(*last);
          return false;
        }
        page.rows.push_back(std::move(row));
        last = std::move(key);
        return true;
      }));
  return page;
}

}  // namespace obt::identity
