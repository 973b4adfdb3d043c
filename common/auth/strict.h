// base64url and JSON from outside, read strictly: one spelling of each value, no member twice. Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt::auth {

using Json = nlohmann::json;

// Nothing for what is not base64url, is padded, or has bits beyond the last byte.
std::optional<std::string> DecodeBase64Url(absl::string_view text);

// INVALID_ARGUMENT, saying in a sentence without its subject what is wrong and nothing of the text, for what
// is no JSON object, names a member twice at any depth, or is deeper than 16.
absl::StatusOr<Json> ParseStrictObject(absl::string_view text);

// The text of a member; nothing where it is absent or no text.
std::optional<std::string> TextOf(const Json& object, const char* name);

}  // namespace obt::auth
