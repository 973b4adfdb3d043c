#include "common/rpc/client.h"

#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "common/base/mutex.h"
#include "common/base/parse.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/limits.h"
#include "common/rpc/policy.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"

namespace obt::rpc {
namespace {

constexpr absl::Duration kTokenLife = absl::Seconds(30);
constexpr absl::Duration kFirstBackOff = absl::Milliseconds(20);
constexpr absl::Duration kMaxBackOff = absl::Milliseconds(500);

grpc::ChannelArguments Presets() {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 50);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 500);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 10'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 5'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // Addresses are those of the deployment, never to be reached through a proxy of the environment.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(kMaxResponseBytes);
  return arguments;
}

std::string PathOf(const google::protobuf::Message& request) {
  const google::protobuf::MethodDescriptor* const rpc = FindRpc(*request.GetDescriptor());
  if (rpc == nullptr) Die(absl::StrCat(request.GetTypeName(), " is not the request of any RPC"));
  return absl::StrCat("/", rpc->service()->full_name(), "/", rpc->name());
}

uint64_t NumberIn(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata, const char* name) {
  const auto found = metadata.find(name);
  uint64_t number = 0;
  if (found == metadata.end()) return 0;
  return absl::SimpleAtoi(absl::string_view(found->second.data(), found->second.size()), &number) ? number
                                                                                                  : 0;
}

// How many calls of a client there are, to the very end of each.
using Calls = std::atomic<int>;

struct Pending {
  explicit Pending(std::shared_ptr<Calls> calls) : counted(std::move(calls)) {}

  struct Counted {
    explicit Counted(std::shared_ptr<Calls> all) : calls(std::move(all)) { calls->fetch_add(1); }
    ~Counted() {
      if (calls->fetch_sub(1) == 1) calls->notify_all();
    }
    const std::shared_ptr<Calls> calls;
  } counted;  // first, to end last
  grpc::ClientContext context;
  grpc::ByteBuffer request, response;
};

}  // namespace

TokenSource TokenFromFile(std::string path) {
  struct Cached {
    Mutex mutex;
    std::string token;
    absl::Time read_at = absl::InfinitePast();
  };
  auto cached = std::make_shared<Cached>();
  return [cached, path = std::move(path)] {
    MutexLock lock(cached->mutex);
    if (absl::Now() - cached->read_at > kTokenLife) {
      cached->token = std::string(absl::StripAsciiWhitespace(ReadFile(path).value_or("")));
      if (!cached->token.empty()) cached->read_at = absl::Now();
    }
    return cached->token;
  };
}

struct Cancellation::Core {
  // False if it was cancelled before.
  bool Begin(const std::shared_ptr<Pending>& pending) {
    MutexLock lock(mutex);
    if (!cancelled) under_way.insert(pending);
    return !cancelled;
  }
  void End(const std::shared_ptr<Pending>& pending) {
    MutexLock lock(mutex);
    under_way.erase(pending);
  }
  bool IsCancelled() {
    MutexLock lock(mutex);
    return cancelled;
  }

  Mutex mutex;
  bool cancelled ABSL_GUARDED_BY(mutex) = false;
  absl::flat_hash_set<std::shared_ptr<Pending>> under_way ABSL_GUARDED_BY(mutex);
};

Cancellation::Cancellation() : core_(std::make_shared<Core>()) {}

void Cancellation::Cancel() {
  absl::flat_hash_set<std::shared_ptr<Pending>> calls;
  {
    MutexLock lock(core_->mutex);
    core_->cancelled = true;
    calls = core_->under_way;
  }
  for (const std::shared_ptr<Pending>& pending : calls) pending->context.TryCancel();
}

struct Client::Core {
  using Stub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

  Core(AddressSource address_source, TokenSource token_source)
      : address(std::move(address_source)), token(std::move(token_source)) {}
  // gRPC 1.51 must not lose a channel on one of its own threads: it would wait there for that thread to end,
  // and free what it runs on. So the calls end before the channel does.
  ~Core() {
    own.Cancel();
    for (int left = calls->load(); left > 0; left = calls->load()) calls->wait(left);
  }

  // The stub for the address of now; nothing while there is none.
  std::shared_ptr<Stub> StubNow() {
    const std::string now = address();
    MutexLock lock(mutex);
    if (now.empty()) return nullptr;
    if (now != connected_to) {
      stubs.push_back(std::make_shared<Stub>(
          grpc::CreateCustomChannel(now, grpc::InsecureChannelCredentials(), Presets())));
      connected_to = now;
    }
    return stubs.back();
  }

