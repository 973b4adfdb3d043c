// Queries and commands: how a checked call reaches its handler, and parked queries.
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/page_token.h"
#include "common/rpc/router_core.h"
#include "common/store/sha256.h"

namespace obt::rpc {
namespace {

// The same request made for another person is another request.
std::string DigestOf(const ServerCall& call) {
  std::string bytes = DeterministicBytes(*call.request);
  if (call.call.acting_for.has_value()) absl::StrAppend(&bytes, ToText(*call.call.acting_for));
  return store::Sha256(bytes);
}

store::ReplyKey KeyOf(const ServerCall& call) {
  return {call.call.client_id, call.bound.path, call.request_id};
}

// A command inside the committer.
struct CommandStep final : store::Command {
  CommandStep(RouterCore& router_core, CallPtr server_call)
      : core(router_core), call(std::move(server_call)) {
    deadline = call->call.deadline;
  }
  absl::Status Run(store::Txn& txn) override { return core.Decide(*call, txn); }
  void Done(const absl::Status& status, uint64_t sequence) override {
    const uint64_t told = call->replayed_sequence > 0 ? call->replayed_sequence : sequence;
    core.Conclude(std::move(call), status, told);
  }
  RouterCore& core;
  CallPtr call;
};

}  // namespace

void RouterCore::ReadRequestId(ServerCall& call) const {
  if (call.bound.request_id == nullptr) return;
  call.request_id = call.request->GetReflection()->GetString(*call.request, call.bound.request_id);
  if (!call.request_id.empty()) call.digest = DigestOf(call);
}

// Whoever reached a thing before may reach it no longer: a command ahead may have changed its team. Grants
// and where people work are those of the call's begin, as for a call that came a moment earlier.
absl::Status RouterCore::Decide(ServerCall& call, store::Txn& txn) const {
  absl::Status status;
  if (FindKeptReply(call, txn, status)) {
    if (status.ok()) txn.Audit(ReplayOf(call));
    return status;
  }
  OBT_RETURN_IF_ERROR(status);
  if (call.bound.policy.of_team()) OBT_RETURN_IF_ERROR(ScopeOfCall(call, txn));
  call.response.reset(call.bound.response->New());
  OBT_RETURN_IF_ERROR(
      call.bound.method.command(*call.request, call.call, call.prepared, txn, *call.response));
  audit::v1::AuditEntry entry = EntryOf(call);
  entry.set_store_sequence(txn.sequence());
  txn.Audit(entry);
  if (call.request_id.empty()) return absl::OkStatus();
  store::v1::StoredReply reply;
  reply.set_request_digest(call.digest);
  reply.set_reply(call.response->SerializeAsString());
  reply.set_sequence(txn.sequence());
  reply.set_commit_time_us(absl::ToUnixMicros(txn.commit_time()));
  store::PutReply(txn, KeyOf(call), reply);
  return absl::OkStatus();
}

void RouterCore::RunQuery(CallPtr call) {
  const Method& method = call->bound.method;
  const Audited& audited = call->bound.audited;
  const bool is_gathered = audited.kind != audit::v1::AUDIT_KIND_UNSPECIFIED && !audited.IsExport();
  if (is_gathered && trail.full()) return Finish(std::move(call), AuditFull());
  const store::View view = options.store->Now();
  if (method.wait && call->parked_until == std::chrono::steady_clock::time_point()) {
    const absl::Duration wait = method.wait(*call->request, call->call, view);
    if (wait > absl::ZeroDuration()) return Park(std::move(call), wait);
  }
  if (audited.IsExport() && !call->is_entered) return EnterExport(std::move(call));
  call->response.reset(call->bound.response->New());
  const absl::Status status = call->bound.items == nullptr
                                  ? method.query(*call->request, call->call, view, *call->response)
                                  : QueryItems(*call, view);
  if (status.ok() && is_gathered && IsWorthAnEntry(*call)) {
    audit::v1::AuditEntry entry = EntryOf(*call);
    entry.set_store_sequence(view.sequence());
    trail.Gather(entry);
  }
  Conclude(std::move(call), status, view.sequence());
}

void RouterCore::EnterExport(CallPtr call) {
  call->is_entered = true;
  audit::v1::AuditEntry entry = EntryOf(*call);
  entry.set_store_sequence(options.store->Now().sequence());
  auto shared = std::make_shared<CallPtr>(std::move(call));
  trail.Write(entry, [this, shared](const absl::Status& written) {
    if (!written.ok()) return Finish(std::move(*shared), written);
    RunQuery(std::move(*shared));
  });
}

// A retry gets the first reply, whatever the caller reaches by now.
bool RouterCore::FindKeptReply(ServerCall& call, const store::Reader& reader, absl::Status& status) const {
  if (call.request_id.empty()) return false;
  absl::StatusOr<std::optional<store::v1::StoredReply>> kept =
      store::FindReply(reader, KeyOf(call), call.call.now);
  status = kept.status();
  if (!kept.ok() || !kept->has_value()) return false;
  if ((*kept)->request_digest() != call.digest) {
    status = Error(absl::StatusCode::kFailedPrecondition, "REQUEST_ID_REUSED",
                   "request_id: was used for another request; use a new one for each new request");
    return true;
  }
  call.response.reset(call.bound.response->New());
  if (!call.response->ParseFromString((*kept)->reply())) {
    status = Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE", "the kept reply cannot be read");
  }
  call.replayed_sequence = (*kept)->sequence();
  return true;
}

void RouterCore::RunCommand(CallPtr call) {
  if (!call->bound.method.prepare) return SubmitCommand(std::move(call));
  RunOn(waiting, std::move(call), [this](CallPtr waited) {
    absl::StatusOr<std::any> prepared = waited->bound.method.prepare(*waited->request, waited->call);
    if (!prepared.ok()) return Conclude(std::move(waited), prepared.status());
    waited->prepared = *std::move(prepared);
    SubmitCommand(std::move(waited));
  });
}

void RouterCore::SubmitCommand(CallPtr call) {
  auto step = std::make_unique<CommandStep>(*this, std::move(call));
  CommandStep* const raw = step.get();
  std::unique_ptr<store::Command> command = std::move(step);
  const absl::Status status = options.store->Submit(std::move(command));
  if (!status.ok()) Finish(std::move(raw->call), status);
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
  std::atomic<int64_t>& calls = admitted->calls;
  for (int64_t left = calls.load(); left > 0; left = calls.load()) calls.wait(left);
  trail.Stop();
}

}  // namespace obt::rpc
