#include "common/base/validate.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace obt::validate {
namespace {

constexpr size_t kMaxCode = 63;
constexpr size_t kMaxEmail = 254;
constexpr int kDefaultPageSize = 100;
constexpr int64_t kFirstSecond = -2'208'988'800;  // 1900-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z

// True where nothing more is to be checked: an absent value, which is a fault when it is required.
bool Absent(Violations& out, absl::string_view field, bool present, Presence presence) {
  if (present) return false;
  if (presence == Presence::kRequired) out.Add(field, "is required");
  return true;
}

// Takes one code point off the front of `rest`; nothing when it is not well-formed UTF-8 (RFC 3629: no
// overlong forms, no surrogates, nothing above U+10FFFF).
std::optional<char32_t> NextCodePoint(absl::string_view& rest) {
  const auto byte = [&rest](size_t i) { return static_cast<unsigned char>(rest[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    rest.remove_prefix(1);
    return first;
  }
  const size_t length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length == 0 || rest.size() < length) return std::nullopt;
  char32_t point = first & (0x7f >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return std::nullopt;
    point = point << 6 | (byte(i) & 0x3f);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  if (overlong || (point >= 0xd800 && point < 0xe000) || point > 0x10ffff) return std::nullopt;
  rest.remove_prefix(length);
  return point;
}

// Also the two Unicode line ends: they would break one line into two.
bool IsControl(char32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029;
}

bool IsBlank(char32_t point) {
  return point == ' ' || point == 0xa0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200b) ||
         point == 0x202f || point == 0x205f || point == 0x3000 || point == 0xfeff;
}

bool IsLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool IsUpperOrDigit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool IsGraphic(char c) { return c > ' ' && c <= '~'; }

bool IsLocalPart(absl::string_view local) {
  const auto allowed = [](char c) {
    return IsGraphic(c) && absl::string_view("\"(),:;<>@[\\]").find(c) == absl::string_view::npos;
  };
  return !local.empty() && local.size() <= 64 && std::all_of(local.begin(), local.end(), allowed);
}

bool IsDomainLabel(absl::string_view label) {
  const auto allowed = [](char c) { return IsLowerOrDigit(absl::ascii_tolower(c)) || c == '-'; };
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), allowed);
}

