#include "services/identity/access/rows.h"

#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "obt/identity/v1/events.pb.h"
#include "services/identity/access/domain.h"
#include "services/identity/schema.h"

namespace obt::identity {
namespace {

constexpr size_t kScanStep = 500;

}  // namespace

absl::StatusOr<v1::Client> GetClient(const obt::store::Reader& reader, absl::string_view client_id) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Client> client,
                       feed::kClients.Find(reader, {std::string(client_id)}));
  if (!client.has_value()) {
    return Error(absl::StatusCode::kNotFound, "CLIENT_NOT_FOUND", "client_id: no such client");
  }
  return *std::move(client);
}

absl::Status InsertClient(obt::store::Txn& txn, const v1::Client& client) {
  OBT_ASSIGN_OR_RETURN(const bool exists, feed::kClients.Has(txn, {client.client_id()}));
  if (exists) {
    return Error(absl::StatusCode::kAlreadyExists, "CLIENT_EXISTS",
                 absl::StrCat("client_id: ", client.client_id(), " is in use"));
  }
  PutClient(txn, client);
  return absl::OkStatus();
}

void PutClient(obt::store::Txn& txn, const v1::Client& client) {
  v1::ClientChanged event;
  *event.mutable_client() = client;
  feed::PutClient(txn, client, txn.Publish(event));
}

absl::StatusOr<Page<v1::Client>> PageOfClients(const obt::store::Reader& reader, absl::string_view position,
                                               size_t limit) {
  return obt::store::ReadPage(feed::kClients, reader, std::tuple<>(), position, limit);
}

absl::StatusOr<bool> HasOtherCentralAdmin(const obt::store::Reader& reader, absl::string_view client_id) {
  std::string position;
  do {
    OBT_ASSIGN_OR_RETURN(Page<v1::Client> page, PageOfClients(reader, position, kScanStep));
    for (const v1::Client& client : page.rows) {
      if (client.client_id() != client_id && IsCentralAdmin(client)) return true;
    }
    position = std::move(page.next);
  } while (!position.empty());
  return false;
}

absl::Status SeedAdmin(obt::store::Txn& txn, absl::string_view client_id) {
  Violations out;
  validate::Code(out, "client_id", client_id, validate::Presence::kRequired);
  OBT_RETURN_IF_ERROR(out.ToStatus());
  v1::Client client = NewClient(client_id, "First administrator", txn.commit_time());
  for (const options::v1::Role role : {options::v1::ROLE_CENTRAL_ADMIN, options::v1::ROLE_OPERATOR}) {
    v1::Grant grant;
    grant.set_role(role);
    OBT_ASSIGN_OR_RETURN(client, WithGrant(std::move(client), grant));
  }
  return InsertClient(txn, client);
}

}  // namespace obt::identity
