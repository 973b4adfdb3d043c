#include "common/base/error.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"

namespace obt {
namespace {

template <typename Detail>
std::string TypeUrl() {
  return absl::StrCat("type.googleapis.com/", Detail::descriptor()->full_name());
}

template <typename Detail>
void Attach(absl::Status& status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
}

// How a sentence about a field begins.
std::string At(absl::string_view field) { return field.empty() ? "" : absl::StrCat(field, ": "); }

// The detail of a failure; a default one where it has none or an unreadable one.
template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const absl::optional<absl::Cord> payload = status.GetPayload(TypeUrl<Detail>());
  if (payload.has_value() && !detail.ParseFromString(std::string(*payload))) detail.Clear();
  return detail;
}

}  // namespace

absl::Status Error(absl::StatusCode code, absl::string_view reason, absl::string_view message) {
  if (code == absl::StatusCode::kOk) Die("an error was made with the code OK");
  absl::Status status(code, message);
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kErrorDomain));
  Attach(status, info);
  return status;
}

absl::Status Exhausted(absl::string_view reason, absl::string_view message, absl::Duration retry_after) {
  absl::Status status = Error(absl::StatusCode::kResourceExhausted, reason, message);
  const absl::Duration wait = std::clamp(retry_after, absl::ZeroDuration(), absl::Hours(24));
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(wait));
  info.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(wait - absl::Floor(wait, absl::Seconds(1)))));
  Attach(status, info);
  return status;
}

void Die(absl::string_view sentence) {
  std::fprintf(stderr, "fatal: %.*s\n", static_cast<int>(sentence.size()), sentence.data());
  std::fflush(stderr);
  std::abort();
}

void Violations::Add(absl::string_view field, absl::string_view description) {
  faults_.push_back({std::string(field), std::string(description)});
}

absl::Status Violations::ToStatus() const {
  if (faults_.empty()) return absl::OkStatus();
  std::string message = absl::StrCat(faults_[0].field, ": ", faults_[0].description);
  if (faults_.size() > 1) {
    absl::StrAppend(&message, " (and ", faults_.size() - 1, " more)");
  }
  absl::Status status = Error(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS", message);
  google::rpc::BadRequest details;
  for (size_t i = 0; i < std::min(faults_.size(), kMaxReportedFaults); ++i) {
    google::rpc::BadRequest::FieldViolation& violation = *details.add_field_violations();
    violation.set_field(faults_[i].field);
    violation.set_description(faults_[i].description);
  }
  Attach(status, details);
  return status;
}

absl::Status PersonNotFound(absl::string_view person_id, absl::string_view field) {
  return Error(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND",
               absl::StrCat(At(field), "person ", person_id, " not found"));
}

absl::Status NobodyFound(absl::string_view field) {
  return Error(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND", absl::StrCat(At(field), "no person matches"));
}

absl::Status OutOfScope(absl::string_view field, absl::string_view organisation_code) {
  return Error(
      absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE",
      absl::StrCat(At(field), "organisation ", organisation_code, " is outside this client's scope"));
}

absl::Status TeamNotFound() {
  return Error(absl::StatusCode::kNotFound, "TEAM_NOT_FOUND", "team_id: no such team");
}

absl::Status ProgrammeNotFound(absl::string_view programme_id) {
  return Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND",
               absl::StrCat("there is no programme ", programme_id));
}

absl::Status OrganisationNotFound(absl::string_view field) {
  return Error(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND",
               absl::StrCat(field, ": no such organisation"));
}

std::string ReasonOf(const absl::Status& status) { return DetailOf<google::rpc::ErrorInfo>(status).reason(); }

absl::Duration RetryAfterOf(const absl::Status& status) {
  const google::rpc::RetryInfo info = DetailOf<google::rpc::RetryInfo>(status);
  return absl::Seconds(info.retry_delay().seconds()) + absl::Nanoseconds(info.retry_delay().nanos());
}

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  const google::rpc::BadRequest details = DetailOf<google::rpc::BadRequest>(status);
  std::vector<FieldViolation> faults;
  for (const google::rpc::BadRequest::FieldViolation& violation : details.field_violations()) {
    faults.push_back({violation.field(), violation.description()});
  }
  return faults;
}

}  // namespace obt
