#include "services/identity/import_order.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "common/base/status.h"
#include "services/identity/import_domain.h"
#include "services/identity/people.h"
#include "services/identity/person_domain.h"

namespace obt::identity {
namespace {

using obt::store::Reader;

// The rows of one import.
struct Rows {
  const Reader& reader;
  const ImportId& id;
  const std::string organisation_code;
};

absl::StatusOr<std::optional<PersonRecord>> FindHolder(const Rows& rows, const std::string& email) {
  if (email.empty()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> holder, FindByEmail(rows.reader, email));
  if (!holder.has_value()) return std::nullopt;
  return FindPerson(rows.reader, *holder);
}

// Whom a row names, if not by the address they are to have: by HR id, else by previous address.
absl::StatusOr<std::optional<PersonRecord>> FindNamed(const Rows& rows, const v1::PersonRow& row) {
  std::optional<PersonId> id;
  if (!row.hr_id().empty()) {
    OBT_ASSIGN_OR_RETURN(id, FindByHrId(rows.reader, rows.organisation_code, row.hr_id()));
  }
  if (!id.has_value()) return FindHolder(rows, row.previous_email());
  return FindPerson(rows.reader, *id);
}

bool GivesAnotherAddress(const v1::PersonRow& row, const std::string& than) {
  return !row.leaver() && !row.email().empty() && row.email() != than;
}

// The row this one waits for.
absl::StatusOr<std::optional<NumberedRow>> Before(const Rows& rows, const NumberedRow& row) {
  const std::string& email = row.row.email();
  if (row.row.leaver()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonRecord> holder, FindHolder(rows, email));
  if (!holder.has_value()) return std::nullopt;
  const absl::string_view hr_id = HrIdOf(holder->contact.contact(), rows.organisation_code);
  OBT_ASSIGN_OR_RETURN(std::optional<int64_t> number, RowWithHrId(rows.reader, rows.id, hr_id));
  if (!number.has_value()) {
    OBT_ASSIGN_OR_RETURN(number, RowWithPreviousEmail(rows.reader, rows.id, email));
  }
  if (!number.has_value() || *number == row.number) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(std::optional<NumberedRow> other, FindRow(rows.reader, rows.id, *number));
  if (!other.has_value() || !GivesAnotherAddress(other->row, email)) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonRecord> named, FindNamed(rows, other->row));
  if (!named.has_value() || named->id != holder->id) other.reset();
  return other;
}

// The row that waits for this one.
absl::StatusOr<std::optional<NumberedRow>> After(const Rows& rows, const NumberedRow& row) {
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonRecord> person, FindNamed(rows, row.row));
  if (!person.has_value() || person->contact.contact().email().empty()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<int64_t> number,
                       RowWithEmail(rows.reader, rows.id, person->contact.contact().email()));
  if (!number.has_value() || *number == row.number) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(std::optional<NumberedRow> other, FindRow(rows.reader, rows.id, *number));
  if (!other.has_value()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<NumberedRow> awaited, Before(rows, *other));
  if (!awaited.has_value() || awaited->number != row.number) other.reset();
  return other;
}

}  // namespace

absl::StatusOr<RowGroup> GroupOf(const Reader& reader, const ImportId& id,
                                 absl::string_view organisation_code, const NumberedRow& row) {
  const Rows rows = {reader, id, std::string(organisation_code)};
  RowGroup group;
  std::optional<NumberedRow> next = row;
  bool is_circle = false;
  while (next.has_value() && !is_circle && group.rows.size() < kMaxPassedOn) {
    group.rows.push_back(*std::move(next));
    OBT_ASSIGN_OR_RETURN(next, After(rows, group.rows.back()));
    is_circle = next.has_value() && next->number == row.number;
  }
  if (is_circle) {
    std::rotate(group.rows.begin(), group.rows.begin() + 1, group.rows.end());
    // Where nobody has an HR id the addresses say who they are, and so nobody takes another's.
    if (!row.row.hr_id().empty()) {
      OBT_ASSIGN_OR_RETURN(group.set_aside, FindNamed(rows, row.row));
    }
    return group;
  }
  std::vector<NumberedRow> before;
  OBT_ASSIGN_OR_RETURN(next, Before(rows, row));
  while (next.has_value() && before.size() < kMaxPassedOn) {
    before.push_back(*std::move(next));
    OBT_ASSIGN_OR_RETURN(next, Before(rows, before.back()));
  }
  group.rows.insert(group.rows.begin(), std::make_move_iterator(before.rbegin()),
                    std::make_move_iterator(before.rend()));
  return group;
}

}  // namespace obt::identity
