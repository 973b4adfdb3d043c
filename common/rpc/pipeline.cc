// From the edge to a handler and back: the steps before and after it.
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/obs/log.h"
#include "common/rpc/router_core.h"
#include "common/store/store.h"

namespace obt::rpc {
namespace {

constexpr int kWaitingThreads = 16;
constexpr size_t kWaitingQueue = 1024;
constexpr double kSlowSeconds = 1.0;  // long polls apart, nothing should take this long

}  // namespace

RouterCore::RouterCore(RouterOptions router_options)
    : options(std::move(router_options)),
      waiting(kWaitingThreads, kWaitingQueue),
      trail(*options.store, *options.clock, *options.metrics),
      park_thread([this] { ParkLoop(); }) {
  absl::StatusOr<std::string> key = store::PageTokenKey(options.store->Now());
  if (!key.ok()) Die(key.status().message());
  page_key = *std::move(key);
}

RouterCore::~RouterCore() {
  Drain();
  {
    MutexLock lock(park_mutex);
    park_stop = true;
  }
  park_wake.notify_all();
  park_thread.join();
}

void RouterCore::Begin(CallPtr call) {
  call->bound.metrics.started.Increment();
  const int64_t calls = admitted->calls.fetch_add(1) + 1;
  if (!open.load()) {
    return Finish(std::move(call), Error(absl::StatusCode::kUnavailable, "STARTING",
                                         "the service is loading its directory; try again"));
  }
  if (draining.load()) {
    return Finish(std::move(call),
                  Error(absl::StatusCode::kUnavailable, "STOPPING", "the service is stopping; try again"));
  }
  if (calls > static_cast<int64_t>(options.max_in_flight)) {
    return Finish(std::move(call),
                  Exhausted("TOO_MANY_CALLS", "too many calls at once; try again", absl::Milliseconds(100)));
  }
  // Whatever is tried again later, the call ends by then.
  call->asked_until = std::min(call->asked_until, absl::Now() + call->bound.policy.timeout);
  Start(std::move(call));
}

void RouterCore::Start(CallPtr call) {
  const store::View view = options.store->Now();
  absl::Status status = Open(*call, view);
  if (status.ok() && FindKeptReply(*call, view, status)) {
    const uint64_t sequence = call->replayed_sequence;
    if (status.ok() && trail.full()) status = AuditFull();
    if (status.ok()) trail.Gather(ReplayOf(*call));
    return Finish(std::move(call), status, sequence);
  }
  if (status.ok()) status = ScopeOfCall(*call, view);
  if (!status.ok()) return Conclude(std::move(call), status);
  Proceed(std::move(call));
}

absl::Status RouterCore::Open(ServerCall& call, const store::Reader& reader) const {
  call.call.now = options.clock->Now();
  const std::optional<obs::Trace> given = obs::ParseTraceparent(call.traceparent);
  call.call.trace = given.has_value() ? obs::ChildOf(*given) : obs::NewTrace();
  OBT_ASSIGN_OR_RETURN(call.call.client_id, call.ClientId(call.call.now));
  OBT_RETURN_IF_ERROR(Authorise(call, reader));
  OBT_ASSIGN_OR_RETURN(Message* const request, call.Request());
  Normalise(*call.bound.texts, *request);
  call.request = request;
  OBT_RETURN_IF_ERROR(Validate(call));
  if (call.bound.policy.person_required && !call.call.acting_for.has_value()) {
    return Error(absl::StatusCode::kInvalidArgument, "PERSON_MISSING",
                 "metadata obt-person: is required; name the person the call is made for");
  }
  const absl::Time now = absl::Now();
  if (call.asked_until < now)
    return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", "the deadline has passed");
  // The client's remaining time, on this service's clock.
  call.call.deadline = call.call.now + std::min(call.bound.policy.timeout, call.asked_until - now);
  call.call.page_key = page_key;
  ReadRequestId(call);
  return absl::OkStatus();
}

absl::Status RouterCore::Authorise(ServerCall& call, const store::Reader& reader) const {
  Call& facts = call.call;
  OBT_ASSIGN_OR_RETURN(facts.rights, options.access->RightsAt(reader, DayOf(call.call.now)));
  const Policy& policy = call.bound.policy;
  if (facts.rights->Find(facts.client_id) == nullptr) {
    return Error(absl::StatusCode::kPermissionDenied, "CLIENT_UNKNOWN",
                 absl::StrCat("client ", facts.client_id, " is not known; a central admin can create it"));
  }
  if (!policy.any_client && !facts.rights->HasAny(facts.client_id, policy.roles)) {
    return Error(
        absl::StatusCode::kPermissionDenied, "ROLE_MISSING",
        absl::StrCat("client ", facts.client_id, " has none of the roles that ", call.bound.path, " needs"));
  }
  facts.scope =
      facts.rights->ScopeOf(facts.client_id, policy.any_client ? auth::RoleSet::All() : policy.roles);
  return ReadActingFor(call);
}

absl::Status RouterCore::ReadActingFor(ServerCall& call) const {
  if (call.person.empty()) return absl::OkStatus();
  call.call.acting_for = ParseId<PersonId>(call.person);
  if (!call.call.acting_for.has_value()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS",
                 "metadata obt-person: must be a person id");
  }
  if (options.access->HoldsPeople()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS",
               "metadata obt-person: must be left out; this service knows no people");
}

