#include "services/identity/organisation/rows.h"

#include <optional>
#include <string>

#include "common/base/status.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/organisation/domain.h"
#include "services/identity/schema.h"

namespace obt::identity {

void PutOrganisation(obt::store::Txn& txn, const v1::Organisation& organisation) {
  v1::OrganisationChanged event;
  *event.mutable_organisation() = organisation;
  feed::PutOrganisation(txn, organisation, txn.Publish(event));
}

absl::Status RequireOrganisation(const obt::store::Reader& reader, absl::string_view field,
                                 absl::string_view code) {
  OBT_ASSIGN_OR_RETURN(const bool exists, feed::kOrganisations.Has(reader, {std::string(code)}));
  return exists ? absl::OkStatus() : OrganisationNotFound(field);
}

absl::Status RequireOrganisationOn(const obt::store::Reader& reader, absl::string_view field,
                                   absl::string_view code, Day day) {
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::Organisation> organisation,
                       feed::kOrganisations.Find(reader, {std::string(code)}));
  return organisation.has_value() ? CheckTakesNew(field, *organisation, day) : OrganisationNotFound(field);
}

}  // namespace obt::identity
