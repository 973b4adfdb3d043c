// The tiny service of tests and benches: named numbers, each handler shape once.
#pragma once

#include <string>
#include <tuple>

#include "common/app/host.h"
#include "common/store/table.h"
#include "obt/testing/v1/tiny.pb.h"

namespace obt::testing {

inline constexpr store::Table<std::tuple<std::string>, v1::Number> kNumbers{"numbers"};

class TinyService {
 public:
  void BindTo(rpc::Router& router);
  // A negative value is refused after it was written, to show that nothing stays.
  absl::StatusOr<v1::PutNumberResponse> PutNumber(const v1::PutNumberRequest& request, const rpc::Call& call,
                                                  store::Txn& txn);
  absl::StatusOr<int64_t> Think(const v1::PreparePutNumberRequest& request, const rpc::Call& call);
  absl::StatusOr<v1::PreparePutNumberResponse> PreparePutNumber(const v1::PreparePutNumberRequest& request,
                                                                const rpc::Call& call, const int64_t& thought,
                                                                store::Txn& txn);
  absl::StatusOr<v1::PutNumbersResponse::Result> PutOne(const v1::PutNumbersRequest& request,
                                                        const v1::Number& item, const rpc::Call& call,
                                                        store::Txn& txn);
  absl::StatusOr<v1::GetNumberResponse> GetNumber(const v1::GetNumberRequest& request, const rpc::Call& call,
                                                  const store::View& view);
  absl::Duration WaitForNumber(const v1::GetNumberRequest& request, const rpc::Call& call,
                               const store::View& view);
  absl::StatusOr<v1::GetPersonNumberResponse> GetPersonNumber(const v1::GetPersonNumberRequest& request,
                                                              const rpc::Call& call, const store::View& view);
};

// Clients "admin" (CENTRAL_ADMIN), "dwp" (INTEGRATION of dwp), "stranger" (no grants), "reader" (a SERVICE),
// and two organisations, dwp with jobcentre below it, and hmrc.
app::ServiceSpec TinySpec();
absl::Status SeedTiny(store::Txn& txn, const std::string& admin_client);

}  // namespace obt::testing
