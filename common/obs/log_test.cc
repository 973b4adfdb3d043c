#include "common/obs/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace obt::obs {
namespace {

// Catches what is logged while it lives.
class Catcher {
 public:
  Catcher() : file_(std::tmpfile()), before_(SetLogFile(file_)) {}
  ~Catcher() {
    SetLogFile(before_);
    std::fclose(file_);
  }
  std::vector<std::string> Lines() {
    std::fflush(file_);
    std::rewind(file_);
    std::string text;
    char buffer[4096];
    for (size_t n; (n = std::fread(buffer, 1, sizeof(buffer), file_)) > 0;) text.append(buffer, n);
    std::vector<std::string> lines = absl::StrSplit(text, '\n');
    EXPECT_EQ(lines.back(), "");
    lines.pop_back();
    return lines;
  }

 private:
  std::FILE* file_;
  std::FILE* before_;
};

google::protobuf::Struct Parse(const std::string& line) {
  google::protobuf::Struct json;
  const google::protobuf::util::Status status = google::protobuf::util::JsonStringToMessage(line, &json);
  EXPECT_TRUE(status.ok()) << line;
  return json;
}

TEST(Log, AnEntryIsOneLineOfJson) {
  Catcher catcher;
  Log(Severity::kInfo, "store opened",
      {{"service", "learning"},
       {"sequence", int64_t{42}},
       {"seconds", 0.25},
       {"clean", true},
       {"size", size_t{7}}});
  const std::vector<std::string> lines = catcher.Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0],
              testing::EndsWith(R"("severity":"INFO","message":"store opened","service":"learning",)"
                                R"("sequence":42,"seconds":0.25,"clean":true,"size":7})"));
}

TEST(Log, TheTimeIsRfc3339InUtc) {
  Catcher catcher;
  const absl::Time before = absl::Now() - absl::Microseconds(1);
  Log(Severity::kError, "x");
  const std::string text = Parse(catcher.Lines()[0]).fields().at("time").string_value();
  EXPECT_THAT(text, testing::MatchesRegex("....-..-..T..:..:..\\.......Z"));
  absl::Time time;
  std::string error;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  EXPECT_LE(before, time);
  EXPECT_LE(time, absl::Now());
}

TEST(Log, EveryTextStaysWithinItsLineAndItsQuotes) {
  const std::string texts[] = {"plain",
                               "",
                               "a \"quoted\" word",
                               "back\\slash",
                               "two\nlines",
                               "\r\t\b\f\x01\x1f\x7f",
                               std::string("nul\0", 4),
                               "caf\xc3\xa9 \xf0\x9f\x8e\x89",
                               "\",\"severity\":\"ERROR",
                               "}\n{\"forged\":true}"};
  for (const std::string& text : texts) {
    Catcher catcher;
    Log(Severity::kInfo, text, {{"value", text}, {text, 1}});
    const std::vector<std::string> lines = catcher.Lines();
    ASSERT_EQ(lines.size(), 1u) << text;
    const google::protobuf::Struct json = Parse(lines[0]);
    EXPECT_EQ(json.fields().at("message").string_value(), text);
    EXPECT_EQ(json.fields().at("value").string_value(), text);
    EXPECT_EQ(json.fields().at(text).number_value(), 1);
    EXPECT_EQ(json.fields().at("severity").string_value(), "INFO");
  }
}

TEST(Log, WhatIsNotUtf8BecomesTheReplacementCharacter) {
  for (const char* bytes : {"\x80", "\xc3", "\xc0", "\xed", "\xf5", "\xff"}) {
    Catcher catcher;
    Log(Severity::kInfo, std::string("a") + bytes + "b");
    EXPECT_EQ(Parse(catcher.Lines()[0]).fields().at("message").string_value(),
              "a\xef\xbf\xbd"
              "b");
  }
  Catcher catcher;
  Log(Severity::kInfo, "\xed\xa0\x80\xf4\x90\x80\x80\xe0\x80\xaf\xf0\x80\x80\xaf");
  EXPECT_EQ(Parse(catcher.Lines()[0]).fields().at("message").string_value().size(), 3u * 14);
}

TEST(Log, NumbersAreJsonNumbersOrNull) {
  struct Case {
    LogValue value;
    const char* json;
  };
  const Case cases[] = {{std::numeric_limits<int64_t>::min(), "-9223372036854775808"},
                        {std::numeric_limits<uint64_t>::max(), "18446744073709551615"},
                        {0.1, "0.1"},
                        {1e300, "1e+300"},
                        {std::numeric_limits<double>::quiet_NaN(), "null"},
                        {-std::numeric_limits<double>::infinity(), "null"},
                        {false, "false"},
                        {int32_t{-1}, "-1"},
                        {uint8_t{200}, "200"}};
  for (const Case& c : cases) {
    std::string json;
    c.value.AppendJson(json);
    EXPECT_EQ(json, c.json);
  }
}

TEST(Log, EntriesBelowTheThresholdAreDropped) {
  Catcher catcher;
  Log(Severity::kDebug, "unseen");
  EXPECT_FALSE(WouldLog(Severity::kDebug));
  EXPECT_TRUE(WouldLog(Severity::kInfo));
  SetLogThreshold(Severity::kWarning);
  Log(Severity::kInfo, "unseen");
  Log(Severity::kWarning, "seen");
  SetLogThreshold(Severity::kDebug);
  Log(Severity::kDebug, "seen");
  SetLogThreshold(Severity::kInfo);
  EXPECT_EQ(catcher.Lines().size(), 2u);
}

TEST(Log, LinesOfManyThreadsDoNotMix) {
  Catcher catcher;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 500; ++i)
        Log(Severity::kInfo, std::string(200, 'x'), {{"thread", t}, {"entry", i}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<std::string> lines = catcher.Lines();
  ASSERT_EQ(lines.size(), 2'000u);
  for (const std::string& line : lines) EXPECT_EQ(Parse(line).fields().size(), 5u);
}

}  // namespace
}  // namespace obt::obs
