// What is not said twice the same way is not taken.
#include "common/auth/strict.h"

#include <gmock/gmock.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace obt::auth {
namespace {

TEST(Strict, Base64UrlHasOneSpelling) {
  EXPECT_EQ(DecodeBase64Url(""), "");
  EXPECT_EQ(DecodeBase64Url("AQAB"), std::string("\x01\x00\x01", 3));
  EXPECT_EQ(DecodeBase64Url("_-8"), "\xff\xef");
  for (const char* text :
       {"A", "AQA=", "AQ==", "AQAB ", " AQAB", "AQ\nAB", "+/8", "AB", "_-9", "AQAB.", "\xff"})
    EXPECT_FALSE(DecodeBase64Url(text).has_value()) << absl::CEscape(text);
}

TEST(Strict, ObjectsAreTakenWhole) {
  EXPECT_EQ(*ParseStrictObject(R"({"a":{"b":1},"b":[{"a":2},{"a":3}]})"),
            (Json{{"a", {{"b", 1}}}, {"b", Json::array({{{"a", 2}}, {{"a", 3}}})}}));
  const auto says = [](absl::string_view text) {
    return std::string(ParseStrictObject(text).status().message());
  };
  for (const char* text : {R"({"a":1,"a":1})", R"({"a":1,"b":2,"\u0061":3})",
                           R"({"b":{"a":[{"c":1,"c":2}]}})", R"([{"a":1,"a":2}])", R"({"":1,"":2})"})
    EXPECT_EQ(says(text), "has a member twice") << text;
  for (const char* text :
       {"", "{", "[]", "\"a\"", "1", "null", "{}x", "{} {}", R"({"a":})", R"({'a':1})", R"({"a":01})",
        R"({"a":NaN})", R"({"a":1,})", "{\"a\":\"\xff\"}", R"({"a":"\ud800"})", "{\"a\":\"\n\"}"})
    EXPECT_EQ(says(text), "is no JSON object") << absl::CEscape(text);
  for (const absl::string_view text :
       {absl::string_view("{}\0x", 4), absl::string_view("{}\0", 3), absl::string_view("\xef\xbb\xbf{}")})
    EXPECT_EQ(says(text), "is no JSON object") << absl::CEscape(text);
}

// What looks at all siblings of each object takes minutes for this.
TEST(Strict, ManyObjectsCostNoMoreThanTheirBytes) {
  std::string text = "{\"a\":[{}";
  for (int i = 0; i < 1'000'000; ++i) text += ",{}";
  EXPECT_TRUE(ParseStrictObject(text + "]}").ok());
}

TEST(Strict, DepthIsBounded) {
  const auto nested = [](int depth) {
    return absl::StrCat("{\"a\":", std::string(depth, '['), std::string(depth, ']'), "}");
  };
  EXPECT_TRUE(ParseStrictObject(nested(10)).ok());
  for (const int depth : {20, 1'000, 30'000})
    EXPECT_EQ(ParseStrictObject(nested(depth)).status().message(), "is nested too deep") << depth;
  EXPECT_FALSE(ParseStrictObject(absl::StrCat("{\"a\":", std::string(60'000, '['))).ok());
}

}  // namespace
}  // namespace obt::auth
