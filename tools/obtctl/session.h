// What a running command works with: the services of the suite as named in `.obt`, the caller's token, and
// how answers are printed. Services are found when they are first asked. Ask and Client are thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "common/rpc/client.h"
#include "google/protobuf/message.h"
#include "tools/obtctl/command.h"
#include "tools/obtctl/table.h"

namespace obt::ctl {

enum class Output { kTable, kJson, kCsv };

struct SessionSettings {
  std::string place;           // the `.obt` directory; empty when there is none
  std::string endpoints_file;  // instead of the place's
  std::string token;           // the token itself, or
  std::string token_file;      // where it is
  Output output = Output::kTable;
  absl::Duration timeout = absl::Seconds(10);
};

class Session {
 public:
  explicit Session(SessionSettings settings) : settings_(std::move(settings)) {}

  // The `.obt` directory; a usage error when there is none.
  absl::StatusOr<std::string> Place() const;
  absl::Duration timeout() const { return settings_.timeout; }

  // Service -> address, of those that have told; unreachable when none has.
  absl::StatusOr<std::map<std::string, std::string>> Endpoints() const;
  // A client of the service that follows its address; unreachable when nothing listens there now. It lives as
  // long as the session.
  absl::StatusOr<const rpc::Client*> Client(const std::string& service);

  // Asks the service that the request's package names.
  template <typename Response>
  absl::StatusOr<Response> Ask(const google::protobuf::Message& request, rpc::CallFacts* facts = nullptr) {
    return AskService<Response>(ServiceOf(request), request, facts);
  }
  // The same for a call that is made for somebody: metadata obt-person.
  template <typename Response>
  absl::StatusOr<Response> AskFor(const std::string& person_id, const google::protobuf::Message& request) {
    OBT_ASSIGN_OR_RETURN(const rpc::Client* client, Client(ServiceOf(request)));
    rpc::CallOptions options;
    options.timeout = settings_.timeout;
    options.acting_for = person_id;
    return client->Call<Response>(request, options);
  }
  // For RPCs that every service answers.
  template <typename Response>
  absl::StatusOr<Response> AskService(const std::string& service, const google::protobuf::Message& request,
                                      rpc::CallFacts* facts = nullptr) {
    OBT_ASSIGN_OR_RETURN(const rpc::Client* client, Client(service));
    rpc::CallOptions options;
    options.timeout = settings_.timeout;
    return client->Call<Response>(request, options, facts);
  }

  void Print(const Table& table) const;
  // A line on stdout.
  void Write(absl::string_view line) const;
  // A sentence for people, on stdout; programs that read JSON or CSV are spared it.
  void Say(absl::string_view sentence) const;

  // "identity" of obt.identity.v1.
  static std::string ServiceOf(const google::protobuf::Message& request);

 private:
  absl::StatusOr<std::string> EndpointsFile() const;
  absl::StatusOr<rpc::TokenSource> Token() const;

  const SessionSettings settings_;
  Mutex mutex_;
  std::map<std::string, std::unique_ptr<const rpc::Client>> clients_ ABSL_GUARDED_BY(mutex_);
};

// The options every program of the suite has, and the session they mean. `Arguments` must come from these
// options.
std::vector<Option> SessionOptions();
absl::StatusOr<SessionSettings> SettingsOf(const Arguments& arguments);

// Parses the command line, runs the command, prints what went wrong; returns the exit code.
int RunProgram(const Program& program, int argc, char** argv);

// All pages of a List call: `take` gets one response after the other.
template <typename Response, typename Request, typename Take>
absl::Status ForEachPage(Session& session, Request request, Take take) {
  request.set_page_size(500);
  do {
    OBT_ASSIGN_OR_RETURN(Response response, session.Ask<Response>(request));
    request.set_page_token(response.next_page_token());
    take(response);
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

}  // namespace obt::ctl
