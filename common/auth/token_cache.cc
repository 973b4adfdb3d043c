#include "common/auth/token_cache.h"

#include "absl/container/flat_hash_map.h"

namespace obt::auth {

std::optional<Claims> TokenCache::Find(absl::string_view token, absl::Time now) {
  const size_t hash = Map::hasher()(token);
  Shard& shard = shards_[hash % kShards];
  MutexLock lock(shard.mutex);
  const auto it = shard.tokens.find(token, hash);
  if (it == shard.tokens.end()) return std::nullopt;
  if (now >= it->second.expires) {
    shard.tokens.erase(it);
    return std::nullopt;
  }
  if (now < it->second.not_before) return std::nullopt;
  return it->second.claims;
}

void TokenCache::Put(absl::string_view token, const VerifiedToken& verified, absl::Time now) {
  if (token.size() > kLongest) return;
  Shard& shard = shards_[Map::hasher()(token) % kShards];
  MutexLock lock(shard.mutex);
  MakeRoom(shard.tokens, now);
  shard.tokens.insert_or_assign(std::string(token), verified);
}

void TokenCache::MakeRoom(Map& tokens, absl::Time now) {
  constexpr size_t kMost = kMaxTokens / kShards;
  if (tokens.size() < kMost) return;
  absl::erase_if(tokens, [now](const Map::value_type& entry) { return now >= entry.second.expires; });
  // Not one by one, or each new token would search the whole shard for the dead.
  if (tokens.size() < kMost) return;
  for (size_t forgotten = 0; forgotten < kMost / 8; ++forgotten) tokens.erase(tokens.begin());
}

size_t TokenCache::size() {
  size_t size = 0;
  for (Shard& shard : shards_) {
    MutexLock lock(shard.mutex);
    size += shard.tokens.size();
  }
  return size;
}

}  // namespace obt::auth
