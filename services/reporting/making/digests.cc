#include "services/reporting/making/digests.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/store/sha256.h"

namespace obt::reporting::making {

std::string DigestOfCopied(const Kept& kept) {
  std::string digests;  // of messages without maps: the same bytes each time
  for (const aggregator::v1::QueryMetricsResponse& answer : kept.answers)
    digests += obt::store::Sha256(answer.SerializeAsString());
  for (const store::v1::SurveyAnswer& answer : kept.surveys)
    digests += obt::store::Sha256(answer.SerializeAsString());
  return obt::store::Sha256(digests);
}

absl::Status CheckCopied(const Kept& kept) {
  if (DigestOfCopied(kept) == kept.row.copied_sha256()) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("what was copied for release ", kept.row.release().release_id(), " is not as it was"));
}

std::string DigestOf(const tables::Plan& plan) {
  std::vector<absl::string_view> names(plan.end - plan.first);
  for (const auto& [name, cell] : plan.cells) names[cell - plan.first] = name;
  return obt::store::Sha256(absl::StrJoin(names, "\n"));
}

std::string DigestOf(const std::vector<disclosure::Status>& statuses,
                     const std::vector<disclosure::World>& worlds) {
  std::string bytes;
  for (const disclosure::Status status : statuses) bytes.push_back(static_cast<char>(status));
  for (const disclosure::World& world : worlds) {
    for (const auto& [cell, difference] : world.differences)
      absl::StrAppend(&bytes, cell, ":", difference, ",");
    bytes.push_back(';');
  }
  return obt::store::Sha256(bytes);
}

}  // namespace obt::reporting::making
