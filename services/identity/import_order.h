// Which rows of a staged import are worked off together and in which order, so that the result does not
// depend on the order in which they came: an address goes from one person to the next, or round a circle, in
// one command.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/ids.h"
#include "common/store/reader.h"
#include "services/identity/imports.h"
#include "services/identity/people.h"

namespace obt::identity {

struct RowGroup {
  // Each row but the first may want the address that the one before it gives up.
  std::vector<NumberedRow> rows;
  // Where the first wants what the last gives up: the person of the last, whose address must be set aside.
  std::optional<PersonRecord> set_aside;
};

// The row with those it has to wait for and those that wait for it. A row waits for the one that names, by HR
// id or else by previous address, whoever holds its address now, and gives them another.
absl::StatusOr<RowGroup> GroupOf(const obt::store::Reader& reader, const ImportId& id,
                                 absl::string_view organisation_code, const NumberedRow& row);

}  // namespace obt::identity
