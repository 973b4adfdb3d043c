#include "tests/integration/random_message.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"

namespace obt::testing {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string RandomMessage::Text(const std::string& field) {
  if (Below(3) > 0) {
    std::vector<std::string> fitting;
    for (const auto& [suffix, value] : known_) {
      if (absl::EndsWith(field, suffix)) fitting.push_back(value);
    }
    if (!fitting.empty()) return fitting[Below(fitting.size())];
  }
  switch (Below(8)) {
    case 0:
      return "";
    case 1:
      return std::string(Below(6000), 'a');
    case 2:
      return "0192a000-0000-7000-8000-000000000001";
    case 3:
      return absl::StrCat("x", Below(50));
    case 4:
      return std::string("\0\x01\x7F", 3);
    case 5:
      return "Zo\xC3\xAB \xF0\x9F\x8E\x89";
    case 6:
      return "\xFF\xFE";  // not UTF-8
    default:
      return absl::StrCat("a", Below(1000), "@b.gov.uk");
  }
}

int64_t RandomMessage::Number() {
  static constexpr int64_t kEdges[] = {
      0, 1, -1, 2, 12, 31, 500, 1000, 12'000, 2024, 2'147'483'647, -2'147'483'648LL};
  return Below(4) == 0 ? static_cast<int64_t>(random_()) : kEdges[Below(12)];
}

void RandomMessage::FillField(Message& message, const FieldDescriptor& field, int depth) {
  const Reflection& reflect = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = Text(field.name());
      many ? reflect.AddString(&message, &field, text) : reflect.SetString(&message, &field, text);
      break;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int value = static_cast<int>(Below(12)) - 1;
      many ? reflect.AddEnumValue(&message, &field, value) : reflect.SetEnumValue(&message, &field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      const auto value = static_cast<int32_t>(Number());
      many ? reflect.AddInt32(&message, &field, value) : reflect.SetInt32(&message, &field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_INT64:
      many ? reflect.AddInt64(&message, &field, Number()) : reflect.SetInt64(&message, &field, Number());
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      many ? reflect.AddUInt64(&message, &field, random_()) : reflect.SetUInt64(&message, &field, Below(3));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      many ? reflect.AddBool(&message, &field, Below(2) == 1)
           : reflect.SetBool(&message, &field, Below(2) == 1);
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (depth < 5)
        Fill(many ? *reflect.AddMessage(&message, &field) : *reflect.MutableMessage(&message, &field),
             depth + 1);
      break;
    default:
      break;
  }
}

void RandomMessage::Fill(Message& message, int depth) {
  const auto* type = message.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    if (Below(4) == 0) continue;
    const int times = type->field(i)->is_repeated() ? static_cast<int>(Below(4)) : 1;
    for (int n = 0; n < times; ++n) FillField(message, *type->field(i), depth);
  }
}

}  // namespace obt::testing
