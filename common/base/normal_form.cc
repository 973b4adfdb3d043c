#include "common/base/normal_form.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/base/mutex.h"
#include "common/base/unicode.h"
#include "obt/options/v1/options.pb.h"

namespace obt {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

struct FreeTexts {
  struct Field {
    const FieldDescriptor* field;
    bool many_lines = false;           // of a text
    const FreeTexts* inner = nullptr;  // of a message
  };
  std::vector<Field> fields;
  bool read = false;  // false while its type is being read: it is within itself
};

namespace {

class AllFreeTexts {
 public:
  const FreeTexts& Of(const Descriptor& type) {
    MutexLock lock(mutex_);
    return Read(type);
  }

 private:
  const FreeTexts& Read(const Descriptor& type) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::unique_ptr<FreeTexts>& texts = all_[&type];
    if (texts != nullptr) return *texts;
    texts = std::make_unique<FreeTexts>();
    FreeTexts& made = *texts;
    std::vector<FreeTexts::Field> fields;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (field.message_type() != nullptr) {
        const FreeTexts& inner = Read(*field.message_type());
        if (!inner.read || !inner.fields.empty()) fields.push_back({&field, false, &inner});
        continue;
      }
      const options::v1::Form form = field.options().GetExtension(options::v1::rule).form();
      const bool many_lines = form == options::v1::FORM_LONG_TEXT;
      if (many_lines || form == options::v1::FORM_TEXT) fields.push_back({&field, many_lines});
    }
    made.fields = std::move(fields);
    made.read = true;
    return made;
  }

  Mutex mutex_;
  std::map<const Descriptor*, std::unique_ptr<FreeTexts>> all_ ABSL_GUARDED_BY(mutex_);
};

// Every character that is not the same in NFC is U+0300 or above: its first byte is this or more.
constexpr unsigned char kFirstOfU0300 = 0xCC;

bool IsNormal(absl::string_view text) {
  bool normal = true;
  for (const char c : text) normal &= static_cast<unsigned char>(c) < kFirstOfU0300 && c != '\r';
  return normal;
}

std::string NormalFormOf(absl::string_view text, bool many_lines) {
  const std::string normal = ToNfc(text);
  return many_lines ? absl::StrReplaceAll(normal, {{"\r\n", "\n"}, {"\r", "\n"}}) : normal;
}

void NormaliseText(Message& message, const FreeTexts::Field& at) {
  const Reflection& reflection = *message.GetReflection();
  std::string scratch;
  if (!at.field->is_repeated()) {
    const std::string& text = reflection.GetStringReference(message, at.field, &scratch);
    if (!IsNormal(text)) reflection.SetString(&message, at.field, NormalFormOf(text, at.many_lines));
    return;
  }
  for (int i = 0; i < reflection.FieldSize(message, at.field); ++i) {
    const std::string& text = reflection.GetRepeatedStringReference(message, at.field, i, &scratch);
    if (!IsNormal(text))
      reflection.SetRepeatedString(&message, at.field, i, NormalFormOf(text, at.many_lines));
  }
}

}  // namespace

const FreeTexts& FreeTextsOf(const Descriptor& type) {
  static AllFreeTexts& all = *new AllFreeTexts;  // outlives whoever asks
  return all.Of(type);
}

void Normalise(const FreeTexts& texts, Message& message) {
  const Reflection& reflection = *message.GetReflection();
  for (const FreeTexts::Field& at : texts.fields) {
    if (at.inner == nullptr) {
      NormaliseText(message, at);
    } else if (at.field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, at.field); ++i)
        Normalise(*at.inner, *reflection.MutableRepeatedMessage(&message, at.field, i));
    } else if (reflection.HasField(message, at.field)) {
      Normalise(*at.inner, *reflection.MutableMessage(&message, at.field));
    }
  }
}

}  // namespace obt
