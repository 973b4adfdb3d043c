// From bytes to a handler: the steps before and after it.
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/auth/token.h"
#include "common/base/days.h"
#include "common/obs/log.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/router_core.h"
#include "common/store/store.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"

namespace obt::rpc {
namespace {

constexpr int kWaitingThreads = 16;
constexpr size_t kWaitingQueue = 1024;
constexpr double kSlowSeconds = 1.0;  // long polls apart, nothing should take this long
constexpr absl::string_view kBearer = "Bearer ";

absl::string_view Metadata(const ServerCall& call, const char* name) {
  const auto& all = call.context->client_metadata();
  const auto found = all.find(name);
  return found == all.end() ? absl::string_view()
                            : absl::string_view(found->second.data(), found->second.size());
}

}  // namespace

RouterCore::RouterCore(RouterOptions router_options)
    : options(std::move(router_options)),
      waiting(kWaitingThreads, kWaitingQueue),
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

void RouterCore::Begin(CallPtr call, const grpc::ByteBuffer& bytes) {
  call->bound.metrics.started.Increment();
  const int64_t admitted = in_flight.fetch_add(1) + 1;
  if (!open.load()) {
    return Finish(std::move(call), Error(absl::StatusCode::kUnavailable, "STARTING",
                                         "the service is loading its directory; try again"));
  }
  if (draining.load()) {
    return Finish(std::move(call),
                  Error(absl::StatusCode::kUnavailable, "STOPPING", "the service is stopping; try again"));
  }
  if (admitted > static_cast<int64_t>(options.max_in_flight)) {
    return Finish(std::move(call),
                  Exhausted("TOO_MANY_CALLS", "too many calls at once; try again", absl::Milliseconds(100)));
  }
  if (const absl::Status status = Open(*call, bytes); !status.ok()) return Finish(std::move(call), status);
  CheckScope(std::move(call));
}

absl::Status RouterCore::Open(ServerCall& call, const grpc::ByteBuffer& bytes) {
  call.call.now = options.clock->Now();
  const std::optional<obs::Trace> given = obs::ParseTraceparent(Metadata(call, "traceparent"));
  call.call.trace = given.has_value() ? obs::ChildOf(*given) : obs::NewTrace();
  OBT_RETURN_IF_ERROR(Authenticate(call));
  OBT_RETURN_IF_ERROR(Authorise(call));
  Message* const request = call.bound.method.request->New(&call.arena);
  grpc::ByteBuffer copy(bytes);
  grpc::ProtoBufferReader reader(&copy);
  if (!reader.status().ok() || !request->ParseFromZeroCopyStream(&reader)) {
    return Error(absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST",
                 "the request is not a valid protobuf message");
  }
  call.request = request;
  OBT_RETURN_IF_ERROR(call.bound.method.validate(*request).ToStatus());
  const absl::Time asked = absl::FromChrono(call.context->deadline());
  if (asked < absl::Now())
    return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", "the deadline has passed");
  // The client's remaining time, on this service's clock.
  call.call.deadline = call.call.now + std::min(call.bound.policy.timeout, asked - absl::Now());
  call.call.page_key = page_key;
  return absl::OkStatus();
}

absl::Status RouterCore::Authenticate(ServerCall& call) {
  absl::string_view token = Metadata(call, "authorization");
  if (!absl::ConsumePrefix(&token, kBearer)) token = "";
  OBT_ASSIGN_OR_RETURN(auth::Claims claims, options.verifier->Verify(token, call.call.now));
  call.call.client_id = std::move(claims.client_id);
  return absl::OkStatus();
}

absl::Status RouterCore::Authorise(ServerCall& call) {
  const store::View view = options.store->Now();
  Call& facts = call.call;
  OBT_ASSIGN_OR_RETURN(facts.rights, options.access->RightsAt(view, DayOf(call.call.now)));
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

absl::Status RouterCore::ReadActingFor(ServerCall& call) {
  const absl::string_view person = Metadata(call, "obt-person");
  if (person.empty()) return absl::OkStatus();
  call.call.acting_for = ParseId<PersonId>(person);
  if (call.call.acting_for.has_value()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS",
               "metadata obt-person: must be a person id");
}

absl::Status RouterCore::PersonInScope(const Call& call, const store::View& view, absl::string_view person_id,
                                       bool& unknown) const {
  const std::optional<PersonId> id = ParseId<PersonId>(person_id);
  if (!id.has_value()) return PersonNotFound(person_id);
  OBT_ASSIGN_OR_RETURN(const std::optional<std::string> organisation,
                       options.access->OrganisationOf(view, *id, DayOf(call.now)));
  unknown = !organisation.has_value();
  if (unknown || !call.Covers(*organisation)) return PersonNotFound(person_id);
  return absl::OkStatus();
}

absl::Status RouterCore::ScopeOf(const ServerCall& call, const store::View& view, const Message& message,
                                 bool& unknown) const {
  const Policy& policy = call.bound.policy;
  if (policy.kind == ScopeKind::kNone) return absl::OkStatus();
  std::string scratch;
  const std::string& value = ScopeValue(policy, message, scratch);
  if (policy.kind == ScopeKind::kPerson) return PersonInScope(call.call, view, value, unknown);
  if (value.empty() || call.call.Covers(value)) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE",
               absl::StrCat(policy.path_text, ": organisation ", value, " is outside this client's scope"));
}

// Whom the call is made for and whom it is about; batches are about somebody item by item, later.
absl::Status RouterCore::ScopeOfCall(const ServerCall& call, std::vector<PersonId>& unknown) const {
  const store::View view = options.store->Now();
  absl::Status status;
  bool not_here = false;
  if (call.call.acting_for.has_value()) {
    status = PersonInScope(call.call, view, ToText(*call.call.acting_for), not_here);
    if (not_here) unknown.push_back(*call.call.acting_for);
  }
  if (call.bound.method.kind == Method::Kind::kBatch) return status;
  not_here = false;
  status.Update(ScopeOf(call, view, *call.request, not_here));
  std::string scratch;
  if (not_here) unknown.push_back(*ParseId<PersonId>(ScopeValue(call.bound.policy, *call.request, scratch)));
  return status;
}

void RouterCore::CheckScope(CallPtr call) {
  std::vector<PersonId> unknown;
  const absl::Status status = ScopeOfCall(*call, unknown);
  if (status.ok()) return Proceed(std::move(call));
  if (unknown.empty()) return Finish(std::move(call), status);
  auto shared = std::make_shared<CallPtr>(std::move(call));
  const bool queued = waiting.TryRun([this, shared, unknown = std::move(unknown)] {
    CallPtr waited = std::move(*shared);
    absl::Status learnt = options.access->Learn(unknown, waited->call.deadline);
    std::vector<PersonId> still_unknown;
    if (learnt.ok()) learnt = ScopeOfCall(*waited, still_unknown);
    if (!learnt.ok()) return Finish(std::move(waited), learnt);
    Proceed(std::move(waited));
  });
  if (!queued)
    Finish(std::move(*shared),
           Exhausted("QUEUE_FULL", "too many calls are waiting; try again", absl::Seconds(1)));
}

void RouterCore::Proceed(CallPtr call) {
  if (call->bound.method.kind == Method::Kind::kCommand) return RunCommand(std::move(call));
  auto shared = std::make_shared<CallPtr>(std::move(call));
  const bool queued = options.executor->TryRun([this, shared] {
    CallPtr run = std::move(*shared);
    if (run->bound.method.kind == Method::Kind::kQuery) return RunQuery(std::move(run));
    PrepareBatch(std::move(run));
  });
  if (!queued)
    Finish(std::move(*shared),
           Exhausted("QUEUE_FULL", "too many calls are waiting; try again", absl::Seconds(1)));
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

void RouterCore::Finish(CallPtr call, const absl::Status& status, uint64_t sequence) {
  grpc::Status answer = ToGrpc(status);
  if (status.ok()) {
    bool own = false;
    answer = grpc::GenericSerialize<grpc::ProtoBufferWriter, Message>(*call->response, call->reply, &own);
    const bool query = call->bound.method.kind == Method::Kind::kQuery;
    call->context->AddTrailingMetadata(query ? "obt-as-of" : "obt-sequence", absl::StrCat(sequence));
  }
  Account(*call, status);
  grpc::ServerUnaryReactor* const reactor = call->reactor;
  reactor->Finish(answer);  // the last touch of request, reply and context
  call.reset();
  if (in_flight.fetch_sub(1) == 1 && draining.load()) in_flight.notify_all();
}

}  // namespace obt::rpc
