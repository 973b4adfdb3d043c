#include "common/base/rules.h"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/days.h"
#include "common/base/mutex.h"
#include "common/base/validate.h"
#include "google/protobuf/text_format.h"
#include "obt/options/v1/options.pb.h"

namespace obt::validate {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using options::v1::FieldRule;

constexpr size_t kMaxEtag = 20;
constexpr int kSingle = -1;  // in the place of an entry's index

enum class Kind { kText, kNumber, kEnum, kDate, kTimestamp, kMask, kMessage };

struct Field {
  const FieldDescriptor* field = nullptr;
  FieldRule rule;
  Kind kind = Kind::kText;
  const Rules* inner = nullptr;  // of a message
  bool masked = false;           // the mask says whether it is stated
};

}  // namespace

struct Rules {
  std::vector<Field> fields;
  const FieldDescriptor* mask = nullptr;
  std::vector<options::v1::Period> periods;
};

namespace {

// ---- reading the rules ----

class AllRules {
 public:
  const Rules& Of(const Descriptor& type) {
    MutexLock lock(mutex_);
    return Read(type);
  }

 private:
  const Rules& Read(const Descriptor& type) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::unique_ptr<Rules>& rules = all_[&type];
    if (rules != nullptr) return *rules;
    rules = std::make_unique<Rules>();
    Rules& made = *rules;
    std::vector<absl::string_view> maskable;
    for (int i = 0; i < type.field_count(); ++i) {
      Field field{type.field(i), type.field(i)->options().GetExtension(options::v1::rule)};
      const bool counted = field.field->is_repeated() && field.rule.has_max_entries();
      if (field.rule.skip() ? !counted : !Understand(field)) continue;
      if (field.kind == Kind::kMask) {
        made.mask = field.field;
        maskable.assign(field.rule.mask().begin(), field.rule.mask().end());
      }
      made.fields.push_back(std::move(field));
    }
    for (Field& field : made.fields) {
      field.masked = std::find(maskable.begin(), maskable.end(), field.field->name()) != maskable.end();
    }
    const auto& periods = type.options().GetRepeatedExtension(options::v1::period);
    made.periods.assign(periods.begin(), periods.end());
    return made;
  }

  // False where nothing is to be checked.
  bool Understand(Field& field) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    switch (field.field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return field.field->type() == FieldDescriptor::TYPE_STRING && UnderstandText(field);
      case FieldDescriptor::CPPTYPE_ENUM:
        field.kind = Kind::kEnum;
        return true;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        UnderstandMessage(field);
        return true;
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_INT64:
        field.kind = Kind::kNumber;
        return field.rule.has_min() || field.rule.has_max() || field.field->name() == "page_size";
      default:
        return false;
    }
  }

  static bool UnderstandText(Field& field) {
    const std::string& name = field.field->name();
    const bool is_etag = name == "etag" || absl::EndsWith(name, "_etag");
    if (name == "page_token") return false;  // it is sealed
    if (is_etag || name == "request_id") {
      field.rule.set_form(options::v1::FORM_FOREIGN_ID);
      field.rule.set_max(is_etag ? kMaxEtag : kMaxRequestIdChars);
    }
    if (field.rule.form() != options::v1::FORM_UNSPECIFIED) return true;
    Die(absl::StrCat("the text field ", field.field->full_name(), " states no form; give it a rule"));
  }

  void UnderstandMessage(Field& field) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const Descriptor& type = *field.field->message_type();
    field.kind = type.full_name() == "google.type.Date"            ? Kind::kDate
                 : type.full_name() == "google.protobuf.Timestamp" ? Kind::kTimestamp
                 : type.full_name() == "google.protobuf.FieldMask" ? Kind::kMask
                                                                   : Kind::kMessage;
    if (field.kind == Kind::kMessage) field.inner = &Read(type);
  }

  Mutex mutex_;
  std::map<const Descriptor*, std::unique_ptr<Rules>> all_ ABSL_GUARDED_BY(mutex_);
};

