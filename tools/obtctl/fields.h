// Fields of messages by their path, "team.facts.name": what tables and sentences show of an answer, and what
// options set in a request. By reflection; a path that is not there aborts, and the Check functions say so
// beforehand. Of a repeated message on a path the last is meant, unless a line says which. Pure.
//
// A value is a path, or
//   "?scale"                     nothing instead of 0
//   "#member_ids"                how many there are
//   "grades+ "                   the elements with a blank between them; default: a comma
//   "stays:{from_day}[ until {to_day}]"  every element by a form, a line each
//   "{course_id}/{module_id}"    a form
// A form is a text with fields: {path}; {path?text} where it is given, {path!text} where it is not; [...] is
// left out unless every field in it is given; {@extra} is one of the line's extras. Paths after '>' are the
// request's.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tools/obtctl/table.h"

namespace obt::ctl {

// What a line of a table is about.
struct Line {
  const google::protobuf::Message* answer = nullptr;
  const google::protobuf::Message* request = nullptr;
  std::string within = "";                                          // where paths begin: "teams"
  std::map<const google::protobuf::FieldDescriptor*, int> at = {};  // which elements of repeated fields
  std::map<std::string, std::string> extras = {};
};

Cell CellOf(const Line& line, absl::string_view value);
ColumnKind KindOf(const Line& line, absl::string_view value);
std::string TextOf(const Line& line, absl::string_view form);
// The message at a path of the line.
const google::protobuf::Message& MessageOf(const Line& line, absl::string_view path = "");
// The fields of a path, from the outside in.
std::vector<const google::protobuf::FieldDescriptor*> StepsOf(const google::protobuf::Descriptor& type,
                                                              absl::string_view path);

// Sets the field from a text, or adds to it when it is repeated: texts, numbers, truths, words of an enum,
// days, times. A usage error says what the text should be.
absl::Status SetField(google::protobuf::Message& message, absl::string_view path, absl::string_view text);
// The same for a message that is said as one text, by a form such as
// "{organisation_code}:{from_day}[:{to_day}]". With '+' before it, a text whose first field is there already
// adds to that element what it does not have.
absl::Status SetByForm(google::protobuf::Message& message, absl::string_view path, absl::string_view form,
                       absl::string_view text);
// The message at a path, made where it is not; "" is the message itself.
google::protobuf::Message& MessageIn(google::protobuf::Message& message, absl::string_view path);
void ClearField(google::protobuf::Message& message, absl::string_view path);

}  // namespace obt::ctl
