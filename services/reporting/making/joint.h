// A release together with those it is audited with, as one model. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/reporting/disclosure/model.h"
#include "services/reporting/making/made.h"
#include "services/reporting/tables/plan.h"

namespace obt::reporting::making {

struct Joint {
  disclosure::Model model;
  std::vector<tables::Plan> plans;  // of the releases, in order; the last is the newest
  const tables::Plan& newest() const { return plans.back(); }
};

// The standard tables a release has. DATA_LOSS where this program does not know one.
absl::StatusOr<tables::Tables> TablesIn(const store::v1::ReleaseRow& row);

// Of releases, the oldest first; what all but the newest have published stands. FAILED_PRECONDITION where
// the figures of one contradict each other.
absl::StatusOr<Joint> Join(absl::Span<const Kept> releases);

// For ever: PUBLISHED or SUPERSEDED.
bool IsPublished(const v1::Release& release);
// Which of a programme's releases, the newest first, the next one must be safe together with: the last that
// is published with each standard table, its own or not, what it revises, and what those superseded. So any
// two of them were audited together before. By id, the oldest first.
std::vector<std::string> AuditedWith(const std::vector<store::v1::ReleaseRow>& releases,
                                     const store::v1::ReleaseRow& next);
// All that were ever published, the oldest first.
std::vector<std::string> EverPublished(const std::vector<store::v1::ReleaseRow>& releases);

}  // namespace obt::reporting::making
