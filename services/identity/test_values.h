// Values for tests: messages from text, days from text, the fields a request violates.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "common/base/rules.h"
#include "google/protobuf/text_format.h"
#include "services/identity/person/domain.h"
#include "services/identity/person/stays_domain.h"

namespace obt::identity {

// `$D{2024-10-14}` in the text stands for the fields of a date.
inline void Parse(absl::string_view text, google::protobuf::Message& message) {
  std::string filled(text);
  for (size_t at = filled.find("$D{"); at != std::string::npos; at = filled.find("$D{")) {
    const std::string day = filled.substr(at + 3, 10);
    filled.replace(at, 14,
                   absl::StrCat("{ year: ", day.substr(0, 4), " month: ", std::stoi(day.substr(5, 2)),
                                " day: ", std::stoi(day.substr(8, 2)), " }"));
  }
  if (!google::protobuf::TextFormat::ParseFromString(filled, &message))
    Die(absl::StrCat("not a message: ", filled));
}

template <typename Message>
Message Proto(absl::string_view text) {
  Message message;
  Parse(text, message);
  return message;
}

inline Day DayIn(absl::string_view text) {
  const std::optional<Day> day = ParseDayText(text);
  if (!day.has_value()) Die(absl::StrCat("not a day: ", text));
  return *day;
}

template <typename Request>
std::vector<std::string> FaultsOf(const Request& request) {
  const Violations violations = Validate(request);
  std::vector<std::string> fields;
  for (const FieldViolation& fault : violations.faults()) fields.push_back(fault.field);
  return fields;
}

template <typename Request>
std::vector<std::string> FaultsOf(absl::string_view text) {
  return FaultsOf(Proto<Request>(text));
}

// Of stays as somebody would correct them.
inline std::vector<std::string> FaultsOf(const Stays& stays) {
  v1::CorrectStaysRequest request;
  request.set_person_id("01890a5d-ac96-774b-bcce-b302099a8057");
  *request.mutable_stays() = stays;
  return FaultsOf(request);
}

// "dwp 2024-01-01..2024-03-01, hmrc 2024-03-01.."
inline std::string ToText(const Stays& stays) {
  return absl::StrJoin(stays, ", ", [](std::string* out, const v1::Stay& stay) {
    absl::StrAppend(out, stay.organisation_code(), " ", FormatDay(FromOf(stay)), "..",
                    ToOf(stay) == kNever ? "" : FormatDay(ToOf(stay)));
  });
}

// The other way round.
inline Stays StaysIn(absl::string_view text) {
  Stays stays;
  while (!text.empty()) {
    const absl::string_view one = text.substr(0, text.find(", "));
    text.remove_prefix(std::min(text.size(), one.size() + 2));
    const size_t blank = one.find(' ');
    *stays.Add() = OpenStay(one.substr(0, blank), DayIn(one.substr(blank + 1, 10)));
    const absl::string_view to = one.substr(blank + 13);
    if (!to.empty()) *stays[stays.size() - 1].mutable_to_day() = ToDate(DayIn(to));
  }
  return stays;
}

}  // namespace obt::identity
