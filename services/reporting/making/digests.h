// Digests of what is kept of a release, by which it is known to be as it was. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/reporting/making/made.h"
#include "services/reporting/tables/plan.h"

namespace obt::reporting::making {

// SHA-256, 32 bytes.
std::string DigestOfCopied(const Kept& kept);
// DATA_LOSS where what was copied is not as it was.
absl::Status CheckCopied(const Kept& kept);
// Of the names of its cells, in their order.
std::string DigestOf(const tables::Plan& plan);
std::string DigestOf(const std::vector<disclosure::Status>& statuses,
                     const std::vector<disclosure::World>& worlds);

}  // namespace obt::reporting::making
