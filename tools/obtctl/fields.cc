#include "tools/obtctl/fields.h"

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;
using google::protobuf::Reflection;
using google::protobuf::TextFormat;

// The field at the end of a path, in the message that holds it; the message itself for an empty path.
struct Spot {
  const Message* message;
  const FieldDescriptor* field = nullptr;
  int element = -1;  // of a repeated field; -1: all
};

// Of a repeated field the spot's element, or the last; an empty one when there is none.
const Message& MessageAt(const Spot& spot) {
  if (spot.field == nullptr) return *spot.message;
  const Reflection& reflection = *spot.message->GetReflection();
  if (!spot.field->is_repeated()) return reflection.GetMessage(*spot.message, spot.field);
  const int size = reflection.FieldSize(*spot.message, spot.field);
  if (size == 0) return *MessageFactory::generated_factory()->GetPrototype(spot.field->message_type());
  return reflection.GetRepeatedMessage(*spot.message, spot.field, spot.element < 0 ? size - 1 : spot.element);
}

Spot SpotOf(const Line& line, absl::string_view path) {
  const bool asked = absl::ConsumePrefix(&path, ">");
  Spot spot{asked ? line.request : line.answer};
  const std::string full = asked ? std::string(path) : absl::StrCat(line.within, ".", path);
  for (const FieldDescriptor* field : StepsOf(*spot.message->GetDescriptor(), full)) {
    spot.message = &MessageAt(spot);
    spot.field = field;
    const auto element = line.at.find(field);
    spot.element = element == line.at.end() ? -1 : element->second;
  }
  return spot;
}

bool IsWhole(const Spot& spot) { return spot.field->is_repeated() && spot.element < 0; }
int SizeOf(const Spot& spot) { return spot.message->GetReflection()->FieldSize(*spot.message, spot.field); }

// Days and instants; other messages say nothing by themselves.
Cell CellOfMessage(const Message& message) {
  if (const auto* date = dynamic_cast<const google::type::Date*>(&message)) return DayText(*date);
  if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&message)) return TimeCell(*time);
  return "";
}

// One value: of a repeated field the spot's element.
Cell ScalarAt(const Spot& spot) {
  if (spot.field->message_type() != nullptr) return CellOfMessage(MessageAt(spot));
  std::string text;
  TextFormat::PrintFieldValueToString(*spot.message, spot.field, spot.element, &text);
  switch (spot.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string bytes;
      absl::CUnescape(absl::string_view(text).substr(1, text.size() - 2), &bytes);
      return spot.field->type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(bytes) : bytes;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const google::protobuf::EnumValueDescriptor* value = spot.field->enum_type()->FindValueByName(text);
      return value == nullptr ? text : WordOf(*spot.field->enum_type(), value->number());
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return text == "true";
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return std::strtod(text.c_str(), nullptr);
    default:
      return int64_t{std::strtoll(text.c_str(), nullptr, 10)};
  }
}

// A number that was not stated, an empty text or list, no, and what an enum leaves open are not given.
bool IsGiven(const Line& line, absl::string_view path) {
  if (absl::ConsumePrefix(&path, "@")) return line.extras.count(std::string(path)) > 0;
  const Spot spot = SpotOf(line, path);
  if (IsWhole(spot)) return SizeOf(spot) > 0;
  if (spot.field->has_presence()) return spot.message->GetReflection()->HasField(*spot.message, spot.field);
  const Cell cell = ScalarAt(spot);
  return (!cell.text().empty() && cell.text() != "unspecified") || cell.count() != 0 || cell.number() != 0;
}

struct Value {
  std::string mark;
  std::string path;
  std::string separator;
  std::string form;      // of the elements
  bool is_form = false;  // or of the whole
};

Value ParseValue(absl::string_view text) {
  // mark, path, separator, form of the elements
  static const std::regex& shape = *new std::regex(R"(([?#]?)([a-z0-9_.>]*)(\+[^:]*)?(:[^]*)?)");
  std::cmatch match;
  if (!std::regex_match(text.data(), text.data() + text.size(), match, shape))
    return {"", "", "", std::string(text), true};
  Value value{match[1], match[2], match[4].matched ? "\n" : ", ", match[4]};
  if (match[3].matched) value.separator = match[3].str().substr(1);
  if (match[4].matched) value.form.erase(0, 1);
  return value;
}

// Element by element, by a form where there is one.
std::string Joined(const Line& line, const Spot& spot, const Value& value) {
  std::vector<std::string> texts;
  for (Spot each{spot.message, spot.field, 0}; each.element < SizeOf(spot); ++each.element) {
    const Cell cell =
        value.form.empty() ? ScalarAt(each) : TextOf({&MessageAt(each), line.request}, value.form);
    texts.push_back(cell.kind() == Cell::Kind::kCount ? absl::StrCat(cell.count()) : cell.text());
  }
  return absl::StrJoin(texts, value.separator);
}

