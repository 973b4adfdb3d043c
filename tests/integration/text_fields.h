// Every text field that callers may fill, from the descriptors: where it stands in a request, what its rule
// says, and texts that its form takes and refuses. For tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "obt/options/v1/options.pb.h"

namespace obt::testing {

struct TextField {
  std::vector<const google::protobuf::FieldDescriptor*> steps;  // from the message's top
  options::v1::FieldRule rule;                                  // also of fields whose name is their rule
  bool skipped = false;  // its rule, or one on the way, leaves it to its service
  bool sealed = false;   // a page token

  const google::protobuf::FieldDescriptor& field() const { return *steps.back(); }
  // As violations name it: `events[0].module.course_id`; of a mask the mask.
  std::string Path() const;
  // A message with this text and nothing else.
  std::unique_ptr<google::protobuf::Message> With(const std::string& text) const;
};

// Of requests of this type, at any depth.
std::vector<TextField> TextFieldsOf(const google::protobuf::Descriptor& request);

// What a field of such a rule refuses, and what it takes.
std::vector<std::string> BadTexts(const options::v1::FieldRule& rule);
std::vector<std::string> GoodTexts(const options::v1::FieldRule& rule);

}  // namespace obt::testing
