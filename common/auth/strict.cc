#include "common/auth/strict.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"

namespace obt::auth {
namespace {

constexpr size_t kDeepest = 16;

// Reads without keeping anything but the names of the objects it is in.
class Check final : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(size_t) override { return Enter(); }
  bool end_object() override { return Leave(); }
  bool start_array(size_t) override { return Enter(); }
  bool end_array() override { return Leave(); }
  bool key(string_t& name) override {
    if (names_.back().insert(name).second) return true;
    fault_ = "has a member twice";
    return false;
  }
  bool parse_error(size_t, const std::string&, const Json::exception&) override { return false; }
  const char* fault() const { return fault_; }

 private:
  bool Enter() {
    if (names_.size() == kDeepest) fault_ = "is nested too deep";
    names_.emplace_back();
    return fault_ == kNoObject;
  }
  bool Leave() {
    names_.pop_back();
    return true;
  }

  static constexpr const char* kNoObject = "is no JSON object";
  const char* fault_ = kNoObject;  // should it be none
  std::vector<std::set<std::string>> names_;
};

// The parser would pass over a mark of the order of bytes, and end at a NUL.
bool IsText(absl::string_view text) {
  return text.find('\0') == absl::string_view::npos && !absl::StartsWith(text, "\xef\xbb\xbf");
}

}  // namespace

std::optional<std::string> DecodeBase64Url(absl::string_view text) {
  const bool allowed = std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_';
  });
  std::string bytes;
  if (!allowed || !absl::WebSafeBase64Unescape(text, &bytes)) return std::nullopt;
  if (absl::WebSafeBase64Escape(bytes) != text) return std::nullopt;
  return bytes;
}

absl::StatusOr<Json> ParseStrictObject(absl::string_view text) {
  Check check;
  if (!IsText(text) || !Json::sax_parse(text.begin(), text.end(), &check))
    return absl::InvalidArgumentError(check.fault());
  Json json = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return absl::InvalidArgumentError(check.fault());
  return json;
}

std::optional<std::string> TextOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace obt::auth
