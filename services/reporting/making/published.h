// What somebody reads in the tables of releases, for the checker of their proof: it must not take the model's
// word for what is withheld. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "obt/reporting/v1/table.pb.h"
#include "services/reporting/disclosure/certificate.h"
#include "services/reporting/making/joint.h"

namespace obt::reporting::making {

struct Published {
  disclosure::PrintedRelease release;
  // Counts that two tables print otherwise, what tells of a count that is withheld, and tables that are not
  // those of the release.
  std::vector<std::string> faults;
};
// `tables`: those of each of the releases, in order. A cell that none of them prints is not printed.
Published ReadPublished(const Joint& joint, absl::Span<const std::vector<v1::Table>> tables);

}  // namespace obt::reporting::making