void RouterCore::RunOn(Executor& executor, CallPtr call, std::function<void(CallPtr)> step) {
  auto shared = std::make_shared<CallPtr>(std::move(call));
  if (executor.TryRun([shared, step = std::move(step)] { step(std::move(*shared)); })) return;
  Finish(std::move(*shared),
         Exhausted("QUEUE_FULL", "too many calls are waiting; try again", absl::Seconds(1)));
}

void RouterCore::Proceed(CallPtr call) {
  if (call->bound.method.kind == Method::Kind::kCommand) return RunCommand(std::move(call));
  RunOn(*options.executor, std::move(call), [this](CallPtr run) {
    if (run->bound.items == nullptr) return RunQuery(std::move(run));
    PrepareItems(std::move(run));
  });
}

// Every call has one line: failures, slow calls and faults of ours where operators look, the rest at debug.
void RouterCore::Account(const ServerCall& call, const absl::Status& status) const {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - call.begin).count();
  call.bound.metrics.Handled(status.code(), seconds);
  const bool ours = absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status);
  obs::Severity severity =
      status.ok() && seconds < kSlowSeconds ? obs::Severity::kDebug : obs::Severity::kInfo;
  if (ours) severity = obs::Severity::kError;
  if (!obs::WouldLog(severity)) return;
  obs::Log(severity, "call",
           {{"service", options.service},
            {"method", call.bound.path},
            {"client", call.call.client_id},
            {"trace", call.call.trace.trace_id()},
            {"code", absl::StatusCodeToString(status.code())},
            {"reason", ReasonOf(status)},
            {"text", ours ? status.message() : absl::string_view()},
            {"seconds", seconds}});
}

void RouterCore::NoteRefusals(const ServerCall& call, const absl::Status& status) {
  if (!status.ok()) return trail.Refuse(call, status);
  std::map<std::pair<absl::StatusCode, std::string>, std::pair<absl::Status, int64_t>> items;
  for (const absl::Status& item : call.refused) {
    if (item.ok()) continue;
    auto& [first, times] = items[{item.code(), ReasonOf(item)}];
    if (times++ == 0) first = item;
  }
  for (const auto& [kind, of_kind] : items) trail.Refuse(call, of_kind.first, of_kind.second);
}

void RouterCore::Finish(CallPtr call, const absl::Status& status, uint64_t sequence) {
  const std::shared_ptr<Admitted> kept = admitted;
  Account(*call, status);
  NoteRefusals(*call, status);
  call->Answer(status, sequence);
  call.reset();
  if (kept->calls.fetch_sub(1) == 1) kept->calls.notify_all();
}

}  // namespace obt::rpc
