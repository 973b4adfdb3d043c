// The tiny service of tests and benches: named numbers, each handler shape once.
#pragma once

#include <string>
#include <tuple>

#include "common/app/server.h"
#include "common/store/table.h"
#include "obt/testing/v1/tiny.pb.h"

namespace obt::testing {

inline constexpr store::Table<std::tuple<std::string>, v1::Number> kNumbers{"numbers"};
// Where a number of this name is missing, so is a programme.
inline constexpr char kOfAProgramme[] = "of a programme";

// Clients "admin" (CENTRAL_ADMIN), "dwp" (INTEGRATION of dwp), "stranger" (no grants), "reader" (a SERVICE),
// and two organisations, dwp with jobcentre below it, and hmrc.
app::ServiceSpec TinySpec();
void BindTiny(rpc::Router& router);
absl::Status SeedTiny(store::Txn& txn, const std::string& admin_client);

}  // namespace obt::testing
