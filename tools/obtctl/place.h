// The directory `.obt` of a suite on this machine, which tools/quickstart makes: keys, tokens and where the
// services listen. Commands find it by themselves from the current directory upwards.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace obt::ctl {

// The nearest `.obt` at or above a directory; empty without one.
std::string FindPlace(const std::string& from);

// Where things are in a place.
std::string EndpointsPath(const std::string& place);
std::string TokenPath(const std::string& place, absl::string_view client_id);
std::string PrivateKeyPath(const std::string& place);
std::string JwksPath(const std::string& place);
std::string TrustPath(const std::string& place);

}  // namespace obt::ctl
