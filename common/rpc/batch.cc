// Items: which of them are refused, and how those of a batch reach their handler. They are decided in parts,
// each a command of its own, so that nobody holds the committer long; a part queues the next one as soon as
// it is decided, and the call is answered when all are on disk.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/router_core.h"

namespace obt::rpc {
namespace {

constexpr int kPartItems = 64;
constexpr std::chrono::milliseconds kPartTime{4};

// Item paths become paths of the request: `minutes` -> `events[3].minutes`.
absl::Status Prefixed(const std::vector<FieldViolation>& faults, const ServerCall& call, int item) {
  Violations prefixed;
  for (const FieldViolation& fault : faults) {
    prefixed.Add(
        absl::StrCat(call.bound.items->name(), "[", item, "]", fault.field.empty() ? "" : ".", fault.field),
        fault.description);
  }
  return prefixed.ToStatus();
}

// Whose fault it is: `person_ids[3]` -> 3.
std::optional<int> ItemOf(absl::string_view field, const ServerCall& call) {
  int item = 0;
  if (call.bound.items == nullptr || !absl::ConsumePrefix(&field, call.bound.items->name()) ||
      !absl::ConsumePrefix(&field, "[") || !absl::SimpleAtoi(field.substr(0, field.find(']')), &item)) {
    return std::nullopt;
  }
  return item;
}

Message& ResultOf(ServerCall& call, int item) {
  Message& response = *call.response;
  return *response.GetReflection()->MutableRepeatedMessage(&response, call.bound.results, item);
}

}  // namespace

// A response with room for a result of each item.
void RouterCore::MakeResults(ServerCall& call) {
  call.response.reset(call.bound.response->New());
  for (size_t i = 0; i < call.refused.size(); ++i)
    call.response->GetReflection()->AddMessage(call.response.get(), call.bound.results);
}

absl::Status RouterCore::RunItem(ServerCall& call, int item, store::Txn& txn) const {
  if (call.bound.policy.of_team()) OBT_RETURN_IF_ERROR(ScopeOfItem(call, txn, item));
  const store::Txn::Mark before = txn.Here();
  const absl::Status status =
      call.bound.method.run_item(*call.request, call.Item(item), call.call, txn, ResultOf(call, item));
  if (status.ok()) return status;
  txn.UndoTo(before);
  const std::vector<FieldViolation> faults = ViolationsOf(status);
  return faults.empty() ? status : Prefixed(faults, call, item);
}

void RouterCore::TellRefusals(ServerCall& call) {
  for (size_t i = 0; i < call.refused.size(); ++i) {
    if (call.refused[i].ok()) continue;
    Message& result = ResultOf(call, static_cast<int>(i));
    result.Clear();
    result.GetReflection()
        ->MutableMessage(&result, call.bound.item_status)
        ->CopyFrom(ToProto(call.refused[i]));
  }
}

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
        end(std::min(first + kPartItems, static_cast<int>(run->call->refused.size()))) {}

