#include "tests/chaos/kill_record.h"

#include <cstdio>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace obt::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int64_t kFaultsInWords = 20;  // the rest is counted

// What is the deciding service's business alone.
void Forget(Message& message) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string& name = field->name();
    if (name == "identity_sequence" || name == "create_time" || name == "update_time") {
      reflection.ClearField(&message, field);
    } else if (field->message_type() != nullptr && !field->is_repeated()) {
      Forget(*reflection.MutableMessage(&message, field));
    }
  }
}

std::string RowOfChange(const store::v1::Change& change) {
  const auto* const type =
      google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(change.type());
  if (type == nullptr) return change.type();
  const std::unique_ptr<Message> event(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  return event->ParseFromString(change.event()) ? KillRecord::RowOf(*event) : change.type();
}

}  // namespace

void KillRecord::Find(std::atomic<int64_t>& kind, const std::string& text) {
  ++kind;
  if (tally_.faults() <= kFaultsInWords) std::fprintf(stderr, "FOUND: %s\n", text.c_str());
}

void KillRecord::Expect(const std::string& service, uint64_t sequence, const Message& event) {
  MutexLock lock(mutex_);
  if (!expected_[service].emplace(sequence, RowOf(event)).second)
    Find(tally_.wrong, absl::StrCat(service, ": two commands were told ", sequence));
}

std::string KillRecord::RowOf(const Message& message) {
  const std::unique_ptr<Message> row(message.New());
  row->CopyFrom(message);
  Forget(*row);
  return absl::StrCat(row->GetDescriptor()->full_name(), " ", row->SerializeAsString());
}

void KillRecord::CheckFeed(const std::string& service, uint64_t baseline,
                           const std::vector<store::v1::Change>& feed) {
  MutexLock lock(mutex_);
  const std::map<uint64_t, std::string>& expected = expected_[service];
  for (const auto& [sequence, row] : expected) {
    if (sequence == 0 || sequence > feed.size() || RowOfChange(feed[sequence - 1]) != row)
      Find(tally_.lost, absl::StrCat(service, ": change ", sequence, " was acknowledged and is not there"));
  }
  for (size_t sequence = baseline + 1; sequence <= feed.size(); ++sequence) {
    if (expected.count(sequence) == 0)
      Find(tally_.duplicated,
           absl::StrCat(service, ": change ", sequence, " is one too many: ", feed[sequence - 1].type()));
  }
}

void KillRecord::AddLoad(const std::string& service) {
  MutexLock lock(mutex_);
  loads_[service];
}

void KillRecord::Begin(const std::string& service) {
  MutexLock lock(mutex_);
  ++loads_.at(service).under_way;
}

void KillRecord::End(const std::string& service) {
  MutexLock lock(mutex_);
  --loads_.at(service).under_way;
}

void KillRecord::Did(const std::string& service) {
  {
    MutexLock lock(mutex_);
    ++loads_.at(service).done;
  }
  moved_.notify_all();
}

KillRecord::Load KillRecord::LoadOf(const std::string& service) const {
  MutexLock lock(mutex_);
  const auto load = loads_.find(service);
  return load == loads_.end() ? Load() : load->second;
}

int64_t KillRecord::under_way(const std::string& service) const { return LoadOf(service).under_way; }

int64_t KillRecord::done(const std::string& service) const { return LoadOf(service).done; }

bool KillRecord::AwaitDone(const std::string& service, int64_t count, absl::Duration patience) {
  const auto until = absl::ToChronoTime(absl::Now() + patience);
  MutexLock lock(mutex_);
  const auto load = loads_.find(service);
  if (load == loads_.end()) return true;
  while (load->second.done < count) {
    if (moved_.wait_until(lock.native(), until) == std::cv_status::timeout) return load->second.done >= count;
  }
  return true;
}

}  // namespace obt::testing
