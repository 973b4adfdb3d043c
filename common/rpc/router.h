// Serves a service's RPCs: plain functions, registered by their names alone. Types are deduced, and the RPC
// is the one whose request the function takes. The router does everything around a handler in the only order
// there is: trace, authenticate, authorise by the proto's policy, validate, deadline, admit, handler, status,
// metrics, one log line. Bind everything before the server starts; then thread-safe.
//
//   router.Batch(RecordOne, directory).Command(RetractLearning, directory).Query(GetCourse);
//
//   query    absl::StatusOr<Response> Get(const Request&, const Call&, const store::View&, Deps&...);
//   wait     absl::Duration WaitFor(const Request&, const Call&, const store::View&, Deps&...);
//            of the query bound before: zero answers now; else it is parked, asked again after each commit,
//            and runs once when it is ready or its time is up
//   command  absl::StatusOr<Response> Do(const Request&, const Call&, store::Txn&, Deps&...);
//   prepared absl::StatusOr<Prepared> Prepare(const Request&, const Call&, Deps&...);
//            on a pool that may wait for a peer, then
//            absl::StatusOr<Response> Do(..., const Prepared&, store::Txn&, Deps&...);
//   batch    absl::StatusOr<Result> One(const Request&, const Item&, const Call&, store::Txn&, Deps&...);
//            items are the request's repeated field of that type; each Result has a google.rpc.Status
//            `status`, filled by the router; items are atomic, the batch is not
//
// What a handler depends on comes last in its signature and in its binding, and outlives the router. Every
// Request and every batch Item needs `obt::Violations Validate(const T&)` in its own namespace: no overload,
// no compile. Paths inside an item are relative to it.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/clock.h"
#include "common/base/error.h"
#include "common/base/ids.h"
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

// A method with its types erased; what the templates below make.
struct Method {
  enum class Kind { kQuery, kCommand, kBatch };
  Kind kind = Kind::kQuery;
  const google::protobuf::Descriptor* request = nullptr;
  const google::protobuf::Descriptor* answer = nullptr;  // the response; of batches one result
  const google::protobuf::Descriptor* item = nullptr;    // of batches
  std::function<Violations(const Message&)> validate;
  std::function<absl::Status(const Message&, const Call&, const store::View&, Message&)> query;
  std::function<absl::Duration(const Message&, const Call&, const store::View&)> wait;  // optional
  std::function<absl::StatusOr<std::any>(const Message&, const Call&)> prepare;         // optional
  std::function<absl::Status(const Message&, const Call&, const std::any&, store::Txn&, Message&)> command;
  std::function<Violations(const Message& item)> validate_item;
  std::function<absl::Status(const Message&, const Message& item, const Call&, store::Txn&, Message&)>
      run_item;
};

// To whom something belongs: to an organisation, and perhaps to one of its teams.
struct Owner {
  std::string organisation_code;
  std::optional<TeamId> team;
};
// Nothing when there is no such thing.
using OwnerOf = absl::StatusOr<std::optional<Owner>> (*)(const store::Reader& reader, absl::string_view id);

