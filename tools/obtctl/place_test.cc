#include "tools/obtctl/place.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "common/base/error.h"
#include "common/base/files.h"
#include "common/base/ids.h"
#include "google/type/date.pb.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class PlaceTest : public ::testing::Test {
 protected:
  PlaceTest() {
    fs::create_directories(root_ / "project" / ".obt"), fs::create_directories(root_ / "project" / "a" / "b");
  }
  ~PlaceTest() override { fs::remove_all(root_); }

  const fs::path root_ = fs::path(::testing::TempDir()) / ToText(NewId<JobId>(absl::Now()));
};

TEST_F(PlaceTest, IsFoundFromAnyDirectoryBelow) {
  const std::string place = (root_ / "project" / ".obt").string();
  EXPECT_EQ(FindPlace((root_ / "project").string()), place);
  EXPECT_EQ(FindPlace((root_ / "project" / "a" / "b").string()), place);
  EXPECT_EQ(FindPlace(root_.string()), "");
}

TEST_F(PlaceTest, AFileOfThatNameIsNoPlace) {
  std::ofstream(root_ / "project" / "a" / ".obt") << "x";
  EXPECT_EQ(FindPlace((root_ / "project" / "a" / "b").string()), (root_ / "project" / ".obt").string());
}

TEST_F(PlaceTest, ReplacedFilesHoldTheNewContentAndMode) {
  const std::string path = (root_ / "token").string();
  ASSERT_TRUE(ReplaceFile(path, "one", 0600).ok());
  ASSERT_TRUE(ReplaceFile(path, "two", 0600).ok());
  EXPECT_EQ(*ReadFile(path), "two");
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_TRUE(absl::IsNotFound(ReadFile(path + "s").status()));
}

TEST_F(PlaceTest, AMessageThatDoesNotParseNamesLineAndColumn) {
  const std::string path = (root_ / "programme.textproto").string();
  ASSERT_TRUE(ReplaceFile(path, "programme {\n  programme_id: \"x\"\n  colour: 5\n}\n").ok());
  identity::v1::CreateProgrammeRequest request;
  const absl::Status status = ReadMessage(path, request);
  EXPECT_EQ(ExitCodeOf(status), kExitUsage);
  EXPECT_THAT(status.message(), AllOf(HasSubstr(path), HasSubstr("line 3"), HasSubstr("colour")));
}

TEST(FailureTest, ExitCodesTellWhoIsToBlame) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), kExitOk);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("x")), kExitRefused);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("x")), kExitRefused);
  EXPECT_EQ(ExitCodeOf(UsageError("x")), kExitUsage);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("x")), kExitUnreachable);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("x")), kExitUnreachable);
}

TEST(FailureTest, ARefusalTellsReasonViolationsAndRemedy) {
  Violations violations;
  violations.Add("person_id", "must be an id");
  violations.Add("minutes", "must be 1 to 12,000");
  const std::string text = DescribeFailure("obtctl", violations.ToStatus());
  EXPECT_THAT(text, AllOf(HasSubstr("INVALID_FIELDS"), HasSubstr("  person_id: must be an id\n"),
                          HasSubstr("  minutes: must be 1 to 12,000\n")));
  EXPECT_THAT(DescribeFailure("obtctl", Error(absl::StatusCode::kUnauthenticated, "TOKEN_EXPIRED",
                                              "the token has expired")),
              AllOf(HasSubstr("obtctl: the token has expired\n"), HasSubstr("remedy: mint a token")));
}

TEST(WordsTest, EnumValuesAreWordsWithoutTheirType) {
  const google::protobuf::EnumDescriptor& type = *aggregator::v1::Measure_descriptor();
  EXPECT_EQ(WordOf(type, aggregator::v1::MEASURE_LEARNING_STARTED), "learning_started");
  EXPECT_EQ(*ValueOf(type, "learning-started"), aggregator::v1::MEASURE_LEARNING_STARTED);
  EXPECT_THAT(ValueOf(type, "shoe_size").status().message(), HasSubstr("is not one of in_scope, registered"));
  EXPECT_FALSE(ValueOf(type, "unspecified").ok());
}

TEST(WordsTest, TimesWithoutAZoneAreLondons) {
  EXPECT_EQ(ParseTime("2024-10-20T10:00")->seconds(), 1'729'414'800);  // British Summer Time
  EXPECT_EQ(ParseTime("2024-10-20T10:00:00Z")->seconds(), 1'729'418'400);
  EXPECT_EQ(TimeCell(*ParseTime("2024-12-01T10:30")).text(), "2024-12-01 10:30:00");
  EXPECT_EQ(TimeCell(*ParseTime("2024-12-01")).text(), "2024-12-01 00:00:00");
  EXPECT_EQ(ExitCodeOf(ParseTime("yesterday").status()), kExitUsage);
  EXPECT_EQ(ExitCodeOf(ParseTime("2024-10-27T01:30").status()), kExitUsage) << "twice";
  EXPECT_EQ(TimeCell({}).text(), "") << "unset";
}

TEST_F(PlaceTest, AMessageThatIsNoTextIsNoNoise) {
  const std::string path = (root_ / "programme.textproto").string();
  ASSERT_TRUE(ReplaceFile(path, "programme { title: \"Zo\xEB\" }\n").ok());
  identity::v1::CreateProgrammeRequest request;
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(ReadMessage(path, request).message(), HasSubstr("is not valid UTF-8"));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(FailureTest, WhatAServiceSaysIsShownAndNotObeyed) {
  EXPECT_THAT(DescribeFailure("obtctl", absl::InternalError("a\x1B[2J\u202E")),
              HasSubstr("a\\x1B[2J\\u202E\n"));
}

TEST(ProgressBarTest, TellsHowMuchHowFastAndHowLongStill) {
  const std::string line =
      ProgressBar::Draw("importing", 250'000, 500'000, 0, "people", absl::Seconds(10), "");
  EXPECT_THAT(line, AllOf(HasSubstr(" 50 %"), HasSubstr("250,000 of 500,000 people"),
                          HasSubstr("25,000/s, 10.0 s left")));
}

TEST(ProgressBarTest, ResumedWorkIsNotCountedInTheRate) {
  EXPECT_THAT(ProgressBar::Draw("", 300, 500, 200, "people", absl::Seconds(1), ""),
              HasSubstr("100/s, 2.0 s left"));
}

}  // namespace
}  // namespace obt::ctl