  const AddressSource address;
  const TokenSource token;
  Mutex mutex;
  std::string connected_to ABSL_GUARDED_BY(mutex);
  std::vector<std::shared_ptr<Stub>> stubs ABSL_GUARDED_BY(mutex);  // the last is in use; see ~Core
  const std::shared_ptr<Calls> calls = std::make_shared<Calls>(0);
  Cancellation own;  // of calls that name none

  // One attempt; `done` gets the status and the pending call with its response and trailing metadata.
  void Attempt(const google::protobuf::Message& request, const CallOptions& options, absl::Time deadline,
               std::function<void(absl::Status, const std::shared_ptr<Pending>&)> done) {
    auto pending = std::make_shared<Pending>(calls);
    const std::shared_ptr<Cancellation::Core> cancellation =
        (options.cancellation == nullptr ? own : *options.cancellation).core_;
    if (!cancellation->Begin(pending)) return done(absl::CancelledError("the call was cancelled"), pending);
    const std::shared_ptr<Stub> to = StubNow();
    if (to == nullptr) {
      cancellation->End(pending);
      return done(Error(absl::StatusCode::kUnavailable, "PEER_UNKNOWN",
                        "the address of the service is not known yet"),
                  pending);
    }
    pending->context.set_deadline(absl::ToChronoTime(deadline));
    pending->context.set_wait_for_ready(true);
    pending->context.AddMetadata("authorization",
                                 absl::StrCat("Bearer ", options.token.empty() ? token() : options.token));
    if (options.trace.has_value())
      pending->context.AddMetadata("traceparent", obs::FormatTraceparent(*options.trace));
    if (!options.acting_for.empty()) pending->context.AddMetadata("obt-person", options.acting_for);
    bool owned = false;
    grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(request, &pending->request,
                                                                               &owned);
    to->UnaryCall(&pending->context, PathOf(request), grpc::StubOptions(), &pending->request,
                  &pending->response, [pending, cancellation, done = std::move(done)](grpc::Status status) {
                    cancellation->End(pending);
                    done(FromGrpc(status), pending);
                  });
  }
};

namespace {

absl::Status ParseInto(Pending& pending, google::protobuf::Message& response) {
  grpc::ProtoBufferReader reader(&pending.response);
  if (reader.status().ok() && response.ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  return absl::InternalError("the response is not a valid protobuf message");
}

bool Transient(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsCancelled(status);
}

}  // namespace

Client::Client(const std::string& address, TokenSource token)
    : Client([address] { return address; }, std::move(token)) {}
Client::Client(AddressSource address, TokenSource token)
    : core_(std::make_shared<Core>(std::move(address), std::move(token))) {
  SilenceProtobuf();  // what is wrong with a request the service tells
}
Client::~Client() = default;

absl::Status Client::Invoke(const google::protobuf::Message& request, google::protobuf::Message& response,
                            const CallOptions& options, CallFacts* facts) const {
  const absl::Time deadline = absl::Now() + options.timeout;
  absl::Duration back_off = kFirstBackOff;
  while (true) {
    std::promise<absl::Status> finished;
    std::shared_ptr<Pending> answered;
    core_->Attempt(request, options, deadline,
                   [&finished, &answered](absl::Status status, const std::shared_ptr<Pending>& pending) {
                     answered = pending;
                     finished.set_value(std::move(status));
                   });
    absl::Status status = finished.get_future().get();
    if (status.ok()) {
      if (facts != nullptr) {
        facts->sequence = NumberIn(answered->context.GetServerTrailingMetadata(), "obt-sequence");
        facts->as_of = NumberIn(answered->context.GetServerTrailingMetadata(), "obt-as-of");
      }
      return ParseInto(*answered, response);
    }
    const bool ended = options.cancellation != nullptr && options.cancellation->core_->IsCancelled();
    if (!options.retry || ended || !Transient(status) || absl::Now() + back_off >= deadline) return status;
    std::this_thread::sleep_for(absl::ToChronoNanoseconds(back_off));
    back_off = std::min(back_off * 2, kMaxBackOff);
  }
}

void Client::Start(const google::protobuf::Message& request, google::protobuf::Message* response,
                   const CallOptions& options, absl::AnyInvocable<void(absl::Status)> done) const {
  auto shared = std::make_shared<absl::AnyInvocable<void(absl::Status)>>(std::move(done));
  core_->Attempt(request, options, absl::Now() + options.timeout,
                 [response, shared](absl::Status status, const std::shared_ptr<Pending>& pending) {
                   if (status.ok()) status = ParseInto(*pending, *response);
                   (*shared)(std::move(status));
                 });
}

}  // namespace obt::rpc
