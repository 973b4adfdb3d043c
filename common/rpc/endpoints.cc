#include "common/rpc/endpoints.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace obt::rpc {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(200);

absl::Status Bad(const std::string& file, absl::string_view why) {
  return Error(absl::StatusCode::kFailedPrecondition, "ENDPOINTS_FILE",
               absl::StrCat("endpoints file ", file, " ", why));
}

absl::Status Replace(const std::string& file, const std::map<std::string, std::string>& endpoints) {
  google::protobuf::Struct json;
  for (const auto& [service, address] : endpoints)
    (*json.mutable_fields())[service].set_string_value(address);
  google::protobuf::util::JsonPrintOptions pretty;
  pretty.add_whitespace = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(json, &text, pretty).ok())
    return Bad(file, "cannot be composed");
  const absl::Status replaced = ReplaceFile(file, text);
  return replaced.ok() ? replaced : Bad(file, absl::StrCat("stays as it was: ", replaced.message()));
}

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> ReadEndpoints(const std::string& file) {
  std::map<std::string, std::string> endpoints;
  const absl::StatusOr<std::string> text = ReadFile(file);
  if (!text.ok()) return endpoints;
  google::protobuf::Struct json;
  if (!google::protobuf::util::JsonStringToMessage(*text, &json).ok())
    return Bad(file, "is not a JSON object");
  for (const auto& [service, address] : json.fields()) endpoints[service] = address.string_value();
  return endpoints;
}

absl::Status PublishEndpoint(const std::string& file, const std::string& service,
                             const std::string& address) {
  const int lock = open(absl::StrCat(file, ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0 || flock(lock, LOCK_EX) != 0) return Bad(file, "cannot be locked");
  absl::StatusOr<std::map<std::string, std::string>> endpoints = ReadEndpoints(file);
  absl::Status status = endpoints.status();
  if (status.ok()) {
    (*endpoints)[service] = address;
    status = Replace(file, *endpoints);
  }
  close(lock);
  return status;
}

AddressSource AddressFromEndpoints(std::string file, std::string service) {
  struct Seen {
    Mutex mutex;
    std::string address;
    absl::Time at = absl::InfinitePast();
  };
  auto seen = std::make_shared<Seen>();
  return [seen, file = std::move(file), service = std::move(service)] {
    MutexLock lock(seen->mutex);
    if (absl::Now() - seen->at > kLook) {
      seen->at = absl::Now();
      const absl::StatusOr<std::map<std::string, std::string>> endpoints = ReadEndpoints(file);
      if (endpoints.ok() && endpoints->count(service) > 0) seen->address = endpoints->at(service);
    }
    return seen->address;
  };
}

}  // namespace obt::rpc
