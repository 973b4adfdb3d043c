// Verified tokens by their whole text, so that verifying the same one again costs a look-up. Holds at most
// kMaxTokens, each no longer than it is valid, of one state of the trust file: another state has a cache of
// its own. Thread-safe: shards with a lock each.
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

class TokenCache {
 public:
  static constexpr size_t kMaxTokens = 9'600;
  static constexpr size_t kLongest =
      4'096;  // a longer token is not remembered, or its room would be too dear

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
