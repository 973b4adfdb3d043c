#include "common/rpc/page_token.h"

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/identity/v1/programme.pb.h"

namespace obt::rpc {
namespace {

using testing::StatusIs;

Call CallBy(const std::string& client) {
  Call call;
  call.client_id = client;
  call.page_key = std::string(32, 'k');
  return call;
}

TEST(PageToken, OpensForTheSameCallerAndArguments) {
  identity::v1::ListHeadcountsRequest request;
  request.set_programme_id("obt-2024");
  request.set_page_token(SealPageToken(CallBy("a"), request, "position"));
  request.set_page_size(7);  // may differ between pages
  ASSERT_OK_AND_ASSIGN(const std::string position, OpenPageToken(CallBy("a"), request));
  EXPECT_EQ(position, "position");
}

TEST(PageToken, NoTokenIsTheFirstPage) {
  ASSERT_OK_AND_ASSIGN(const std::string position,
                       OpenPageToken(CallBy("a"), identity::v1::ListHeadcountsRequest()));
  EXPECT_EQ(position, "");
}

TEST(PageToken, IsRefusedForAnotherCallerOtherArgumentsAnotherStoreAndWhenChanged) {
  identity::v1::ListHeadcountsRequest request;
  request.set_programme_id("obt-2024");
  const std::string token = SealPageToken(CallBy("a"), request, "position");
  request.set_page_token(token);
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS");
  EXPECT_THAT(OpenPageToken(CallBy("b"), request), refused);
  Call other_store = CallBy("a");
  other_store.page_key = std::string(32, 'x');
  EXPECT_THAT(OpenPageToken(other_store, request), refused);
  identity::v1::ListHeadcountsRequest other = request;
  other.set_programme_id("obt-2023");
  EXPECT_THAT(OpenPageToken(CallBy("a"), other), refused);
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    request.set_page_token(changed);
    EXPECT_THAT(OpenPageToken(CallBy("a"), request), refused) << i;
  }
  request.set_page_token("short");
  EXPECT_THAT(OpenPageToken(CallBy("a"), request), refused);
}

}  // namespace
}  // namespace obt::rpc
