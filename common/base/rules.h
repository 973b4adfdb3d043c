// Checks messages by the rules their fields state in the protos (obt.options.v1.rule): one fault per
// violation, in the order of the fields. What a rule cannot say, a Validate of the message's own adds; such a
// message says so (obt.options.v1.more_rules), or it would be easily forgotten. Thread-safe.
#pragma once

#include <type_traits>

#include "common/base/error.h"
#include "google/protobuf/message.h"
#include "obt/options/v1/options.pb.h"

namespace obt {
namespace validate {

struct Rules;

// The rules of a message and of those within it. Aborts with a sentence where a text states none.
const Rules& RulesOf(const google::protobuf::Descriptor& type);
// The same of a message that has no other rules; aborts where it has.
const Rules& OnlyRulesOf(const google::protobuf::Descriptor& type);
Violations Check(const Rules& rules, const google::protobuf::Message& message);

// What a field's rule states.
template <typename Message>
const options::v1::FieldRule& RuleOf(int field_number) {
  return Message::descriptor()->FindFieldByNumber(field_number)->options().GetExtension(options::v1::rule);
}

// For a Validate of the message's own.
template <typename Message>
Violations ByRules(const Message& message) {
  static const Rules& rules = RulesOf(*Message::descriptor());
  return Check(rules, message);
}

}  // namespace validate

// The faults of a message without a Validate of its own.
template <typename Message,
          typename = std::enable_if_t<std::is_base_of_v<google::protobuf::Message, Message>>>
Violations Validate(const Message& message) {
  static const validate::Rules& rules = validate::OnlyRulesOf(*Message::descriptor());
  return validate::Check(rules, message);
}

}  // namespace obt
