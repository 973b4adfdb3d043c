// Serves a service's RPCs: ordinary members, registered in a table, types deduced, nothing generated. The
// router does everything around a handler in the only order there is: trace, authenticate, authorise by the
// proto's policy, validate, deadline, admit, handler, status, metrics, one log line. Bind everything before
// the server starts; then thread-safe.
//
//   router.Bind("obt.learning.v1.LearningService")
//       .Batch("RecordLearning", this, &LearningService::RecordOne, &v1::RecordLearningRequest::events,
//              &v1::RecordLearningResponse::mutable_results)
//       .Command("RetractLearning", this, &LearningService::RetractLearning)
//       .Query("GetLearnerRecord", this, &LearningService::GetLearnerRecord)
//       .Done();
//
//   query    absl::StatusOr<Response> Get(const Request&, const rpc::Call&, const store::View&);
//   wait     absl::Duration WaitFor(const Request&, const rpc::Call&, const store::View&);  zero: answer now;
//   else park:
//            asked again after each commit, and the query runs once when it is ready or its time is up
//   command  absl::StatusOr<Response> Do(const Request&, const rpc::Call&, store::Txn&);
//   prepared absl::StatusOr<Facts> PrepareX(const Request&, const rpc::Call&);  on a pool that may wait for a
//   peer, then
//            absl::StatusOr<Response> Do(const Request&, const rpc::Call&, const Facts&, store::Txn&);
//   batch    absl::StatusOr<Result> One(const Request&, const Item&, const rpc::Call&, store::Txn&);  Result
//   has a
//            google.rpc.Status `status`, filled by the router; items are atomic, the batch is not
//
// Every Request and every batch Item needs `obt::Violations Validate(const T&)` in its own namespace: no
// overload, no compile. Paths inside an item are relative to it.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/rpc/call.h"
#include "common/store/store.h"
#include "google/protobuf/message.h"

namespace grpc {
class Service;
}
namespace obt::auth {
class TokenVerifier;
}
namespace obt::obs {
class Metrics;
}

namespace obt::rpc {

using google::protobuf::Message;
using google::protobuf::RepeatedPtrField;

// A method with its types erased; what the templates below make.
struct Method {
  enum class Kind { kQuery, kCommand, kBatch };
  std::string name;
  Kind kind = Kind::kQuery;
  const Message* request = nullptr;  // prototypes
  const Message* response = nullptr;
  std::function<Violations(const Message&)> validate;
  std::function<absl::Status(const Message&, const Call&, const store::View&, Message&)> query;
  std::function<absl::Duration(const Message&, const Call&, const store::View&)> wait;  // optional
  std::function<absl::StatusOr<std::any>(const Message&, const Call&)> prepare;         // optional
  std::function<absl::Status(const Message&, const Call&, const std::any&, store::Txn&, Message&)> command;
  // Batches: the items, validating one, running one into its result.
  const google::protobuf::Descriptor* item_type = nullptr;
  std::function<int(const Message&)> item_count;
  std::function<const Message&(const Message&, int)> item;
  std::function<Violations(const Message&, int)> validate_item;
  std::function<absl::Status(const Message&, int, const Call&, store::Txn&, Message& result)> run_item;
  std::function<Message&(Message& response)> add_result;
};

class Executor;
class Access;
class Binding;
struct RouterCore;

struct RouterOptions {
  std::string service;  // for logs and metrics
  store::Store* store = nullptr;
  Access* access = nullptr;
  const auth::TokenVerifier* verifier = nullptr;
  obs::Metrics* metrics = nullptr;
  Executor* executor = nullptr;  // runs queries and replies
  const Clock* clock = &SystemClock::Get();
  size_t max_in_flight = 8192;  // calls admitted at once; more are RESOURCE_EXHAUSTED
};

class Router {
 public:
  explicit Router(RouterOptions options);
  ~Router();
  Binding Bind(absl::string_view service);
  // To register with a grpc::ServerBuilder, once everything is bound; they live as long as the router.
  std::vector<grpc::Service*> services();
  // Until it is opened every call is UNAVAILABLE: the directory is still empty.
  void Open();
  // After a commit: parked queries ask again.
  void Wake();
  // Refuses new calls, answers the parked ones, and waits until no call is in flight.
  void Drain();

 private:
  friend class Binding;
  std::unique_ptr<RouterCore> core_;
};

// Registers the methods of one proto service.
class Binding {
 public:
  Binding(Router& router, absl::string_view service) : router_(router), service_(service) {}

