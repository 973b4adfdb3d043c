// The router's inside: the one pipeline every call takes. Steps hand a CallPtr on; whoever cannot go on
// finishes it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/base/mutex.h"
#include "common/rpc/access.h"
#include "common/rpc/executor.h"
#include "common/rpc/server_call.h"

namespace obt::rpc {

struct RouterCore {
  explicit RouterCore(RouterOptions router_options);
  ~RouterCore();

  // ---- the pipeline, in order ----
  void Begin(CallPtr call, const grpc::ByteBuffer& bytes);  // gRPC's thread
  absl::Status Open(ServerCall& call,
                    const grpc::ByteBuffer& bytes);  // authenticate, authorise, parse, validate
  void CheckScope(CallPtr call);                     // may have to learn who somebody is
  void Proceed(CallPtr call);                        // to the executor, the committer or the waiting pool
  void RunQuery(CallPtr call);
  void RunCommand(CallPtr call);
  void PrepareBatch(CallPtr call);
  void RunBatch(CallPtr call);
  void Finish(CallPtr call, const absl::Status& status, uint64_t sequence = 0);

  // ---- steps' parts ----
  absl::Status Authenticate(ServerCall& call);
  absl::Status Authorise(ServerCall& call);
  absl::Status ReadActingFor(ServerCall& call);
  // OK, or a refusal; `unknown` gets those nothing is known of here yet.
  absl::Status ScopeOfCall(const ServerCall& call, std::vector<PersonId>& unknown) const;
  // OK, a refusal, or NOT_FOUND with `unknown` set when nothing is known of the person here yet.
  absl::Status ScopeOf(const ServerCall& call, const store::View& view, const Message& message,
                       bool& unknown) const;
  absl::Status PersonInScope(const Call& call, const store::View& view, absl::string_view person_id,
                             bool& unknown) const;
  bool FindKeptReply(ServerCall& call, const store::Reader& reader, absl::Status& status) const;
  void SubmitCommand(CallPtr call);
  void Account(const ServerCall& call, const absl::Status& status) const;  // metrics and the log line
  void RefuseItems(ServerCall& call, const store::View& view, std::vector<PersonId>* unknown);
  struct BatchRun;
  struct BatchPart;
  void SubmitPart(const std::shared_ptr<BatchRun>& run, int first);
  void FinishPart(BatchRun& run);

  // ---- parked queries ----
  void Park(CallPtr call, absl::Duration wait);
  void ParkLoop();
  void Wake();
  void Drain();

  const RouterOptions options;
  std::string page_key;
  std::vector<std::unique_ptr<BoundMethod>> methods;
  std::vector<std::unique_ptr<grpc::Service>> services;
  Executor waiting;  // for steps that wait for a peer

  std::atomic<int64_t> in_flight{0};
  std::atomic<bool> open{false}, draining{false};

  Mutex park_mutex;
  std::condition_variable park_wake;
  std::list<CallPtr> parked ABSL_GUARDED_BY(park_mutex);
  size_t parked_calls ABSL_GUARDED_BY(park_mutex) = 0;  // with those being asked again just now
  bool woken ABSL_GUARDED_BY(park_mutex) = false;
  bool park_stop ABSL_GUARDED_BY(park_mutex) = false;
  std::thread park_thread;
};

}  // namespace obt::rpc