// At least two labels, the last of which is no number.
bool IsDomain(absl::string_view domain) {
  const size_t last_dot = domain.rfind('.');
  if (last_dot == absl::string_view::npos) return false;
  const absl::string_view top = domain.substr(last_dot + 1);
  if (top.size() < 2 || std::all_of(top.begin(), top.end(), absl::ascii_isdigit)) return false;
  for (;;) {
    const size_t dot = domain.find('.');
    if (!IsDomainLabel(domain.substr(0, dot))) return false;
    if (dot == absl::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

bool IsEmail(absl::string_view value) {
  const size_t at = value.find('@');
  return value.size() <= kMaxEmail && at != absl::string_view::npos && IsLocalPart(value.substr(0, at)) &&
         IsDomain(value.substr(at + 1));
}

}  // namespace

void Text(Violations& out, absl::string_view field, absl::string_view value, size_t max, Presence presence) {
  if (Absent(out, field, !value.empty(), presence)) return;
  size_t points = 0;
  bool only_blanks = true;
  for (absl::string_view rest = value; !rest.empty(); ++points) {
    const std::optional<char32_t> point = NextCodePoint(rest);
    if (!point.has_value()) return out.Add(field, "must be valid UTF-8");
    if (IsControl(*point)) return out.Add(field, "must not contain line ends or other control characters");
    only_blanks = only_blanks && IsBlank(*point);
  }
  if (only_blanks) return out.Add(field, "must not be only blanks");
  if (points > max) out.Add(field, absl::StrCat("must be at most ", max, " characters"));
}

bool IsCode(absl::string_view value) {
  return !value.empty() && value.size() <= kMaxCode && IsLowerOrDigit(value.front()) &&
         std::all_of(value.begin(), value.end(), [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

void Code(Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
  if (Absent(out, field, !value.empty(), presence) || IsCode(value)) return;
  out.Add(field, "must be 1 to 63 of a-z, 0-9 and -, and must not begin with -");
}

void ReferenceCode(Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
  if (Absent(out, field, !value.empty(), presence)) return;
  const auto allowed = [](char c) { return IsUpperOrDigit(c) || c == '_'; };
  if (value.size() <= kMaxCode && std::all_of(value.begin(), value.end(), allowed)) return;
  out.Add(field, "must be 1 to 63 of A-Z, 0-9 and _");
}

void ServerId(Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
  if (Absent(out, field, !value.empty(), presence)) return;
  std::array<uint8_t, 16> bytes;
  if (ids_internal::ParseBytes(value, bytes)) return;
  out.Add(field, "must be an id of 36 characters as this suite gives them out, in lower case");
}

void Email(Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
  if (Absent(out, field, !value.empty(), presence) || IsEmail(value)) return;
  out.Add(field, "must be one e-mail address such as name@department.gov.uk, at most 254 characters");
}

void ForeignId(Violations& out, absl::string_view field, absl::string_view value, size_t max,
               Presence presence) {
  if (Absent(out, field, !value.empty(), presence)) return;
  const auto allowed = [](char c) { return IsGraphic(c) || c == ' '; };
  if (value.size() <= max && value.front() != ' ' && value.back() != ' ' &&
      std::all_of(value.begin(), value.end(), allowed)) {
    return;
  }
  out.Add(field,
          absl::StrCat("must be 1 to ", max, " printable ASCII characters without blanks at the ends"));
}

void Link(Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
  constexpr absl::string_view kScheme = "https://";
  if (Absent(out, field, !value.empty(), presence)) return;
  const bool has_host = value.size() > kScheme.size() && value[kScheme.size()] != '/';
  if (value.size() <= kMaxLink && absl::StartsWith(value, kScheme) && has_host &&
      std::all_of(value.begin(), value.end(), IsGraphic)) {
    return;
  }
  out.Add(field, absl::StrCat("must begin with https:// and a host, be at most ", kMaxLink,
                              " characters, and hold only printable ASCII without blanks"));
}

void Domain(Violations& out, absl::string_view field, absl::string_view value) {
  const bool lower = std::none_of(value.begin(), value.end(), absl::ascii_isupper);
  if (lower && IsEmail(absl::StrCat("a@", value))) return;
  out.Add(field, "must be a domain in lower case such as department.gov.uk");
}

void Date(Violations& out, absl::string_view field, bool present, const google::type::Date& value,
          Presence presence) {
  if (Absent(out, field, present && !IsUnset(value), presence) || ParseDay(value).has_value()) return;
  out.Add(field, "must be a calendar date with year, month and day, of the years 1900 to 9999");
}

void Timestamp(Violations& out, absl::string_view field, bool present,
               const google::protobuf::Timestamp& value, Presence presence) {
  if (Absent(out, field, present, presence)) return;
  if (value.seconds() >= kFirstSecond && value.seconds() <= kLastSecond && value.nanos() >= 0 &&
      value.nanos() <= 999'999'999) {
    return;
  }
  out.Add(field, "must be an instant of the years 1900 to 9999 with nanoseconds from 0 to 999999999");
}

void Range(Violations& out, absl::string_view field, int64_t value, int64_t low, int64_t high) {
  if (value < low || value > high) out.Add(field, absl::StrCat("must be from ", low, " to ", high));
}

void Count(Violations& out, absl::string_view field, int size, int low, int high) {
  if (size < low || size > high) out.Add(field, absl::StrCat("must have ", low, " to ", high, " entries"));
}

void Enum(Violations& out, absl::string_view field, const google::protobuf::EnumDescriptor& type, int value,
          Presence presence) {
  if (Absent(out, field, value != 0, presence) || type.FindValueByNumber(value) != nullptr) return;
  out.Add(field, absl::StrCat("must be a value of ", type.full_name()));
}

void Mask(Violations& out, absl::string_view field, const google::protobuf::FieldMask& mask,
          absl::Span<const absl::string_view> allowed) {
  const auto is_allowed = [&allowed](absl::string_view path) {
    return std::find(allowed.begin(), allowed.end(), path) != allowed.end();
  };
  const bool well_formed = mask.paths_size() <= static_cast<int>(allowed.size()) &&
                           std::all_of(mask.paths().begin(), mask.paths().end(), is_allowed);
  if (!well_formed) out.Add(field, absl::StrCat("must name nothing but ", absl::StrJoin(allowed, ", ")));
}

void PageSize(Violations& out, int page_size) {
  if (page_size < 0) out.Add("page_size", "must not be negative; 0 means the default");
}

void RequestId(Violations& out, absl::string_view value) {
  ForeignId(out, "request_id", value, kMaxRequestIdChars, Presence::kOptional);
}

bool MaskNames(const google::protobuf::FieldMask& mask, absl::string_view name) {
  const auto& paths = mask.paths();
  return paths.empty() || std::find(paths.begin(), paths.end(), name) != paths.end();
}

int EffectivePageSize(int page_size) {
  if (page_size <= 0) return kDefaultPageSize;
  return std::min(page_size, kMaxPageSize);
}

std::string Path(absl::string_view name, int index, absl::string_view field) {
  return absl::StrCat(name, "[", index, "]", field.empty() ? "" : ".", field);
}

std::string NormaliseEmail(absl::string_view email) {
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(email));
}

}  // namespace obt::validate
