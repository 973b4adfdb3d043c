#include "tests/integration/answer_reader.h"

#include <memory>
#include <vector>

#include "obt/admin/v1/admin.pb.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/common/v1/common.pb.h"

namespace obt::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::vector<const FieldDescriptor*> FieldsIn(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

const FieldDescriptor* PageField(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

template <typename Visit>
void VisitMessages(const Message& message, const FieldDescriptor& field, Visit visit) {
  const auto* const reflection = message.GetReflection();
  if (!field.is_repeated()) return visit(reflection->GetMessage(message, &field));
  for (int i = 0; i < reflection->FieldSize(message, &field); ++i)
    visit(reflection->GetRepeatedMessage(message, &field, i));
}

int64_t NumberIn(const Message& message, const FieldDescriptor& field, int i) {
  const auto* const reflection = message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return many ? reflection->GetRepeatedInt32(message, &field, i) : reflection->GetInt32(message, &field);
    case FieldDescriptor::CPPTYPE_INT64:
      return many ? reflection->GetRepeatedInt64(message, &field, i) : reflection->GetInt64(message, &field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return many ? reflection->GetRepeatedUInt32(message, &field, i)
                  : reflection->GetUInt32(message, &field);
    default:
      return 0;  // positions of feeds alone are unsigned and long
  }
}

void Add(const Message& message, Contents& contents) {
  const auto* const reflection = message.GetReflection();
  for (const FieldDescriptor* const field : FieldsIn(message)) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      VisitMessages(message, *field, [&](const Message& within) { Add(within, contents); });
      continue;
    }
    const int size = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        contents.texts.insert(field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                                   : reflection->GetString(message, field));
      } else {
        contents.numbers.insert(NumberIn(message, *field, i));
      }
    }
  }
}

// Counts of changes, and tokens that hold them.
bool CountsChanges(const FieldDescriptor& field) {
  if (field.name() == "next_page_token") return true;
  if (field.message_type() == aggregator::v1::FeedFreshness::descriptor()) return true;
  if (field.message_type() == obt::common::v1::SequencePoint::descriptor()) return true;
  return field.containing_type() == admin::v1::GetBuildInfoResponse::descriptor() &&
         field.name() == "sequence";
}

void Settle(Message& message) {
  auto* const reflection = message.GetReflection();
  for (const FieldDescriptor* const field : FieldsIn(message)) {
    if (CountsChanges(*field)) {
      reflection->ClearField(&message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated()) {
      Settle(*reflection->MutableMessage(&message, field));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      for (int i = 0; i < reflection->FieldSize(message, field); ++i)
        Settle(*reflection->MutableRepeatedMessage(&message, field, i));
    }
  }
}

}  // namespace

absl::Status ReadWhole(const rpc::Client& client, const Rpc& rpc, const Message& request, Message& response,
                       const rpc::CallOptions& options) {
  const std::unique_ptr<Message> next = rpc.NewRequest();
  next->CopyFrom(request);
  for (;;) {
    const std::unique_ptr<Message> page = rpc.NewResponse();
    const absl::Status status = Invoke(client, rpc, *next, page.get(), options);
    if (!status.ok()) return status;
    response.MergeFrom(*page);
    const FieldDescriptor* const token = PageField(*page, "next_page_token");
    if (token == nullptr) return status;
    const std::string behind = page->GetReflection()->GetString(*page, token);
    if (behind.empty()) return status;
    next->GetReflection()->SetString(next.get(), PageField(*next, "page_token"), behind);
  }
}

Contents ContentsOf(const Message& answer) {
  Contents contents;
  Add(answer, contents);
  return contents;
}

std::unique_ptr<Message> WithoutUnusedCodes(const Message& answer) {
  std::unique_ptr<Message> used(answer.New());
  used->CopyFrom(answer);
  auto* const figures = dynamic_cast<aggregator::v1::QueryMetricsResponse*>(used.get());
  if (figures == nullptr) return used;
  for (aggregator::v1::Dictionary& dictionary : *figures->mutable_dimensions()) {
    const aggregator::v1::Dictionary all = dictionary;
    dictionary.clear_codes();
    dictionary.clear_names();
    for (const uint32_t index : std::set<uint32_t>(all.index().begin(), all.index().end())) {
      dictionary.add_codes(all.codes(static_cast<int>(index)));
      dictionary.add_names(all.names(static_cast<int>(index)));
    }
  }
  return used;
}

std::unique_ptr<Message> Settled(const Message& answer) {
  std::unique_ptr<Message> settled(answer.New());
  settled->CopyFrom(answer);
  Settle(*settled);
  return settled;
}

}  // namespace obt::testing
