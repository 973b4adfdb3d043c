// The error model: an absl::Status that carries a reason from the catalogue (docs/errors.md) and, for
// validation, one violation per fault. Texts are for integrators: what is wrong and what to do; never
// personal data, never keys.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace obt {

inline constexpr absl::string_view kErrorDomain = "obt.service.gov.uk";

// A failure with its ErrorInfo reason (UPPER_SNAKE_CASE, a constant of the catalogue).
absl::Status Error(absl::StatusCode code, absl::string_view reason, absl::string_view message);

// RESOURCE_EXHAUSTED with RetryInfo.
absl::Status Exhausted(absl::string_view reason, absl::string_view message, absl::Duration retry_after);

// Nobody's fault but ours or the disk's: these abort with a sentence.
[[noreturn]] void Die(absl::string_view sentence);

struct FieldViolation {
  std::string field;        // path, e.g. "events[3].minutes"
  std::string description;  // what is wrong and what is allowed
};

// Collects all faults of a request, to answer them at once.
class Violations {
 public:
  static constexpr size_t kMaxReportedFaults = 32;
  void Add(absl::string_view field, absl::string_view description);
  bool empty() const { return faults_.empty(); }
  const std::vector<FieldViolation>& faults() const { return faults_; }
  // OK without faults; else INVALID_ARGUMENT, reason INVALID_FIELDS, the first fault in the message, the
  // first kMaxReportedFaults in BadRequest: errors travel in gRPC metadata, which holds 8 KiB.
  absl::Status ToStatus() const;

 private:
  std::vector<FieldViolation> faults_;
};

// Refusals in the one form every service gives them; `field` names what was asked, if that helps. NOT_FOUND:
// PERSON_NOT_FOUND and TEAM_NOT_FOUND, also for people and teams the caller may not see, and
// PROGRAMME_NOT_FOUND, ORGANISATION_NOT_FOUND. PERMISSION_DENIED: OUT_OF_SCOPE.
absl::Status PersonNotFound(absl::string_view person_id, absl::string_view field = "");
// Of a search.
absl::Status NobodyFound(absl::string_view field = "");
absl::Status OutOfScope(absl::string_view field, absl::string_view organisation_code);
absl::Status TeamNotFound();
absl::Status ProgrammeNotFound(absl::string_view programme_id);
absl::Status OrganisationNotFound(absl::string_view field);

// The ErrorInfo reason of a failure; empty without one.
std::string ReasonOf(const absl::Status& status);
// How long a failure asks its caller to wait; zero without RetryInfo.
absl::Duration RetryAfterOf(const absl::Status& status);
// The field violations of a failure.
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);

}  // namespace obt
