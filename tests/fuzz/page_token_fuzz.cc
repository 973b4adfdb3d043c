// Any text as a page token is refused unless it was sealed here; any position that is sealed comes back.
#include <cstdint>
#include <string>

#include "common/rpc/page_token.h"
#include "obt/identity/v1/programme.pb.h"
#include "tests/fuzz/require.h"

namespace obt::fuzz {
namespace {

void Run(absl::string_view bytes) {
  if (bytes.empty()) return;  // no position: nothing is sealed for it
  rpc::Call call;
  call.client_id = "somebody";
  call.page_key = std::string(32, 'k');
  identity::v1::ListHeadcountsRequest request;
  request.set_programme_id("obt-2024");
  request.set_page_token(rpc::SealPageToken(call, request, bytes));
  const absl::StatusOr<std::string> position = rpc::OpenPageToken(call, request);
  Require(position.ok() && *position == bytes, "a sealed position does not come back");
  request.set_page_token(std::string(bytes));
  const absl::StatusOr<std::string> opened = rpc::OpenPageToken(call, request);
  if (!opened.ok()) return;
  Require(rpc::SealPageToken(call, request, *opened) == bytes, "a token nobody sealed was opened");
}

}  // namespace
}  // namespace obt::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  obt::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
