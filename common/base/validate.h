// Checks every Validate() is made of: each adds one violation per fault, names the field and says what is
// allowed. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace obt::validate {

inline constexpr size_t kMaxRequestIdChars = 64;
inline constexpr size_t kMaxName = 200;
inline constexpr size_t kMaxLink = 500;
inline constexpr int kMaxPageSize = 500;

enum class Presence { kRequired, kOptional };

// Free text of one line, as text.h says; at most `max` characters (code points).
void Text(Violations& out, absl::string_view field, absl::string_view value, size_t max, Presence presence);
// The same of several lines.
void LongText(Violations& out, absl::string_view field, absl::string_view value, size_t max,
              Presence presence);
// Lower-case code: [a-z0-9] then [a-z0-9-]*, at most 63.
bool IsCode(absl::string_view value);
void Code(Violations& out, absl::string_view field, absl::string_view value, Presence presence);
// Reference code: [A-Z0-9_]+, at most 63.
void ReferenceCode(Violations& out, absl::string_view field, absl::string_view value, Presence presence);
// Canonical 36-character id.
void ServerId(Violations& out, absl::string_view field, absl::string_view value, Presence presence);
// One plausible address: something@domain.tld, at most 254 characters, no blanks.
void Email(Violations& out, absl::string_view field, absl::string_view value, Presence presence);
// Printable ASCII without blanks at the ends, at most `max`: ids of other systems.
void ForeignId(Violations& out, absl::string_view field, absl::string_view value, size_t max,
               Presence presence);
// An address of the web: https:// and a host, printable ASCII without blanks, at most 500 characters.
void Link(Violations& out, absl::string_view field, absl::string_view value, Presence presence);
// A domain of e-mail addresses, in lower case.
void Domain(Violations& out, absl::string_view field, absl::string_view value);
// A real calendar date.
void Date(Violations& out, absl::string_view field, bool present, const google::type::Date& value,
          Presence presence);
// A timestamp of the years 1900 to 9999 with proper nanoseconds.
void Timestamp(Violations& out, absl::string_view field, bool present,
               const google::protobuf::Timestamp& value, Presence presence);
void Range(Violations& out, absl::string_view field, int64_t value, int64_t low, int64_t high);
// Number of elements of a repeated field.
void Count(Violations& out, absl::string_view field, int size, int low, int high);
// A value of the enum, and not 0 when required.
void Enum(Violations& out, absl::string_view field, const google::protobuf::EnumDescriptor& type, int value,
          Presence presence);
// A mask of nothing but these fields.
void Mask(Violations& out, absl::string_view field, const google::protobuf::FieldMask& mask,
          absl::Span<const absl::string_view> allowed);
// page_size 0 to any (above the maximum is cut by PageSize), never negative.
void PageSize(Violations& out, int page_size);
void RequestId(Violations& out, absl::string_view value);

// True when a mask that `Mask` let pass names the field; an empty one names every field.
bool MaskNames(const google::protobuf::FieldMask& mask, absl::string_view name);

// The effective page size: 0 is the default of 100, above 500 is 500.
int EffectivePageSize(int page_size);

// `name[index].field`.
std::string Path(absl::string_view name, int index, absl::string_view field);

// E-mail addresses compare in lower case without blanks around them.
std::string NormaliseEmail(absl::string_view email);

}  // namespace obt::validate