// ---- checking by them ----

void CheckText(Violations& out, absl::string_view path, const FieldRule& rule, const std::string& value,
               Presence presence) {
  const size_t max = rule.has_max() ? static_cast<size_t>(rule.max()) : kMaxName;
  switch (rule.form()) {
    case options::v1::FORM_CODE:
      return Code(out, path, value, presence);
    case options::v1::FORM_REFERENCE_CODE:
      return ReferenceCode(out, path, value, presence);
    case options::v1::FORM_ID:
      return ServerId(out, path, value, presence);
    case options::v1::FORM_EMAIL:
      return Email(out, path, value, presence);
    case options::v1::FORM_FOREIGN_ID:
      return ForeignId(out, path, value, max, presence);
    case options::v1::FORM_LINK:
      return Link(out, path, value, presence);
    case options::v1::FORM_DOMAIN:
      return Domain(out, path, value);
    case options::v1::FORM_LONG_TEXT:
      return LongText(out, path, value, max, presence);
    default:
      return Text(out, path, value, max, presence);
  }
}

int64_t NumberOf(const Message& message, const FieldDescriptor* field, int i) {
  const Reflection& reflection = *message.GetReflection();
  const bool is_long = field->cpp_type() == FieldDescriptor::CPPTYPE_INT64;
  if (i != kSingle) {
    return is_long ? reflection.GetRepeatedInt64(message, field, i)
                   : reflection.GetRepeatedInt32(message, field, i);
  }
  return is_long ? reflection.GetInt64(message, field) : reflection.GetInt32(message, field);
}

void CheckNumber(Violations& out, absl::string_view path, const Message& message, const Field& field, int i) {
  if (field.field->name() == "page_size") return PageSize(out, NumberOf(message, field.field, i));
  if (field.field->has_presence() && !message.GetReflection()->HasField(message, field.field)) return;
  const int64_t low = field.rule.has_min() ? field.rule.min() : 0;
  const int64_t high = field.rule.has_max() ? field.rule.max() : std::numeric_limits<int64_t>::max();
  Range(out, path, NumberOf(message, field.field, i), low, high);
}

void CheckMessage(Violations& out, absl::string_view path, const Field& field, bool present,
                  const Message& value, Presence presence) {
  switch (field.kind) {
    case Kind::kDate:
      return Date(out, path, present, static_cast<const google::type::Date&>(value), presence);
    case Kind::kTimestamp:
      return Timestamp(out, path, present, static_cast<const google::protobuf::Timestamp&>(value), presence);
    case Kind::kMask: {
      const std::vector<absl::string_view> names(field.rule.mask().begin(), field.rule.mask().end());
      return Mask(out, path, static_cast<const google::protobuf::FieldMask&>(value), names);
    }
    default:
      if (!present && presence == Presence::kRequired) out.Add(path, "is required");
      if (!present) return;
      const Violations inside = Check(*field.inner, value);
      for (const FieldViolation& fault : inside.faults()) {
        out.Add(absl::StrCat(path, ".", fault.field), fault.description);
      }
  }
}

// One value; of a repeated field the entry `i`.
void CheckValue(Violations& out, absl::string_view path, const Message& message, const Field& field, int i,
                Presence presence) {
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* const at = field.field;
  std::string scratch;
  switch (field.kind) {
    case Kind::kText:
      return CheckText(out, path, field.rule,
                       i == kSingle ? reflection.GetStringReference(message, at, &scratch)
                                    : reflection.GetRepeatedStringReference(message, at, i, &scratch),
                       presence);
    case Kind::kNumber:
      return CheckNumber(out, path, message, field, i);
    case Kind::kEnum:
      return Enum(out, path, *at->enum_type(),
                  i == kSingle ? reflection.GetEnumValue(message, at)
                               : reflection.GetRepeatedEnumValue(message, at, i),
                  presence);
    default:
      return CheckMessage(
          out, path, field, i != kSingle || reflection.HasField(message, at),
          i == kSingle ? reflection.GetMessage(message, at) : reflection.GetRepeatedMessage(message, at, i),
          presence);
  }
}

