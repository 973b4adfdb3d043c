#include "tools/obtctl/place.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace obt::ctl {

std::string FindPlace(const std::string& from) {
  std::error_code ignored;
  for (std::filesystem::path directory = from; !directory.empty(); directory = directory.parent_path()) {
    const std::filesystem::path place = directory / ".obt";
    if (std::filesystem::is_directory(place, ignored)) return place.string();
    if (directory == directory.root_path()) break;
  }
  return "";
}

std::string EndpointsPath(const std::string& place) { return absl::StrCat(place, "/endpoints.json"); }

std::string TokenPath(const std::string& place, absl::string_view client_id) {
  return absl::StrCat(place, "/tokens/", client_id, ".token");
}

std::string PrivateKeyPath(const std::string& place) { return absl::StrCat(place, "/keys/dev.private.pem"); }

// In a directory of its own, which is what services are given: they never need to see the private one.
std::string JwksPath(const std::string& place) { return absl::StrCat(place, "/keys/public/dev.jwks.json"); }

std::string TrustPath(const std::string& place) { return absl::StrCat(place, "/keys/public/trust.json"); }

}  // namespace obt::ctl
