#include "common/auth/verifier.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/token_cache.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "common/base/status.h"
#include "common/obs/log.h"

namespace obt::auth {
namespace {

// Files are read, not asked for their times: two writes within a tick of the clock look the same to stat.
constexpr std::chrono::milliseconds kLookEvery{250};

constexpr const char* kRefusals[] = {"TOKEN_MISSING",  "TOKEN_MALFORMED", "TOKEN_ISSUER", "TOKEN_SIGNATURE",
                                     "TOKEN_AUDIENCE", "TOKEN_CLIENT",    "TOKEN_EXPIRED"};

std::string PathBeside(const std::string& trust_file, const std::string& named) {
  return (std::filesystem::path(trust_file).parent_path() / named).string();
}

// Trust file and key sets have the same bound.
absl::StatusOr<std::string> ReadKeyFile(const std::string& path) {
  return ReadSmallFile(path, kMaxJwksBytes);
}

std::string ContentOf(const absl::StatusOr<std::string>& read) {
  return read.ok() ? absl::StrCat("+", *read) : absl::StrCat("-", read.status().message());
}

absl::Time ChangedAt(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? absl::TimeFromTimespec(status.st_mtim) : absl::InfinitePast();
}

absl::Status Broken(absl::string_view sentence) {
  return Error(absl::StatusCode::kFailedPrecondition, "TRUST_BROKEN", sentence);
}

}  // namespace

// One state of the files, with the tokens verified by it: a key that is gone takes its tokens along.
struct TokenVerifier::State {
  Trust trust;
  Seen seen;
  std::vector<std::string> broken;  // key sets that could not be used, and what was in force before is
  absl::Time changed_at;
  TokenCache cache;
};

TokenVerifier::TokenVerifier(std::string path, obs::Metrics& metrics) : path_(std::move(path)) {
  accepted_ = metrics.AddCounter("obt_tokens_accepted_total", "Calls with a bearer token that holds.");
  for (const char* reason : kRefusals)
    refused_[reason] = metrics.AddCounter(
        "obt_tokens_refused_total", "Calls refused for their bearer token, by reason.", {{"reason", reason}});
  reloaded_ =
      metrics.AddCounter("obt_trust_reloads_total",
                         "Times that trust file or key sets had changed, by outcome.", {{"outcome", "ok"}});
  failed_ = metrics.AddCounter("obt_trust_reloads_total",
                               "Times that trust file or key sets had changed, by outcome.",
                               {{"outcome", "failed"}});
  broken_ = metrics.AddGauge("obt_trust_broken",
                             "1 while trust file or key sets cannot be used and an older state is in force.");
  age_ = metrics.AddReading(
      obs::Metrics::Kind::kGauge, "obt_trust_age_seconds",
      "Since trust file and key sets in force were last changed.", {}, [this] {
        const std::shared_ptr<State> now = state();
        return now == nullptr ? 0 : std::max(0.0, absl::ToDoubleSeconds(absl::Now() - now->changed_at));
      });
}

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Load(const std::string& path,
                                                                   obs::Metrics& metrics) {
  std::unique_ptr<TokenVerifier> verifier(new TokenVerifier(path, metrics));
  OBT_ASSIGN_OR_RETURN(std::shared_ptr<State> first, verifier->Read());
  {
    MutexLock lock(verifier->mutex_);
    verifier->state_ = std::move(first);
  }
  verifier->watcher_ = std::thread([raw = verifier.get()] { raw->Watch(); });
  return verifier;
}

TokenVerifier::~TokenVerifier() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  if (watcher_.joinable()) watcher_.join();
  age_.reset();  // before what it reads
}

std::shared_ptr<TokenVerifier::State> TokenVerifier::state() const {
  MutexLock lock(mutex_);
  return state_;
}

absl::StatusOr<std::shared_ptr<TokenVerifier::State>> TokenVerifier::Read() {
  Seen seen;
  auto made = std::make_shared<State>();
  made->changed_at = ChangedAt(path_);
  const absl::StatusOr<std::string> text = ReadKeyFile(path_);
  seen[path_] = ContentOf(text);
  const auto read = [&](const std::string& named) {
    const std::string path = PathBeside(path_, named);
    absl::StatusOr<std::string> keys = ReadKeyFile(path);
    seen[path] = ContentOf(keys);
    made->changed_at = std::max(made->changed_at, ChangedAt(path));
    return keys;
  };
  const std::shared_ptr<State> now = state();
  const Trust none;
  Before before{now == nullptr ? none : now->trust, {}};
  absl::StatusOr<Trust> trust =
      text.ok() ? ParseTrust(*text, read, now == nullptr ? nullptr : &before) : text.status();
  seen_ = std::move(seen);
  if (!text.ok())
    return Broken(absl::StrCat("--trust: ", text.status().message(), "; docs/tokens.md has an example"));
  if (!trust.ok()) return Broken(absl::StrCat(path_, ": ", trust.status().message()));
  made->trust = *std::move(trust);
  made->seen = seen_;
  made->broken = std::move(before.broken);
  return made;
}

bool TokenVerifier::HasChanged() const {
  return std::any_of(seen_.begin(), seen_.end(), [](const Seen::value_type& file) {
    return ContentOf(ReadKeyFile(file.first)) != file.second;
  });
}

void TokenVerifier::Watch() {
  for (;;) {
    {
      MutexLock lock(mutex_);
      if (!stopping_) stop_.wait_for(lock.native(), kLookEvery);
      if (stopping_) return;
    }
    if (HasChanged()) Reload();
  }
}

void TokenVerifier::Reload() {
  absl::StatusOr<std::shared_ptr<State>> fresh = Read();
  const bool whole = fresh.ok() && (*fresh)->broken.empty();
  broken_.Set(whole ? 0 : 1);
  (whole ? reloaded_ : failed_).Increment();
  if (!fresh.ok()) {
    obs::Log(obs::Severity::kError, "trust file not taken, the one before stays in force",
             {{"why", fresh.status().message()}});
    return;
  }
  for (const std::string& why : (*fresh)->broken)
    obs::Log(obs::Severity::kError, "key set not taken, the one before stays in force", {{"why", why}});
  size_t keys = 0;
  for (const auto& [name, issuer] : (*fresh)->trust) keys += issuer.keys.size();
  const size_t issuers = (*fresh)->trust.size();
  {
    MutexLock lock(mutex_);
    if ((*fresh)->seen == state_->seen) return;  // a file could not be read for a while
    state_.swap(*fresh);
  }
  obs::Log(obs::Severity::kInfo, "trust file taken", {{"issuers", issuers}, {"keys", keys}});
}

absl::StatusOr<Claims> TokenVerifier::Check(absl::string_view token, absl::Time now) const {
  const std::shared_ptr<State> by = state();
  if (std::optional<Claims> known = by->cache.Find(token, now); known.has_value()) return *std::move(known);
  OBT_ASSIGN_OR_RETURN(VerifiedToken verified, ReadToken(by->trust, token));
  OBT_RETURN_IF_ERROR(CheckTime(verified, now));
  by->cache.Put(token, verified, now);
  return std::move(verified.claims);
}

absl::StatusOr<Claims> TokenVerifier::Verify(absl::string_view token, absl::Time now) const {
  absl::StatusOr<Claims> claims = Check(token, now);
  if (claims.ok()) {
    accepted_.Increment();
  } else if (const auto counter = refused_.find(ReasonOf(claims.status())); counter != refused_.end()) {
    counter->second.Increment();
  }
  return claims;
}

size_t TokenVerifier::cached() const { return state()->cache.size(); }

}  // namespace obt::auth