  template <typename S, typename Req, typename Resp>
  Binding& Query(absl::string_view name, S* self,
                 absl::StatusOr<Resp> (S::*run)(const Req&, const Call&, const store::View&)) {
    Method method = Start<Req, Resp>(name, Method::Kind::kQuery);
    method.query = [self, run](const Message& request, const Call& call, const store::View& view,
                               Message& response) {
      return Keep<Resp>((self->*run)(static_cast<const Req&>(request), call, view), response);
    };
    return Add(std::move(method));
  }

  template <typename S, typename Req, typename Resp>
  Binding& Query(absl::string_view name, S* self,
                 absl::StatusOr<Resp> (S::*run)(const Req&, const Call&, const store::View&),
                 absl::Duration (S::*wait)(const Req&, const Call&, const store::View&)) {
    Query(name, self, run);
    last().wait = [self, wait](const Message& request, const Call& call, const store::View& view) {
      return (self->*wait)(static_cast<const Req&>(request), call, view);
    };
    return *this;
  }

  template <typename S, typename Req, typename Resp>
  Binding& Command(absl::string_view name, S* self,
                   absl::StatusOr<Resp> (S::*run)(const Req&, const Call&, store::Txn&)) {
    Method method = Start<Req, Resp>(name, Method::Kind::kCommand);
    method.command = [self, run](const Message& request, const Call& call, const std::any&, store::Txn& txn,
                                 Message& response) {
      return Keep<Resp>((self->*run)(static_cast<const Req&>(request), call, txn), response);
    };
    return Add(std::move(method));
  }

  template <typename S, typename Req, typename Resp, typename Facts>
  Binding& Command(absl::string_view name, S* self,
                   absl::StatusOr<Resp> (S::*run)(const Req&, const Call&, const Facts&, store::Txn&),
                   absl::StatusOr<Facts> (S::*prepare)(const Req&, const Call&)) {
    Method method = Start<Req, Resp>(name, Method::Kind::kCommand);
    method.prepare = [self, prepare](const Message& request, const Call& call) -> absl::StatusOr<std::any> {
      OBT_ASSIGN_OR_RETURN(Facts facts, (self->*prepare)(static_cast<const Req&>(request), call));
      return std::any(std::move(facts));
    };
    method.command = [self, run](const Message& request, const Call& call, const std::any& facts,
                                 store::Txn& txn, Message& response) {
      return Keep<Resp>(
          (self->*run)(static_cast<const Req&>(request), call, std::any_cast<const Facts&>(facts), txn),
          response);
    };
    return Add(std::move(method));
  }

  template <typename S, typename Req, typename Resp, typename Item, typename Result>
  Binding& Batch(absl::string_view name, S* self,
                 absl::StatusOr<Result> (S::*one)(const Req&, const Item&, const Call&, store::Txn&),
                 const RepeatedPtrField<Item>& (Req::*items)() const,
                 RepeatedPtrField<Result>* (Resp::*results)()) {
    Method method = Start<Req, Resp>(name, Method::Kind::kBatch);
    auto list = [items](const Message& request) -> const RepeatedPtrField<Item>& {
      return (static_cast<const Req&>(request).*items)();
    };
    method.item_type = Item::descriptor();
    method.item_count = [list](const Message& request) { return list(request).size(); };
    method.item = [list](const Message& request, int i) -> const Message& { return list(request)[i]; };
    method.validate_item = [list](const Message& request, int i) { return Validate(list(request)[i]); };
    Validate(Item::default_instance());
    method.run_item = [self, one, list](const Message& request, int i, const Call& call, store::Txn& txn,
                                        Message& result) {
      return Keep<Result>((self->*one)(static_cast<const Req&>(request), list(request)[i], call, txn),
                          result);
    };
    method.add_result = [results](Message& response) -> Message& {
      return *(static_cast<Resp&>(response).*results)()->Add();
    };
    return Add(std::move(method));
  }

  // Checks that every method of the proto service is bound; aborts with a sentence otherwise.
  void Done();

 private:
  template <typename Req, typename Resp>
  static Method Start(absl::string_view name, Method::Kind kind) {
    Method method;
    method.name = std::string(name);
    method.kind = kind;
    method.request = &Req::default_instance();
    method.response = &Resp::default_instance();
    method.validate = [](const Message& request) { return Validate(static_cast<const Req&>(request)); };
    method.validate(Req::default_instance());  // a field without rule fails now, not within a call
    return method;
  }
  template <typename Resp>
  static absl::Status Keep(absl::StatusOr<Resp> result, Message& response) {
    if (!result.ok()) return std::move(result).status();
    static_cast<Resp&>(response) = *std::move(result);
    return absl::OkStatus();
  }
  Binding& Add(Method method);
  Method& last();

  Router& router_;
  std::string service_;
};

}  // namespace obt::rpc
