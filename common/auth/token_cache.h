// Verified tokens by their whole text, so that verifying the same one again costs a look-up. Holds at most
// kMaxTokens, each no longer than it is valid. Thread-safe: shards with a lock each.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/auth/token.h"
#include "common/base/mutex.h"

namespace obt::auth {

// What a token says once its signature, issuer and audience are known to be right, and from when to when it
// holds.
struct VerifiedToken {
  Claims claims;
  absl::Time not_before = absl::InfinitePast();
  absl::Time not_after = absl::InfinitePast();
};

class TokenCache {
 public:
  static constexpr size_t kMaxTokens = 9'600;

  // Nothing for a token that is not remembered or does not hold at `now`.
  std::optional<Claims> Find(absl::string_view token, absl::Time now);
  // Makes room, if need be, by forgetting what no longer holds and then whatever comes first.
  void Put(absl::string_view token, const VerifiedToken& verified, absl::Time now);
  size_t size();

 private:
  static constexpr size_t kShards = 16;
  using Map = absl::flat_hash_map<std::string, VerifiedToken>;

  struct alignas(64) Shard {
    Mutex mutex;
    Map tokens ABSL_GUARDED_BY(mutex);
  };

  static void MakeRoom(Map& tokens, absl::Time now);

  std::array<Shard, kShards> shards_;
};

}  // namespace obt::auth
