#include "common/base/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/base/validate.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"

namespace obt {
namespace {

TEST(Error, CarriesCodeMessageReasonAndDomain) {
  const absl::Status status = Error(absl::StatusCode::kNotFound, "PERSON_UNKNOWN", "no such person");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "no such person");
  EXPECT_EQ(ReasonOf(status), "PERSON_UNKNOWN");

  google::rpc::ErrorInfo info;
  ASSERT_TRUE(
      info.ParseFromString(std::string(*status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo"))));
  EXPECT_EQ(info.domain(), "obt.service.gov.uk");
}

TEST(Error, AnErrorThatIsOkIsABug) {
  EXPECT_DEATH((void)Error(absl::StatusCode::kOk, "FINE", "all is well"),
               "fatal: an error was made with the code OK");
}

TEST(Error, AFailureWithoutDetailsHasNoReasonAndNoFaults) {
  const absl::Status bare = absl::AbortedError("try again");
  EXPECT_EQ(ReasonOf(bare), "");
  EXPECT_TRUE(ViolationsOf(bare).empty());
  EXPECT_EQ(RetryAfterOf(bare), absl::ZeroDuration());
  EXPECT_EQ(ReasonOf(absl::OkStatus()), "");
}

TEST(Error, UnreadableDetailsCountAsNone) {
  absl::Status status = absl::AbortedError("try again");
  status.SetPayload("type.googleapis.com/google.rpc.ErrorInfo", absl::Cord("\xff\xff\xff"));
  EXPECT_EQ(ReasonOf(status), "");
}

TEST(Exhausted, TellsWhenToComeBack) {
  struct Case {
    absl::Duration asked;
    absl::Duration told;
  };
  const Case cases[] = {
      {absl::Milliseconds(250), absl::Milliseconds(250)},
      {absl::Seconds(3) + absl::Nanoseconds(7), absl::Seconds(3) + absl::Nanoseconds(7)},
      {-absl::Seconds(1), absl::ZeroDuration()},
      {absl::InfiniteDuration(), absl::Hours(24)},
  };
  for (const Case& c : cases) {
    const absl::Status status = Exhausted("QUEUE_FULL", "the queue is full", c.asked);
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(ReasonOf(status), "QUEUE_FULL");
    EXPECT_EQ(RetryAfterOf(status), c.told);
  }
}

TEST(Violations, NoFaultsAreOk) {
  EXPECT_TRUE(Violations().empty());
  EXPECT_TRUE(Violations().ToStatus().ok());
}

TEST(Violations, TheFirstFaultIsTheMessageAndAllAreDetails) {
  Violations faults;
  faults.Add("events[3].minutes", "must be from 1 to 1440");
  faults.Add("events[4].verb", "is required");
  const absl::Status status = faults.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "events[3].minutes: must be from 1 to 1440 (and 1 more)");
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELDS");

  const std::vector<FieldViolation> read = ViolationsOf(status);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].field, "events[3].minutes");
  EXPECT_EQ(read[1].field, "events[4].verb");
  EXPECT_EQ(read[1].description, "is required");
}

TEST(Violations, AFloodOfFaultsStaysSmallEnoughForMetadata) {
  Violations faults;
  for (int i = 0; i < 5'000; ++i) {
    validate::Code(faults, absl::StrCat("headcounts[", i, "].organisation_code"), std::string(40, 'X'),
                   validate::Presence::kRequired);
  }
  const absl::Status status = faults.ToStatus();
  EXPECT_EQ(faults.faults().size(), 5'000u);
  EXPECT_EQ(ViolationsOf(status).size(), Violations::kMaxReportedFaults);
  EXPECT_THAT(std::string(status.message()), testing::EndsWith("(and 4999 more)"));
  // A third more in base64, and beside the rest still below 8 KiB.
  EXPECT_LT(status.GetPayload("type.googleapis.com/google.rpc.BadRequest")->size(), 5'200u);
}

}  // namespace
}  // namespace obt
