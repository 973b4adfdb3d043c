// The rows of clients with their grants. Written rows are published.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/store/page.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/identity/v1/access.pb.h"

namespace obt::identity {

using obt::store::Page;

// NOT_FOUND (CLIENT_NOT_FOUND) when there is no such client.
absl::StatusOr<v1::Client> GetClient(const obt::store::Reader& reader, absl::string_view client_id);

// Adds a new one. ALREADY_EXISTS (CLIENT_EXISTS) for an id in use.
absl::Status InsertClient(obt::store::Txn& txn, const v1::Client& client);
void PutClient(obt::store::Txn& txn, const v1::Client& client);

// Clients by id, behind `position` (empty: from the start).
absl::StatusOr<obt::store::Page<v1::Client>> PageOfClients(const obt::store::Reader& reader,
                                                           absl::string_view position, size_t limit);

// True when a client other than this one holds CENTRAL_ADMIN.
absl::StatusOr<bool> HasOtherCentralAdmin(const obt::store::Reader& reader, absl::string_view client_id);

// What a new store begins with: a client that may grant everything else (CENTRAL_ADMIN and OPERATOR).
absl::Status SeedAdmin(obt::store::Txn& txn, absl::string_view client_id);

}  // namespace obt::identity
