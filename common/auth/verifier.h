// Who calls, from the bearer token of a call: what services ask. The trust file and the key sets it names
// are read at the start and looked at four times a second by a thread of its own; a state that is broken is
// logged and counted, and the one before stays in force. Thread-safe; a token seen before costs a look-up.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/auth/token.h"
#include "common/base/mutex.h"
#include "common/obs/metrics.h"

namespace obt::auth {

class TokenVerifier {
 public:
  // FAILED_PRECONDITION (TRUST_BROKEN), naming file, member and remedy, when the trust file or a key set
  // cannot be used. `metrics` must outlive it.
  static absl::StatusOr<std::unique_ptr<TokenVerifier>> Load(const std::string& path, obs::Metrics& metrics);
  ~TokenVerifier();

  // The claims of a token that can be relied on at `now`, as ReadToken and CheckTime (token.h) say.
  absl::StatusOr<Claims> Verify(absl::string_view token, absl::Time now) const;

  // Tokens remembered now; bounded.
  size_t cached() const;

 private:
  struct State;
  // What the files held, or why they could not be read, by path.
  using Seen = std::map<std::string, std::string>;

  TokenVerifier(std::string path, obs::Metrics& metrics);
  absl::StatusOr<Claims> Check(absl::string_view token, absl::Time now) const;
  absl::StatusOr<std::shared_ptr<State>> Read();
  bool HasChanged() const;
  void Watch();
  void Reload();
  std::shared_ptr<State> state() const;

  const std::string path_;
  Seen seen_;  // the watcher's alone, once it runs
  mutable Mutex mutex_;
  std::shared_ptr<State> state_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::condition_variable stop_;
  obs::Counter accepted_, reloaded_, failed_;
  std::map<std::string, obs::Counter, std::less<>> refused_;  // by reason
  obs::Gauge broken_;
  obs::Metrics::Reading age_;
  std::thread watcher_;
};

}  // namespace obt::auth
