#include "common/feed/referred.h"

#include <string>

#include "absl/container/flat_hash_map.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace obt::feed {
namespace {

using google::protobuf::internal::WireFormatLite;

constexpr char kField[] = "identity_sequence";

// 0 of a type that has no such field.
int NumberOf(const std::string& type) {
  const auto* const descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  const auto* const field = descriptor == nullptr ? nullptr : descriptor->FindFieldByName(kField);
  return field == nullptr ? 0 : field->number();
}

}  // namespace

uint64_t ReferredSequence(const store::v1::Change& change) {
  // A look-up of a name takes longer than all the rest.
  thread_local absl::flat_hash_map<std::string, int> numbers;
  const auto [known, fresh] = numbers.try_emplace(change.type(), 0);
  if (fresh) known->second = NumberOf(change.type());
  if (known->second == 0) return 0;
  const std::string& event = change.event();
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(event.data()),
                                               static_cast<int>(event.size()));
  uint64_t sequence = 0;
  for (uint32_t tag = input.ReadTag(); tag != 0; tag = input.ReadTag()) {
    if (WireFormatLite::GetTagFieldNumber(tag) == known->second) {
      if (!input.ReadVarint64(&sequence)) return 0;
    } else if (!WireFormatLite::SkipField(&input, tag)) {
      return 0;
    }
  }
  return sequence;
}

}  // namespace obt::feed
