#include "common/testing/local_caller.h"

#include <future>

#include "absl/strings/str_cat.h"
#include "common/rpc/router_core.h"

namespace obt::rpc {
namespace {

const BoundMethod& MethodFor(const RouterCore& core, const Message& request) {
  const auto bound = core.methods.find(request.GetDescriptor());
  if (bound == core.methods.end())
    Die(absl::StrCat(request.GetTypeName(), " is the request of no bound RPC"));
  return *bound->second;
}

struct LocalCall final : ServerCall {
  LocalCall(const BoundMethod& method, const std::string& client_id, const std::string& acting_for,
            const Message& request_message)
      : ServerCall(method), client(client_id), given(request_message) {
    person = acting_for;
  }
  absl::StatusOr<std::string> ClientId(absl::Time) override { return client; }
  absl::StatusOr<Message*> Request() override {
    own.reset(given.New());
    own->CopyFrom(given);
    return own.get();
  }
  void Answer(const absl::Status& status, uint64_t sequence) override {
    if (status.ok() && answer != nullptr) answer->GetReflection()->Swap(answer, response.get());
    if (facts != nullptr)
      (bound.method.kind == Method::Kind::kQuery ? facts->as_of : facts->sequence) = sequence;
    answered.set_value(status);
  }

  const std::string client;
  const Message& given;
  std::unique_ptr<Message> own;
  Message* answer = nullptr;
  CallFacts* facts = nullptr;
  std::promise<absl::Status> answered;
};

// Through the pipeline, but within somebody's transaction: not admitted, not counted, no kept replies.
absl::Status RunWithin(const RouterCore& core, ServerCall& call, store::Txn& txn) {
  const Method& method = call.bound.method;
  if (method.kind == Method::Kind::kQuery || method.prepare)
    Die(absl::StrCat(call.bound.path, " does not run within a transaction alone"));
  OBT_RETURN_IF_ERROR(core.Open(call, txn));
  call.request_id.clear();
  OBT_RETURN_IF_ERROR(core.ScopeOfCall(call, txn));
  if (method.kind == Method::Kind::kCommand) return core.Decide(call, txn);
  core.RefuseItems(call, txn);
  RouterCore::MakeResults(call);
  for (int i = 0; i < static_cast<int>(call.refused.size()); ++i) {
    if (call.refused[i].ok()) call.refused[i] = core.RunItem(call, i, txn);
  }
  RouterCore::TellRefusals(call);
  return absl::OkStatus();
}

}  // namespace

absl::Status LocalCaller::Invoke(const Message& request, Message& response, CallFacts* facts) const {
  auto call =
      std::make_unique<LocalCall>(MethodFor(*router_.core_, request), client_id_, acting_for_, request);
  call->answer = &response;
  call->facts = facts;
  std::future<absl::Status> answered = call->answered.get_future();
  router_.core_->Begin(std::move(call));
  return answered.get();
}

absl::Status LocalCaller::Invoke(const Message& request, Message& response, store::Txn& txn) const {
  LocalCall call(MethodFor(*router_.core_, request), client_id_, acting_for_, request);
  OBT_RETURN_IF_ERROR(RunWithin(*router_.core_, call, txn));
  response.GetReflection()->Swap(&response, call.response.get());
  return absl::OkStatus();
}

}  // namespace obt::rpc
