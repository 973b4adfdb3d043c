// What a running command works with: the services of the suite as named in `.obt`, the caller's token, and
// how answers are printed. Services are found when they are first asked. Ask and Client are thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
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

// Seconds a command may be told to wait for something: a week.
inline constexpr int64_t kMaxPatience = int64_t{7} * 24 * 60 * 60;

enum class Output { kTable, kJson, kCsv };

struct SessionSettings {
  std::string place;           // the `.obt` directory; empty when there is none
  std::string endpoints_file;  // instead of the place's
  std::string token;           // the token itself, or
  std::string token_file;      // where it is
  Output output = Output::kTable;
  bool wide = false;  // tables as wide as they need
  bool raw = false;   // CSV as it is, also where a spreadsheet would run it
  absl::Duration timeout = absl::Seconds(10);
};

// Whom a call is made to, and for: the service that the request's package names, and nobody.
struct Whom {
  std::string service = "";
  std::string person = "";
};

class Session {
 public:
  explicit Session(SessionSettings settings) : settings_(std::move(settings)) {}

  // The `.obt` directory; a usage error when none was found. One that was named may be missing still.
  absl::StatusOr<std::string> Place() const;

  // Service -> address, of those that have told; unreachable when none has.
  absl::StatusOr<std::map<std::string, std::string>> Endpoints() const;
  // A client of the service that follows its address; unreachable when nothing listens there now. It lives as
  // long as the session.
  absl::StatusOr<const rpc::Client*> Client(const std::string& service);

  absl::Status Call(const google::protobuf::Message& request, google::protobuf::Message& answer,
                    const Whom& whom = {});
  template <typename Response>
  absl::StatusOr<Response> Ask(const google::protobuf::Message& request, const Whom& whom = {}) {
    Response response;
    OBT_RETURN_IF_ERROR(Call(request, response, whom));
    return response;
  }
  // All pages of a List call, one after the other in `page`, or those that hold the first `most` elements:
  // `take` says how many a page had.
  absl::Status EachPage(google::protobuf::Message& request, google::protobuf::Message& page, const Whom& whom,
                        int64_t most, absl::FunctionRef<int64_t()> take);

  // Whether a program reads the answer: JSON or CSV.
  bool ForPrograms() const { return settings_.output != Output::kTable; }
  void Print(const Table& table) const;
  // Lines for people to read, with their marks (prose.h).
  void Tell(absl::string_view text) const;
  // How wide lines may be; 0: any number of letters.
  size_t Width() const;
  // A line on stdout.
  void Write(absl::string_view line) const;
  // A sentence for people, on stdout at once; programs that read JSON or CSV are spared it.
  void Say(absl::string_view sentence) const;
  // One that nobody may miss, should the program end: there at once, and where programs read stdout, on
  // stderr.
  void Announce(absl::string_view sentence) const;

 private:
  absl::StatusOr<std::string> PresentPlace() const;
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

// The empty answer to a request: every RPC answers XRequest with XResponse of the same file.
const google::protobuf::Message* AnswerTo(const google::protobuf::Message& request);

// Looks until what is waited for is there, and says whether it is: not once patience is at its end.
absl::StatusOr<bool> Await(absl::Duration patience, absl::FunctionRef<absl::StatusOr<bool>()> look);

// All pages of a List call: `take` gets one response after the other.
template <typename Response, typename Request, typename Take>
absl::Status ForEachPage(Session& session, Request request, Take take) {
  Response page;
  return session.EachPage(request, page, {}, 0, [&] {
    take(page);
    return 1;
  });
}

}  // namespace obt::ctl
