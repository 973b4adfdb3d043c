// Between what people type and what the protos say: enum values as lower-case words, days, instants, text
// files of messages. Pure but for ReadMessage.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "tools/obtctl/table.h"

namespace obt::ctl {

// "learning_started" of MEASURE_LEARNING_STARTED: without the enum's own name, in lower case.
std::string WordOf(const google::protobuf::EnumDescriptor& type, int value);
// The value of a word; a usage error listing all words. Dashes are as good as underscores.
absl::StatusOr<int> ValueOf(const google::protobuf::EnumDescriptor& type, absl::string_view word);
// All words but "unspecified".
std::vector<std::string> WordsOf(const google::protobuf::EnumDescriptor& type);

// "2024-10-14"; empty for an unset date.
std::string DayText(const google::type::Date& date);
// Of a text that parsing has checked.
google::type::Date DateOf(absl::string_view day);

// An instant; empty for an unset one.
Cell TimeCell(const google::protobuf::Timestamp& time);
// As common/base/instants.h reads it; else a usage error.
absl::StatusOr<google::protobuf::Timestamp> ParseTime(absl::string_view text);

// A text-format message, strictly; errors name file, line and column.
absl::Status ReadMessage(const std::string& path, google::protobuf::Message& message);

}  // namespace obt::ctl
