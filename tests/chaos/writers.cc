#include "tests/chaos/writers.h"

#include <algorithm>
#include <future>
#include <shared_mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt::testing {
namespace {

using google::protobuf::Message;
using learning::v1::RecordLearningResponse;

constexpr int kAgain = 8;   // one in so many steps sends an old command again
constexpr int kTwice = 16;  // one in so many commands is sent twice at once

// An item that met a service about to go was not recorded, or nobody knows; the batch is sent again.
bool IsInterrupted(const Message& reply) {
  const auto* const batch = dynamic_cast<const RecordLearningResponse*>(&reply);
  if (batch == nullptr) return false;
  return std::any_of(batch->results().begin(), batch->results().end(), [](const auto& result) {
    return IsPassing(absl::Status(static_cast<absl::StatusCode>(result.status().code()), ""));
  });
}

std::string RefusedItem(const Message& reply) {
  const auto* const batch = dynamic_cast<const RecordLearningResponse*>(&reply);
  if (batch == nullptr) return "";
  for (const auto& result : batch->results()) {
    if (result.status().code() != 0) return result.status().ShortDebugString();
  }
  return "";
}

// An item that was recorded before the batch was interrupted keeps its result when the batch is sent again.
bool Agree(const RecordLearningResponse& before, const Message& after) {
  const auto& now = static_cast<const RecordLearningResponse&>(after);
  for (int i = 0; i < before.results_size(); ++i) {
    const bool recorded = before.results(i).status().code() == 0 && now.results(i).status().code() == 0;
    if (recorded && before.results(i).sequence() != now.results(i).sequence()) return false;
  }
  return true;
}

}  // namespace

bool IsPassing(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsCancelled(status);
}

rpc::CallOptions OptionsOf(const Caller& caller) {
  rpc::CallOptions options;
  options.acting_for = caller.person;
  return options;
}

void Writer::Run(const std::atomic<bool>& stop, WriterFirstLock& calm) {
  while (!stop.load()) {
    const std::shared_lock<WriterFirstLock> lock(calm);
    if (!commands_.empty() && OneIn(kAgain)) SendAgain(AnyOf(commands_));
    if (!Step()) return;
  }
}

void Writer::SendAgain(size_t count) {
  for (size_t i = 0; i < std::min(count, commands_.size()); ++i) SendAgain(AnyOf(commands_));
}

const Message* Writer::SendNew(const Caller& caller, const Message& request, std::unique_ptr<Message> reply,
                               uint64_t* sequence) {
  Command command;
  command.caller = caller;
  command.request.reset(request.New());
  command.request->CopyFrom(request);
  command.reply = std::move(reply);
  ++record_.tally().commands;
  const bool answered = OneIn(kTwice) ? SendTwiceAtOnce(command) : SendUntilAnswered(command);
  if (!answered) return nullptr;
  ++record_.tally().acknowledged;
  record_.Did(service_);
  if (sequence != nullptr) *sequence = command.sequence;
  commands_.push_back(std::move(command));
  return commands_.back().reply.get();
}

bool Writer::SendUntilAnswered(Command& command) {
  const rpc::Client& client = world_.ClientFor(*command.request, command.caller.client);
  RecordLearningResponse partly;
  while (true) {
    rpc::CallFacts facts;
    record_.Begin(service_);
    const absl::Status status =
        client.Invoke(*command.request, *command.reply, OptionsOf(command.caller), &facts);
    record_.End(service_);
    command.sequence = facts.sequence;
    const std::string refused = status.ok() ? RefusedItem(*command.reply) : status.ToString();
    if (status.ok() && partly.results_size() > 0 && !Agree(partly, *command.reply))
      record_.Find(record_.tally().wrong, "an item of an interrupted batch got another sequence");
    if (refused.empty()) return true;
    const bool interrupted = status.ok() && IsInterrupted(*command.reply);
    if (interrupted) partly.CopyFrom(*command.reply);
    if (interrupted || IsPassing(status)) continue;
    record_.Find(record_.tally().wrong, absl::StrCat("refused: ", refused));
    return false;
  }
}

bool Writer::SendTwiceAtOnce(Command& command) {
  const rpc::Client& client = world_.ClientFor(*command.request, command.caller.client);
  const std::unique_ptr<Message> other(command.reply->New());
  std::promise<absl::Status> ended;
  client.Start(*command.request, other.get(), OptionsOf(command.caller),
               [&ended](absl::Status status) { ended.set_value(status); });
  const bool answered = SendUntilAnswered(command);
  const absl::Status status = ended.get_future().get();
  ++record_.tally().retried;
  if (answered && status.ok() && !IsInterrupted(*other)) Compare(command, *other, command.sequence);
  return answered;
}

void Writer::SendAgain(const Command& command) {
  Command again;
  again.caller = command.caller;
  again.request.reset(command.request->New());
  again.request->CopyFrom(*command.request);
  again.reply.reset(command.reply->New());
  ++record_.tally().retried;
  if (SendUntilAnswered(again)) Compare(command, *again.reply, again.sequence);
}

void Writer::Compare(const Command& command, const Message& reply, uint64_t sequence) {
  const bool batch = dynamic_cast<const RecordLearningResponse*>(&reply) != nullptr;
  if (reply.SerializeAsString() == command.reply->SerializeAsString() &&
      (batch || sequence == command.sequence)) {
    return;
  }
  record_.Find(record_.tally().wrong,
               absl::StrCat("a retry of ", command.request->GetDescriptor()->name(), " at ", command.sequence,
                            " got another reply, at ", sequence));
}

void Crowd::Add(const std::string& person_id, uint64_t sequence) {
  MutexLock lock(mutex_);
  people_.push_back(person_id);
  last_ = std::max(last_, sequence);
}

std::string Crowd::Any(std::mt19937_64& random) const {
  MutexLock lock(mutex_);
  return people_.empty() ? "" : people_[random() % people_.size()];
}

std::pair<int64_t, uint64_t> Crowd::Acknowledged() const {
  MutexLock lock(mutex_);
  return {static_cast<int64_t>(people_.size()), last_};
}

}  // namespace obt::testing