class Executor;
class Access;
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

  // For scopes of the kind OWNED that end at a field of this name (import_id): whose the thing is, and the
  // one answer for things that do not exist and things out of reach. Before the methods that need it.
  Router& Owned(absl::string_view field, OwnerOf owner_of, absl::Status not_found);

  template <typename Req, typename Resp, typename... Deps>
  Router& Query(absl::StatusOr<Resp> (*run)(const Req&, const Call&, const store::View&, Deps&...),
                std::type_identity_t<Deps>&... deps) {
    Method method = Start<Req, Resp>(Method::Kind::kQuery);
    method.query = [run, &deps...](const Message& request, const Call& call, const store::View& view,
                                   Message& response) {
      return Keep(run(static_cast<const Req&>(request), call, view, deps...), response);
    };
    return Add(std::move(method));
  }

  template <typename Req, typename... Deps>
  Router& Wait(absl::Duration (*wait)(const Req&, const Call&, const store::View&, Deps&...),
               std::type_identity_t<Deps>&... deps) {
    return AddWait(Req::descriptor(),
                   [wait, &deps...](const Message& request, const Call& call, const store::View& view) {
                     return wait(static_cast<const Req&>(request), call, view, deps...);
                   });
  }

  template <typename Req, typename Resp, typename... Deps>
  Router& Command(absl::StatusOr<Resp> (*run)(const Req&, const Call&, store::Txn&, Deps&...),
                  std::type_identity_t<Deps>&... deps) {
    Method method = Start<Req, Resp>(Method::Kind::kCommand);
    method.command = [run, &deps...](const Message& request, const Call& call, const std::any&,
                                     store::Txn& txn, Message& response) {
      return Keep(run(static_cast<const Req&>(request), call, txn, deps...), response);
    };
    return Add(std::move(method));
  }

  template <typename Req, typename Resp, typename Prepared, typename... Deps>
  Router& Command(absl::StatusOr<Resp> (*run)(const Req&, const Call&, const Prepared&, store::Txn&,
                                              Deps&...),
                  absl::StatusOr<Prepared> (*prepare)(const Req&, const Call&, Deps&...),
                  std::type_identity_t<Deps>&... deps) {
    Method method = Start<Req, Resp>(Method::Kind::kCommand);
    method.prepare = [prepare, &deps...](const Message& request,
                                         const Call& call) -> absl::StatusOr<std::any> {
      OBT_ASSIGN_OR_RETURN(Prepared made, prepare(static_cast<const Req&>(request), call, deps...));
      return std::any(std::move(made));
    };
    method.command = [run, &deps...](const Message& request, const Call& call, const std::any& prepared,
                                     store::Txn& txn, Message& response) {
      return Keep(
          run(static_cast<const Req&>(request), call, std::any_cast<const Prepared&>(prepared), txn, deps...),
          response);
    };
    return Add(std::move(method));
  }

  template <typename Req, typename Item, typename Result, typename... Deps>
  Router& Batch(absl::StatusOr<Result> (*one)(const Req&, const Item&, const Call&, store::Txn&, Deps&...),
                std::type_identity_t<Deps>&... deps) {
    Method method = Start<Req, Result>(Method::Kind::kBatch);
    method.item = Item::descriptor();
    method.validate_item = [](const Message& item) { return Validate(static_cast<const Item&>(item)); };
    method.validate_item(Item::default_instance());
    method.run_item = [one, &deps...](const Message& request, const Message& item, const Call& call,
                                      store::Txn& txn, Message& result) {
      return Keep(one(static_cast<const Req&>(request), static_cast<const Item&>(item), call, txn, deps...),
                  result);
    };
    return Add(std::move(method));
  }

  // To register with a grpc::ServerBuilder, once everything is bound; they live as long as the router. Aborts
  // with a sentence when a method of a bound service is not bound.
  std::vector<grpc::Service*> services();
  // Until it is opened every call is UNAVAILABLE: the directory is still empty.
  void Open();
  // After a commit: parked queries ask again.
  void Wake();
  // The audit entries of all calls that were answered by now are on disk when this returns.
  void WriteAudit();
  // Refuses new calls, answers the parked ones, and waits until no call is in flight.
  void Drain();

 private:
  friend class LocalCaller;

  template <typename Req, typename Answer>
  static Method Start(Method::Kind kind) {
    Method method;
    method.kind = kind;
    method.request = Req::descriptor();
    method.answer = Answer::descriptor();
    method.validate = [](const Message& request) { return Validate(static_cast<const Req&>(request)); };
    method.validate(Req::default_instance());  // a field without rule fails now, not within a call
    return method;
  }
  template <typename Answer>
  static absl::Status Keep(absl::StatusOr<Answer> result, Message& answer) {
    if (!result.ok()) return std::move(result).status();
    static_cast<Answer&>(answer) = *std::move(result);
    return absl::OkStatus();
  }
  Router& Add(Method method);
  Router& AddWait(const google::protobuf::Descriptor* request, decltype(Method::wait) wait);

  std::unique_ptr<RouterCore> core_;
};

}  // namespace obt::rpc
