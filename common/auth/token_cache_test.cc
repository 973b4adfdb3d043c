#include "common/auth/token_cache.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace obt::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'728'900'000);

VerifiedToken Until(absl::Time end) { return {{"dwp", end}, absl::InfinitePast(), end}; }

TEST(TokenCache, RemembersWhatWasPut) {
  TokenCache cache;
  EXPECT_FALSE(cache.Find("a", kNow).has_value());
  cache.Put("a", Until(kNow + absl::Seconds(1)), kNow);
  ASSERT_TRUE(cache.Find("a", kNow).has_value());
  EXPECT_EQ(cache.Find("a", kNow)->client_id, "dwp");
  EXPECT_FALSE(cache.Find("b", kNow).has_value());
}

TEST(TokenCache, NeverHoldsMoreThanItsBound) {
  TokenCache cache;
  for (int i = 0; i < 50'000; ++i) cache.Put(absl::StrCat("token-", i), Until(kNow + absl::Hours(1)), kNow);
  EXPECT_LE(cache.size(), TokenCache::kMaxTokens);
  EXPECT_GT(cache.size(), TokenCache::kMaxTokens / 2);
  EXPECT_TRUE(cache.Find("token-49999", kNow).has_value());
}

TEST(TokenCache, MakesRoomByForgettingTheDeadFirst) {
  TokenCache cache;
  for (int i = 0; i < 4'000; ++i) cache.Put(absl::StrCat("live-", i), Until(kNow + absl::Hours(1)), kNow);
  for (int i = 0; i < 3'000; ++i) cache.Put(absl::StrCat("dead-", i), Until(kNow), kNow);
  const absl::Time later = kNow + absl::Minutes(1);
  for (int i = 0; i < 3'000; ++i) cache.Put(absl::StrCat("new-", i), Until(later + absl::Hours(1)), later);
  for (int i = 0; i < 4'000; ++i) EXPECT_TRUE(cache.Find(absl::StrCat("live-", i), later).has_value()) << i;
}

TEST(TokenCache, ATokenPutAgainIsHeldOnce) {
  TokenCache cache;
  for (int i = 0; i < 10; ++i) cache.Put("a", Until(kNow + absl::Seconds(i)), kNow);
  EXPECT_EQ(cache.size(), 1u);
  EXPECT_TRUE(cache.Find("a", kNow + absl::Seconds(8)).has_value());
}

TEST(TokenCache, LongTokensAreNotHeld) {
  TokenCache cache;
  for (const size_t bytes : {TokenCache::kLongest, TokenCache::kLongest + 1})
    cache.Put(std::string(bytes, 'x'), Until(kNow), kNow);
  EXPECT_EQ(cache.size(), 1u);
}

}  // namespace
}  // namespace obt::auth