// The entry's values of these fields, or its own, as one text; empty where the first has none.
std::string IdentityOf(const Message& message, const FieldDescriptor* field, int i,
                       const std::vector<std::string>& names) {
  std::string identity;
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    google::protobuf::TextFormat::PrintFieldValueToString(message, field, i, &identity);
    return identity;
  }
  const Message& entry = message.GetReflection()->GetRepeatedMessage(message, field, i);
  for (const std::string& name : names) {
    const FieldDescriptor* const part = entry.GetDescriptor()->FindFieldByName(name);
    if (part == nullptr) Die(absl::StrCat(field->full_name(), " cannot be unique by ", name));
    if (!entry.GetReflection()->HasField(entry, part) && identity.empty()) return identity;
    std::string value;
    google::protobuf::TextFormat::PrintFieldValueToString(entry, part, -1, &value);
    absl::StrAppend(&identity, value, ";");
  }
  return identity;
}

void CheckUnique(Violations& out, const Message& message, const FieldDescriptor* field,
                 const std::string& unique) {
  const std::vector<std::string> names = absl::StrSplit(unique, ',');
  const bool of_fields = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  std::set<std::string> seen;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    std::string identity = IdentityOf(message, field, i, names);
    if (!identity.empty() && !seen.insert(std::move(identity)).second)
      out.Add(Path(field->name(), i, of_fields ? names.back() : ""), "must not be listed twice");
  }
}

void CheckField(Violations& out, const Message& message, const Field& field, bool asked) {
  const std::string& name = field.field->name();
  if (!field.field->is_repeated()) {
    const bool required = field.rule.required() && asked;
    return CheckValue(out, name, message, field, kSingle,
                      required ? Presence::kRequired : Presence::kOptional);
  }
  const int size = message.GetReflection()->FieldSize(message, field.field);
  if (field.rule.has_max_entries())
    Count(out, name, size, asked ? field.rule.min_entries() : 0, field.rule.max_entries());
  if (field.rule.skip()) return;
  for (int i = 0; i < size; ++i) CheckValue(out, Path(name, i, ""), message, field, i, Presence::kRequired);
  for (const std::string& unique : field.rule.unique()) CheckUnique(out, message, field.field, unique);
}

std::optional<Day> DayIn(const Message& message, const std::string& name) {
  const FieldDescriptor* const field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) Die(absl::StrCat(message.GetTypeName(), " has no day ", name));
  return ParseDay(
      static_cast<const google::type::Date&>(message.GetReflection()->GetMessage(message, field)));
}

void CheckPeriod(Violations& out, const Message& message, const options::v1::Period& period) {
  const std::optional<Day> from = DayIn(message, period.from()), to = DayIn(message, period.to());
  if (!from.has_value() || !to.has_value() || *from < *to || (*from == *to && period.inclusive())) return;
  out.Add(period.to(),
          absl::StrCat(period.inclusive() ? "must not be before " : "must be after ", period.from()));
}

}  // namespace

const Rules& RulesOf(const Descriptor& type) {
  static AllRules& all = *new AllRules;  // outlives whoever asks
  return all.Of(type);
}

const Rules& OnlyRulesOf(const Descriptor& type) {
  if (!type.options().GetExtension(options::v1::more_rules)) return RulesOf(type);
  Die(absl::StrCat(type.full_name(), " has rules of its own, but its Validate was not included"));
}

Violations Check(const Rules& rules, const Message& message) {
  Violations out;
  for (const Field& field : rules.fields) {
    const bool asked =
        !field.masked || MaskNames(static_cast<const google::protobuf::FieldMask&>(
                                       message.GetReflection()->GetMessage(message, rules.mask)),
                                   field.field->name());
    CheckField(out, message, field, asked);
  }
  for (const options::v1::Period& period : rules.periods) CheckPeriod(out, message, period);
  return out;
}

}  // namespace obt::validate
