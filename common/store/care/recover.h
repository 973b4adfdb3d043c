// Serving again from a store that lost its end, when there is no backup to restore: an operator says where
// the store ends, and so accepts that what came after is lost. Blocking; the service must be stopped.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace obt::store {

struct Recovery {
  uint64_t sequence = 0;  // where the store ends now
  // The changes that were durable once and are gone. None if `first_lost` lies behind `last_lost`: what was
  // lost came after the last witness, less than a second before the end.
  uint64_t first_lost = 0, last_lost = 0;
  // The same of the audit log: where it ends, and the last entry its witness saw.
  uint64_t audit_sequence = 0, last_audit_seen = 0;
};

// Only for a store that opening refuses as damaged or rolled back, whose remains have no fault and share
// their history with the witness. `accepted` must be the change the remains end at; else nothing is changed,
// and the refusal says where they end. The store gets a new epoch, so that no other copy is taken for it.
absl::StatusOr<Recovery> Recover(const std::string& directory, uint64_t accepted);

}  // namespace obt::store
