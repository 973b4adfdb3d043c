#include "services/identity/organisations.h"

#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/organisation_domain.h"
#include "services/identity/schema.h"

namespace obt::identity {
namespace {

constexpr size_t kScanStep = 1000;

}  // namespace

absl::StatusOr<std::optional<v1::Organisation>> FindOrganisation(const obt::store::Reader& reader,
                                                                 absl::string_view code) {
  return feed::kOrganisations.Find(reader, {std::string(code)});
}

absl::StatusOr<std::vector<v1::Organisation>> AllOrganisations(const obt::store::Reader& reader) {
  std::vector<v1::Organisation> all;
  std::optional<std::tuple<std::string>> after;
  while (true) {
    size_t seen = 0;
    OBT_RETURN_IF_ERROR(feed::kOrganisations.ScanEach(reader, std::tuple<>(), after, kScanStep,
                                                      [&](std::tuple<std::string> key, v1::Organisation row) {
                                                        all.push_back(std::move(row));
                                                        after = std::move(key);
                                                        ++seen;
                                                        return true;
                                                      }));
    if (seen < kScanStep) return all;
  }
}

absl::Status InsertOrganisation(obt::store::Txn& txn, const v1::Organisation& organisation) {
  OBT_ASSIGN_OR_RETURN(const bool exists, feed::kOrganisations.Has(txn, {organisation.code()}));
  if (exists) {
    return Error(
        absl::StatusCode::kAlreadyExists, "ORGANISATION_EXISTS",
        absl::StrCat("organisation.code: ", organisation.code(), " is in use; codes are never reused"));
  }
  if (!organisation.parent_code().empty()) {
    OBT_RETURN_IF_ERROR(RequireOrganisation(txn, "organisation.parent_code", organisation.parent_code()));
  }
  v1::OrganisationChanged event;
  *event.mutable_organisation() = organisation;
  feed::PutOrganisation(txn, organisation, txn.Publish(event));
  return absl::OkStatus();
}

absl::Status RequireOrganisation(const obt::store::Reader& reader, absl::string_view field,
                                 absl::string_view code) {
  OBT_ASSIGN_OR_RETURN(const bool exists, feed::kOrganisations.Has(reader, {std::string(code)}));
  return exists ? absl::OkStatus() : OrganisationNotFound(field);
}

}  // namespace obt::identity