std::string Placeholder(const Line& line, absl::string_view inner) {
  const size_t mark = inner.find_first_of("?!");
  if (mark != absl::string_view::npos) {
    const bool shows = IsGiven(line, inner.substr(0, mark)) == (inner[mark] == '?');
    return shows ? std::string(inner.substr(mark + 1)) : "";
  }
  if (inner[0] == '@') return IsGiven(line, inner) ? line.extras.at(std::string(inner.substr(1))) : "";
  const Cell cell = CellOf(line, inner);
  return cell.kind() == Cell::Kind::kCount ? WithThousands(cell.count()) : cell.text();
}

// `whole` becomes false where a field is not given.
std::string Render(const Line& line, absl::string_view form, bool& whole) {
  std::string text;
  while (!form.empty()) {
    const size_t mark = std::min(form.find_first_of("{["), form.size());
    absl::StrAppend(&text, form.substr(0, mark));
    form.remove_prefix(mark);
    if (form.empty()) break;
    const size_t end = form.find(form[0] == '{' ? '}' : ']');
    if (end == absl::string_view::npos) Die(absl::StrCat("the form is not closed: ", form));
    const absl::string_view inner = form.substr(1, end - 1);
    if (form[0] == '{') {
      whole = IsGiven(line, inner.substr(0, inner.find_first_of("?!"))) && whole;
      text += Placeholder(line, inner);
    } else {
      bool given = true;
      const std::string part = Render(line, inner, given);
      if (given) text += part;
    }
    form.remove_prefix(end + 1);
  }
  return text;
}

// What a text by a form says: paths and pieces; nothing when it has another shape.
std::vector<std::pair<std::string, std::string>> Split(absl::string_view form, absl::string_view text) {
  const std::vector<std::string> tokens =  // nothing, a path, what stands behind it, a path, ...
      absl::StrSplit(absl::StrReplaceAll(form, {{"[", ""}, {"]", ""}}), absl::ByAnyChar("{}"));
  const size_t fields = tokens.size() / 2;
  const size_t needed = absl::EndsWith(form, "]") ? fields - 1 : fields;
  std::vector<std::pair<std::string, std::string>> pieces;
  for (size_t i = 0; i < fields; ++i) {
    const std::string& literal = tokens[2 * i + 2];
    const size_t end = literal.empty() ? absl::string_view::npos : text.find(literal);
    if (!text.substr(0, end).empty()) {
      pieces.emplace_back(tokens[2 * i + 1], text.substr(0, end));
    } else if (i < needed) {
      return {};
    }
    if (end == absl::string_view::npos) {
      if (i + 1 < needed) return {};
      break;
    }
    text.remove_prefix(end + literal.size());
  }
  return pieces;
}

absl::Status SetMessage(Message& message, absl::string_view text) {
  if (auto* date = dynamic_cast<google::type::Date*>(&message)) {
    if (!ParseDayText(text).has_value())
      return UsageError(absl::StrCat("must be a day such as 2024-10-14, not ", text));
    *date = DateOf(text);
    return absl::OkStatus();
  }
  auto* time = dynamic_cast<google::protobuf::Timestamp*>(&message);
  if (time == nullptr) Die(absl::StrCat("no text says a ", message.GetTypeName()));
  OBT_ASSIGN_OR_RETURN(*time, ParseTime(text));
  return absl::OkStatus();
}

Message& MutableAt(Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  if (!field->is_repeated()) return *reflection.MutableMessage(&message, field);
  const int size = reflection.FieldSize(message, field);
  return size == 0 ? *reflection.AddMessage(&message, field)
                   : *reflection.MutableRepeatedMessage(&message, field, size - 1);
}

bool IsWholeNumber(const FieldDescriptor& field) {
  return field.cpp_type() >= FieldDescriptor::CPPTYPE_INT32 &&
         field.cpp_type() <= FieldDescriptor::CPPTYPE_UINT64;
}

bool ParseField(const std::string& text, const FieldDescriptor* field, Message* message) {
  class Silence : public google::protobuf::io::ErrorCollector {
    void AddError(int, google::protobuf::io::ColumnNumber, const std::string&) override {}
  } silence;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&silence);
  return parser.ParseFieldValueFromString(text, field, message);
}

// The message that holds the field at the end of a path, and that field.
std::pair<Message*, const FieldDescriptor*> HolderOf(Message& message, absl::string_view path) {
  const std::vector<const FieldDescriptor*> steps = StepsOf(*message.GetDescriptor(), path);
  Message* holder = &message;
  for (size_t i = 0; i + 1 < steps.size(); ++i) holder = &MutableAt(*holder, steps[i]);
  return {holder, steps.back()};
}

}  // namespace

