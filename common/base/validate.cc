#include "common/base/validate.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/text.h"

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

// What is wrong with a value, then, where an eye may not find it, which character it is. Codes are not
// personal: one that is short is shown, unless it may be an address or a name in the wrong place.
enum class Show { kNever, kShort };

void Refuse(Violations& out, absl::string_view field, absl::string_view value, absl::string_view sentence,
            Show show = Show::kNever) {
  constexpr size_t kShownCharacters = 40;
  if (!IsWellFormed(value)) return out.Add(field, kMustBeUtf8);
  const std::string strange = StrangeCharacter(value);
  if (!strange.empty()) return out.Add(field, absl::StrCat(sentence, "; ", strange));
  const bool shown =
      show == Show::kShort && value.size() <= kShownCharacters && value.find_first_of("@ ") == value.npos;
  out.Add(field, shown ? absl::StrCat(sentence, ", not \"", value, "\"") : sentence);
}

void CheckText(Violations& out, absl::string_view field, absl::string_view value, TextKind kind, size_t max,
               Presence presence) {
  if (Absent(out, field, !value.empty(), presence)) return;
  const std::string fault = TextFault(value, kind, max);
  if (!fault.empty()) out.Add(field, fault);
}

bool IsLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool IsUpperOrDigit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool IsGraphic(char c) { return c > ' ' && c <= '~'; }

// What is wrong with what stands before the @ of an address; empty where nothing is.
absl::string_view LocalPartFault(absl::string_view local) {
  if (local.empty()) return "something must stand before the @";
  if (local.size() > 64) return "at most 64 characters may stand before the @";
  if (local.front() == '.' || local.back() == '.' || absl::StrContains(local, ".."))
    return "before the @ no dot may stand first, last or beside another";
  const auto allowed = [](char c) {
    return IsGraphic(c) && absl::string_view("\"(),:;<>@[\\]").find(c) == absl::string_view::npos;
  };
  return std::all_of(local.begin(), local.end(), allowed)
             ? ""
             : "it must not hold brackets, quotes, commas, colons, semicolons or backslashes";
}

bool IsDomainLabel(absl::string_view label) {
  const auto allowed = [](char c) { return IsLowerOrDigit(absl::ascii_tolower(c)) || c == '-'; };
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), allowed);
}

// At least two labels, the last of which begins with a letter.
bool IsDomain(absl::string_view domain) {
  const size_t last_dot = domain.rfind('.');
  if (last_dot == absl::string_view::npos) return false;
  const absl::string_view top = domain.substr(last_dot + 1);
  if (top.size() < 2 || !absl::ascii_isalpha(top.front())) return false;
  for (;;) {
    const size_t dot = domain.find('.');
    if (!IsDomainLabel(domain.substr(0, dot))) return false;
    if (dot == absl::string_view::npos) return true;
    domain.remove_prefix(dot + 1);
  }
}

// What is wrong with an address; empty where nothing is.
absl::string_view EmailFault(absl::string_view value) {
  const size_t at = value.find('@');
  if (absl::StrContains(value, ' ')) return "it must not hold blanks";
  if (at == absl::string_view::npos || value.rfind('@') != at) return "it must hold one @";
  const absl::string_view local = LocalPartFault(value.substr(0, at));
  if (!local.empty()) return local;
  if (!IsDomain(value.substr(at + 1))) return "after the @ must stand a domain such as department.gov.uk";
  return value.size() <= kMaxEmail ? "" : "it is longer";
}

}  // namespace

void Text(Violations& out, absl::string_view field, absl::string_view value, size_t max, Presence presence) {
  CheckText(out, field, value, TextKind::kLine, max, presence);
}

void LongText(Violations& out, absl::string_view field, absl::string_view value, size_t max,
              Presence presence) {
  CheckText(out, field, value, TextKind::kLong, max, presence);
}

bool IsCode(absl::string_view value) {
  return !value.empty() && value.size() <= kMaxCode && IsLowerOrDigit(value.front()) &&
         std::all_of(value.begin(), value.end(), [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

void Code(Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
  if (Absent(out, field, !value.empty(), presence) || IsCode(value)) return;
  Refuse(out, field, value, "must be 1 to 63 of a-z, 0-9 and -, and must not begin with -", Show::kShort);
}

void ReferenceCode(Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
  if (Absent(out, field, !value.empty(), presence)) return;
  const auto allowed = [](char c) { return IsUpperOrDigit(c) || c == '_'; };
  if (value.size() <= kMaxCode && std::all_of(value.begin(), value.end(), allowed)) return;
  Refuse(out, field, value, "must be 1 to 63 of A-Z, 0-9 and _", Show::kShort);
}

void ServerId(Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
  if (Absent(out, field, !value.empty(), presence)) return;
  std::array<uint8_t, 16> bytes;
  if (ids_internal::ParseBytes(value, bytes)) return;
  Refuse(out, field, value, "must be an id of 36 characters as this suite gives them out, in lower case");
}

void Email(Violations& out, absl::string_view field, absl::string_view value, Presence presence) {
  constexpr absl::string_view kSentence =
      "must be one e-mail address such as name@department.gov.uk, at most 254 characters";
  if (Absent(out, field, !value.empty(), presence)) return;
  const absl::string_view fault = EmailFault(value);
  if (fault.empty()) return;
  const bool plain = StrangeCharacter(value).empty();
  Refuse(out, field, value, plain ? absl::StrCat(kSentence, "; ", fault) : kSentence);
}

void ForeignId(Violations& out, absl::string_view field, absl::string_view value, size_t max,
               Presence presence) {
  if (Absent(out, field, !value.empty(), presence)) return;
  const auto allowed = [](char c) { return IsGraphic(c) || c == ' '; };
  if (value.size() <= max && value.front() != ' ' && value.back() != ' ' &&
      std::all_of(value.begin(), value.end(), allowed)) {
    return;
  }
  Refuse(out, field, value,
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
  Refuse(out, field, value,
         absl::StrCat("must begin with https:// and a host, be at most ", kMaxLink,
                      " characters, and hold only printable ASCII without blanks"));
}

void Domain(Violations& out, absl::string_view field, absl::string_view value) {
  const bool lower = std::none_of(value.begin(), value.end(), absl::ascii_isupper);
  if (lower && EmailFault(absl::StrCat("a@", value)).empty()) return;
  Refuse(out, field, value, "must be a domain in lower case such as department.gov.uk", Show::kShort);
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
  std::vector<std::string> names;  // but for 0, which is nothing
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) names.push_back(type.value(i)->name());
  }
  out.Add(field, absl::StrCat("must be a value of ", type.full_name(), ": ", absl::StrJoin(names, ", ")));
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
