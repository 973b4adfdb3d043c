// Queries, commands and batches: how a checked call reaches its handler, and parked queries.
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/router_core.h"
#include "common/store/sha256.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace obt::rpc {
namespace {

constexpr int kBatchItems = 64;  // items of one batch in one commit, so that nobody holds the committer long
constexpr std::chrono::milliseconds kBatchTime{4};

std::string DeterministicBytes(const Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

store::ReplyKey KeyOf(const ServerCall& call) {
  return {call.call.client_id, call.bound.path, call.request_id};
}

void SetItemStatus(ServerCall& call, int item, const absl::Status& status) {
  Message& result = *call.results[item];
  result.Clear();
  result.GetReflection()->MutableMessage(&result, call.bound.item_status)->CopyFrom(ToProto(status));
}

// Item paths become paths of the request: `minutes` -> `events[3].minutes`.
absl::Status PrefixViolations(const Violations& violations, absl::string_view field, int item) {
  Violations prefixed;
  for (const FieldViolation& fault : violations.faults()) {
    prefixed.Add(absl::StrCat(field, "[", item, "]", fault.field.empty() ? "" : ".", fault.field),
                 fault.description);
  }
  return prefixed.ToStatus();
}

// A command inside the committer.
struct CommandStep final : store::Command {
  CommandStep(RouterCore& router_core, CallPtr server_call)
      : core(router_core), call(std::move(server_call)) {
    deadline = call->call.deadline;
  }
  absl::Status Run(store::Txn& txn) override {
    absl::Status status;
    if (!call->request_id.empty() && core.FindKeptReply(*call, txn, status)) return status;
    OBT_RETURN_IF_ERROR(status);
    call->response.reset(call->bound.method.response->New());
    OBT_RETURN_IF_ERROR(
        call->bound.method.command(*call->request, call->call, call->facts, txn, *call->response));
    if (call->request_id.empty()) return absl::OkStatus();
    store::v1::StoredReply reply;
    reply.set_request_digest(call->digest);
    reply.set_reply(call->response->SerializeAsString());
    reply.set_sequence(txn.sequence());
    reply.set_commit_time_us(absl::ToUnixMicros(txn.commit_time()));
    store::PutReply(txn, KeyOf(*call), reply);
    return absl::OkStatus();
  }
  void Done(const absl::Status& status, uint64_t sequence) override {
    const uint64_t told = call->replayed_sequence > 0 ? call->replayed_sequence : sequence;
    core.Finish(std::move(call), status, told);
  }
  RouterCore& core;
  CallPtr call;
};

// Some items of a batch inside the committer; the rest follows with the next commit.
struct BatchStep final : store::Command {
  BatchStep(RouterCore& router_core, CallPtr server_call) : core(router_core), call(std::move(server_call)) {}
  absl::Status Run(store::Txn& txn) override {
    const Method& method = call->bound.method;
    const auto begin = std::chrono::steady_clock::now();
    first = call->next_item;
    const int items = static_cast<int>(call->results.size());
    for (int done = 0; call->next_item < items && done < kBatchItems; ++done, ++call->next_item) {
      const int i = call->next_item;
      if (!call->refused[i].ok()) continue;
      const store::Txn::Mark before = txn.Here();
      const absl::Status status = method.run_item(*call->request, i, call->call, txn, *call->results[i]);
      if (!status.ok()) {
        txn.UndoTo(before);
        call->refused[i] = status;
      }
      if (std::chrono::steady_clock::now() - begin > kBatchTime) done = kBatchItems;
    }
    return absl::OkStatus();
  }
  void Done(const absl::Status& status, uint64_t sequence) override {
    if (!status.ok()) {
      for (int i = first; i < call->next_item; ++i) call->refused[i] = status;
    }
    if (sequence > call->replayed_sequence) call->replayed_sequence = sequence;
    core.RunBatch(std::move(call));
  }
  RouterCore& core;
  CallPtr call;
  int first = 0;
};

}  // namespace

void RouterCore::RunQuery(CallPtr call) {
  const Method& method = call->bound.method;
  const store::View view = options.store->Now();
  if (method.wait && call->parked_until == std::chrono::steady_clock::time_point()) {
    const absl::Duration wait = method.wait(*call->request, call->call, view);
    if (wait > absl::ZeroDuration()) return Park(std::move(call), wait);
  }
  call->response.reset(method.response->New());
  const absl::Status status = method.query(*call->request, call->call, view, *call->response);
  Finish(std::move(call), status, view.sequence());
}

bool RouterCore::FindKeptReply(ServerCall& call, const store::Reader& reader, absl::Status& status) const {
  absl::StatusOr<std::optional<store::v1::StoredReply>> kept =
      store::FindReply(reader, KeyOf(call), call.call.now);
  status = kept.status();
  if (!kept.ok() || !kept->has_value()) return false;
  if ((*kept)->request_digest() != call.digest) {
    status = Error(absl::StatusCode::kFailedPrecondition, "REQUEST_ID_REUSED",
                   "request_id: was used for another request; use a new one for each new request");
    return true;
  }
  call.response.reset(call.bound.method.response->New());
  if (!call.response->ParseFromString((*kept)->reply())) {
    status = Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE", "the kept reply cannot be read");
  }
  call.replayed_sequence = (*kept)->sequence();
  return true;
}

void RouterCore::RunCommand(CallPtr call) {
  if (call->bound.request_id != nullptr) {
    call->request_id = call->request->GetReflection()->GetString(*call->request, call->bound.request_id);
  }
  if (!call->request_id.empty()) {
    call->digest = store::Sha256(DeterministicBytes(*call->request));
    absl::Status status;
    const bool kept = FindKeptReply(*call, options.store->Now(), status);
    if (kept || !status.ok()) {
      const uint64_t sequence = call->replayed_sequence;
      return Finish(std::move(call), status, sequence);
    }
  }
  if (!call->bound.method.prepare) return SubmitCommand(std::move(call));
  auto shared = std::make_shared<CallPtr>(std::move(call));
  const bool queued = waiting.TryRun([this, shared] {
    CallPtr prepared = std::move(*shared);
    absl::StatusOr<std::any> facts = prepared->bound.method.prepare(*prepared->request, prepared->call);
    if (!facts.ok()) return Finish(std::move(prepared), facts.status());
    prepared->facts = *std::move(facts);
    SubmitCommand(std::move(prepared));
  });
  if (!queued)
    Finish(std::move(*shared),
           Exhausted("QUEUE_FULL", "too many calls are waiting; try again", absl::Seconds(1)));
}

void RouterCore::SubmitCommand(CallPtr call) {
  auto step = std::make_unique<CommandStep>(*this, std::move(call));
  CommandStep* const raw = step.get();
  std::unique_ptr<store::Command> command = std::move(step);
  const absl::Status status = options.store->Submit(std::move(command));
  if (!status.ok()) Finish(std::move(raw->call), status);
}

void RouterCore::RefuseItems(ServerCall& call, const store::View& view, std::vector<PersonId>* unknown) {
  const Method& method = call.bound.method;
  for (int i = 0; i < static_cast<int>(call.results.size()); ++i) {
    absl::Status& refused = call.refused[i];
    if (unknown == nullptr && absl::IsInvalidArgument(refused)) continue;  // second round: validation stands
    if (unknown != nullptr)
      refused = PrefixViolations(method.validate_item(*call.request, i), call.bound.item_field, i);
    if (unknown != nullptr && !refused.ok()) continue;
    const Message& item = method.item(*call.request, i);
    bool not_here = false;
    refused = ScopeOf(call, view, item, not_here);
    if (!not_here || unknown == nullptr) continue;
    std::string scratch;
    unknown->push_back(*ParseId<PersonId>(ScopeValue(call.bound.policy, item, scratch)));
  }
}

void RouterCore::PrepareBatch(CallPtr call) {
  const Method& method = call->bound.method;
  const int items = method.item_count(*call->request);
  call->response.reset(method.response->New());
  call->refused.resize(items);
  for (int i = 0; i < items; ++i) call->results.push_back(&method.add_result(*call->response));
  std::vector<PersonId> unknown;
  RefuseItems(*call, options.store->Now(), &unknown);
  if (unknown.empty()) return RunBatch(std::move(call));
  auto shared = std::make_shared<CallPtr>(std::move(call));
  const bool queued = waiting.TryRun([this, shared, unknown = std::move(unknown)] {
    CallPtr waited = std::move(*shared);
    const absl::Status learnt = options.access->Learn(unknown, waited->call.deadline);
    if (learnt.ok()) {
      RefuseItems(*waited, options.store->Now(), nullptr);
    } else {
      for (absl::Status& refused : waited->refused) {
        if (absl::IsNotFound(refused)) refused = learnt;
      }
    }
    RunBatch(std::move(waited));
  });
  if (!queued)
    Finish(std::move(*shared),
           Exhausted("QUEUE_FULL", "too many calls are waiting; try again", absl::Seconds(1)));
}

void RouterCore::RunBatch(CallPtr call) {
  const int items = static_cast<int>(call->results.size());
  absl::Status stop;
  if (call->next_item < items && options.clock->Now() > call->call.deadline) {
    stop = Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                 "the deadline passed before this item's turn");
  } else if (call->next_item < items) {
    auto step = std::make_unique<BatchStep>(*this, std::move(call));
    BatchStep* const raw = step.get();
    std::unique_ptr<store::Command> command = std::move(step);
    stop = options.store->Submit(std::move(command));
    if (stop.ok()) return;
    call = std::move(raw->call);
  }
  for (int i = call->next_item; i < items; ++i) {
    if (call->refused[i].ok()) call->refused[i] = stop;
  }
  for (int i = 0; i < items; ++i) {
    if (!call->refused[i].ok()) SetItemStatus(*call, i, call->refused[i]);
  }
  const uint64_t sequence = call->replayed_sequence;
  Finish(std::move(call), absl::OkStatus(), sequence);
}