std::vector<const FieldDescriptor*> StepsOf(const Descriptor& type, absl::string_view path) {
  std::vector<const FieldDescriptor*> steps;
  const Descriptor* at = &type;
  for (const absl::string_view name : absl::StrSplit(path, '.', absl::SkipEmpty())) {
    const FieldDescriptor* field = at == nullptr ? nullptr : at->FindFieldByName(std::string(name));
    if (field == nullptr) {
      Die(absl::StrCat(type.full_name(), " has no field ", path,
                       "; the rows in tools/obtctl/verbs_*.cc must name fields of the protos"));
    }
    steps.push_back(field);
    at = field->message_type();
  }
  return steps;
}

const Message& MessageOf(const Line& line, absl::string_view path) { return MessageAt(SpotOf(line, path)); }

Cell CellOf(const Line& line, absl::string_view text) {
  const Value value = ParseValue(text);
  if (value.is_form) return TextOf(line, value.form);
  const Spot spot = SpotOf(line, value.path);
  if (value.mark == "#") return int64_t{SizeOf(spot)};
  const std::string last = value.form.empty() ? "" : TextOf({&MessageAt(spot), line.request}, value.form);
  if (IsWhole(spot)) return Joined(line, spot, value);
  if (!value.form.empty()) return last;
  const bool stated = !spot.field->has_presence() || spot.field->message_type() != nullptr ||
                      spot.message->GetReflection()->HasField(*spot.message, spot.field);
  const Cell cell = stated ? ScalarAt(spot) : Cell();
  return value.mark == "?" && cell.count() == 0 ? Cell() : cell;
}

ColumnKind KindOf(const Line& line, absl::string_view text) {
  const Value value = ParseValue(text);
  if (!value.mark.empty()) return ColumnKind::kCount;
  if (value.is_form || !value.form.empty()) return ColumnKind::kText;
  const Spot spot = SpotOf(line, value.path);
  if (IsWhole(spot)) return ColumnKind::kText;
  if (spot.field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) return ColumnKind::kNumber;
  if (spot.field->cpp_type() < FieldDescriptor::CPPTYPE_DOUBLE) return ColumnKind::kCount;
  const std::string& name = spot.field->name();
  const bool is_text = spot.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  return is_text && !absl::EndsWith(name, "_id") && !absl::EndsWith(name, "code") ? ColumnKind::kText
                                                                                  : ColumnKind::kId;
}

std::string TextOf(const Line& line, absl::string_view form) {
  bool whole = true;
  return Render(line, form, whole);
}

absl::Status SetField(Message& message, absl::string_view path, absl::string_view text) {
  const auto [holder, field] = HolderOf(message, path);
  if (field->message_type() != nullptr) return SetMessage(MutableAt(*holder, field), text);
  std::string value(text);
  if (IsWholeNumber(*field)) {
    const absl::StatusOr<int64_t> number = ParseNumber(text, RangeOf(*field));
    if (!number.ok()) return UsageError(number.status().message());
    value = absl::StrCat(*number);
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING)
    value = absl::StrCat("\"", absl::CEscape(text), "\"");
  if (field->enum_type() != nullptr) {
    OBT_ASSIGN_OR_RETURN(const int number, ValueOf(*field->enum_type(), text));
    value = absl::StrCat(number);
  }
  if (ParseField(value, field, holder)) return absl::OkStatus();
  const bool truth = field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
  return UsageError(absl::StrCat("must be ", truth ? "true or false" : "a number", ", not ", text));
}

absl::Status SetByForm(Message& message, absl::string_view path, absl::string_view form,
                       absl::string_view text) {
  const bool merges = absl::ConsumePrefix(&form, "+");
  const auto pieces = Split(form, text);
  if (pieces.empty()) return UsageError("");  // of another shape
  const auto [holder, field] = HolderOf(message, path);
  const Reflection& reflection = *holder->GetReflection();
  Message* target = nullptr;
  for (int i = 0; merges && i < reflection.FieldSize(*holder, field); ++i) {
    Message* each = reflection.MutableRepeatedMessage(holder, field, i);
    if (CellOf({each, nullptr}, pieces[0].first).text() == pieces[0].second) target = each;
  }
  if (target == nullptr) {
    target = field->is_repeated() ? reflection.AddMessage(holder, field)
                                  : reflection.MutableMessage(holder, field);
  }
  for (const auto& [piece_path, piece] : pieces) {
    const bool is_key = merges && piece_path == pieces[0].first;
    if (merges && !is_key && IsGiven({target}, piece_path)) {
      return UsageError(absl::StrCat(pieces[0].second, " was given twice, ",
                                     Placeholder({target}, piece_path), " and ", piece,
                                     "; it means one thing"));
    }
    OBT_RETURN_IF_ERROR(SetField(*target, piece_path, piece));
  }
  return absl::OkStatus();
}

Message& MessageIn(Message& message, absl::string_view path) {
  if (path.empty()) return message;
  const auto [holder, field] = HolderOf(message, path);
  return MutableAt(*holder, field);
}

void ClearField(Message& message, absl::string_view path) {
  const auto [holder, field] = HolderOf(message, path);
  holder->GetReflection()->ClearField(holder, field);
}

}  // namespace obt::ctl
