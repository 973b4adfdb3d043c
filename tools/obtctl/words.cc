#include "tools/obtctl/words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/days.h"
#include "common/base/files.h"
#include "common/base/instants.h"
#include "common/base/points.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "tools/obtctl/failure.h"

namespace obt::ctl {
namespace {

// "VERB_" of every value of Verb.
std::string PrefixOf(const google::protobuf::EnumDescriptor& type) {
  return std::string(absl::StripSuffix(type.value(0)->name(), "UNSPECIFIED"));
}

class FirstFault : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace

std::string WordOf(const google::protobuf::EnumDescriptor& type, int value) {
  const google::protobuf::EnumValueDescriptor* known = type.FindValueByNumber(value);
  if (known == nullptr) return absl::StrCat(value);
  return absl::AsciiStrToLower(absl::StripPrefix(known->name(), PrefixOf(type)));
}

absl::StatusOr<int> ValueOf(const google::protobuf::EnumDescriptor& type, absl::string_view word) {
  const std::string name =
      absl::StrCat(PrefixOf(type), absl::AsciiStrToUpper(absl::StrReplaceAll(word, {{"-", "_"}})));
  const google::protobuf::EnumValueDescriptor* value = type.FindValueByName(name);
  if (value != nullptr && value->number() != 0) return value->number();
  return UsageError(absl::StrCat(word, " is not one of ", absl::StrJoin(WordsOf(type), ", ")));
}

std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type) {
  std::vector<std::string> words;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) words.push_back(WordOf(type, type.value(i)->number()));
  }
  return words;
}

std::string DayText(const google::type::Date& date) {
  const std::optional<obt::Day> day = ParseDay(date);
  return day.has_value() ? FormatDay(*day) : "";
}

google::type::Date DateOf(absl::string_view day) { return ToDate(ParseDayText(day).value_or(0)); }

Cell TimeCell(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) return "";
  return TimeOf(time);
}

absl::StatusOr<google::protobuf::Timestamp> ParseTime(absl::string_view text) {
  const absl::StatusOr<absl::Time> instant = ReadInstant(text);
  if (!instant.ok()) return UsageError(instant.status().message());
  return TimestampOf(*instant);
}

absl::Status ReadMessage(const std::string& path, google::protobuf::Message& message) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return UsageError(text.status().message());
  if (!IsUtf8(*text)) return UsageError(absl::StrCat(path, " is not valid UTF-8"));
  FirstFault fault;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&fault);
  if (parser.ParseFromString(*text, &message)) return absl::OkStatus();
  return UsageError(absl::StrCat(path, ", ", fault.text()));
}

}  // namespace obt::ctl