void RouterCore::Park(CallPtr call, absl::Duration wait) {
  const absl::Duration left = std::min(wait, call->call.deadline - options.clock->Now());
  call->parked_until = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(left);
  {
    MutexLock lock(park_mutex);
    parked.push_back(std::move(call));
    ++parked_calls;
    woken = true;  // a commit may have come between asking and parking
  }
  park_wake.notify_one();
}

void RouterCore::Wake() {
  {
    MutexLock lock(park_mutex);
    if (parked_calls == 0) return;
    woken = true;
  }
  park_wake.notify_one();
}

void RouterCore::ParkLoop() {
  while (true) {
    std::list<CallPtr> asked;
    {
      MutexLock lock(park_mutex);
      auto next = std::chrono::steady_clock::now() + std::chrono::seconds(60);
      for (const CallPtr& call : parked) next = std::min(next, call->parked_until);
      if (!woken && !park_stop) park_wake.wait_until(lock.native(), next);
      if (park_stop) return;
      woken = false;
      asked.swap(parked);
    }
    const store::View view = options.store->Now();
    const auto now = std::chrono::steady_clock::now();
    size_t answered = 0;
    for (auto call = asked.begin(); call != asked.end();) {
      const bool ready =
          draining.load() || now >= (*call)->parked_until ||
          (*call)->bound.method.wait(*(*call)->request, (*call)->call, view) <= absl::ZeroDuration();
      if (!ready) {
        ++call;
        continue;
      }
      auto shared = std::make_shared<CallPtr>(std::move(*call));
      options.executor->Run([this, shared] { RunQuery(std::move(*shared)); });
      call = asked.erase(call);
      ++answered;
    }
    MutexLock lock(park_mutex);
    parked_calls -= answered;
    parked.splice(parked.end(), asked);
  }
}

void RouterCore::Drain() {
  draining.store(true);
  {
    MutexLock lock(park_mutex);
    woken = true;
  }
  park_wake.notify_one();
  for (int64_t left = in_flight.load(); left > 0; left = in_flight.load()) in_flight.wait(left);
}

}  // namespace obt::rpc
