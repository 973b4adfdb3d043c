// Batches: how their items reach the handler. Items are decided in parts, each a command of its own, so that
// nobody holds the committer long; a part queues the next one as soon as it is decided, and the call is
// answered when all are on disk.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/router_core.h"

namespace obt::rpc {
namespace {

constexpr int kPartItems = 64;
constexpr std::chrono::milliseconds kPartTime{4};

// Item paths become paths of the request: `minutes` -> `events[3].minutes`.
absl::Status Prefixed(const std::vector<FieldViolation>& faults, absl::string_view field, int item) {
  Violations prefixed;
  for (const FieldViolation& fault : faults) {
    prefixed.Add(absl::StrCat(field, "[", item, "]", fault.field.empty() ? "" : ".", fault.field),
                 fault.description);
  }
  return prefixed.ToStatus();
}

}  // namespace

struct RouterCore::BatchRun {
  BatchRun(RouterCore& router, CallPtr batch) : core(router), call(std::move(batch)) {}

  RouterCore& core;
  CallPtr call;
  std::atomic<int> parts{1};  // not answered yet
  std::atomic<uint64_t> sequence{0};
};

struct RouterCore::BatchPart final : store::Command {
  BatchPart(std::shared_ptr<BatchRun> batch_run, int first_item)
      : run(std::move(batch_run)),
        first(first_item),
        end(std::min(first + kPartItems, static_cast<int>(run->call->results.size()))) {}

  absl::Status Run(store::Txn& txn) override {
    ServerCall& call = *run->call;
    const auto begin = std::chrono::steady_clock::now();
    int item = first;
    for (; item < end && std::chrono::steady_clock::now() - begin < kPartTime; ++item) {
      if (call.refused[item].ok()) call.refused[item] = RunItem(call, item, txn);
    }
    end = item;
    run->core.SubmitPart(run, end);
    return absl::OkStatus();
  }

  static absl::Status RunItem(ServerCall& call, int item, store::Txn& txn) {
    const store::Txn::Mark before = txn.Here();
    const absl::Status status =
        call.bound.method.run_item(*call.request, item, call.call, txn, *call.results[item]);
    if (status.ok()) return status;
    txn.UndoTo(before);
    const std::vector<FieldViolation> faults = ViolationsOf(status);
    return faults.empty() ? status : Prefixed(faults, call.bound.item_field, item);
  }

  // Parts may be answered side by side: each touches its own items only.
  void Done(const absl::Status& status, uint64_t sequence) override {
    for (int i = first; i < end && !status.ok(); ++i) run->call->refused[i] = status;
    // Only what is on disk counts as the call's sequence.
    uint64_t last = status.ok() ? run->sequence.load() : sequence;
    while (last < sequence && !run->sequence.compare_exchange_weak(last, sequence)) {
    }
    run->core.FinishPart(*run);
  }

  const std::shared_ptr<BatchRun> run;
  const int first;
  int end;
};

void RouterCore::RefuseItems(ServerCall& call, const store::View& view, std::vector<PersonId>* unknown) {
  const Method& method = call.bound.method;
  for (int i = 0; i < static_cast<int>(call.results.size()); ++i) {
    absl::Status& refused = call.refused[i];
    if (unknown == nullptr && absl::IsInvalidArgument(refused)) continue;  // second round: validation stands
    if (unknown != nullptr)
      refused = Prefixed(method.validate_item(*call.request, i).faults(), call.bound.item_field, i);
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
  auto run = std::make_shared<BatchRun>(*this, std::move(call));
  SubmitPart(run, 0);
  FinishPart(*run);
}

// Queues the items from `first` on, if there are any.
void RouterCore::SubmitPart(const std::shared_ptr<BatchRun>& run, int first) {
  std::vector<absl::Status>& refused = run->call->refused;
  const int items = static_cast<int>(refused.size());
  if (first >= items) return;
  absl::Status stop;
  if (options.clock->Now() > run->call->call.deadline) {
    stop = Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                 "the deadline passed before this item's turn");
  } else {
    run->parts.fetch_add(1);
    stop = options.store->Submit(std::make_unique<BatchPart>(run, first));
    if (stop.ok()) return;
    run->parts.fetch_sub(1);
  }
  for (int i = first; i < items; ++i) {
    if (refused[i].ok()) refused[i] = stop;
  }
}

void RouterCore::FinishPart(BatchRun& run) {
  if (run.parts.fetch_sub(1) > 1) return;
  ServerCall& call = *run.call;
  for (size_t i = 0; i < call.results.size(); ++i) {
    if (call.refused[i].ok()) continue;
    Message& result = *call.results[i];
    result.Clear();
    result.GetReflection()
        ->MutableMessage(&result, call.bound.item_status)
        ->CopyFrom(ToProto(call.refused[i]));
  }
  Finish(std::move(run.call), absl::OkStatus(), run.sequence.load());
}

}  // namespace obt::rpc
