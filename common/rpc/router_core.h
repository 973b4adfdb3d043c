// The router's inside: the one pipeline every call takes. Steps hand a CallPtr on; whoever cannot go on
// finishes it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/base/mutex.h"
#include "common/rpc/access.h"
#include "common/rpc/audit_trail.h"
#include "common/rpc/executor.h"
#include "common/rpc/server_call.h"

namespace obt::rpc {

struct RouterCore {
  explicit RouterCore(RouterOptions router_options);
  ~RouterCore();

  // ---- the pipeline, in order ----
  void Begin(CallPtr call);  // the edge's thread
  // Authenticates, authorises, validates.
  absl::Status Open(ServerCall& call, const store::Reader& reader) const;
  void Start(CallPtr call);    // opens the call and checks its scope
  void Proceed(CallPtr call);  // to the executor, the committer or the waiting pool
  void RunQuery(CallPtr call);
  void EnterExport(CallPtr call);  // its audit entry is on disk before it is run
  void RunCommand(CallPtr call);
  void PrepareItems(CallPtr call);
  void RunBatch(CallPtr call);
  // Finishes; but what may be missing because the directory is behind is looked for again, once.
  void Conclude(CallPtr call, const absl::Status& status, uint64_t sequence = 0);
  void Finish(CallPtr call, const absl::Status& status, uint64_t sequence = 0);

  static void MakeResults(ServerCall& call);
  static void TellRefusals(ServerCall& call);

  // ---- steps' parts ----
  // Goes on with `step` over there; refuses the call when the queue is full.
  void RunOn(Executor& executor, CallPtr call, std::function<void(CallPtr)> step);
  absl::Status Authorise(ServerCall& call, const store::Reader& reader) const;
  static absl::Status Validate(ServerCall& call);
  absl::Status ReadActingFor(ServerCall& call) const;
  bool MayBeBehind(const ServerCall& call, const absl::Status& status) const;
  absl::Status CatchUp(ServerCall& call) const;
  absl::Status ScopeOfCall(const ServerCall& call, const store::Reader& reader) const;
  absl::Status ScopeOf(const ServerCall& call, const store::Reader& reader, const std::string& value) const;
  absl::StatusOr<bool> ReachesTeam(const ServerCall& call, const store::Reader& reader,
                                   const std::optional<TeamId>& team) const;
  absl::StatusOr<bool> ReachesOwned(const ServerCall& call, const store::Reader& reader,
                                    absl::string_view id) const;
  absl::Status PersonInScope(const Call& call, const store::Reader& reader,
                             absl::string_view person_id) const;
  void ReadRequestId(ServerCall& call) const;
  bool FindKeptReply(ServerCall& call, const store::Reader& reader, absl::Status& status) const;
  void SubmitCommand(CallPtr call);
  absl::Status Decide(ServerCall& call, store::Txn& txn) const;
  void Account(const ServerCall& call, const absl::Status& status) const;  // metrics and the log line
  // Counts what was refused, also item by item.
  void NoteRefusals(const ServerCall& call, const absl::Status& status);
  absl::Status QueryItems(ServerCall& call, const store::View& view) const;
  void RefuseItems(ServerCall& call, const store::Reader& reader) const;
  absl::Status ScopeOfItem(const ServerCall& call, const store::Reader& reader, int item) const;
  absl::Status RunItem(ServerCall& call, int item, store::Txn& txn) const;
  void RunItems(CallPtr call);
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
  std::map<const google::protobuf::Descriptor*, std::unique_ptr<BoundMethod>> methods;  // by request
  std::map<std::string, Owned, std::less<>> owned;                                      // by the field's name
  std::vector<std::shared_ptr<grpc::Service>> services;
  Executor waiting;  // for steps that wait for a peer
  AuditTrail trail;

  // Outlives the router in the hands of whoever finishes its last call.
  struct Admitted {
    std::atomic<int64_t> calls{0};
  };
  const std::shared_ptr<Admitted> admitted = std::make_shared<Admitted>();
  std::atomic<bool> open{false}, draining{false};

  Mutex park_mutex;
  std::condition_variable park_wake;
  std::list<CallPtr> parked ABSL_GUARDED_BY(park_mutex);
  size_t parked_calls ABSL_GUARDED_BY(park_mutex) = 0;  // with those being asked again just now
  bool woken ABSL_GUARDED_BY(park_mutex) = false;
  bool park_stop ABSL_GUARDED_BY(park_mutex) = false;
  std::thread park_thread;
};

// The router's edge: a gRPC service for each proto service that has a bound method; aborts with a sentence
// when another of its methods is not bound.
std::vector<std::shared_ptr<grpc::Service>> ServicesOf(RouterCore& core);

}  // namespace obt::rpc
