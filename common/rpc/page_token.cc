#include "common/rpc/page_token.h"

#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "openssl/crypto.h"
#include "openssl/evp.h"
#include "openssl/hmac.h"

namespace obt::rpc {
namespace {

constexpr size_t kMacBytes = 16;

// Every argument but the two that may differ between pages.
std::string Arguments(const google::protobuf::Message& request) {
  const std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  for (const char* name : {"page_token", "page_size"}) {
    if (const auto* field = copy->GetDescriptor()->FindFieldByName(name))
      copy->GetReflection()->ClearField(copy.get(), field);
  }
  return DeterministicBytes(*copy);
}

std::string Mac(const Call& call, const google::protobuf::Message& request, absl::string_view position) {
  const std::string arguments = Arguments(request);
  const std::string text = absl::StrCat(request.GetDescriptor()->full_name(), "\n", call.client_id, "\n",
                                        arguments.size(), "\n", arguments, position);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), call.page_key.data(), static_cast<int>(call.page_key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &size) == nullptr) {
    Die("OpenSSL cannot compute a MAC");
  }
  return std::string(reinterpret_cast<const char*>(mac), kMacBytes);
}

}  // namespace

std::string DeterministicBytes(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

std::string SealPageToken(const Call& call, const google::protobuf::Message& request,
                          absl::string_view position) {
  return absl::WebSafeBase64Escape(absl::StrCat(Mac(call, request, position), position));
}

absl::StatusOr<std::string> OpenPageToken(const Call& call, const google::protobuf::Message& request) {
  const google::protobuf::FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("page_token");
  const std::string token = request.GetReflection()->GetString(request, field);
  if (token.empty()) return std::string();
  std::string raw;
  if (absl::WebSafeBase64Unescape(token, &raw) && raw.size() > kMacBytes) {
    std::string position = raw.substr(kMacBytes);
    const std::string mac = Mac(call, request, position);
    if (CRYPTO_memcmp(raw.data(), mac.data(), kMacBytes) == 0) return position;
  }
  Violations violations;
  violations.Add("page_token", "is not a token of this caller for these arguments; start again without one");
  return violations.ToStatus();
}

}  // namespace obt::rpc