  absl::Status Run(store::Txn& txn) override {
    ServerCall& call = *run->call;
    const auto begin = std::chrono::steady_clock::now();
    const size_t written = txn.Here().writes;
    int item = first;
    for (; item < end && std::chrono::steady_clock::now() - begin < kPartTime; ++item) {
      if (call.refused[item].ok()) call.refused[item] = run->core.RunItem(call, item, txn);
    }
    end = item;
    if (txn.Here().writes > written) {  // what is there already costs no disk
      audit::v1::AuditEntry entry = EntryOf(call, first, end);
      entry.set_store_sequence(txn.sequence());
      txn.Audit(entry);
    }
    run->core.SubmitPart(run, end);
    return absl::OkStatus();
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

absl::Status RouterCore::ScopeOfItem(const ServerCall& call, const store::Reader& reader, int item) const {
  const Policy& policy = call.bound.policy;
  return ScopeOf(
      call, reader,
      policy.items == nullptr ? ScopeValue(policy, *call.request) : ScopeValue(policy, *call.request, item));
}

// What is wrong with an entry of the items is that item's fault alone.
absl::Status RouterCore::Validate(ServerCall& call) {
  const Violations faults = call.bound.method.validate(*call.request);
  if (faults.empty()) return absl::OkStatus();
  std::map<int, Violations> of_items;
  for (const FieldViolation& fault : faults.faults()) {
    const std::optional<int> item = ItemOf(fault.field, call);
    if (!item.has_value()) return faults.ToStatus();
    of_items[*item].Add(fault.field, fault.description);
  }
  call.refused.resize(call.request->GetReflection()->FieldSize(*call.request, call.bound.items));
  for (const auto& [item, of_item] : of_items) call.refused[item] = of_item.ToStatus();
  return absl::OkStatus();
}

// Refuses the items that are not valid or out of scope; those not valid stay so.
void RouterCore::RefuseItems(ServerCall& call, const store::Reader& reader) const {
  const BoundMethod& bound = call.bound;
  call.refused.resize(call.request->GetReflection()->FieldSize(*call.request, bound.items));
  absl::Status of_all;
  if (bound.policy.items == nullptr && !call.refused.empty()) of_all = ScopeOfItem(call, reader, 0);
  for (int i = 0; i < static_cast<int>(call.refused.size()); ++i) {
    absl::Status& refused = call.refused[i];
    if (refused.ok() && bound.method.validate_item)
      refused = Prefixed(bound.method.validate_item(call.Item(i)).faults(), call, i);
    if (absl::IsInvalidArgument(refused)) continue;
    refused = bound.policy.items == nullptr ? of_all : ScopeOfItem(call, reader, i);
  }
}

void RouterCore::PrepareItems(CallPtr call) {
  RefuseItems(*call, options.store->Now());
  if (absl::c_none_of(call->refused,
                      [&](const absl::Status& refused) { return MayBeBehind(*call, refused); }))
    return RunItems(std::move(call));
  RunOn(waiting, std::move(call), [this](CallPtr waited) {
    std::vector<bool> behind;
    for (const absl::Status& refused : waited->refused) behind.push_back(MayBeBehind(*waited, refused));
    const absl::Status caught_up = CatchUp(*waited);
    if (caught_up.ok()) RefuseItems(*waited, options.store->Now());
    for (size_t i = 0; i < behind.size() && !caught_up.ok(); ++i) {
      if (behind[i]) waited->refused[i] = caught_up;
    }
    RunOn(*options.executor, std::move(waited), [this](CallPtr run) { RunItems(std::move(run)); });
  });
}

void RouterCore::RunItems(CallPtr call) {
  if (call->bound.method.kind == Method::Kind::kBatch) return RunBatch(std::move(call));
  RunQuery(std::move(call));
}

// A query is asked about those items alone that are not refused; their results are put where their items
// stand.
absl::Status RouterCore::QueryItems(ServerCall& call, const store::View& view) const {
  const std::unique_ptr<Message> narrowed(call.request->New());
  narrowed->CopyFrom(*call.request);
  const auto& of_request = *narrowed->GetReflection();
  int kept = 0;
  for (int i = 0; i < static_cast<int>(call.refused.size()); ++i) {
    if (call.refused[i].ok()) of_request.SwapElements(narrowed.get(), call.bound.items, kept++, i);
  }
  for (int i = kept; i < static_cast<int>(call.refused.size()); ++i)
    of_request.RemoveLast(narrowed.get(), call.bound.items);
  OBT_RETURN_IF_ERROR(call.bound.method.query(*narrowed, call.call, view, *call.response));
  const auto& of_response = *call.response->GetReflection();
  if (of_response.FieldSize(*call.response, call.bound.results) != kept) {
    return Error(absl::StatusCode::kInternal, "INTERNAL",
                 absl::StrCat(call.bound.path, " did not answer each item"));
  }
  for (int i = kept; i < static_cast<int>(call.refused.size()); ++i)
    of_response.AddMessage(call.response.get(), call.bound.results);
  for (int i = static_cast<int>(call.refused.size()) - 1; i >= 0; --i) {
    if (call.refused[i].ok()) of_response.SwapElements(call.response.get(), call.bound.results, --kept, i);
  }
  TellRefusals(call);
  return absl::OkStatus();
}

void RouterCore::RunBatch(CallPtr call) {
  MakeResults(*call);
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
  TellRefusals(*run.call);
  Finish(std::move(run.call), absl::OkStatus(), run.sequence.load());
}

}  // namespace obt::rpc
