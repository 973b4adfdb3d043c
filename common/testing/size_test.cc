// Calls that are too large, as clients send them: what they are told, and what is counted.
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/rpc/limits.h"
#include "common/testing/deployment.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "common/testing/wire.h"
#include "gmock/gmock.h"

namespace obt::testing {
namespace {

using ::testing::HasSubstr;

constexpr char kPut[] = "/obt.testing.v1.TinyService/PutNumber";
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kExhausted = absl::StatusCode::kResourceExhausted;

class Size : public ::testing::Test {
 protected:
  // A request of exactly so many bytes.
  static std::string RequestOf(size_t bytes) {
    v1::PutNumberRequest request;
    request.set_organisation_code("dwp");
    request.set_name("n");
    const size_t before = request.ByteSizeLong();
    std::string text = request.SerializeAsString();
    // An unknown field: number 99, of bytes; its tag takes two, its length four here.
    const size_t length = bytes - before - 6;
    text += "\x9a\x06";
    for (int i = 0; i < 4; ++i) text += static_cast<char>((length >> (7 * i) & 0x7f) | (i < 3 ? 0x80 : 0));
    return text + std::string(length, 'x');
  }
  absl::Status Put(const std::string& request, Wire::Metadata more = {}) {
    Wire::Metadata metadata = {{"authorization", "Bearer " + deployment.Token({.client = "dwp"})}};
    metadata.insert(metadata.end(), more.begin(), more.end());
    absl::Status status;
    do {  // until the directory is loaded
      status = wire.Call(kPut, request, metadata).status();
    } while (ReasonOf(status) == "STARTING");
    return status;
  }
  // How often calls of the method ended so.
  int Counted(const std::string& code) {
    const std::string name =
        absl::StrCat("grpc_server_handled_total{grpc_code=\"", code,
                     "\",grpc_method=\"PutNumber\",grpc_service=\"obt.testing.v1.TinyService\"");
    for (const absl::string_view line : absl::StrSplit(server->metrics().Text(), '\n')) {
      if (absl::StartsWith(line, name)) return std::stoi(std::string(line.substr(line.rfind(' '))));
    }
    return -1;
  }

  Deployment deployment;
  std::unique_ptr<app::Server> server = deployment.Start(TinySpec(), "admin");
  Wire wire{server->address()};
};

TEST_F(Size, RequestsUpToTheLimitAreTaken) {
  EXPECT_OK(Put(RequestOf(1'000'000)));
  EXPECT_OK(Put(RequestOf(rpc::kMaxRequestBytes)));
}

TEST_F(Size, LargerRequestsAreToldSoAndCounted) {
  EXPECT_OK(Put(RequestOf(1'000'000)));
  int refused = 0;
  for (const size_t bytes : {rpc::kMaxRequestBytes + 1, 2 * rpc::kMaxRequestBytes, 3 * rpc::kMaxRequestBytes,
                             4 * rpc::kMaxRequestBytes}) {
    const absl::Status status = Put(RequestOf(bytes));
    EXPECT_THAT(status, StatusIs(kInvalid, "REQUEST_TOO_LARGE")) << bytes;
    EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat("has ", bytes, " bytes")));
    EXPECT_EQ(Counted("InvalidArgument"), ++refused);
  }
}

TEST_F(Size, FarLargerRequestsAreRefusedByTheTransport) {
  EXPECT_OK(Put(RequestOf(1'000'000)));
  const absl::Status status = Put(RequestOf(rpc::kMaxRequestBytesRead + 1));
  EXPECT_THAT(status, StatusIs(kExhausted, ""));
  EXPECT_EQ(Counted("ResourceExhausted"), 0) << "nobody counts it: docs/limits.md says so";
}

TEST_F(Size, AStrangersLargeRequestIsNotMeasured) {
  EXPECT_OK(Put(RequestOf(1'000'000)));
  const absl::Status status =
      wire.Call(kPut, RequestOf(2 * rpc::kMaxRequestBytes), {{"authorization", "Bearer x"}}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_MALFORMED"));
}

TEST_F(Size, LargeMetadataIsToldSoAndCounted) {
  const std::string request = RequestOf(1'000'000);
  EXPECT_OK(Put(request));
  EXPECT_OK(Put(request, {{"x-note", std::string(6'000, 'x')}}));
  int refused = 0;
  for (const size_t bytes : {8'192, 12'000, 16'384, 24'000}) {
    EXPECT_THAT(Put(request, {{"x-note", std::string(bytes, 'x')}}), StatusIs(kInvalid, "METADATA_TOO_LARGE"))
        << bytes;
    EXPECT_EQ(Counted("InvalidArgument"), ++refused);
  }
  Wire::Metadata many;
  for (int i = 0; i < 200; ++i) many.emplace_back(absl::StrCat("x-note-", i), "12345678");
  EXPECT_THAT(Put(request, many), StatusIs(kInvalid, "METADATA_TOO_LARGE")) << "each pair takes 32 more";
  EXPECT_THAT(Put(request, {{"x-note", std::string(40'000, 'x')}}), StatusIs(kExhausted, ""));
  // gRPC closes such a connection; the next call has another one.
  absl::Status next;
  do {
    next = Put(request);
  } while (absl::IsUnavailable(next));
  EXPECT_OK(next);
}

}  // namespace
}  // namespace obt::testing
