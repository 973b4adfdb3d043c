#include "common/base/parse.h"

#include <cstdint>
#include <string>
#include <utility>

#include "common/base/points.h"
#include "common/base/text.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/stubs/logging.h"
#include "google/protobuf/wire_format.h"

namespace obt {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::internal::WireFormat;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

bool Merge(CodedInputStream& in, Message& message);

bool MergeText(CodedInputStream& in, int size, const FieldDescriptor* field, Message& message) {
  std::string text;
  if (!in.ReadString(&text, size)) return false;
  if (!IsUtf8(text)) text = std::string(kIllFormedText);
  const Reflection& reflection = *message.GetReflection();
  if (field->is_repeated()) {
    reflection.AddString(&message, field, std::move(text));
  } else {
    reflection.SetString(&message, field, std::move(text));
  }
  return true;
}

// Also an entry of a map, which is a message of a key and a value on the wire.
bool MergeMessage(CodedInputStream& in, int size, const FieldDescriptor* field, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  const auto [limit, depth_left] = in.IncrementRecursionDepthAndPushLimit(size);
  if (depth_left < 0) return false;
  Message* const inner = field->is_repeated() ? reflection.AddMessage(&message, field)
                                              : reflection.MutableMessage(&message, field);
  if (!Merge(in, *inner) || !in.DecrementRecursionDepthAndPopLimit(limit)) return false;
  if (field->is_map()) inner->GetReflection()->MutableUnknownFields(inner)->Clear();  // so does protobuf
  return true;
}

bool Merge(CodedInputStream& in, Message& message) {
  while (const uint32_t tag = in.ReadTag()) {
    const FieldDescriptor* const field =
        message.GetDescriptor()->FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    const auto type = WireFormatLite::GetTagWireType(tag);
    if (type == WireFormatLite::WIRETYPE_END_GROUP) return false;
    const bool text = field != nullptr && field->type() == FieldDescriptor::TYPE_STRING;
    const bool inner = field != nullptr && field->type() == FieldDescriptor::TYPE_MESSAGE;
    if (type != WireFormatLite::WIRETYPE_LENGTH_DELIMITED || !(text || inner)) {
      if (!WireFormat::ParseAndMergeField(tag, field, &message, &in)) return false;
      continue;
    }
    int size = 0;
    if (!in.ReadVarintSizeAsInt(&size) || size > in.BytesUntilLimit()) return false;
    if (!(text ? MergeText(in, size, field, message) : MergeMessage(in, size, field, message))) return false;
  }
  return in.ConsumedEntireMessage();
}

}  // namespace

bool ParseWithBadText(absl::string_view bytes, Message& message) {
  message.Clear();
  CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  return Merge(in, message);
}

void SilenceProtobuf() {
  [[maybe_unused]] static const auto* const silence = new google::protobuf::LogSilencer;
}

}  // namespace obt
